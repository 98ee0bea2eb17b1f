"""Reads of the calendars. All rows are few (hundreds) and asked for by every case: they are kept in memory and read
anew when a stamp, one cheap query, has changed."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from maklumat.kernel import memo
from maklumat.modules.units import api as units

from ..models import HolidayDecree, LocalHoliday, WeekVersion
from ..rules.calendar import Calendar
from ..rules.calendar import WeekVersion as CheckedWeek
from ..rules.holidays import Decree, DecreeDay, LocalDay
from ..rules.resolution import WeekRecord, resolve

CALENDARS_KEPT = 500  # per process


@dataclass(frozen=True)
class Book:
    """Everything recorded about calendars, at one stamp."""

    weeks: Mapping[UUID, tuple[WeekRecord, ...]]
    decrees: tuple[Decree, ...]
    locals: Mapping[UUID | None, tuple[LocalDay, ...]]
    moments: tuple[datetime, ...]  # when anything was recorded, in order
    calendars: dict[tuple, Calendar] = field(default_factory=dict)

    def calendar(self, chain: tuple[UUID, ...], known_at: datetime | None) -> Calendar:
        """The calendar for a chain of units, government first, as known at a moment."""
        known = len(self.moments) if known_at is None else bisect_right(self.moments, known_at)
        key = (chain, known)
        found = self.calendars.get(key)
        if found is None:
            if len(self.calendars) >= CALENDARS_KEPT:
                self.calendars.clear()
            found = self.calendars[key] = self._resolve(chain, self.moments[known - 1] if known else None)
        return found

    def _resolve(self, chain: tuple[UUID, ...], until: datetime | None) -> Calendar:
        def recorded(rows: tuple) -> list:
            return [row for row in rows if until is not None and row.recorded_at <= until]

        return resolve(
            [recorded(self.weeks.get(unit, ())) for unit in chain],
            recorded(self.decrees),
            [day for unit in (None, *chain) for day in recorded(self.locals.get(unit, ()))],
        )


_cached: tuple[tuple, Book] | None = None


def book() -> Book:
    """The rows as they are now. One query when nothing changed, four otherwise."""
    global _cached
    stamp = edition()
    cached = _cached
    if cached is None or cached[0] != stamp:
        cached = _cached = (stamp, _read())
    return cached[1]


# xmin changes with each row written; the count with each row that appears late (a slow transaction).
_EACH = "(SELECT count(*) || '.' || coalesce(max(xmin::text::bigint), 0) FROM {table})"
_TABLES = [model._meta.db_table for model in (WeekVersion, HolidayDecree, LocalHoliday)]
memo.announce("calendars", " || '/' || ".join(_EACH.format(table=table) for table in _TABLES))


def edition() -> tuple:
    """Another one whenever a week, a decree or a local holiday was recorded."""
    return memo.ground("calendars")


def _read() -> Book:
    weeks: dict[UUID, list[WeekRecord]] = defaultdict(list)
    for unit, *version, observes, recorded_at in WeekVersion.objects.order_by("recorded_at", "id").values_list(
        "calendar__unit_id", "valid_from", "zone", "week", "observes", "recorded_at"
    ):
        weeks[unit].append(WeekRecord(CheckedWeek(*version), recorded_at, observes))
    decrees = [
        Decree(number, issued_on, recorded_at, tuple(_decree_day(day) for day in days))
        for number, issued_on, recorded_at, days in HolidayDecree.objects.order_by("recorded_at", "id").values_list(
            "number", "issued_on", "recorded_at", "days"
        )
    ]
    local: dict[UUID | None, list[LocalDay]] = defaultdict(list)
    for unit, day, name, recorded_at, effect in LocalHoliday.objects.order_by("recorded_at", "id").values_list(
        "unit_id", "date", "name", "recorded_at", "effect"
    ):
        local[unit].append(LocalDay(day, name, recorded_at, effect, place=str(unit or "")))
    rows = [*decrees, *(row for many in (*weeks.values(), *local.values()) for row in many)]
    return Book(
        {unit: tuple(many) for unit, many in weeks.items()},
        tuple(decrees),
        {unit: tuple(many) for unit, many in local.items()},
        tuple(sorted({row.recorded_at for row in rows})),
    )


def _decree_day(day: Mapping[str, str]) -> DecreeDay:
    return DecreeDay(date.fromisoformat(day["date"]), day["name"], day["kind"], day["effect"])  # type: ignore[arg-type]


def calendar_of(unit_id: UUID | None, known_at: datetime | None = None) -> Calendar:
    """The calendar of a unit as it is in force, or as it was recorded at ``known_at``."""
    chain = tuple(unit.id for unit in units.tree().above(unit_id)) if unit_id else ()
    return book().calendar(chain, known_at)
