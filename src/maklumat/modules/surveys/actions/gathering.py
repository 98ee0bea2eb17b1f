"""Too few to hide in: answers of a round that ended with fewer than a step wait, sealed, with others of their unit and quarter, then with those of the
unit above, at last with those of the next quarter. None is lost, and none is counted alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F

from maklumat.modules.units import api as units

from ..models import Answer, Round
from ..queries.instruments import held
from ..rules.sampling import days_of, quarter_after
from .rounds import OPEN_DAYS, new_round


def gather(row: Round, at: datetime) -> None:
    """Move what a round holds uncounted to where others of its kind are gathered, in the caller's transaction."""
    unit_id, period = _further(row) if row.gathers else (row.unit_id, row.period)
    target = _gathering(row, unit_id, period, at.date())
    moved = Answer.objects.filter(round_id=row.id, counted=False, moment__isnull=False).update(round_id=target.id)
    Round.objects.filter(id=row.id).update(came=F("came") - moved)
    Round.objects.filter(id=target.id).update(came=F("came") + moved)


def _further(row: Round) -> tuple[UUID, str]:
    """The unit above; for the whole government the next quarter."""
    line = units.tree().above(row.unit_id)
    above = line[-2].id if len(line) > 1 else row.unit_id
    return (above, row.period) if above != row.unit_id else (row.unit_id, quarter_after(row.period))


def _gathering(row: Round, unit_id: UUID, period: str, today: date) -> Round:
    wanted = {
        "unit_id": unit_id, "period": period, "questionnaire_id": row.questionnaire_id, "channel": row.channel, "gathers": True,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{wanted}"])
    found = Round.objects.filter(**wanted).first()
    if found is None:
        last = days_of(period)[1] + timedelta(days=OPEN_DAYS)
        found = new_round(
            held(row.questionnaire_id), unit_id=unit_id, service_id=None, period=period, channel=row.channel, today=today, closes_on=last, gathers=True
        )  # fmt: skip
    return found
