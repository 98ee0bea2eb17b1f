"""The door of the calendars. A calendar, a promise and an interval are plain frozen values; moments are UTC.

calendar = calendars.calendar_of(unit_id)
due = calendars.due(Promise(5, "working_days"), calendar, intervals, now)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from maklumat.kernel import clock
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Invalid

from . import actions
from .access import MANAGE
from .actions import add_local_holiday, import_decree, set_week
from .queries import calendar_of, edition
from .rules.calendar import DEFAULT_WEEK, DEFAULT_ZONE, ZONES, Calendar, hours_text
from .rules.moments import from_us, to_us
from .rules.promise import Promise
from .rules.stopwatch import Interval, due, gross, intervals_of, kept, net, reached, reached_each, remaining, used

__all__ = [
    "DEFAULT_WEEK",
    "DEFAULT_ZONE",
    "MANAGE",
    "ZONES",
    "Calendar",
    "DayHours",
    "Interval",
    "Promise",
    "UpcomingClosure",
    "add_local_holiday",
    "calendar_of",
    "due",
    "edition",
    "gross",
    "import_decree",
    "import_decree_file",
    "intervals_of",
    "kept",
    "net",
    "next_open",
    "opening_hours",
    "reached",
    "reached_each",
    "remaining",
    "set_week",
    "upcoming_closures",
    "used",
    "zone_of",
]


@dataclass(frozen=True)
class DayHours:
    """One weekday and its hours as text, e.g. "Jumat", ("08.00–11.30", "13.00–16.00"); no hours: closed."""

    day: str
    hours: tuple[str, ...]


@dataclass(frozen=True)
class UpcomingClosure:
    """A date on which the unit would be open and is not."""

    date: date
    name: str


def opening_hours(unit_id: UUID | None, today: date | None = None) -> tuple[DayHours, ...]:
    """Seven rows, Monday first: the week in force on ``today`` (None: the present date of the unit)."""
    calendar = calendar_of(unit_id)
    week = calendar.version_on(today or _today(calendar)).week
    return tuple(DayHours(str(WEEKDAYS[number]), hours_text(hours)) for number, hours in enumerate(week))


def upcoming_closures(unit_id: UUID | None, today: date, n: int) -> tuple[UpcomingClosure, ...]:
    """The next ``n`` closed dates from ``today`` on that fall on a day of the unit's week."""
    calendar = calendar_of(unit_id)
    coming = (day for day in sorted(calendar.closed) if day >= today)
    missed = [day for day in coming if calendar.version_on(day).week[day.weekday()]]
    return tuple(UpcomingClosure(day, calendar.closed[day]) for day in missed[:n])


def next_open(unit_id: UUID | None, moment: datetime) -> datetime:
    """``moment`` while the unit is open, else when it opens next. Raises LookupError when it does not within a year."""
    return from_us(calendar_of(unit_id).opening(to_us(moment)))


def zone_of(unit_id: UUID | None, today: date | None = None) -> str:
    """Time zone of a unit, a key of ``ZONES``: "Asia/Makassar" (whose Indonesian name is ``ZONES[...]``, "WITA")."""
    calendar = calendar_of(unit_id)
    return calendar.version_on(today or _today(calendar)).zone


def _today(calendar: Calendar) -> date:
    """The unit's own present date, for callers that only display."""
    return calendar.date_of(to_us(clock.now()))


def import_decree_file(path: Path | str, *, by: Actor, number: str, title: str, issued_on: date, at: datetime) -> UUID:
    """Record a decree from a CSV file (UTF-8, ``date,name,kind,effect``); see :func:`import_decree`."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise Invalid(_("Berkas tidak dapat dibaca. Simpan sebagai CSV dengan pengodean UTF-8.")) from fault
    return actions.import_decree(by=by, number=number, title=title, issued_on=issued_on, text=text, at=at)
