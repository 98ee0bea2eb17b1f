"""The unit's desk: acknowledge, decline once, ask, note, answer with proof, settle a dispute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid
from maklumat.modules.units import api as units

from ..access import SUPERVISE, WORK, get_for
from ..events import Answered, Asked, Closed, HandedBack, Noted, TakenOn
from ..models import Report
from ..queries.ladders import ladder_of
from ..queries.timing import after_working_days
from ..rules.answers import empty_phrases
from ..rules.ladder import Kind
from ..rules.states import ENDINGS, Refused, return_act
from .filing import MOST_EVIDENCE, keep_evidence
from .gathering import gather
from .moving import clockwork, is_public, move, save, say


@transaction.atomic
def take_on(*, by: Actor, report_id: UUID, revision: int, at: datetime) -> None:
    """Acknowledge the hand-over; whoever does it has the report on his desk."""
    report = get_for(by, WORK, report_id, revision)
    move(report, "taken_on")
    report.assigned_to = by.account_id
    save(report, at)
    ledger.record(TakenOn(subject=report.id, unit_id=report.holder_unit_id), by=by, at=at)


@transaction.atomic
def hand_back(*, by: Actor, report_id: UUID, text: str, revision: int, at: datetime) -> None:
    """ "Not ours", with the reason. The second time a person decides; after that it stays where it was placed."""
    report = get_for(by, WORK, report_id, revision)
    if report.kind == Kind.OVERSIGHT:
        raise Conflict(_("Laporan berkadar pengawasan tetap di Inspektorat."))
    try:
        act = return_act(report.returns, judged=report.judged)
    except Refused as error:
        raise Conflict(
            _("Unit ini sudah ditetapkan sebagai penanggung jawab. Laporan tidak dapat dikembalikan lagi.")
        ) from error
    move(report, act)
    say(report, "note", text, by, at)
    report.returns += 1
    to_judge = act == "sent_to_judge"
    report.holder_unit_id = _desk_above(report, to_judge)
    report.desk_since, report.assigned_to = at, None
    save(report, at)
    ledger.record(
        HandedBack(subject=report.id, unit_id=report.holder_unit_id, number=report.returns, to_judge=to_judge),
        by=by,
        at=at,
    )


@transaction.atomic
def ask(*, by: Actor, report_id: UUID, text: str, revision: int, at: datetime) -> None:
    """A question to the reporter. The clock stands still, at most for the days of the ladder."""
    report = get_for(by, WORK, report_id, revision)
    move(report, "asked")
    say(report, "question", text, by, at)
    clockwork.turn(report, "paused", "waiting_for_reporter", at)
    report.wait_until = after_working_days(report.holder_unit_id, ladder_of(report.ladder).reply, at)
    save(report, at)
    ledger.record(Asked(subject=report.id, unit_id=report.holder_unit_id, wait_until=report.wait_until), by=by, at=at)


@transaction.atomic
def note(*, by: Actor, report_id: UUID, text: str, at: datetime) -> None:
    """For colleagues only; the reporter and the public never see it."""
    report = get_for(by, WORK, report_id)
    say(report, "note", text, by, at)
    ledger.record(Noted(subject=report.id, unit_id=report.holder_unit_id), by=by, at=at)


@transaction.atomic
def answer(
    *,
    by: Actor,
    report_id: UUID,
    text: str,
    done_on: str,
    evidence: Sequence[bytes],
    sure: bool,
    revision: int,
    at: datetime,
) -> None:
    """Tell the reporter what was done, when and by whom, with proof. Empty phrases are sent back once.

    ``done_on``: what was done when, in the officer's words. ``sure``: the officer has seen the warning and keeps the text.
    """
    report = get_for(by, WORK, report_id, revision)
    empty = empty_phrases(f"{text} {done_on}")
    if empty and not sure:
        raise Invalid(
            _("Jawaban ini belum menyebut apa yang dilakukan: “%(phrase)s”. Tulis tindakan, waktu, dan pelaksananya.")
            % {"phrase": empty[0]},
            fields={"text": _("Sebut tindakan nyata, atau centang “kirim apa adanya”.")},
        )
    if not done_on.strip():
        raise Invalid(_("Tulis kapan dan oleh siapa tindakan dilakukan."), fields={"done_on": _("Wajib diisi.")})
    move(report, "answered")
    entry = say(
        report,
        "answer",
        f"{text.strip()}\n\n{done_on.strip()}" if text.strip() else "",
        by=by,
        at=at,
        public=is_public(report),
    )
    for content in evidence[:MOST_EVIDENCE]:
        keep_evidence(report, content, at, entry.id)
    timing = clockwork.timing_of(report, at)
    clockwork.turn(report, "paused", "waiting_for_reporter", at)
    if report.answered_at is None:  # what is published counts the first answer
        report.answered_at, report.answered_in_time = at, timing.kept
    report.wait_until = after_working_days(report.holder_unit_id, ladder_of(report.ladder).reply, at)
    save(report, at)
    ledger.record(
        Answered(
            subject=report.id,
            unit_id=report.holder_unit_id,
            number=report.objections + 1,  # each objection follows an answer
            evidence=len(evidence),
            in_time=timing.kept,
            used_percent=timing.percent,
            wait_until=report.wait_until,
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def settle(*, by: Actor, report_id: UUID, text: str, revision: int, at: datetime) -> None:
    """After repeated objections the supervisor ends it: publicly as disputed, with the way to the Ombudsman."""
    report = get_for(by, SUPERVISE, report_id, revision)
    if report.objections < ladder_of(report.ladder).objections:
        raise Conflict(_("Pelapor belum menyanggah cukup kali. Jawab dulu keberatannya."))
    move(report, "settled")
    say(report, "answer", text, by, at, public=is_public(report))
    close(report, "settled", by, at)


def close(report: Report, act: str, by: Actor, at: datetime) -> None:
    """The end of a report whose row has moved already: the clock stops, and the public class is fixed."""
    report.ending = ENDINGS[act]
    report.finished_at = at
    timing = clockwork.stop(report, at)
    save(report, at, due=False)
    ledger.record(
        Closed(
            subject=report.id,
            unit_id=report.holder_unit_id,
            ending=report.ending,
            in_time=timing.kept,
            net_seconds=timing.net_seconds,
            gross_seconds=timing.gross_seconds,
        ),
        by=by,
        at=at,
    )
    gather(report, at)


def _desk_above(report: Report, to_judge: bool) -> UUID:
    """The desk that verified it: the agency's coordinator; for the judge, and from an agency itself, the government's."""
    line = units.tree().above(report.holder_unit_id)
    agency = next((unit for unit in line if unit.kind == "agency"), None)
    if not to_judge and agency is not None and agency.id != report.holder_unit_id:
        return agency.id
    return line[0].id if line else report.holder_unit_id
