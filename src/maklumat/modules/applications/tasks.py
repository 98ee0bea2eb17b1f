"""What the worker does for applications without being asked."""

from __future__ import annotations

from maklumat.kernel import clock, outbox

from . import actions
from .actions import retention, uploads


@outbox.job("applications.reach_marks", queue="clock", every="* * * * * */15")
def reach_marks(timestamp: int = 0) -> None:
    """Every 15 seconds: warn, escalate, apologise where the clock passed a mark."""
    actions.reach_marks(clock.now())


@outbox.job("applications.sweep_uploads", queue="default", every="17 * * * *")
def sweep_uploads(timestamp: int = 0) -> None:
    """Every hour: remove uploads nobody finished."""
    uploads.sweep(clock.now())


@outbox.job("applications.erase_expired", queue="default", every="11 3 * * *")
def erase_expired(timestamp: int = 0) -> None:
    """Every night: erase documents that have been kept as long as their standard says."""
    while retention.erase_expired(clock.now()):
        pass


@outbox.job("applications.recompute_due", queue="clock")
def recompute_due() -> None:
    """After a calendar changed."""
    actions.recompute_due(clock.now())
