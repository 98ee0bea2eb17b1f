"""Facts of the calendars. Dates are ISO texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from maklumat.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class WeekSet(Event):
    """``subject`` is the week version."""

    kind: ClassVar[str] = "calendars.week_set"
    valid_from: str
    zone: str


@dataclass(frozen=True, kw_only=True)
class DecreeImported(Event):
    """``subject`` is the decree; ``closed`` and ``opened`` count its dates."""

    kind: ClassVar[str] = "calendars.decree_imported"
    number: str
    issued_on: str
    closed: int
    opened: int


@dataclass(frozen=True, kw_only=True)
class LocalHolidayAdded(Event):
    """``subject`` is the local holiday; without ``unit_id`` it is for the whole government."""

    kind: ClassVar[str] = "calendars.local_holiday_added"
    date: str
    effect: str
