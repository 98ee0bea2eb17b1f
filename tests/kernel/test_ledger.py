"""The ledger keeps its promises: inside a transaction, append-only, once per follower, gapless order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from maklumat.kernel import ledger
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.ids import new_id
from maklumat.kernel.models import Delivery, Entry, Position
from maklumat.site.flows import FLOWS

AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Noted(ledger.Event):
    kind: ClassVar[str] = "test.noted"
    number: int = 0


@pytest.fixture
def flows():
    """Put the site's flows back afterwards."""
    yield ledger.follow
    ledger.follow(FLOWS)


def record(number: int = 0, private: object = None) -> UUID:
    return ledger.record(Noted(subject=new_id(), number=number), by=SYSTEM, at=AT, private=private)


@pytest.mark.django_db(transaction=True)
def test_refuses_outside_a_transaction():
    with pytest.raises(RuntimeError):
        record()
    assert Entry.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET kind = 'x'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry CASCADE",
        "DELETE FROM ledger_position",
        "UPDATE ledger_position SET position = 9",
    ],
)
@pytest.mark.parametrize("role", ["owner", "application"])
def test_refuses_to_rewrite_history(statement, role):
    record()
    ledger.sequence()
    with connection.cursor() as cursor:
        if role == "application":
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.APPLICATION_ROLE])
            if cursor.fetchone() is None:
                pytest.skip("this server has one role only; the triggers are tested with the owner")
            cursor.execute(f"SET LOCAL ROLE {settings.APPLICATION_ROLE}")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement)
        cursor.execute("RESET ROLE")
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_the_application_role_may_record():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.APPLICATION_ROLE])
        if cursor.fetchone() is None:
            pytest.skip("this server has one role only")
        cursor.execute(f"SET LOCAL ROLE {settings.APPLICATION_ROLE}")
        record()
        cursor.execute("RESET ROLE")
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_each_follower_once_also_when_delivered_twice(flows):
    seen: list[int] = []
    flows([ledger.Follow("test.noted", "one", lambda fact: seen.append(fact.data["number"]))])
    entry = record(7)
    for _again in range(3):
        ledger.deliver(str(entry), "one")
    assert seen == [7]
    assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_follower_that_crashes_is_asked_again(flows):
    tries: list[int] = []

    def fall_once(fact):
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("crash")

    flows([ledger.Follow("test.noted", "falls", fall_once)])
    with transaction.atomic():
        entry = record()
    with pytest.raises(ValueError):
        ledger.deliver(str(entry), "falls")
    assert not ledger.delivered(entry, "falls")
    ledger.deliver(str(entry), "falls")
    assert ledger.delivered(entry, "falls")


@pytest.mark.django_db(transaction=True)
def test_the_job_rolls_back_with_the_act(flows):
    flows([ledger.Follow("test.noted", "one", lambda fact: None)])
    before = _jobs()
    with pytest.raises(ValueError), transaction.atomic():
        record()
        raise ValueError
    assert _jobs() == before
    with transaction.atomic():
        record()
    assert _jobs() == before + 1


def _jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'ledger.deliver'")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_positions_are_gapless_and_follow_the_order():
    entries = [record(n) for n in range(25)]
    assert ledger.sequence(10) == 10
    assert ledger.sequence(100) == 15
    assert ledger.sequence() == 0
    assert list(Position.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 26))
    assert list(Position.objects.order_by("position").values_list("entry_id", flat=True)) == sorted(entries)


@pytest.mark.django_db
def test_erasure_keeps_the_entry_and_closes_the_commitment():
    entry = record(private={"nama": "Citra", "nik": "3273014107900003"})
    row = Entry.objects.get(id=entry)
    assert "Citra" not in str(row.data) and row.commitment
    assert ledger.opens(entry, {"nik": "3273014107900003", "nama": "Citra"})
    assert not ledger.opens(entry, {"nama": "Orang lain"})
    assert ledger.forget(row.subject) == 1
    assert not ledger.opens(entry, {"nama": "Citra", "nik": "3273014107900003"})
    assert bytes(Entry.objects.get(id=entry).commitment) == bytes(row.commitment)
