"""The outbox: jobs written in the caller's transaction, run by the worker after commit.

The queue is procrastinate (PostgreSQL); only this module and kernel.worker know it. Delivery is at least once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from psycopg.types.json import Jsonb

# 2, 4, 8 … seconds between tries: a gateway that is down for a day is still reached.
_RETRY = RetryStrategy(max_attempts=18, exponential_wait=2)

# In the worker procrastinate's app writes over a connection of its own, outside of the caller's transaction.
_ours = JobManager(DjangoConnector())


def job(name: str, queue: str = "default", every: str | None = None) -> Callable:
    """Declare a job under a stable ``name``. ``every`` is a cron line with seconds as sixth field."""

    def declare(function: Callable[..., None]) -> Any:
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
    deferrer = _deferrer(name, **settings)
    if once is None:
        deferrer.defer(**payload)
        return
    try:
        with transaction.atomic():
            deferrer.defer(**payload)
    except AlreadyEnqueued:
        return


def _deferrer(name: str, **settings: Any) -> Any:
    task = app.tasks.get(name)
    deferrer = task.configure(**settings) if task else app.configure_task(name, **settings)
    deferrer.job_manager = _ours
    return deferrer


# The library's own function, asked in one statement with what the act itself writes.
_DEFER = "procrastinate_defer_jobs_v1({jobs})"
_JOBS = "%s::procrastinate_job_to_defer_v1[]"


def write_and_enqueue(
    writes: Sequence[tuple[str, Sequence[Any]]], name: str, payloads: Mapping[str, Sequence[Mapping[str, Any]]]
) -> None:
    """Run these statements (SQL without WITH, and values) and put one job for each payload into the outbox, all as one statement.

    ``payloads``: by the SQL condition under which they are wanted; "" is always.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a job is put into the outbox inside a transaction")
    values = [value for _text, given in writes for value in given]
    parts = [f"part{number} AS ({text})" for number, (text, _given) in enumerate(writes)]
    jobs = []
    for condition, wanted in payloads.items():
        jobs.append(f"CASE WHEN {condition} THEN {_JOBS} ELSE '{{}}' END" if condition else _JOBS)
        values.append(_jobs(name, wanted))
    last = f"SELECT unnest({_DEFER.format(jobs=' || '.join(jobs))})" if jobs else "SELECT 1"
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(parts)} {last}", values)


def _jobs(name: str, payloads: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Queue, task, priority, lock, queueing lock, arguments, earliest moment: without the objects and log lines that the library makes
    of each job on the way."""
    task = app.tasks.get(name)
    queue = task.queue if task else "default"
    return [(queue, name, 0, None, None, Jsonb(dict(payload)), None) for payload in payloads]


_SILENT = 30  # seconds without a heartbeat: that worker is dead
_LONGEST = 900  # seconds: no job of ours takes that long; one this old was lost between its run and its receipt
_KEPT_DAYS = 7

# A worker that was killed leaves its job in "doing" for ever. All our jobs may run twice, so all go back; of
# those that share a queueing lock only the oldest, and only when none waits already.
_RESCUE = """
WITH lost AS (
  SELECT job.id, job.queueing_lock FROM procrastinate_jobs job
  LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
  WHERE job.status = 'doing' AND (worker.id IS NULL
     OR worker.last_heartbeat < now() - make_interval(secs => %(silent)s)
     OR (SELECT max(at) FROM procrastinate_events e WHERE e.job_id = job.id AND e.type = 'started')
        < now() - make_interval(secs => %(longest)s))
  FOR UPDATE OF job SKIP LOCKED),
fit AS (
  SELECT DISTINCT ON (coalesce(queueing_lock, id::text)) id FROM lost
  WHERE queueing_lock IS NULL OR NOT EXISTS (
    SELECT 1 FROM procrastinate_jobs other WHERE other.queueing_lock = lost.queueing_lock AND other.status = 'todo')
  ORDER BY coalesce(queueing_lock, id::text), id)
UPDATE procrastinate_jobs job
SET status = CASE WHEN job.id IN (SELECT id FROM fit) THEN 'todo' ELSE 'failed' END::procrastinate_job_status,
    attempts = attempts + 1, scheduled_at = now(), abort_requested = false, worker_id = NULL
FROM lost WHERE job.id = lost.id
"""


def rescue() -> int:
    """Put jobs back whose worker died, or whose end could not be written. Returns how many."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_RESCUE, {"silent": _SILENT, "longest": _LONGEST})
            return cursor.rowcount
    except IntegrityError:
        return 0  # a job with the same lock was put in meanwhile; the next round sees it


@job("outbox.rescue", queue="outbox", every="* * * * * */10")
def rescue_now(timestamp: int = 0) -> None:
    rescue()


def counts() -> dict[str, int]:
    """How many jobs wait (``todo``) and how many failed for good. Partial indexes count them, not the whole table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'), "
            "(SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed')"
        )
        return dict(zip(("todo", "failed"), cursor.fetchone(), strict=True))


@job("outbox.sweep", queue="outbox", every="41 2 * * *")
def sweep(timestamp: int = 0) -> None:
    """Every night: forget jobs that succeeded a week ago. What failed stays for a person to see."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status = 'succeeded' AND id IN (SELECT job_id FROM procrastinate_events "
            "WHERE type = 'succeeded' AND at < now() - make_interval(days => %s)) "
            # the last run of a periodic job is remembered by its job's number
            "AND id NOT IN (SELECT job_id FROM procrastinate_periodic_defers WHERE job_id IS NOT NULL)",
            [_KEPT_DAYS],
        )
