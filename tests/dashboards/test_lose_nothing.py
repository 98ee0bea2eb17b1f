"""Outcomes that arrive while a figure is being computed are in the next figure. Real transactions, real threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from datetime import date
from uuid import UUID

import pytest
from django.db import connection, transaction

from maklumat.kernel.events import Fact
from maklumat.kernel.ids import new_id
from maklumat.kernel.models import Entry
from maklumat.modules.dashboards import actions, api
from maklumat.modules.dashboards.actions import refreshing
from maklumat.modules.dashboards.models import Figure, Outcome, Tally

from .writing import NOW

SOON = 30  # seconds in which everything here must have happened
A_WHILE = 0.3


pytestmark = pytest.mark.django_db  # makes the test database; its transaction belongs to this thread only


def aside(function: Callable[[], object]) -> Future:
    """Run in a thread with its own connection, where transactions are real."""
    result: Future = Future()

    def work() -> None:
        try:
            result.set_result(function())
        except BaseException as error:
            result.set_exception(error)
        finally:
            connection.close()

    threading.Thread(target=work, daemon=True).start()
    return result


def apart(function: Callable[[], object]) -> object:
    """The same, and wait for the result."""
    return aside(function).result(SOON)


@pytest.fixture
def service() -> Iterator[UUID]:
    """A service of no unit; what was written about it is removed again."""
    service_id = new_id()
    yield service_id
    apart(lambda: clear(service_id))


def clear(service_id: UUID) -> None:
    for model, column in ((Outcome, "service_id"), (Tally, "service_id"), (Figure, "subject_id")):
        model.objects.filter(**{column: service_id}).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE args->>'subject' = %s", [str(service_id)])
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'dashboards.shield'")
        # The ledger refuses to forget; only the owner of the tables can make it.
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM ledger_entry WHERE data->>'service_id' = %s RETURNING id", [str(service_id)])
        gone = [row[0] for row in cursor.fetchall()]
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")
        for table, column in (("ledger_waiting", "entry_id"), ("dashboards_counted", "fact_id")):
            cursor.execute(f"DELETE FROM {table} WHERE {column} = ANY(%s)", [gone])


def fact(service_id: UUID) -> Fact:
    """An application of the service ended; the fact is in the ledger, and no follower knows of it yet."""
    said = {
        "service_id": str(service_id), "version_id": str(new_id()), "finished_at": NOW.isoformat(), "net_seconds": 60,
        "gross_seconds": 90, "used_percent": 5, "kept": True, "returns": 0,
    }  # fmt: skip
    entry = Entry.objects.create(
        kind="applications.issued", subject=new_id(), unit_id=new_id(), at=NOW, by_kind="system", data=said
    )
    return Fact(entry.id, entry.kind, entry.subject, entry.unit_id, NOW, None, "system", said)


def refresh(service_id: UUID) -> None:
    actions.refresh(kind="service", subject_id=service_id, month=date(2026, 11, 1), at=NOW)


def begin_job(service_id: UUID) -> int:
    """What the worker does first; returns how many jobs were waiting."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing' WHERE args->>'subject' = %s AND status = 'todo'",
            [str(service_id)],
        )
        return cursor.rowcount


def note(service_id: UUID) -> None:
    api.count(fact(service_id))


def finished(service_id: UUID) -> int:
    return api.figure_of_service(service_id, "2026").values["finished"]


def still_waits(job: Future) -> bool:
    return bool(wait([job], A_WHILE).not_done)


def test_a_job_waits_for_who_relied_on_it(service):
    apart(lambda: note(service))
    noted, commit = threading.Event(), threading.Event()

    def note_and_linger() -> None:
        with transaction.atomic():
            note(service)  # finds the job waiting, and asks for no other
            noted.set()
            assert commit.wait(SOON)

    follower = aside(note_and_linger)
    assert noted.wait(SOON)
    assert apart(lambda: begin_job(service)) == 1
    job = aside(lambda: refresh(service))
    assert still_waits(job)
    commit.set()
    follower.result(SOON)
    job.result(SOON)
    assert apart(lambda: begin_job(service)) == 0
    assert apart(lambda: finished(service)) == 2


def test_who_comes_after_the_beginning_calls_for_another_job(service, monkeypatch):
    apart(lambda: note(service))
    computing, go_on = threading.Event(), threading.Event()
    compute = refreshing.compute

    def compute_slowly(*arguments) -> None:
        compute(*arguments)
        computing.set()
        assert go_on.wait(SOON)

    monkeypatch.setattr(refreshing, "compute", compute_slowly)
    apart(lambda: begin_job(service))
    job = aside(lambda: refresh(service))
    assert computing.wait(SOON)
    apart(lambda: note(service))  # not held up by the computation
    assert apart(lambda: begin_job(service)) == 1
    begun = threading.Event()

    def compute_after(*arguments) -> None:
        begun.set()
        compute(*arguments)

    monkeypatch.setattr(refreshing, "compute", compute_after)
    following = aside(lambda: refresh(service))
    assert still_waits(following)
    assert not begun.is_set()  # the two take turns, so the older sum is not written last
    go_on.set()
    job.result(SOON)
    following.result(SOON)
    assert apart(lambda: finished(service)) == 2


def test_many_at_once(service):
    for one in [aside(lambda: [note(service) for _ in range(5)]) for _ in range(6)]:
        one.result(SOON)
    assert apart(lambda: begin_job(service)) == 1
    apart(lambda: refresh(service))
    assert apart(lambda: finished(service)) == 30
