"""What the worker does for the sealed channel."""

from __future__ import annotations

from maklumat.kernel import clock, outbox

from . import actions
from .queries.release import digest, last_released


@outbox.job("whistleblowing.nightly", queue="clock", every="40 18 * * *")
def nightly(timestamp: int = 0) -> None:
    """Every night: facts of yesterday's letters, shredding, loose parts; and no trace of an order."""
    now = clock.now()
    actions.record_letters(now)
    actions.erase_due(now)
    actions.sweep_files(now)
    actions.mix_rows(now)


@outbox.job("whistleblowing.tell", queue="clock", every="11 * * * *")
def tell(timestamp: int = 0) -> None:
    """Every hour: perhaps tell the recipients; and all of keys that are new."""
    actions.send_notices(clock.now())
    actions.tell_of_keys(clock.now())


@outbox.job("whistleblowing.release", queue="clock", every="*/5 * * * *")
def release(timestamp: int = 0) -> None:
    """After an update of the program: write in the ledger what the pages are made of now."""
    last = last_released()
    actions.release_page(digest=digest(), last=last[1] if last else None, at=clock.now())
