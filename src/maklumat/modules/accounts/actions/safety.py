"""The record of an account's safety: who logged in, what was refused. For its owner; gone after a time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ..models import SafetyEvent, Session
from ..rules.safety import KEPT, OFTEN, REPEATED, WINDOW


@transaction.atomic
def note(account_id: UUID, kind: str, at: datetime, about: str = "") -> None:
    """Write one line. What somebody else can cause at will is written only so often."""
    mine = SafetyEvent.objects.filter(account_id=account_id, kind=kind, at__gt=at - WINDOW)
    if kind in REPEATED and mine.count() >= OFTEN:
        return
    SafetyEvent.objects.create(account_id=account_id, kind=kind, about=about[:60], at=at)


@transaction.atomic
def forget_old(at: datetime) -> int:
    """Remove lines past their time, and logins that ended by themselves. Returns how many."""
    return (
        SafetyEvent.objects.filter(at__lt=at - KEPT).delete()[0]
        + Session.objects.filter(expire_date__lt=at).delete()[0]
    )
