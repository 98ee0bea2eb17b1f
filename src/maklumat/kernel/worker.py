"""The worker: runs the jobs of the outbox until it is told to stop, and waits for a database that is away."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import suppress
from typing import Any

from django.db import DatabaseError, connections
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from . import outbox

_AGAIN = 2.0  # seconds until it looks for its database again
_POLL = 2.0  # seconds between two looks for jobs; news of them comes at once where the database tells
_log = logging.getLogger("maklumat.worker")


def run(*, concurrency: int, once: bool = False) -> None:
    """Run jobs, ``concurrency`` at a time. SIGTERM and SIGINT let the present ones finish. ``once``: until none waits."""
    asyncio.run(_until_told(concurrency, once))


async def _until_told(concurrency: int, once: bool) -> None:
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, told.set)
    while not told.is_set():
        with suppress(DatabaseError, ConnectorException):
            await asyncio.to_thread(_rescue)  # what a killed worker left half done goes first
            await _work(told, concurrency, once)
            if once:
                return
        if once:
            raise SystemExit("The database is away.")
        if not told.is_set():  # the library ends its worker when the database goes
            _log.warning("the database is away; the worker tries again")
            with suppress(TimeoutError):
                await asyncio.wait_for(told.wait(), _AGAIN)


async def _work(told: asyncio.Event, concurrency: int, once: bool) -> None:
    """Until told to stop, until none waits (``once``), or until the database goes."""
    django: Any = app.connector  # in the web the jobs go through Django's connection, here through some of their own
    with app.replace_connector(django.get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            jobs = asyncio.create_task(
                worker_app.run_worker_async(
                    concurrency=concurrency,
                    wait=not once,
                    fetch_job_polling_interval=_POLL,
                    install_signal_handlers=False,
                )
            )
            waiting = asyncio.create_task(told.wait())
            await asyncio.wait({jobs, waiting}, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            jobs.cancel()  # when it runs still: it lets the present jobs finish
            with suppress(asyncio.CancelledError):
                await jobs


def _rescue() -> None:
    try:
        outbox.rescue()
    finally:
        connections.close_all()
