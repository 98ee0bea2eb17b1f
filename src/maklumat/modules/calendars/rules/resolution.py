"""Which calendar is in force for a unit: its own weeks over those of the units above it, and the closed dates.

A unit lives by the calendar of the unit above it until the first date of its own; above the government stands
DEFAULT_VERSION. Two weeks recorded for one unit and one date: the one recorded later holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from .calendar import DEFAULT_VERSION, Calendar, WeekVersion
from .holidays import OBSERVED, YEARS, Closure, Decree, LocalDay, Observance, closures


@dataclass(frozen=True, slots=True)
class WeekRecord:
    """A week version as it was recorded, and which closures it keeps."""

    version: WeekVersion
    recorded_at: datetime
    observes: Observance = "all"

    @property
    def valid_from(self) -> date:
        return self.version.valid_from


DEFAULT_RECORD = WeekRecord(DEFAULT_VERSION, datetime(2000, 1, 1, tzinfo=UTC))


def timeline(layers: Iterable[Sequence[WeekRecord]]) -> tuple[WeekRecord, ...]:
    """One line of weeks from ``layers``, the government first, the unit itself last."""
    line: list[WeekRecord] = [DEFAULT_RECORD]
    for layer in layers:
        last = {record.valid_from: record for record in sorted(layer, key=lambda record: record.recorded_at)}
        own = [last[day] for day in sorted(last)]
        if own:
            line = [record for record in line if record.valid_from < own[0].valid_from] + own
    return tuple(line)


def resolve(
    layers: Iterable[Sequence[WeekRecord]],
    decrees: Iterable[Decree],
    locals_: Iterable[LocalDay],
    years: Iterable[int] = YEARS,
) -> Calendar:
    """The calendar in force; each date is closed only for what its own week version observes."""
    line = timeline(layers)
    froms = [record.valid_from for record in line]

    def keeps(day: date, closure: Closure) -> bool:
        return closure.kind in OBSERVED[line[max(0, bisect_right(froms, day) - 1)].observes]

    found = closures(years, decrees, locals_)
    closed = {day: closure.name for day, closure in found.items() if keeps(day, closure)}
    return Calendar(tuple(record.version for record in line), closed)
