"""A new round: its number, its places, when it closes."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from maklumat.kernel import numbering

from ..models import Round
from ..queries.instruments import Held
from ..rules.layout import makeup_width, width

OPEN_DAYS = 30  # an invitation is good for so long; a period's kiosk closes with the period


def new_round(
    held: Held, *, unit_id: UUID, service_id: UUID | None, period: str, channel: str, today: date, closes_on: date | None = None,
    waiting: int = 0, places: int = 0, gathers: bool = False,
) -> Round:  # fmt: skip
    """Write the row of a round, in the caller's transaction."""
    return Round.objects.create(
        number=numbering.take("survey round"), questionnaire_id=held.id, unit_id=unit_id, service_id=service_id, period=period,
        channel=channel, gathers=gathers, opened_on=today, closes_on=closes_on or today + timedelta(days=OPEN_DAYS), waiting=waiting, size=places,
        spent=bytes((places + 7) // 8), ticks=[0] * width(held.instrument), sound_ticks=[0] * width(held.instrument),
        makeup=[0] * makeup_width(held.instrument),
    )  # fmt: skip
