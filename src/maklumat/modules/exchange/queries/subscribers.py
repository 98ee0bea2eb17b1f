"""The webhooks of one program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from maklumat.modules.units import api as units

from ..models import Subscriber


@dataclass(frozen=True)
class Webhook:
    """``waiting`` and ``given_up``: messages that nobody took yet, or that were tried often enough."""

    id: UUID
    url: str
    unit: str
    created_at: datetime
    waiting: int
    given_up: int


def webhooks_of(client_id: UUID) -> list[Webhook]:
    """The active ones, oldest first. One query."""
    rows = Subscriber.objects.filter(client_id=client_id, ended_at=None).order_by("created_at").annotate(
        waiting=Count("sendings", filter=Q(sendings__state="waiting")),
        given_up=Count("sendings", filter=Q(sendings__state="given_up")),
    )  # fmt: skip
    tree = units.tree().by_id
    return [
        Webhook(
            row.id,
            row.url,
            tree[row.unit_id].code if row.unit_id in tree else "",
            row.created_at,
            row.waiting,
            row.given_up,
        )
        for row in rows
    ]
