"""What the worker does for gratuities."""

from __future__ import annotations

from maklumat.kernel import clock, outbox

from . import actions


@outbox.job("gratuities.sweep", queue="clock", every="20 18 * * *")
def sweep(timestamp: int = 0) -> None:
    """Every night: what is late is told, what was not completed lapses."""
    actions.sweep(clock.now())


@outbox.job("gratuities.recompute_due", queue="clock")
def recompute_due(ground: str = "") -> None:
    """After a calendar changed; ``ground``: the decree, the week, the local holiday."""
    actions.recompute_due(clock.now(), ground)
