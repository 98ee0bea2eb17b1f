"""What pages and acts need alike: what opens a report, and which day it is where the government is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from maklumat.kernel.crypto import Envelope
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units

from ..models import Key

PURPOSE = "gratuity"  # of the keys that seal reports


def envelope_of(report_id: UUID) -> Envelope | None:
    """What opens this report; None where its key is gone."""
    return envelopes_of([report_id]).get(report_id)


def envelopes_of(ids: Iterable[UUID]) -> dict[UUID, Envelope]:
    """The same for many, as far as they open. One query."""
    rows = Key.objects.filter(report_id__in=list(ids)).values_list("report_id", "sealed")
    return {report_id: Envelope.opened(sealed, PURPOSE) for report_id, sealed in rows}


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
