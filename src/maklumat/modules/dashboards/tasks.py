"""What the worker does for the dashboards."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from maklumat.kernel import clock, outbox

from . import actions
from .actions.refreshing import JOB, SHIELD


@outbox.job(JOB, queue="figures")
def refresh(kind: str, subject: str, month: str) -> None:
    """Shortly after a fact: the figures of one subject for a month and its year."""
    actions.refresh(kind=kind, subject_id=UUID(subject), month=date.fromisoformat(f"{month}-01"), at=clock.now())


@outbox.job(SHIELD, queue="figures")
def shield(year: int) -> None:
    """After figures changed: what the public may see of their year."""
    actions.shield(year=year, at=clock.now())


@outbox.job("dashboards.close", queue="clock", every="40 18 * * *")
def close(timestamp: int = 0) -> None:
    """Every night: periods that are over are closed."""
    actions.close_periods(clock.now())


@outbox.job("dashboards.recompute", queue="figures")
def recompute() -> None:
    """Once, after an upgrade that lays the figures out anew."""
    actions.recompute_all(clock.now())
