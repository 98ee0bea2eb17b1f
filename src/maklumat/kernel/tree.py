"""The Merkle tree over the ledger: it grows after the sequencer, and proves what is in it.

A leaf commits to its entry under a key of its own, so that the published tree tells nothing: ``{"c":"<hex>","v":1}``, c = HMAC-SHA256(row key,
canonical JSON of the fact). Whoever is handed text and key can open the leaf; once the key is deleted nobody can, and the tree is as it was.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from . import clock, merkle
from .merkle import HASH, WIDTH, Place, Span

COMMITMENTS = -1  # the level under the leaves
_GROWER = 7_251_002  # advisory lock: one at a time
_FRESH = """
SELECT p.position, e.id, e.kind, e.subject, e.unit_id, e.at, e.by, e.by_kind, e.data::text, e.commitment
FROM ledger_position p JOIN ledger_entry e ON e.id = p.entry_id WHERE p.position > %s ORDER BY p.position LIMIT %s
"""
_ONE = """
SELECT p.position, e.id, e.kind, e.subject, e.unit_id, e.at, e.by, e.by_kind, e.data::text, e.commitment
FROM ledger_position p JOIN ledger_entry e ON e.id = p.entry_id WHERE p.entry_id = %s
"""
_TILES = "SELECT level, index, hashes FROM ledger_tile JOIN unnest(%s::int[], %s::bigint[]) AS wanted (level, index) USING (level, index)"
_KEEP_TILES = """
INSERT INTO ledger_tile (level, index, hashes) SELECT * FROM unnest(%s::int[], %s::bigint[], %s::bytea[])
ON CONFLICT (level, index) DO UPDATE SET hashes = EXCLUDED.hashes
"""
_GROW = "INSERT INTO ledger_tree AS tree (id, size) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET size = EXCLUDED.size WHERE tree.size = %s"
_WITHOUT_LEAF = """
SELECT count(*) FROM ledger_entry e LEFT JOIN ledger_position p ON p.entry_id = e.id WHERE e.subject = %s AND (p.position IS NULL OR p.position > %s)
"""
_HIDDEN = """
SELECT count(*) FILTER (WHERE w.entry_id IS NOT NULL), count(*) FILTER (WHERE w.entry_id IS NULL)
FROM ledger_entry e LEFT JOIN ledger_waiting w ON w.entry_id = e.id WHERE NOT EXISTS (SELECT FROM ledger_position p WHERE p.entry_id = e.id)
"""
_ERASED = """
SELECT p.position - 1 FROM ledger_position p JOIN ledger_entry e ON e.id = p.entry_id JOIN ledger_erasure x ON x.subject = e.subject
WHERE p.position - 1 = ANY(%s) AND NOT EXISTS (SELECT FROM ledger_commitment_key k WHERE k.entry_id = e.id)
"""
_SHUT = """
SELECT count(*) FROM ledger_erasure x JOIN ledger_entry e ON e.subject = x.subject JOIN ledger_position p ON p.entry_id = e.id
WHERE p.position <= %s AND NOT EXISTS (SELECT FROM ledger_row_key r WHERE r.position = p.position)
AND NOT EXISTS (SELECT FROM ledger_commitment_key k WHERE k.entry_id = e.id)
"""
_KEEP_KEYS = "INSERT INTO ledger_row_key (position, key) SELECT * FROM unnest(%s::bigint[], %s::bytea[])"


@dataclass(frozen=True)
class Proof:
    """That an entry is in a tree. ``index``: from zero; ``hashes``: from the leaf's sibling up; ``text`` and ``key`` open the leaf (``key`` is None once
    erased)."""

    index: int
    size: int
    hashes: tuple[bytes, ...]
    text: str
    key: bytes | None


def canonical(value: Any) -> str:
    """JSON in one form only: keys in order, no spaces, letters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def leaf(committed: bytes) -> bytes:
    """The data of a leaf."""
    return canonical({"c": committed.hex(), "v": 1}).encode()


def grow(limit: int = 2000) -> int:
    """Add sequenced entries that are not in the tree yet. Returns how many. One grower at a time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_GROWER])
        if not cursor.fetchone()[0]:
            return 0
        size = _size(cursor)
        cursor.execute(_FRESH, [size, limit])
        rows = cursor.fetchall()
        if not rows:
            return 0
        if [row[0] for row in rows] != list(range(size + 1, size + len(rows) + 1)):
            raise RuntimeError(f"positions after {size} have a gap")
        keys = [os.urandom(HASH) for _row in rows]
        commitments = [_committed(key, _text(row)) for key, row in zip(keys, rows, strict=True)]
        changed = _grown(cursor, size, commitments)
        cursor.execute(_KEEP_TILES, [*_places(changed), list(changed.values())])
        cursor.execute(_KEEP_KEYS, [[row[0] for row in rows], keys])
        cursor.execute(_GROW, [size + len(rows), size])
        if cursor.rowcount != 1:
            raise RuntimeError("the tree grew elsewhere at the same time")
        return len(rows)


def _grown(cursor: Any, size: int, commitments: Sequence[bytes]) -> dict[Place, bytes]:
    edge = merkle.edge(size)
    below = (COMMITMENTS, size // WIDTH)
    known = _fetch(cursor, [*edge, below])
    changed = merkle.grown(size, known, [merkle.leaf_hash(leaf(one)) for one in commitments])
    for number, one in enumerate(commitments, size):
        place = (COMMITMENTS, number // WIDTH)
        changed[place] = changed.get(place, known.get(place, b"")) + one
    return changed


def _places(places: Iterable[Place]) -> tuple[list[int], list[int]]:
    found = list(places)
    return [level for level, _index in found], [index for _level, index in found]


def _fetch(cursor: Any, places: Iterable[Place]) -> dict[Place, bytes]:
    cursor.execute(_TILES, list(_places(places)))
    return {(level, index): bytes(hashes) for level, index, hashes in cursor.fetchall()}


def _size(cursor: Any) -> int:
    cursor.execute("SELECT size FROM ledger_tree")
    found = cursor.fetchone()
    return found[0] if found else 0


def _text(row: Sequence[Any]) -> str:
    """The fact as canonical JSON, as the database has it."""
    _position, entry_id, kind, subject, unit_id, at, by, by_kind, data, commitment = row
    fact = {
        "id": str(entry_id), "kind": kind, "subject": str(subject), "unit_id": _name(unit_id), "at": _moment(at), "by": _name(by), "by_kind": by_kind,
        "data": json.loads(data), "commitment": bytes(commitment).hex() if commitment is not None else None,
    }  # fmt: skip
    return canonical(fact)


def _name(value: UUID | None) -> str | None:
    return str(value) if value is not None else None


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _committed(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")


def size() -> int:
    """How many entries the tree has. One query."""
    with connection.cursor() as cursor:
        return _size(cursor)


def root(at_size: int) -> bytes:
    """The root of the tree when it had so many entries. One query."""
    return _hashes([(0, at_size)])[0]


def path(index: int, at_size: int) -> tuple[bytes, ...]:
    """The inclusion proof of the leaf at ``index``, nearest first. One query. Raises ValueError."""
    return tuple(_hashes(merkle.path(index, at_size)))


def consistency(old: int, at_size: int) -> tuple[bytes, ...]:
    """The proof that a tree begins with an earlier one. One query. Raises ValueError."""
    return tuple(_hashes(merkle.consistency(old, at_size)))


def _hashes(spans: Sequence[Span]) -> list[bytes]:
    with connection.cursor() as cursor:
        known = _fetch(cursor, merkle.needed(spans))
    return [merkle.span_hash(span, lambda level, index: known.get((level, index), b"")) for span in spans]


def tile(level: int, index: int) -> bytes:
    """A tile as it is now; empty where there is none. One query."""
    with connection.cursor() as cursor:
        return _fetch(cursor, [(level, index)]).get((level, index), b"")


def prove(entry_id: UUID, at_size: int) -> Proof | None:
    """That a fact is in the tree of this size; None while it is not. Three queries."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [entry_id])
        row = cursor.fetchone()
        if row is None or row[0] > at_size:
            return None
        cursor.execute("SELECT key FROM ledger_row_key WHERE position = %s", [row[0]])
        key = cursor.fetchone()
    return Proof(row[0] - 1, at_size, path(row[0] - 1, at_size), _text(row), bytes(key[0]) if key else None)


def erase(subject: UUID) -> int:
    """Delete the row keys of a subject's entries, and note that they were erased. Returns how many. While it does nobody grows the tree, so that no key is made
    of what is already recorded. Raises RuntimeError where an entry has no leaf yet."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_GROWER])
        cursor.execute(_WITHOUT_LEAF, [subject, _size(cursor)])
        if cursor.fetchone()[0]:
            raise RuntimeError("entries of the subject have no leaf yet; tried again later")
        cursor.execute(
            "INSERT INTO ledger_erasure (subject, at) VALUES (%s, %s) ON CONFLICT DO NOTHING", [subject, clock.now()]
        )
        cursor.execute(
            "DELETE FROM ledger_row_key WHERE position IN (SELECT p.position FROM ledger_position p JOIN ledger_entry e ON e.id = p.entry_id "
            "WHERE e.subject = %s)",
            [subject],
        )
        return cursor.rowcount


def hidden() -> tuple[int, int]:
    """Entries that have no position: those that wait for one, and those that do not even wait, so that they would never get into the tree."""
    with connection.cursor() as cursor:
        cursor.execute(_HIDDEN)
        waiting, lost = cursor.fetchone()
        return waiting, lost


def shut(at_size: int) -> int:
    """How many entries of the tree were erased: nobody can tell any more whether they are what was committed to."""
    with connection.cursor() as cursor:
        cursor.execute(_SHUT, [at_size])
        return cursor.fetchone()[0]


def damages(first: int = 0, last: int | None = None) -> Iterator[tuple[int, str]]:
    """Entries that are not what the tree committed to, from ``first`` until before ``last``: (index, what is wrong). Erased ones cannot be told; one that lost
    its key without an erasure is damaged."""
    end = size() if last is None else last
    for start in range(first, end, WIDTH):
        stop = min(end, start + WIDTH)
        with connection.cursor() as cursor:
            cursor.execute(_FRESH, [start, stop - start])
            rows = {row[0] - 1: row for row in cursor.fetchall()}
            cursor.execute(
                "SELECT position - 1, key FROM ledger_row_key WHERE position > %s AND position <= %s", [start, stop]
            )
            keys = {index: bytes(key) for index, key in cursor.fetchall()}
            tiles = _fetch(cursor, {(level, one // WIDTH) for level in (COMMITMENTS, 0) for one in (start, stop - 1)})
            keyless, erased = [index for index in rows if index not in keys], set()
            if keyless:
                cursor.execute(_ERASED, [keyless])
                erased = {row[0] for row in cursor.fetchall()}
        for index in range(start, stop):
            wrong = _damage(index, rows.get(index), keys.get(index), tiles)
            if not wrong and index not in keys and index not in erased:
                wrong = "its key is gone, though nobody erased it"
            if wrong:
                yield index, wrong


def _damage(index: int, row: Sequence[Any] | None, key: bytes | None, tiles: Mapping[Place, bytes]) -> str:
    start = index % WIDTH * HASH
    committed, hashed = (tiles.get((level, index // WIDTH), b"")[start : start + HASH] for level in (COMMITMENTS, 0))
    if merkle.leaf_hash(leaf(committed)) != hashed:
        return "the commitment is not the one in the tree"
    if row is None:
        return "the entry is gone"
    return "the entry is another" if key is not None and _committed(key, _text(row)) != committed else ""


def torn(at_size: int) -> Iterator[Place]:
    """Full tiles whose hash is not the one that stands in the tile above. Where there is none, every root that the tiles make is over the leaves' hashes."""
    level, full = 0, at_size // WIDTH
    while full:
        for start in range(0, full, WIDTH):
            below = [(level, index) for index in range(start, min(full, start + WIDTH))]
            with connection.cursor() as cursor:
                known = _fetch(cursor, [(level + 1, start // WIDTH), *below])
            above = merkle.hashes_of(known.get((level + 1, start // WIDTH), b""))
            for number, place in enumerate(below):
                hashes = merkle.hashes_of(known.get(place, b""))
                if len(hashes) != WIDTH or above[number : number + 1] != [merkle.folded(hashes)]:
                    yield place
        level, full = level + 1, full // WIDTH
