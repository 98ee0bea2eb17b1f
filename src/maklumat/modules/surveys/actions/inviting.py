"""Whose case ended waits for the draw, for a while: an address without a name and without the case."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from maklumat.kernel import crypto
from maklumat.modules.calendars import api as calendars

from ..models import Candidate
from ..rules.sampling import quarter_of

ADDRESS = "survey candidate"
NO_SERVICE = UUID(int=0)  # in volumes: cases without a service
_ONE_MORE = (
    "INSERT INTO surveys_volume (unit_id, service_id, period, cases) VALUES (%s, %s, %s, 1) "
    "ON CONFLICT (unit_id, service_id, period) DO UPDATE SET cases = surveys_volume.cases + 1"
)


@transaction.atomic
def await_draw(
    *, kind: str, unit_id: UUID, service_id: UUID | None, phone: str, email: str, language: str, at: datetime
) -> None:
    """A case of this unit ended: count it, and let who had it wait for the draw. ``kind``: online or counter (an application), visit, complaint.

    Without an address nobody can be asked; the case counts all the same.
    """
    day = at.astimezone(ZoneInfo(calendars.zone_of(unit_id))).date()
    with connection.cursor() as cursor:
        cursor.execute(_ONE_MORE, [unit_id, service_id or NO_SERVICE, quarter_of(day)])
    channel, address = ("phone", phone) if phone else ("email", email)
    if address:
        Candidate.objects.create(
            kind=kind, unit_id=unit_id, service_id=service_id, channel=channel, language=language, since=day,
            address=crypto.seal(address.encode(), ADDRESS),
        )  # fmt: skip
