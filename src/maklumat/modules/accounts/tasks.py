"""What the worker does for accounts."""

from __future__ import annotations

from maklumat.kernel import clock, outbox

from . import actions


@outbox.job("accounts.forget", queue="clock", every="50 18 * * *")
def forget(timestamp: int = 0) -> None:
    """Every night: lines past their time and sessions that ended by themselves."""
    actions.forget_old(clock.now())
