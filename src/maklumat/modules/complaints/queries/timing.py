"""The clock of one report: its intervals against the calendar of the unit that holds it."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from maklumat.modules.calendars import api as calendars

from ..models import Report
from ..rules.ladder import Kind, Ladder
from ..rules.states import State

STAGE_OF = {State.RECEIVED: "verify", State.JUDGING: "verify", State.FORWARDED: "follow_up"}


@dataclass(frozen=True)
class Timing:
    """``used`` of ``allowed`` working days (exact), ``percent`` rounded up, seconds net and gross."""

    used: Fraction
    allowed: int
    percent: int
    kept: bool
    paused: bool
    due_at: datetime | None
    net_seconds: int
    gross_seconds: int


def kind_of(report: Report) -> Kind | None:
    return Kind(report.kind) if report.kind else None


def timing(report: Report, ladder: Ladder, intervals: Sequence[calendars.Interval], now: datetime) -> Timing:
    """The clock at ``now``; for a finished report pass its end."""
    days = ladder.limit(kind_of(report))
    calendar, promise = calendars.calendar_of(report.holder_unit_id), calendars.Promise(days, "working_days")
    used = calendars.used(promise, calendar, intervals, now)
    return Timing(
        used=used,
        allowed=days,
        percent=math.ceil(used * 100 / days),
        kept=used <= days,
        paused=intervals[-1].state == "paused",
        due_at=calendars.due(promise, calendar, intervals, now),
        net_seconds=int(calendars.net(calendar, intervals, now).total_seconds()),
        gross_seconds=int(calendars.gross(intervals, now).total_seconds()),
    )


def after_working_days(unit_id: UUID, days: int, at: datetime) -> datetime:
    """The end of the last of so many working days after ``at``; that date itself is day 0."""
    running = (calendars.Interval("running", at),)
    found = calendars.due(calendars.Promise(days, "working_days"), calendars.calendar_of(unit_id), running, at)
    if found is None:
        raise LookupError("the unit never opens")
    return found


def steps_ahead(
    report: Report, ladder: Ladder, intervals: Sequence[calendars.Interval], fired: Collection[str], now: datetime
) -> dict[str, tuple[datetime, tuple[str, ...]]]:
    """Steps of the ladder that have not fired: when each is, or was, reached, and whom it tells.

    Nothing for those that a pause holds back. A stage that is entered again after a return has its steps again.
    """
    calendar = calendars.calendar_of(report.holder_unit_id)
    stage_now = STAGE_OF.get(State(report.state), "")
    at_desk = (calendars.Interval("running", report.desk_since),) if report.desk_since else ()
    lengths = {"verify": ladder.verify, "follow_up": ladder.follow_up, "limit": ladder.limit(kind_of(report))}
    ahead = {}
    for step in ladder.steps:
        if step.stage not in ("limit", stage_now):
            continue
        key = step.key if step.stage == "limit" else f"{step.key}/{report.returns}{'j' if report.judged else ''}"
        stretch = intervals if step.stage == "limit" else at_desk
        if key in fired or not stretch:
            continue
        promise = calendars.Promise(lengths[step.stage], "working_days")
        moment = calendars.reached(promise, calendar, stretch, step.share, now)
        if moment is not None:
            ahead[key] = (moment, step.tell)
    return ahead
