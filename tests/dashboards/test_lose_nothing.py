"""Outcomes that arrive while a figure is being computed are in the next figure. Real transactions, real threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

import pytest
from django.db import connection, transaction

from maklumat.kernel.events import Fact
from maklumat.kernel.ids import new_id
from maklumat.modules.dashboards import actions, api
from maklumat.modules.dashboards.actions import refreshing
from maklumat.modules.dashboards.models import Figure, Outcome, Tally

from .writing import NOW

SOON = 10  # seconds in which everything here must have happened
A_WHILE = 0.3


@pytest.fixture
def service(django_db_setup, django_db_blocker) -> Iterator[UUID]:
    """A service of no unit, outside the tests' usual transaction; what was written is removed again."""
    with django_db_blocker.unblock():
        service_id = new_id()
        yield service_id
        for model, column in ((Outcome, "service_id"), (Tally, "service_id"), (Figure, "subject_id")):
            model.objects.filter(**{column: service_id}).delete()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE args->>'subject' = %s", [str(service_id)])
        connection.close()


def fact(service_id: UUID) -> Fact:
    said = {
        "service_id": str(service_id), "version_id": str(new_id()), "finished_at": NOW.isoformat(), "net_seconds": 60,
        "gross_seconds": 90, "used_percent": 5, "kept": True, "returns": 0,
    }  # fmt: skip
    return Fact(new_id(), "applications.issued", new_id(), new_id(), NOW, None, "system", said)


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


def aside(function: Callable[[], None]) -> threading.Thread:
    """Run in a thread with its own connection."""

    def work() -> None:
        try:
            function()
        finally:
            connection.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_a_job_waits_for_who_relied_on_it(service):
    api.note_outcome(fact(service))
    noted, commit = threading.Event(), threading.Event()

    def note_and_linger() -> None:
        with transaction.atomic():
            api.note_outcome(fact(service))  # finds the job waiting, and asks for no other
            noted.set()
            assert commit.wait(SOON)

    follower = aside(note_and_linger)
    assert noted.wait(SOON)
    assert begin_job(service) == 1
    job = aside(lambda: refresh(service))
    job.join(A_WHILE)
    assert job.is_alive()
    commit.set()
    follower.join(SOON)
    job.join(SOON)
    assert begin_job(service) == 0
    assert api.figure_of_service(service, "2026").finished == 2


def test_who_comes_after_the_beginning_calls_for_another_job(service, monkeypatch):
    api.note_outcome(fact(service))
    computing, go_on = threading.Event(), threading.Event()

    def compute_slowly(*arguments) -> None:
        compute(*arguments)
        computing.set()
        assert go_on.wait(SOON)

    compute = refreshing.compute
    monkeypatch.setattr(refreshing, "compute", compute_slowly)
    begin_job(service)
    job = aside(lambda: refresh(service))
    assert computing.wait(SOON)
    api.note_outcome(fact(service))  # not held up by the computation
    assert begin_job(service) == 1
    monkeypatch.setattr(refreshing, "compute", compute)
    following = aside(lambda: refresh(service))
    following.join(A_WHILE)
    assert following.is_alive()  # the two take turns, so the older sum is not written last
    go_on.set()
    job.join(SOON)
    following.join(SOON)
    assert api.figure_of_service(service, "2026").finished == 2


def test_many_at_once(service):
    threads = [aside(lambda: [api.note_outcome(fact(service)) for _ in range(5)]) for _ in range(6)]
    for thread in threads:
        thread.join(SOON)
    assert begin_job(service) == 1
    refresh(service)
    assert api.figure_of_service(service, "2026-11").finished == 30
