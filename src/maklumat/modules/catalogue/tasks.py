"""What the worker does for the catalogue without being asked."""

from __future__ import annotations

from maklumat.kernel import clock, outbox

from .actions.reminding import remind_reviews


@outbox.job("catalogue.remind_reviews", queue="messages", every="7 0 * * *")
def remind(timestamp: int = 0) -> None:
    """Every day, in the morning of Indonesia: say which standards must be reviewed."""
    remind_reviews(clock.now())
