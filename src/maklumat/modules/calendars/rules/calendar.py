"""When a unit is open: versions of its week, and the dates it is closed. A frozen value, without Django.

Units: opening hours are minutes of the local day (0-1440); a :class:`Day` counts whole microseconds UTC.

Days partition the time line. A local date ``d`` belongs to the week version in force on ``d`` and lasts from
``start(d)`` to ``start(d + 1)``, where ``start(d)`` is local midnight of ``d`` in the zone of *its* version. When a
unit moves from WIB to WITA, the last WIB day is one hour short; opening hours are clipped to their day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from .moments import EPOCH, MICROSECOND

Hours = tuple[tuple[int, int], ...]
Week = tuple[Hours, ...]
Span = tuple[int, int]

DAY_MINUTES = 24 * 60
ONE_DAY = timedelta(days=1)
DAYS_KEPT = 4096  # per calendar; eleven years of days


@dataclass(frozen=True, slots=True)
class WeekVersion:
    """Opening hours from ``valid_from`` on: ``week[0]`` is Monday, each day ``((open, close), ...)`` in minutes."""

    valid_from: date
    zone: str
    week: Week

    def __post_init__(self) -> None:
        object.__setattr__(self, "week", tuple(tuple((lo, hi) for lo, hi in hours) for hours in self.week))
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as fault:  # unknown key, unsafe path, a directory of the database
            raise ValueError(f"unknown time zone {self.zone!r}") from fault
        check_week(self.week)


@dataclass(frozen=True, slots=True)
class Day:
    """One local date on the time line: [start, end), its opening ``spans`` and their sum ``open``; microseconds."""

    date: date
    start: int
    end: int
    spans: tuple[Span, ...]
    open: int


@dataclass(frozen=True)
class Calendar:
    """Versions of the week and closed dates with their names, as they are in force.

    The earliest version also applies before its date. ``closed`` is already resolved (see ``rules.holidays``). ``kept`` is
    what the stopwatch has worked out with it.
    """

    versions: tuple[WeekVersion, ...]
    closed: Mapping[date, str] = field(default_factory=dict, hash=False)
    kept: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    _froms: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _day: Callable[[date], Day] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        versions = tuple(sorted(self.versions, key=lambda version: version.valid_from))
        froms = tuple(version.valid_from for version in versions)
        if not versions:
            raise ValueError("a calendar needs at least one week version")
        if len(set(froms)) != len(froms):
            raise ValueError("two week versions are valid from the same date")
        for name, value in (
            ("versions", versions),
            ("closed", MappingProxyType(dict(self.closed))),
            ("_froms", froms),
            ("_day", lru_cache(DAYS_KEPT)(self._measure)),
        ):
            object.__setattr__(self, name, value)

    def version_on(self, day: date) -> WeekVersion:
        """The week version in force on a local date."""
        return self.versions[max(0, bisect_right(self._froms, day) - 1)]

    def day(self, day: date) -> Day:
        """The local date ``day`` measured on the time line (cached)."""
        return self._day(day)

    def date_of(self, moment: int) -> date:
        """The local date that holds ``moment`` (microseconds since the epoch)."""
        guess = (EPOCH + timedelta(microseconds=moment)).date()
        while self._start(guess) > moment:
            guess -= ONE_DAY
        while self._start(guess + ONE_DAY) <= moment:
            guess += ONE_DAY
        return guess

    def days_from(self, day: date) -> Iterator[Day]:
        """Every date from ``day`` on, without end."""
        while True:
            yield self._day(day)
            day += ONE_DAY

    def is_working_day(self, day: date) -> bool:
        """Whether the unit opens at all on this date."""
        return self._day(day).open > 0

    def opening(self, moment: int) -> int:
        """``moment`` itself while the unit is open, else the beginning of its next opening; microseconds.

        Raises LookupError when it does not open within a year.
        """
        for day in islice(self.days_from(self.date_of(moment)), 366):
            for lo, hi in day.spans:
                if moment < hi:
                    return max(moment, lo)
        raise LookupError("not open within a year")

    def _start(self, day: date) -> int:
        return _local(day, 0, self.version_on(day).zone)

    def _measure(self, day: date) -> Day:
        start, end = self._start(day), self._start(day + ONE_DAY)
        spans = () if day in self.closed else self._spans(day, start, end)
        return Day(day, start, end, spans, sum(hi - lo for lo, hi in spans))

    def _spans(self, day: date, start: int, end: int) -> tuple[Span, ...]:
        version = self.version_on(day)
        spans, floor = [], start
        for opens, closes in version.week[day.weekday()]:
            lo, hi = max(_local(day, opens, version.zone), floor), min(_local(day, closes, version.zone), end)
            if lo < hi:
                spans.append((lo, hi))
                floor = hi
        return tuple(spans)


def _local(day: date, minute: int, zone: str) -> int:
    """Microseconds since the epoch of a minute of a local day."""
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001 (zone follows)
    return (wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) - EPOCH) // MICROSECOND


def check_week(week: Week) -> None:
    """Raise ValueError unless ``week`` is seven days of ordered, disjoint hours with some opening time."""
    if len(week) != 7:
        raise ValueError(f"a week has seven days, not {len(week)}")
    for hours in week:
        last = 0
        for opens, closes in hours:
            if type(opens) is not int or type(closes) is not int:
                raise ValueError(f"opening hours are whole minutes: {hours!r}")
            if not last <= opens < closes <= DAY_MINUTES:
                raise ValueError(f"opening hours must be in order, disjoint and within the day: {hours!r}")
            last = closes
    if not any(week):
        raise ValueError("a week needs at least one opening hour")


def hours_text(hours: Hours) -> tuple[str, ...]:
    """Opening hours as Indonesian text: ``("08.00–12.00", "13.00–16.00")``."""
    return tuple("–".join(f"{minute // 60:02d}.{minute % 60:02d}" for minute in pair) for pair in hours)


WORKDAY: Hours = ((8 * 60, 12 * 60), (13 * 60, 16 * 60))
FRIDAY: Hours = ((8 * 60, 11 * 60 + 30), (13 * 60, 16 * 60))
DEFAULT_WEEK: Week = (WORKDAY, WORKDAY, WORKDAY, WORKDAY, FRIDAY, (), ())
DEFAULT_ZONE = "Asia/Jakarta"
DEFAULT_VERSION = WeekVersion(date(2000, 1, 1), DEFAULT_ZONE, DEFAULT_WEEK)
ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
