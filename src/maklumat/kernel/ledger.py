"""The ledger: one append-only table of facts; audit trail, outbox and source of every measure at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from . import crypto, memo, outbox, tree
from .actor import Actor
from .events import Event, Fact
from .ids import new_id
from .models import CommitmentKey, Delivery, Entry

__all__ = ["Event", "Fact", "Follow", "facts_about", "follow", "forget", "opens", "record", "record_each", "sequence"]

_WRITE = (
    "INSERT INTO ledger_entry (id, kind, subject, unit_id, at, by, by_kind, data, commitment) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
_KEY = "INSERT INTO ledger_commitment_key (entry_id, subject, key) VALUES (%s, %s, %s)"
_SEQUENCER = 7_251_001  # advisory lock: one sequencer at a time


@dataclass(frozen=True)
class Follow:
    """One consequence: when ``kind`` is recorded, ``function(fact)`` runs after commit, effectively once.

    ``wanted``: an SQL condition, asked with the act itself: whether there is anybody to whom it matters at all. If not, no job is written.
    """

    kind: str
    name: str
    function: Callable[[Fact], None]
    wanted: str = ""


_flows: dict[str, list[Follow]] = {}
_by_name: dict[str, Follow] = {}


def follow(flows: Iterable[Follow]) -> None:
    """Install the site's list of consequences, replacing the former one. Names are unique."""
    _flows.clear()
    _by_name.clear()
    for one in flows:
        if one.name + one.kind in _by_name:
            raise ValueError(f"two followers named {one.name} for {one.kind}")
        _by_name[one.name + one.kind] = one
        _flows.setdefault(one.kind, []).append(one)


def record(event: Event, *, by: Actor, at: datetime, private: Any = None) -> UUID:
    """Write one fact, and one job for each of its followers, in the present transaction.

    ``private`` (JSON-able personal details) is not stored: only a commitment under a key of its own.
    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a fact is recorded inside the transaction of the act")
    entry_id, key, committed = new_id(), None, None
    if private is not None:
        key = os.urandom(32)
        committed = crypto.commitment(key, private)
    fact: list[Any] = [
        entry_id,
        event.kind,
        event.subject,
        event.unit_id,
        at,
        by.account_id,
        by.kind,
        Jsonb(event.measures()),
        committed,
    ]
    writes: list[tuple[str, Sequence[Any]]] = [(_WRITE, fact)]
    if key is not None:
        writes.append((_KEY, [entry_id, event.subject, key]))
    outbox.write_and_enqueue(writes, "ledger.deliver", _deliveries([(entry_id, event.kind)]))
    room = event.kind.partition(".")[0]
    memo.forget(room)
    transaction.on_commit(lambda: memo.forget(room))
    return entry_id


def _deliveries(entries: Iterable[tuple[UUID, str]]) -> dict[str, list[dict[str, str]]]:
    """The jobs that hand these entries (id and kind) to their followers, by the condition under which they are wanted."""
    found: dict[str, list[dict[str, str]]] = {}
    for entry_id, kind in entries:
        for one in _flows.get(kind, ()):
            found.setdefault(one.wanted, []).append({"entry_id": str(entry_id), "follower": one.name})
    return found


_WRITE_EACH = (
    "INSERT INTO ledger_entry (id, kind, subject, unit_id, at, by, by_kind, data) "
    "SELECT id, kind, subject, unit_id, %s, %s, %s, data FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::uuid[], %s::jsonb[]) "
    "AS fact (id, kind, subject, unit_id, data)"
)


def record_each(events: Sequence[Event], *, by: Actor, at: datetime) -> None:
    """:func:`record` for many facts without private details, in one statement (and one for the jobs of their followers)."""
    if not connection.in_atomic_block:
        raise RuntimeError("a fact is recorded inside the transaction of the act")
    if not events:
        return
    ids = [new_id() for _event in events]
    columns: list[Any] = [
        ids,
        [event.kind for event in events],
        [event.subject for event in events],
        [event.unit_id for event in events],
        [Jsonb(event.measures()) for event in events],
    ]
    entries = [(entry_id, event.kind) for entry_id, event in zip(ids, events, strict=True)]
    writes = [(_WRITE_EACH, [at, by.account_id, by.kind, *columns])]
    outbox.write_and_enqueue(writes, "ledger.deliver", _deliveries(entries))
    for room in {event.kind.partition(".")[0] for event in events}:
        memo.forget(room)
        transaction.on_commit(partial(memo.forget, room))


@outbox.job("ledger.deliver", queue="flows")
def deliver(entry_id: str, follower: str) -> None:
    """Hand one fact to one follower. The receipt commits with the follower's own writes."""
    with transaction.atomic():
        entry = Entry.objects.get(id=entry_id)
        one = _by_name.get(follower + entry.kind)
        if one is None:
            return  # the consequence was taken out of the flows since
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ledger_delivery (entry_id, follower) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                [entry.id, follower],
            )
            if cursor.rowcount == 0:
                return
        one.function(_fact(entry))


def delivered(entry_id: UUID, follower: str) -> bool:
    """Whether the follower has dealt with the entry."""
    return Delivery.objects.filter(entry_id=entry_id, follower=follower).exists()


def facts_about(subject: UUID) -> list[Fact]:
    """All facts about one subject, oldest first."""
    return [_fact(e) for e in Entry.objects.filter(subject=subject).order_by("at", "id")]


def opens(entry_id: UUID, private: Any) -> bool:
    """Whether ``private`` is what the entry committed to. False once forgotten."""
    key = CommitmentKey.objects.filter(entry_id=entry_id).first()
    committed = Entry.objects.filter(id=entry_id).values_list("commitment", flat=True).first()
    if key is None or not committed:
        return False
    return crypto.commitment(bytes(key.key), private) == bytes(committed)


def forget(subject: UUID) -> int:
    """Erase the commitment keys of a subject (UU 27/2022), and soon those of its leaves: entries and tree stay and tell nothing about a person."""
    outbox.enqueue("ledger.erase", subject=str(subject))
    return CommitmentKey.objects.filter(subject=subject).delete()[0]


@outbox.job("ledger.erase", queue="ledger")
def erase(subject: str) -> None:
    """After what is recorded has its leaves, so that none of them gets a key later. Where another worker still makes some it fails, and is tried again."""
    while sequence() == 1000:
        pass
    while tree.grow() == 2000:
        pass
    tree.erase(UUID(subject))


def sequence(limit: int = 1000) -> int:
    """Give gapless positions to committed entries that have none. Returns how many. One sequencer at a time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SEQUENCER])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(
            "WITH batch AS (DELETE FROM ledger_waiting WHERE entry_id IN "
            "  (SELECT entry_id FROM ledger_waiting ORDER BY entry_id LIMIT %s) RETURNING entry_id), "
            "last AS (SELECT coalesce(max(position), 0) AS position FROM ledger_position) "
            "INSERT INTO ledger_position (position, entry_id) "
            "SELECT last.position + row_number() OVER (ORDER BY batch.entry_id), batch.entry_id FROM batch, last",
            [limit],
        )
        return cursor.rowcount


def _fact(entry: Entry) -> Fact:
    return Fact(
        id=entry.id,
        kind=entry.kind,
        subject=entry.subject,
        unit_id=entry.unit_id,
        at=entry.at,
        by=entry.by,
        by_kind=entry.by_kind,
        data=entry.data,
    )
