"""The outbox: jobs written in the caller's transaction, run by the worker after commit.

The queue is procrastinate (PostgreSQL); this is the only module that knows it. Delivery is at least once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

# 2, 4, 8 … seconds between tries: a gateway that is down for a day is still reached.
_RETRY = RetryStrategy(max_attempts=18, exponential_wait=2)


def job(name: str, queue: str = "default", every: str | None = None) -> Callable:
    """Declare a job under a stable ``name``. ``every`` is a cron line with seconds as sixth field."""

    def declare(function: Callable[..., None]):
        task = app.task(name=name, queue=queue, retry=_RETRY, pass_context=False)(function)
        return app.periodic(cron=every)(task) if every else task

    return declare


def enqueue(name: str, *, at: datetime | None = None, once: str | None = None, **payload: Any) -> None:
    """Put a job into the outbox, in the present transaction. ``once``: at most one such job waits.

    ``at`` is the earliest moment (UTC) it may run.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a job is put into the outbox inside a transaction")
    settings: dict[str, Any] = {"queueing_lock": once} if once else {}
    if at is not None:
        settings["schedule_at"] = at
    task = app.tasks.get(name)
    deferrer = task.configure(**settings) if task else app.configure_task(name, **settings)
    if once is None:
        deferrer.defer(**payload)
        return
    from django.db import transaction

    try:
        with transaction.atomic():
            deferrer.defer(**payload)
    except AlreadyEnqueued:
        return
