"""What the worker does for the evaluation."""

from __future__ import annotations

from maklumat.kernel import clock, outbox

from . import actions


@outbox.job("evaluation.watch_advice", queue="clock", every="20 0 * * *")
def watch_advice(timestamp: int = 0) -> None:
    """Every morning: recommendations whose day is over."""
    actions.watch_advice(clock.now())
