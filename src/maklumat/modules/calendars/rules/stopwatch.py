"""How much of a promise a case has used, and when it is due. Exact: integers and Fractions, no floats.

A case stores nothing but its :class:`Interval` s, one after the other from its start. The clock pauses, it is never
reset. One rule holds for all four units; per local day

    used = running microseconds inside the spans of the day / microseconds that make one unit

=============  ==========================================  ====================================
unit           spans of the day                            one unit
=============  ==========================================  ====================================
minutes        opening hours                               60 000 000
hours          opening hours                               3 600 000 000
working_days   opening hours; the date of the start not    all opening time of that day
calendar_days  the whole date; the date of the start not   the length of that date
=============  ==========================================  ====================================

Day of receipt is day 0 (docs/domain 12). Without pauses N working days are therefore due at closing time of the Nth
working day after the start, N calendar days at the end of the Nth date.

Boundaries. Kept <=> used <= budget, as exact numbers. ``due`` is the earliest moment at which used = budget; where
that falls between two microseconds, the one before, so ending exactly at ``due`` is always kept. A moment on the
border of two intervals belongs to the later one. ``now`` is pulled into the life of the case: before the start it
means the start, after the end of a closed case it means that end. Intervals after ``now`` are not known yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal, Protocol

from .calendar import ONE_DAY, Calendar, Day, Span
from .moments import HOUR, MICROSECOND, MINUTE, from_us, to_us
from .promise import Promise, Unit

State = Literal["running", "paused"]
DATES_KEPT = 20_000  # per calendar
FOREVER = 1 << 62  # microseconds: later than any datetime
FIXED_UNIT = {"minutes": MINUTE, "hours": HOUR}


@dataclass(frozen=True, slots=True)
class Interval:
    """The case was ``state`` from ``start`` to ``end`` (None: still), because of ``reason``."""

    state: State
    start: datetime
    end: datetime | None = None
    reason: str = ""


class Stretch(Protocol):
    """How a room keeps one interval."""

    pk: int
    state: State
    started_at: datetime
    ended_at: datetime | None
    reason: str


def intervals_of(rows: Iterable[Stretch]) -> tuple[Interval, ...]:
    """Kept stretches as plain values, oldest first."""
    ordered = sorted(rows, key=lambda row: (row.started_at, row.ended_at is None, row.pk))
    return tuple(Interval(row.state, row.started_at, row.ended_at, row.reason) for row in ordered)


@dataclass(frozen=True, slots=True)
class _Life:
    """A case as far as it is known at ``now``: running spans up to now; microseconds."""

    start: int
    now: int
    running: tuple[Span, ...]
    goes_on: bool  # running at ``now``

    def continued(self) -> tuple[Span, ...]:
        """The running spans if the state at ``now`` lasts for ever."""
        return (*self.running, (self.now, FOREVER)) if self.goes_on else self.running


def used(promise: Promise, calendar: Calendar, intervals: Sequence[Interval], now: datetime) -> Fraction:
    """What the case has used until ``now``, in units of the promise."""
    life = _read(intervals, now)
    return sum((Fraction(_length(pieces), unit) for pieces, unit in _gains(promise, calendar, life, life.running)),
               start=Fraction(0))  # fmt: skip


def remaining(promise: Promise, calendar: Calendar, intervals: Sequence[Interval], now: datetime) -> Fraction:
    """What is left of the budget, in units of the promise; below zero when it is exceeded."""
    return promise.number - used(promise, calendar, intervals, now)


def kept(promise: Promise, calendar: Calendar, intervals: Sequence[Interval], now: datetime) -> bool:
    """Whether the promise holds at ``now`` (for a closed case: at its end): used <= budget."""
    return used(promise, calendar, intervals, now) <= promise.number


def due(promise: Promise, calendar: Calendar, intervals: Sequence[Interval], now: datetime) -> datetime | None:
    """When the budget is used up if the case, running now, keeps running; UTC.

    While paused: None, unless the budget was used up before; then the moment that happened.
    """
    return reached(promise, calendar, intervals, 1, now)


def reached(
    promise: Promise,
    calendar: Calendar,
    intervals: Sequence[Interval],
    share: Fraction | Decimal | str | int | float,
    now: datetime,
) -> datetime | None:
    """When ``share`` of the budget is or will be used (1 = all of it); otherwise as :func:`due`.

    A float counts as the decimal number it prints as: 0.8 is 4/5.
    """
    target = Fraction(str(share)) * promise.number
    if target < 0:
        raise ValueError(f"share must not be negative: {share!r}")
    life = _read(intervals, now)
    if target == 0:
        return from_us(life.start)
    for pieces, unit in _gains(promise, calendar, life, life.continued()):
        gain = _length(pieces)
        if gain < target * unit:
            target -= Fraction(gain, unit)
        else:
            return from_us(_walk(pieces, target * unit))
    return None


def reached_each(
    unit: Unit, calendar: Calendar, intervals: Sequence[Interval], amounts: Sequence[Fraction], now: datetime
) -> list[datetime | None]:
    """:func:`reached` for several amounts of ``unit`` at once, in ascending order: one walk over the days."""
    life = _read(intervals, now)
    if len(intervals) == 1 and life.goes_on and unit not in FIXED_UNIT:
        return _of_date(unit, calendar, life, tuple(amounts))
    return _walked(unit, calendar, life, amounts)


def _of_date(unit: Unit, calendar: Calendar, life: _Life, amounts: tuple[Fraction, ...]) -> list[datetime | None]:
    """Days count from the one after the start: all that began on one date and never paused reach them together."""
    key = (unit, calendar.date_of(life.start), amounts)
    if key not in calendar.kept:
        if len(calendar.kept) >= DATES_KEPT:
            calendar.kept.clear()
        calendar.kept[key] = _walked(unit, calendar, life, amounts)
    return [
        from_us(life.start) if amount == 0 else one for amount, one in zip(amounts, calendar.kept[key], strict=True)
    ]


def _walked(unit: Unit, calendar: Calendar, life: _Life, amounts: Sequence[Fraction]) -> list[datetime | None]:
    found: list[datetime | None] = [from_us(life.start) for amount in amounts if amount == 0]
    ahead, gone = [amount for amount in amounts if amount > 0], Fraction(0)
    if not ahead:
        return found
    position, whole, soon = 0, 0, int(ahead[0])  # days that counted in full are counted as integers
    for pieces, length in _gains(Promise(1, unit), calendar, life, life.continued()):
        gain = _length(pieces)
        if gain == length and whole + 2 + gone.numerator // gone.denominator < soon:
            whole += 1  # far from the next amount: fractions are not needed
            continue
        while gain >= (left := (ahead[position] - whole - gone) * length):
            found.append(from_us(_walk(pieces, left)))
            position += 1
            if position == len(ahead):
                return found
        soon = int(ahead[position])
        if gain == length:
            whole += 1
        else:
            gone += Fraction(gain, length)
    return found + [None] * (len(ahead) - position)


def net(calendar: Calendar, intervals: Sequence[Interval], now: datetime) -> timedelta:
    """Opening time during which the case was running, the day of the start included."""
    life = _read(intervals, now)
    days = _gains(Promise(1, "minutes"), calendar, life, life.running)
    return sum((_length(pieces) for pieces, _ in days), start=0) * MICROSECOND


def gross(intervals: Sequence[Interval], now: datetime) -> timedelta:
    """Wall-clock time from the start of the case to ``now`` or its end, pauses included."""
    life = _read(intervals, now)
    return (life.now - life.start) * MICROSECOND


def _gains(
    promise: Promise, calendar: Calendar, life: _Life, running: Sequence[Span]
) -> Iterator[tuple[list[Span], int]]:
    """Per local day in which something counts: the counting pieces and the length of one unit."""
    first = calendar.date_of(life.start)
    if promise.unit not in FIXED_UNIT:
        first += ONE_DAY
    position = 0
    for day in calendar.days_from(first):
        while position < len(running) and running[position][1] <= day.start:
            position += 1
        if position == len(running):
            return
        spans, unit = _spans_and_unit(promise, day)
        if spans and running[position][0] < day.end:
            pieces = _overlap(spans, running, position)
            if pieces:
                yield pieces, unit


def _spans_and_unit(promise: Promise, day: Day) -> tuple[tuple[Span, ...], int]:
    if promise.unit == "calendar_days":
        return ((day.start, day.end),), day.end - day.start
    return day.spans, FIXED_UNIT.get(promise.unit, day.open)


def _overlap(spans: Sequence[Span], running: Sequence[Span], position: int) -> list[Span]:
    """The parts of ``spans`` that lie in the running spans from ``position`` on; both in order."""
    if running[position][0] <= spans[0][0] and spans[-1][1] <= running[position][1]:
        return list(spans)
    pieces = []
    for lo, hi in spans:
        for begin, end in running[position:]:
            if begin >= hi:
                break
            if max(lo, begin) < min(hi, end):
                pieces.append((max(lo, begin), min(hi, end)))
    return pieces


def _length(pieces: Sequence[Span]) -> int:
    return sum(hi - lo for lo, hi in pieces)


def _walk(pieces: Sequence[Span], distance: Fraction) -> int:
    """The moment ``distance`` microseconds into ``pieces``, rounded down to a whole microsecond."""
    for lo, hi in pieces:
        if distance <= hi - lo:
            return lo + distance.__floor__()
        distance -= hi - lo
    raise AssertionError("the pieces are shorter than the distance")


def _read(intervals: Sequence[Interval], now: datetime) -> _Life:
    """Check the intervals and cut them off at ``now``."""
    spans = check_intervals(intervals)
    start, end = spans[0][0], spans[-1][1]
    at = min(max(to_us(now), start), end)
    known = [(lo, min(hi, at), item.state) for (lo, hi), item in zip(spans, intervals, strict=True) if lo <= at]
    running = tuple((lo, hi) for lo, hi, state in known if state == "running" and lo < hi)
    return _Life(start, at, running, known[-1][2] == "running")


def check_intervals(intervals: Sequence[Interval]) -> list[Span]:
    """The intervals in microseconds; ValueError unless they follow each other without gap and only the last is open."""
    if not intervals:
        raise ValueError("a case has at least one interval")
    spans = []
    for item in intervals:
        if item.state not in ("running", "paused"):
            raise ValueError(f"state must be running or paused, not {item.state!r}")
        spans.append((to_us(item.start), FOREVER if item.end is None else to_us(item.end)))
    if any(lo > hi for lo, hi in spans):
        raise ValueError("an interval ends before it starts")
    if any(before[1] != after[0] for before, after in pairwise(spans)):
        raise ValueError("intervals must follow each other without gap, and only the last may be open")
    return spans
