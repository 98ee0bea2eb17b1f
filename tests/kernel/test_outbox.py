"""The outbox holds what was committed, and only that: in the web and in the worker, whose app has another connector."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from maklumat.kernel import outbox, worker


class TakenBack(Exception):
    """Ends a transaction without its writes."""


def waiting(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [name])
        return cursor.fetchone()[0]


def as_in_the(process: str):
    """The app as it stands in that process: the worker gives it a connector of its own."""
    return nullcontext() if process == "web" else app.replace_connector(app.connector.get_worker_connector())


@pytest.mark.parametrize("process", ["web", "worker"])
@pytest.mark.django_db(transaction=True)
def test_a_job_goes_the_way_of_its_transaction(process):
    with as_in_the(process):
        with pytest.raises(TakenBack), transaction.atomic():
            outbox.enqueue("test.alone", n=1)
            outbox.enqueue("test.once", once="test", n=1)
            outbox.write_and_enqueue([("SELECT 1", [])], "test.each", {"": [{"n": 1}, {"n": 2}], "false": [{"n": 9}]})
            raise TakenBack
        assert (waiting("test.alone"), waiting("test.once"), waiting("test.each")) == (0, 0, 0)
        with transaction.atomic():
            outbox.enqueue("test.alone", n=1)
            outbox.enqueue("test.once", once="test", n=1)
            outbox.enqueue("test.once", once="test", n=2)
            outbox.write_and_enqueue([("SELECT 1", [])], "test.each", {"": [{"n": 1}, {"n": 2}], "false": [{"n": 9}]})
        assert (waiting("test.alone"), waiting("test.once"), waiting("test.each")) == (1, 1, 2)


@pytest.mark.django_db(transaction=True)
def test_a_job_outside_a_transaction_is_refused():
    for put in (lambda: outbox.enqueue("test.alone"), lambda: outbox.write_and_enqueue([], "test.each", {"": [{}]})):
        with pytest.raises(RuntimeError):
            put()


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_what_waits_and_stops_when_asked_to():
    with transaction.atomic():
        outbox.enqueue("outbox.rescue")
    worker.run(concurrency=1, once=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text FROM procrastinate_jobs WHERE task_name = 'outbox.rescue' ORDER BY id LIMIT 1"
        )
        assert cursor.fetchone() == ("succeeded",)
