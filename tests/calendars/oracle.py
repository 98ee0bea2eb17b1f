"""A second, naive working-time clock: it counts minute by minute and shares no code with the rules it checks.

Written from the specification alone. Moments are whole minutes since 1970 UTC. Nothing here imports ``maklumat``.
The lower half rolls dice: worlds (weeks, zones, holidays, decrees) and cases to count in them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from math import ceil, lcm
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

import holidays

Hours = tuple[tuple[int, int], ...]
ONE_DAY = timedelta(days=1)
UNITS = ("minutes", "hours", "working_days", "calendar_days")
BEYOND = "beyond the table"


class Version(NamedTuple):
    valid_from: date
    zone: str
    week: tuple[Hours, ...]  # Monday first; minutes of the local day


class Decree(NamedTuple):
    recorded: int
    effects: tuple[tuple[date, str], ...]  # "closed" or "open"


class Local(NamedTuple):
    recorded: int
    date: date
    effect: str
    place: str


class Interval(NamedTuple):
    running: bool
    start: int
    end: int | None


class Case(NamedTuple):
    number: int
    unit: str
    intervals: tuple[Interval, ...]
    now: int
    share: Fraction  # a part of the budget that is asked for besides the whole


class Answer(NamedTuple):
    used: Fraction
    kept: bool
    net: int
    gross: int
    due: Fraction | str | None  # in minutes
    reached: Fraction | str | None
    at_end: bool  # closed while running: the goals not reached are those of its end


# --- holidays ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def published(year: int) -> frozenset[date]:
    """What the law library says is closed: hari libur nasional and cuti bersama."""
    return frozenset(holidays.country_holidays("ID", years=year, categories=("public", "government")))


def closed_dates(years: Iterable[int], decrees: Sequence[Decree], locals_: Sequence[Local], known: int) -> set[date]:
    """The closed dates as known at a moment: of the decrees recorded until then the later one wins per date."""
    closed = set().union(*(published(year) for year in years))
    wanted = set(years)
    for decree in sorted(decrees):
        if decree.recorded <= known:
            for day, effect in decree.effects:
                if day.year in wanted:
                    (closed.add if effect == "closed" else closed.discard)(day)
    latest = {}
    for local in sorted(locals_):
        if local.recorded <= known and local.date.year in wanted:
            latest[local.place, local.date] = local.effect
    return closed | {day for (_, day), effect in latest.items() if effect == "closed"}


# --- the calendar, minute by minute -----------------------------------------------------------------------------


def in_force(versions: Sequence[Version], day: date) -> Version:
    chosen = min(versions, key=lambda version: version.valid_from)
    for version in versions:
        if chosen.valid_from <= version.valid_from <= day:
            chosen = version
    return chosen


def midnight(versions: Sequence[Version], day: date) -> int:
    zone = ZoneInfo(in_force(versions, day).zone)
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) // 60


@lru_cache(maxsize=20_000)
def wall_clock(zone: str, day: date, start: int, end: int) -> array[int]:
    """For each minute of [start, end) the minute of the local day, -1 where the clock shows another date."""
    clock = ZoneInfo(zone)
    shown = (datetime.fromtimestamp(minute * 60, clock) for minute in range(start, end))
    return array("h", [local.hour * 60 + local.minute if local.day == day.day else -1 for local in shown])


@lru_cache(maxsize=4096)
def opening(hours: Hours) -> bytes:
    """1 for each open minute of a local day; one more 0, so that -1 is never open."""
    return bytes(any(a <= minute < b for a, b in hours) for minute in range(1440)) + b"\0"


class Table:
    """Every minute of ``days`` local dates from ``first``: to which date it belongs and whether it is open."""

    def __init__(self, versions: Sequence[Version], closed: set[date], first: date, days: int) -> None:
        self.dates = [first + ONE_DAY * number for number in range(days)]
        self.starts: list[int] = []
        self.lengths: list[int] = []
        self.opens: list[int] = []
        self.index = array("H")
        self.open = bytearray()
        self.begin = midnight(versions, first)
        self._weights: dict[str, tuple[list[int], int]] = {}
        for number, day in enumerate(self.dates):
            version = in_force(versions, day)
            start, end = midnight(versions, day), midnight(versions, day + ONE_DAY)
            is_open = opening(() if day in closed else version.week[day.weekday()])
            minutes = bytes([is_open[shown] for shown in wall_clock(version.zone, day, start, end)])
            self.open += minutes
            self.index.extend([number] * len(minutes))
            self.starts.append(start)
            self.lengths.append(len(minutes))
            self.opens.append(sum(minutes))
        self.end = self.begin + len(self.open)

    def number_of(self, minute: int) -> int:
        return self.index[minute - self.begin]

    def weights(self, unit: str) -> tuple[list[int], int]:
        """What each minute counts, as whole numbers, and what one unit of the promise is worth in them."""
        if unit not in self._weights:
            if unit in ("minutes", "hours"):
                self._weights[unit] = list(self.open), 60 if unit == "hours" else 1
            elif unit == "working_days":
                one = lcm(*(count for count in self.opens if count))
                each = [one // count if count else 0 for count in self.opens]
                weights = [each[n] if is_open else 0 for n, is_open in zip(self.index, self.open, strict=True)]
                self._weights[unit] = weights, one
            else:
                one = lcm(*self.lengths)
                each = [one // length for length in self.lengths]
                self._weights[unit] = [each[n] for n in self.index], one
        return self._weights[unit]


def count(table: Table, case: Case) -> Answer:
    """Walk through the case minute by minute, and on from now when it is still running.

    The specification names no due moment for a case that is closed and has not used its budget. Read here like
    ``kept``, at its end: the moment it would have been due, had it gone on then; None if it was closed while paused.
    """
    weights, one = table.weights(case.unit)
    begin, index, opens = table.begin, table.index, table.open
    start, now = case.intervals[0].start, case.now
    day_zero = table.number_of(start) if case.unit.endswith("_days") else None
    goals = sorted([case.number * one * case.share, Fraction(case.number * one)], reverse=True)
    found: dict[Fraction, Fraction] = {}
    goal = ceil(goals[-1])
    used = net = 0
    last, goes_on, at_end = start, False, False

    def reach(minute: int, before: int, weight: int) -> int | float:
        """Note every goal that lies in this minute; the next one."""
        while goals and before + weight >= goals[-1]:
            found[goals[-1]] = minute + (goals[-1] - before) / weight
            goals.pop()
        return ceil(goals[-1]) if goals else float("inf")

    for running, a, b in case.intervals:
        if a > now:
            break
        last = now if b is None or b > now else b
        goes_on = running and (b is None or b > now)
        at_end = running and not goes_on
        if running:
            span = slice(a - begin, last - begin)
            for minute, is_open, weight, day in zip(
                range(a, last), opens[span], weights[span], index[span], strict=True
            ):
                net += is_open
                if weight and day != day_zero:
                    used += weight
                    if used >= goal:
                        goal = reach(minute, used - weight, weight)
    later = used
    if goals and (goes_on or at_end):
        span = slice(last - begin, None)
        for minute, weight, day in zip(range(last, table.end), weights[span], index[span], strict=True):
            if weight and day != day_zero:
                later += weight
                if later >= goal:
                    goal = reach(minute, later - weight, weight)
                    if not goals:
                        break
    missing = BEYOND if goes_on or at_end else None
    budget = Fraction(case.number * one)
    return Answer(
        used=Fraction(used, one),
        kept=used <= budget,
        net=net,
        gross=last - start,
        due=found.get(budget, missing),
        reached=found.get(budget * case.share, missing),
        at_end=at_end,
    )


# --- dice -------------------------------------------------------------------------------------------------------

ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
OFFICE: Hours = ((480, 720), (780, 960))
FRIDAY: Hours = ((480, 690), (780, 960))
SHARES = tuple(Fraction(text) for text in ("1/2", "3/4", "4/5", "9/10", "1/3", "1", "5/4"))
PLACES = ("", "Kecamatan Utara")
FIRST_DAY = date(2023, 1, 1)
DAYS = 150
STARTS_WITHIN = 25  # days from the beginning of the table
LAST_PAUSE_WITHIN = 75


class World(NamedTuple):
    versions: tuple[Version, ...]
    decrees: tuple[Decree, ...]
    locals: tuple[Local, ...]
    first: date
    days: int
    known: tuple[int, int]  # before and after the last decree

    @property
    def years(self) -> list[int]:
        return sorted({self.first.year, (self.first + ONE_DAY * self.days).year})

    def closed(self, known: int) -> set[date]:
        return closed_dates(self.years, self.decrees, self.locals, known)

    def table(self, known: int) -> Table:
        return Table(self.versions, self.closed(known), self.first, self.days)


def roll_hours(dice: Random) -> Hours:
    kind = dice.random()
    if kind < 0.45:
        return OFFICE
    if kind < 0.55:
        return ((480, 960),)
    if kind < 0.60:
        return ((0, 1440),)
    if kind < 0.66:
        return ((420, 600), (600, 720), (1260, 1440))  # two that touch, and one until midnight
    if kind < 0.70:
        return ((0, 90), (1380, 1440))
    step = dice.choice((1, 15, 30))
    edges = sorted(dice.sample(range(0, 1441, step), 2 * dice.randint(1, 4)))
    return tuple(zip(edges[::2], edges[1::2], strict=True))


def roll_week(dice: Random) -> tuple[Hours, ...]:
    kind = dice.random()
    if kind < 0.35:
        return (OFFICE,) * 4 + (FRIDAY, (), ())
    if kind < 0.60:
        return (OFFICE,) * 4 + (FRIDAY, ((480, 720),), ())
    if kind < 0.72:  # into the night: a day that ends early because the zone changes cuts this off
        return (dice.choice((((0, 1440),), ((480, 720), (1200, 1440)), ((0, 90), (1350, 1440)))),) * 7
    if kind < 0.85:
        usual = roll_hours(dice)
        return (usual,) * 4 + (FRIDAY, dice.choice(((), usual)), ())
    week = [roll_hours(dice) if dice.random() < 0.75 else () for _ in range(7)]
    week[dice.randrange(7)] = OFFICE
    return tuple(week)


def roll_world(dice: Random, days: int = DAYS) -> World:
    first = FIRST_DAY + ONE_DAY * dice.randrange(5 * 365 - days // 2)
    froms = {first + ONE_DAY * dice.randint(-30, 60)}
    for _ in range(dice.choices((0, 1, 2, 3), (40, 35, 15, 10))[0]):
        near = min(froms) + ONE_DAY * dice.choice((1, 2, 7))
        froms.add(near if dice.random() < 0.3 else first + ONE_DAY * dice.randint(1, 70))
    versions = tuple(Version(day, dice.choice(ZONES), roll_week(dice)) for day in sorted(froms))
    begin = midnight(versions, first)
    listed = sorted(day for year in (first.year, first.year + 1) for day in published(year))
    listed = [day for day in listed if first <= day < first + ONE_DAY * days]
    recorded = sorted(dice.sample(range(begin, begin + 60 * 1440), dice.choice((0, 1, 1, 2, 3))))
    decrees = []
    for moment in recorded:
        effects: dict[date, str] = {}
        for _ in range(dice.randint(1, 5)):
            if listed and dice.random() < 0.4:
                effects[dice.choice(listed)] = dice.choice(("open", "open", "closed"))
            else:
                effects[first + ONE_DAY * dice.randrange(80)] = dice.choice(("closed", "closed", "closed", "open"))
        listed += effects  # a later decree may take back an earlier one
        decrees.append(Decree(moment, tuple(effects.items())))
    dice.shuffle(decrees)
    locals_ = tuple(
        Local(
            moment, first + ONE_DAY * dice.randrange(60), dice.choice(("closed", "closed", "open")), dice.choice(PLACES)
        )
        for moment in dice.sample(range(begin, begin + 60 * 1440), dice.choice((0, 0, 1, 2, 5)))
    )
    latest = recorded[-1] if recorded else begin
    return World(versions, tuple(decrees), locals_, first, days, (latest - 1, begin + days * 1440))


def roll_moment(dice: Random, table: Table, low: int, high: int) -> int:
    """A minute of [low, high]: anywhere, where it opens or closes, at midnight or on a closed date."""
    moment, kind = dice.randint(low, high), dice.random()
    if kind < 0.30:
        is_open = table.open
        for later in range(moment, high):
            if is_open[later - table.begin] != is_open[later - table.begin - 1]:
                return later
    elif kind < 0.38:
        return max(low, table.starts[table.number_of(moment)])
    elif kind < 0.50:
        shut = [n for n, total in enumerate(table.opens) if not total and low <= table.starts[n] <= high]
        if shut:
            number = dice.choice(shut)
            return min(high, table.starts[number] + dice.randrange(table.lengths[number]))
    return moment


def roll_pause(dice: Random, table: Table, after: int, limit: int) -> tuple[int, int]:
    """From when to when the case rests next."""
    if dice.random() < 0.2:
        for number in range(table.number_of(after), table.number_of(limit)):
            noon = table.starts[number] + 690
            if table.dates[number].weekday() == 4 and noon >= after:
                begin = max(after, noon + dice.choice((0, 0, -20, 15)))
                return begin, begin + dice.choice((90, 90, 60, 130))
    runs = dice.choice((0, dice.randint(1, 600), dice.randint(1, 2000), dice.randint(1, 4 * 1440)))
    begin = roll_moment(dice, table, after, min(limit, after + runs)) if runs else after
    kind = dice.random()
    if kind < 0.2:
        return begin, begin
    if kind < 0.5:
        return begin, begin + dice.randint(1, 240)
    if kind < 0.7:
        return begin, begin + dice.randint(600, 1200)  # over night
    if kind < 0.9:
        return begin, begin + dice.randint(2 * 1440, 4 * 1440)  # over a weekend
    return begin, roll_moment(dice, table, begin, begin + 9 * 1440)


def roll_intervals(dice: Random, table: Table) -> tuple[Interval, ...]:
    limit = table.begin + LAST_PAUSE_WITHIN * 1440
    at = start = roll_moment(dice, table, table.begin + 1440, table.begin + STARTS_WITHIN * 1440)
    intervals: list[Interval] = []
    for _ in range(dice.choice((0, 0, 1, 1, 2, 3, 4, 5, 6))):
        begin, end = roll_pause(dice, table, at, limit)
        if end > limit:
            break
        if begin > at or dice.random() < 0.8:
            intervals.append(Interval(True, at, begin))
        intervals.append(Interval(False, begin, end))
        at = end
    kind = dice.random()
    if kind < 0.70 or not intervals:
        intervals.append(Interval(True, at, None))
    elif kind < 0.80 and intervals[-1].end is not None:
        intervals[-1] = intervals[-1]._replace(end=None)
    else:
        intervals.append(Interval(True, at, roll_moment(dice, table, at, at + dice.choice((0, 600, 9 * 1440)))))
    assert intervals[0].start == start
    return tuple(intervals)


def roll_now(dice: Random, table: Table, intervals: Sequence[Interval]) -> int:
    start, last = intervals[0].start, intervals[-1].end or intervals[-1].start
    kind = dice.random()
    if kind < 0.08:
        return start
    if kind < 0.25:
        return dice.choice([interval.end or interval.start for interval in intervals])
    if kind < 0.40:
        return roll_moment(dice, table, start, max(start, last))
    if kind < 0.90:
        return roll_moment(dice, table, last, last + 12 * 1440)
    return last + dice.randint(0, 35 * 1440)


def roll_case(dice: Random, table: Table) -> Case:
    intervals = roll_intervals(dice, table)
    unit, number = dice.choice(UNITS), dice.randint(1, 40)
    if unit == "minutes" and dice.random() < 0.6:
        number *= dice.choice((15, 60, 101))
    return Case(number, unit, intervals, roll_now(dice, table, intervals), dice.choice(SHARES))


def moment(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)
