"""What the worker does for the dashboards."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maklumat.kernel import clock, outbox

from . import actions
from .actions.refreshing import JOB


@outbox.job(JOB, queue="figures")
def refresh(kind: str, subject: str, month: str) -> None:
    """Shortly after a fact: the figures of one subject for a month and its year."""
    actions.refresh(kind=kind, subject_id=UUID(subject), month=date.fromisoformat(f"{month}-01"), at=clock.now())
