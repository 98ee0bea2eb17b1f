"""Facts of applications as the applications room records them, and a worker that runs what is in the outbox."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from maklumat.kernel import ledger, outbox
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.events import Event, Fact
from maklumat.kernel.ids import new_id
from maklumat.kernel.ledger import Follow
from maklumat.modules.applications.events import AskedOutside, Issued, Rejected, Returned, Submitted, Withdrawn
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.dashboards import api as dashboards

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
ENDS = {"issued": Issued, "rejected": Rejected, "withdrawn": Withdrawn}
FLOWS = [Follow(kind, "count_figures", dashboards.count) for kind in dashboards.COUNTED]


def record(event: Event, at: datetime) -> UUID:
    with transaction.atomic():
        return ledger.record(event, by=SYSTEM, at=at)


def submit(slug: str, at: datetime = NOW) -> UUID:
    """An application of this service was handed in; returns its id."""
    version = catalogue.in_force(slug, NOW)
    subject = new_id()
    record(
        Submitted(
            subject=subject, unit_id=version.unit_id, service_id=version.service_id, version_id=version.id,
            content_hash="", channel="web", fee=0, documents=1, due_at=None,
        ),
        at,
    )  # fmt: skip
    return subject


def give_back(slug: str, subject: UUID, at: datetime = NOW) -> UUID:
    unit_id = catalogue.in_force(slug, NOW).unit_id
    return record(Returned(subject=subject, unit_id=unit_id, lines=("ktp",), number=1, late=False, used_percent=10), at)


def ask_outside(slug: str, subject: UUID, at: datetime = NOW) -> UUID:
    version = catalogue.in_force(slug, NOW)
    return record(AskedOutside(subject=subject, unit_id=version.unit_id, service_id=version.service_id), at)


def finish(slug: str, end: str = "issued", at: datetime = NOW, subject: UUID | None = None, **measures) -> UUID:
    """An application ended; unnamed measures are those of an ordinary case."""
    version = catalogue.in_force(slug, NOW)
    more = {"rule": "Perda"} if end == "rejected" else {}
    usual = {"net_seconds": 3600, "gross_seconds": 90_000, "used_percent": 40, "kept": True, "returns": 0}
    event = ENDS[end](
        subject=subject or new_id(), unit_id=version.unit_id, service_id=version.service_id, version_id=version.id,
        submitted_at=at - timedelta(days=1), finished_at=at, **{**usual, **measures}, **more,
    )  # fmt: skip
    return record(event, at)


def fact_of(fact_id: UUID) -> Fact:
    """A recorded fact as a follower gets it."""
    from maklumat.kernel.models import Entry

    columns = ("id", "kind", "subject", "unit_id", "at", "by", "by_kind", "data")
    return Fact(*Entry.objects.values_list(*columns).get(id=fact_id))


def waiting(name: str) -> list[dict]:
    """The arguments of the waiting jobs of this name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo' ORDER BY id", [name]
        )
        return [_read(row[0]) for row in cursor.fetchall()]


def work() -> int:
    """Run what waits in the outbox, and what that calls for, until nothing waits. Returns how many jobs ran."""
    done = 0
    while job := _take():
        name, arguments = job
        outbox.app.tasks[name](**arguments)
        done += 1
    return done


def _take() -> tuple[str, dict] | None:
    """Begin the oldest job: from here on it no longer counts as waiting."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing' WHERE id = (SELECT min(id) FROM procrastinate_jobs "
            "WHERE status = 'todo' AND task_name IN ('ledger.deliver', 'dashboards.refresh', 'dashboards.shield')) RETURNING task_name, args"
        )
        row = cursor.fetchone()
        return (row[0], _read(row[1])) if row else None


def _read(arguments: str | dict) -> dict:
    return json.loads(arguments) if isinstance(arguments, str) else arguments
