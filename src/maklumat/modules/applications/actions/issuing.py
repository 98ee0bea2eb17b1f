"""The certificate exists and is signed: the application ends as issued."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from maklumat.kernel.actor import SYSTEM

from ..events import Issued
from ..models import Application
from ..rules.states import State, after
from .ending import end


@transaction.atomic
def mark_issued(application_id: UUID, at: datetime) -> None:
    """End an approved application; a repeated call does nothing. ``at``: the moment of the signature."""
    application = Application.objects.select_for_update().filter(id=application_id).first()
    if application is None or application.state != State.APPROVED:
        return
    application.state = after(State.APPROVED, "issued")
    end(application, Issued, SYSTEM, at)
