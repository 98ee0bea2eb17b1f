"""A result is frozen and published, shown in media, and followed up: each line with an owner and a day, watched by the clock."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from maklumat.kernel import files, ledger, notify
from maklumat.kernel.actor import SYSTEM, Actor
from maklumat.kernel.errors import Conflict, Invalid, Missing, require_short
from maklumat.kernel.words import N_
from maklumat.modules.accounts import api as accounts
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units

from ..access import get_plan, require_manage
from ..events import MediumLogged, PlanEnded, PlanLate, Planned, ResultPublished
from ..models import Plan, Publication, Result
from ..queries.desk import owners
from ..queries.figures import frozen, outcome, periods
from ..queries.instruments import held

# Media that PEKPPP counts (indicator 7).
MEDIA = {
    "website": N_("Situs web"), "print": N_("Cetak, papan, atau spanduk"), "display": N_("Layar elektronik"),
    "social": N_("Media sosial"), "app": N_("Aplikasi"), "press": N_("Media massa"), "other": N_("Lainnya"),
}  # fmt: skip
FEWEST = 5  # answers: below, an index could be read as somebody's answer


@transaction.atomic
def publish_result(*, by: Actor, unit_id: UUID, key: str, period: str, note: str, at: datetime) -> UUID:
    """Freeze the result of a period and publish it. Again after more answers: the next number; the former stays readable."""
    require_manage(by, unit_id)
    today = at.astimezone(ZoneInfo(calendars.zone_of(unit_id))).date()
    if period not in periods(today):
        raise Invalid(_("Pilih masa survei dari daftar."))
    found = outcome(unit_id, key, period)
    if found.index is None or found.answered < FEWEST:
        raise Invalid(_("Hasil diumumkan bila ada paling sedikit %(n)d jawaban.") % {"n": FEWEST})
    require_short(note=(note.strip(), 2000))
    rows = Result.objects.filter(unit_id=unit_id, questionnaire_id=found.questionnaire_id, period=period)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    figures = frozen(found)
    if last and rows.get(number=last).figures == figures:
        raise Conflict(_("Hasil ini sudah diumumkan, dan sejak itu tidak berubah."))
    row = Result.objects.create(
        unit_id=unit_id, questionnaire_id=found.questionnaire_id, period=period, number=last + 1, figures=figures,
        note=note.strip(), published_at=at, published_by=by.account_id,
    )  # fmt: skip
    ledger.record(
        ResultPublished(
            subject=row.id, unit_id=unit_id, instrument=key, period=period, number=row.number, respondents=found.answered,
            index=str(found.index), grade=found.grade,
        ),
        by=by, at=at,
    )  # fmt: skip
    Publication.objects.create(
        result=row, medium="website", place=_("Halaman hasil survei di aplikasi ini"), published_on=today
    )
    ledger.record(MediumLogged(subject=row.id, unit_id=unit_id, medium="website", published_on=today), by=by, at=at)
    return row.id


@transaction.atomic
def log_medium(*, by: Actor, result_id: UUID, medium: str, place: str, published_on: date, at: datetime) -> None:
    """Where else the result was shown."""
    row = _result(by, result_id)
    if medium not in MEDIA:
        raise Invalid(_("Pilih media dari daftar."), fields={"medium": _("Pilih dari daftar.")})
    if not place.strip():
        raise Invalid(_("Tulis di mana hasil diumumkan."), fields={"place": _("Wajib diisi.")})
    require_short(place=(place.strip(), 300))
    if not row.published_at.date() <= published_on <= at.date():
        raise Invalid(_("Tanggal ini sebelum hasil terbit, atau belum tiba."), fields={"published_on": _("Periksa tanggalnya.")})  # fmt: skip
    _made, new = Publication.objects.get_or_create(
        result=row, medium=medium, place=place.strip(), defaults={"published_on": published_on}
    )
    if not new:
        raise Conflict(_("Media dan tempat ini sudah tercatat."))
    ledger.record(
        MediumLogged(subject=row.id, unit_id=row.unit_id, medium=medium, published_on=published_on), by=by, at=at
    )


@transaction.atomic
def plan(
    *, by: Actor, result_id: UUID, element: str, problem: str, action: str, owner: UUID, due_on: date, at: datetime
) -> UUID:
    """A line of the follow-up plan. ``owner``: somebody with a role in the unit or below."""
    row = _result(by, result_id)
    faults = {}
    if element not in {one.key for one in held(row.questionnaire_id).instrument.groups}:
        faults["element"] = _("Pilih unsur dari daftar.")
    for name, text in (("problem", problem), ("action", action)):
        if not text.strip():
            faults[name] = _("Wajib diisi.")
    if owner not in {person.account_id for person in owners(row.unit_id, at)}:
        faults["owner"] = _("Pilih petugas unit ini.")
    if due_on <= at.date():
        faults["due_on"] = _("Pilih tanggal sesudah hari ini.")
    if faults:
        raise Invalid(_("Rencana ini belum lengkap. Periksa bagian yang ditandai."), fields=faults)
    require_short(problem=(problem.strip(), 500), action=(action.strip(), 500))
    line = Plan.objects.create(
        result=row, element=element, problem=problem.strip(), action=action.strip(), owner=owner, due_on=due_on, made_at=at
    )  # fmt: skip
    ledger.record(
        Planned(subject=line.id, unit_id=row.unit_id, result=row.id, element=element, due_on=due_on), by=by, at=at
    )
    return line.id


@transaction.atomic
def end_plan(*, by: Actor, plan_id: UUID, state: str, outcome: str, proof: bytes, at: datetime) -> None:
    """Carried out (with what came of it, and a file if there is one), or dropped with the reason."""
    line = get_plan(by, plan_id, lock=True)
    if line.state != Plan.State.OPEN:
        raise Conflict(_("Rencana ini sudah selesai."))
    if state not in (Plan.State.DONE, Plan.State.DROPPED):
        raise Invalid(_("Pilih selesai atau dibatalkan."))
    if not outcome.strip():
        raise Invalid(_("Tulis apa hasilnya, atau mengapa dibatalkan."), fields={"outcome": _("Wajib diisi.")})
    require_short(outcome=(outcome.strip(), 1000))
    if proof:
        line.file_id = files.store(proof, formats=("pdf", "jpg", "png"), max_bytes=5_000_000, at=at).id
    line.state, line.outcome, line.ended_at = state, outcome.strip(), at
    line.save(update_fields=["state", "outcome", "ended_at", "file_id"])
    today = at.astimezone(ZoneInfo(calendars.zone_of(line.result.unit_id))).date()
    ledger.record(
        PlanEnded(
            subject=line.id, unit_id=line.result.unit_id, result=line.result_id, state=state, in_time=today <= line.due_on
        ),
        by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def watch_plans(at: datetime) -> int:
    """Whose day is over: a fact, and a letter to its owner and the heads. Once for each line. Returns how many."""
    late = list(
        Plan.objects.select_for_update(skip_locked=True, of=("self",)).select_related("result")
        .filter(state=Plan.State.OPEN, due_on__lt=at.date(), told_late_at=None)[:500]
    )  # fmt: skip
    for line in late:
        unit_id = line.result.unit_id
        line.told_late_at = at
        line.save(update_fields=["told_late_at"])
        ledger.record(PlanLate(subject=line.id, unit_id=unit_id, result=line.result_id), by=SYSTEM, at=at)
        heads = {person.account_id for person in units.holders("head", [unit_id], at)}
        for account_id, address in accounts.staff_addresses(heads | {line.owner}).items():
            notify.send(
                channel="email", address=address, subject=_("Tindak lanjut survei lewat waktu"), at=at, about=line.id, once=f"plan/{line.id}/{account_id}",
                text=_("Tindak lanjut ini seharusnya selesai pada %(day)s:\n\n%(action)s\n\n%(link)s")
                % {"day": f"{line.due_on:%d-%m-%Y}", "action": line.action, "link": f"{settings.BASE_URL}/petugas/survei/hasil/{line.result_id}/"},
            )  # fmt: skip
    return len(late)


def _result(by: Actor, result_id: UUID) -> Result:
    row = Result.objects.select_for_update().filter(id=result_id).first()
    if row is None:
        raise Missing(_("Hasil ini tidak ada."))
    require_manage(by, row.unit_id)
    return row
