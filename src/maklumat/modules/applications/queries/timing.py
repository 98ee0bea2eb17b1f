"""The clock of one application: its intervals against the calendar of its unit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue


@dataclass(frozen=True)
class Timing:
    """``used`` in the promise's unit (exact), ``percent`` of the promise (rounded up), seconds net and gross."""

    started: bool
    running: bool
    used: Fraction
    promised: int
    unit: str
    percent: int
    kept: bool
    due_at: datetime | None
    net_seconds: int
    gross_seconds: int


NOT_STARTED = Timing(False, False, Fraction(0), 0, "", 0, True, None, 0, 0)


def promise_of(duration: catalogue.Duration) -> calendars.Promise:
    return calendars.Promise(duration.number, duration.unit)


def timing(
    duration: catalogue.Duration, unit_id: UUID, intervals: Sequence[calendars.Interval], now: datetime
) -> Timing:
    """The clock at ``now``; for a finished case pass its end."""
    if not intervals:
        return NOT_STARTED
    calendar, promise = calendars.calendar_of(unit_id), promise_of(duration)
    used = calendars.used(promise, calendar, intervals, now)
    return Timing(
        started=True,
        running=intervals[-1].state == "running",
        used=used,
        promised=duration.number,
        unit=duration.unit,
        percent=math.ceil(used * 100 / duration.number),
        kept=used <= duration.number,
        due_at=calendars.due(promise, calendar, intervals, now),
        net_seconds=int(calendars.net(calendar, intervals, now).total_seconds()),
        gross_seconds=int(calendars.gross(intervals, now).total_seconds()),
    )


def marks_ahead(
    duration: catalogue.Duration,
    unit_id: UUID,
    intervals: Sequence[calendars.Interval],
    percents: Iterable[int],
    now: datetime,
) -> dict[int, datetime]:
    """When each percent of the promise is, or was, used up; nothing for those that a pause holds back."""
    if not intervals:
        return {}
    calendar, promise = calendars.calendar_of(unit_id), promise_of(duration)
    moments = {p: calendars.reached(promise, calendar, intervals, Fraction(p, 100), now) for p in percents}
    return {p: moment for p, moment in moments.items() if moment is not None}
