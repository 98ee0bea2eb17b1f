"""What the worker does for complaints without being asked."""

from __future__ import annotations

from maklumat.kernel import clock, outbox

from . import actions


@outbox.job("complaints.reach_steps", queue="clock", every="* * * * * */15")
def reach_steps(timestamp: int = 0) -> None:
    """Every 15 seconds: remind and escalate where the clock passed a step."""
    actions.reach_steps(clock.now())


@outbox.job("complaints.end_waits", queue="clock", every="* * * * * */30")
def end_waits(timestamp: int = 0) -> None:
    """Every 30 seconds: go on without the reporter where his days are over."""
    actions.end_waits(clock.now())


@outbox.job("complaints.recompute_due", queue="clock")
def recompute_due(ground: str = "") -> None:
    """After a calendar changed; ``ground`` stands in the history of each report whose limit moved."""
    actions.recompute_due(clock.now(), ground)


@outbox.job("complaints.count_words", queue="clock", every="20 2 * * *")
def count_words(timestamp: int = 0) -> None:
    """Every night: which words are rare."""
    actions.count_words(clock.now())


@outbox.job("complaints.compute_figures", queue="clock", every="5 * * * *")
def compute_figures(timestamp: int = 0) -> None:
    """Every hour: what is published about reports."""
    actions.compute_figures(clock.now())


@outbox.job("complaints.send_news", queue="clock", every="0 23 * * *")
def send_news(timestamp: int = 0) -> None:
    """Every morning at six in the west of the country: what is new in an area, for who asked."""
    actions.send_news(clock.now())


@outbox.job("complaints.sweep_uploads", queue="clock", every="27 * * * *")
def sweep_uploads(timestamp: int = 0) -> None:
    """Every hour: pictures that nobody finished sending."""
    actions.sweep_uploads(clock.now())


@outbox.job("complaints.forget_old", queue="clock", every="50 2 * * *")
def forget_old(timestamp: int = 0) -> None:
    """Every night: what was kept long enough."""
    actions.forget_old(clock.now())


@outbox.job("complaints.sweep_drafts", queue="clock", every="40 2 * * *")
def sweep_drafts(timestamp: int = 0) -> None:
    """Every night: what was begun and never sent."""
    while actions.sweep_drafts(clock.now()):
        pass
