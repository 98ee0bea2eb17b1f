"""What the worker does for surveys."""

from __future__ import annotations

from maklumat.kernel import clock, outbox

from . import actions


@outbox.job("surveys.draw", queue="clock", every="*/5 * * * *")
def draw(timestamp: int = 0) -> None:
    """Every five minutes: ask those of whom enough wait."""
    actions.draw_rounds(clock.now())


@outbox.job("surveys.settle", queue="clock", every="10 20 * * *")
def settle(timestamp: int = 0) -> None:
    """Every night (03.10 in the west of the country): the day's answers become facts."""
    actions.settle(clock.now())


@outbox.job("surveys.watch_plans", queue="clock", every="15 0 * * *")
def watch_plans(timestamp: int = 0) -> None:
    """Every morning: follow-up whose day is over."""
    actions.watch_plans(clock.now())
