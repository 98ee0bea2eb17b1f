"""Two ways with SP4N-LAPOR!: its reports come in, ours go back as follow-ups, and every night both are compared."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import transaction

from maklumat.kernel import crypto, ledger, outbox
from maklumat.kernel.actor import ANONYMOUS, SYSTEM
from maklumat.kernel.errors import Refusal
from maklumat.kernel.events import Fact
from maklumat.kernel.outside import Unreachable
from maklumat.modules.accounts import api as accounts
from maklumat.modules.complaints import api as complaints

from ..events import Met, Reconciled
from ..models import Mismatch, Partner, Twin, Word
from ..queries.partners import lapor_of, partner_of
from ..rules.comparing import MISSING_HERE, Difference, Known, There, compare
from ..rules.lapor import CONFIRM, OBJECT, OURS, REPLY, FollowUp, Foreign, Response

CODE, RESPONSE = "twin code", "response"
OFFICE = ("question", "answer", "reason")
TOLD = ("verified", "archived", "asked", "answered", "objected", "closed", "gathered", "taken_on")


def pull(*, partner_id: UUID, at: datetime) -> int:
    """Take over what is new or changed there; how many were looked at. What fails stays for the next time."""
    partner, count = partner_of(partner_id), 0
    latest, trouble = partner.read_until, ""
    try:
        for foreign in lapor_of(partner).changed(partner.read_until):
            try:
                _take_over(partner, foreign, at)
            except Refusal:  # one that cannot be filed keeps no other back; the page and the night show it
                _miss(partner, foreign, at)
            latest, count = max(latest or foreign.changed_at, foreign.changed_at), count + 1
    except Unreachable as error:
        trouble = str(error)[:200]
    _keep(partner, latest, trouble)
    return count


@transaction.atomic
def _keep(partner: Partner, latest: datetime | None, trouble: str) -> None:
    partner.read_until, partner.trouble = latest, trouble
    partner.save(update_fields=["read_until", "trouble"])


@transaction.atomic
def _miss(partner: Partner, foreign: Foreign, at: datetime) -> None:
    _differ(partner, Difference(MISSING_HERE, foreign.tracking_id, None, there=foreign.state), at)


def _take_over(partner: Partner, foreign: Foreign, at: datetime) -> None:
    twin = Twin.objects.filter(partner=partner, foreign_id=foreign.tracking_id).first()
    if twin is None:
        # A crash between the two is mended by the next time: the same key is answered with the same report.
        receipt = complaints.receive(client_id=partner.id, incoming=_incoming(foreign), at=at)
        twin = _meet(partner, foreign, receipt, at)
    for response in foreign.responses[twin.heard :]:
        _hear(twin, response, at)


def _incoming(foreign: Foreign) -> complaints.Incoming:
    phone = accounts.check_phone(foreign.phone) if foreign.phone else None
    known = {row["service_code"] for row in complaints.services()}
    title = f"{foreign.title}\n\n" if foreign.title and not foreign.text.startswith(foreign.title) else ""
    return complaints.Incoming(
        category=foreign.category if foreign.category in known else "",
        text=_fitting(f"{title}{foreign.text}", foreign.tracking_id),
        place=foreign.place,
        point=foreign.point,
        name=foreign.name,
        phone=phone.value if phone and not phone.error else "",
        email=foreign.email,
        anonymous=foreign.anonymous,
        secret=foreign.secret,
        oversight=foreign.oversight,
        channel="lapor",
        request_key=foreign.tracking_id[:100],
    )


def _fitting(text: str, tracking_id: str) -> str:
    """The text, cut where ours must end, with the place of the rest."""
    if len(text) <= complaints.LONGEST_TEXT:
        return text
    rest = f" … [selengkapnya di LAPOR! {tracking_id}]"
    return text[: complaints.LONGEST_TEXT - len(rest)] + rest


@transaction.atomic
def _meet(partner: Partner, foreign: Foreign, receipt: complaints.Receipt, at: datetime) -> Twin:
    report_id = complaints.number_of(receipt.number)
    if report_id is None:
        raise RuntimeError(receipt.number)
    code = crypto.seal(receipt.code.encode(), CODE)
    twin = Twin.objects.create(
        partner=partner, report_id=report_id, foreign_id=foreign.tracking_id, theirs=True, code=code, foreign_state=foreign.state, met_at=at,
    )  # fmt: skip
    ledger.record(Met(subject=report_id, unit_id=None, partner=partner.id, theirs=True), by=SYSTEM, at=at)
    return twin


@transaction.atomic
def _hear(twin: Twin, response: Response, at: datetime) -> None:
    """What the reporter said there is said here. What does not fit the state here is shown to a person."""
    common = {"by": ANONYMOUS, "code": crypto.unseal(twin.code, CODE).decode(), "at": at}
    try:
        with transaction.atomic():
            match response.kind:
                case k if k == REPLY:
                    complaints.reply(text=response.text, **common)
                case k if k == CONFIRM:
                    complaints.confirm(**common)
                case k if k == OBJECT:
                    complaints.object_to(text=response.text, **common)
    except Refusal:
        _differ(
            twin.partner,
            Difference(RESPONSE, f"{twin.foreign_id}/{twin.heard + 1}", twin.report_id, there=response.kind),
            at,
        )
    twin.heard += 1
    twin.save(update_fields=["heard"])


def tell_partner(fact: Fact) -> None:
    """What an office did to a report that began there is put down to be told."""
    known = complaints.outlines([fact.subject]).get(fact.subject)
    if known is None:
        return
    for twin in Twin.objects.filter(report_id=known.whole, theirs=True, partner__ended_at=None):
        word, made = Word.objects.get_or_create(twin=twin, fact_id=fact.id, defaults={"at": fact.at})
        if made:
            outbox.enqueue("exchange.follow_up", word_id=word.id)


def follow_up(*, word_id: int, at: datetime) -> None:
    """Tell one thing. Raises :class:`Unreachable` to be tried again."""
    word = Word.objects.select_related("twin__partner").filter(id=word_id, told_at=None).first()
    if word is None:
        return
    twin = word.twin
    known = complaints.outlines([twin.report_id])[twin.report_id]
    said = [one for one in complaints.read_by_reporter(twin.report_id) if one.kind in OFFICE and one.at == word.at]
    one = FollowUp(twin.foreign_id, str(word.fact_id), OURS[known.state], said[-1].text if said else "", word.at)
    lapor_of(twin.partner).follow_up(one)
    _told(word, at)


@transaction.atomic
def _told(word: Word, at: datetime) -> None:
    word.told_at = at
    word.save(update_fields=["told_at"])


def reconcile(*, partner_id: UUID, at: datetime) -> int | None:
    """Compare everything with a partner; how many places differ, None when it could not be asked."""
    partner = partner_of(partner_id)
    try:
        theirs = list(lapor_of(partner).changed(None))
    except Unreachable as error:
        _keep(partner, partner.read_until, str(error)[:200])
        return None
    twins = {one.foreign_id: one for one in partner.twins.filter(theirs=True).prefetch_related("words")}
    known = complaints.outlines(one.report_id for one in twins.values())
    ours = {
        foreign_id: Known(
            one.report_id,
            OURS[known[one.report_id].state],
            frozenset(str(w.fact_id) for w in one.words.all() if w.told_at),
        )
        for foreign_id, one in twins.items()
        if one.report_id in known
    }
    found = compare(ours, (There(one.tracking_id, one.state, frozenset(one.follow_ups)) for one in theirs))
    _note(
        partner,
        found,
        {one.tracking_id: one.state for one in theirs},
        len(ours.keys() | {one.tracking_id for one in theirs}),
        at,
    )
    # What was overlooked there (a list that changed while it was read) is taken over now; tonight's note stays till tomorrow.
    missing = {one.foreign_id for one in found if one.what == MISSING_HERE}
    for foreign in theirs:
        if foreign.tracking_id in missing:
            with suppress(Refusal):
                _take_over(partner, foreign, at)
    return len(found)


@transaction.atomic
def _note(partner: Partner, found: list[Difference], states: dict[str, str], compared: int, at: datetime) -> None:
    kept = {(one.what, one.foreign_id) for one in found}
    for row in partner.mismatches.filter(gone_at=None).exclude(what=RESPONSE):
        if (row.what, row.foreign_id) not in kept:
            row.gone_at = at
            row.save(update_fields=["gone_at"])
    for one in found:
        _differ(partner, one, at)
    for twin in partner.twins.filter(theirs=True, foreign_id__in=states):
        twin.foreign_state, twin.seen_at = states[twin.foreign_id], at
        twin.save(update_fields=["foreign_state", "seen_at"])
    partner.compared_at, partner.trouble = at, ""
    partner.save(update_fields=["compared_at", "trouble"])
    ledger.record(
        Reconciled(subject=partner.id, unit_id=None, compared=compared, differing=len(found)), by=SYSTEM, at=at
    )


def _differ(partner: Partner, one: Difference, at: datetime) -> None:
    Mismatch.objects.update_or_create(
        partner=partner, what=one.what, foreign_id=one.foreign_id, gone_at=None,
        defaults={"report_id": one.report_id, "here": one.here, "there": one.there}, create_defaults={
            "report_id": one.report_id, "here": one.here, "there": one.there, "found_at": at},
    )  # fmt: skip
