"""What whoever has the code sees of a report that was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger, rows
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units

from ..access import get_by_code
from ..models import Identity, Report
from ..rules.ladder import Kind
from ..rules.states import State
from ..rules.words import HISTORY, PLAIN
from .ladders import ladder_of
from .parts import IDENTITY, EntryFacts, FileFacts, Subject, content_of, files_of, state_words, subject_of, thread
from .related import PartFacts, Relations, relations
from .timing import Timing, after_working_days, timing


@dataclass(frozen=True)
class HistoryRow:
    word: str
    at: datetime


@dataclass(frozen=True)
class TrackingPage:
    """``holder``: the unit that has it now. ``may_object``: still within the reporter's days."""

    id: UUID
    number: str
    state: str
    state_word: str
    state_tone: str
    kind_word: str
    subject: Subject
    text: str
    place: str
    anonymous: bool
    secret: bool
    public: bool
    holder: str
    filed_at: datetime
    due_at: datetime | None
    wait_until: datetime | None
    finished: bool
    zone: str
    timing: Timing
    entries: tuple[EntryFacts, ...]
    files: tuple[FileFacts, ...]
    history: tuple[HistoryRow, ...]
    may_reply: bool
    may_confirm: bool
    may_object: bool
    may_rate: bool
    may_verify_contact: bool
    parts: tuple[PartPage, ...]
    related: Relations


@dataclass(frozen=True)
class PartPage:
    """A part, and what the reporter may do about it."""

    facts: PartFacts
    may_reply: bool
    may_confirm: bool
    may_object: bool


def tracking(code: str, now: datetime) -> TrackingPage:
    """Queries: report, ladder, intervals, category, entries, files, facts, relations, contact (and the stamps)."""
    report = get_by_code(code)
    related = relations(report)
    ladder = ladder_of(report.ladder)
    content, (word, tone) = content_of(report), state_words(report)
    holder = units.tree().by_id[report.holder_unit_id]
    return TrackingPage(
        id=report.id,
        number=report.number or "",
        state=report.state,
        state_word=word,
        state_tone=tone,
        kind_word=_(PLAIN[Kind(report.kind)]) if report.kind else "",
        subject=subject_of(report),
        text=content.get("text", ""),
        place=content.get("place", ""),
        anonymous=report.anonymous,
        secret=report.secret,
        public=report.published_at is not None,
        holder=holder.name,
        filed_at=report.filed_at or report.created_at,
        due_at=report.due_at,
        wait_until=report.wait_until,
        finished=report.finished_at is not None,
        zone=calendars.zone_of(report.holder_unit_id),
        timing=timing(report, ladder, calendars.intervals_of(report.intervals.all()), report.finished_at or now),
        entries=thread(report, inside=False),
        files=files_of(report).get(None, ()),
        history=history_of(report),
        may_reply=report.state == State.ASKED,
        may_confirm=report.state == State.ANSWERED,
        may_object=may_object(report, now),
        may_rate=report.state == State.CLOSED and report.satisfaction is None and not related.parts,
        may_verify_contact=_unverified(report),
        parts=_parts(related, report, now),
        related=related,
    )


def _unverified(report: Report) -> bool:
    """Whether there is a contact to which a code was sent that has not come back. One query."""
    found = rows.read(Identity, "WHERE report_id = %s AND erased_at IS NULL AND verified_at IS NULL", [report.id])
    return bool(found) and bool(crypto.unseal_json(found[0].sealed, IDENTITY).get("pin"))


def _parts(related: Relations, report: Report, now: datetime) -> tuple[PartPage, ...]:
    parts = {one.id: one for one in report.parts.all()} if related.parts else {}
    return tuple(
        PartPage(one, one.state == State.ASKED, one.state == State.ANSWERED, may_object(parts[one.id], now))
        for one in related.parts
    )


def may_object(report: Report, at: datetime) -> bool:
    """Within the days of the ladder: from the answer on while open, from the end on once closed; not after a settlement."""
    if report.state == State.ANSWERED:
        return True
    if report.state == State.CLOSED and report.root_id is None and report.parts.exists():
        return False  # what one objects to is a part
    if report.state != State.CLOSED or report.ending == "disputed" or report.finished_at is None:
        return False
    return at <= after_working_days(report.holder_unit_id, ladder_of(report.ladder).reply, report.finished_at)


def history_of(report: Report) -> tuple[HistoryRow, ...]:
    """The steps of the report, oldest first, as its facts tell."""
    facts = ledger.facts_about(report.id)
    return tuple(HistoryRow(_(HISTORY[fact.kind]), fact.at) for fact in facts if fact.kind in HISTORY)
