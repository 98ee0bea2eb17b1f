"""What pages and acts need alike: which day it is where the government is."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units


def zone_name(unit_id: UUID | None = None) -> str:
    """The time zone of a unit; without one, that of the government."""
    root = units.tree().government
    place = unit_id or (root.id if root else None)
    return calendars.zone_of(place) if place else calendars.DEFAULT_ZONE


def local_date(at: datetime, unit_id: UUID | None = None) -> date:
    """The date that a calendar on the wall shows there."""
    return at.astimezone(ZoneInfo(zone_name(unit_id))).date()


def first_moment(day: date) -> datetime:
    """When a day begins for the government: years and months of registers and figures begin there, not in Greenwich."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone_name()))
