"""The provable ledger: facts recorded by many at once, the tree growing behind them, and proofs out of ten million entries."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection, transaction

from maklumat.kernel import checkpoints, clock, ledger, merkle, tree
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.ids import new_id
from maklumat.kernel.merkle import HASH, WIDTH

from .report import Section, median, quantile, spread
from .stage import Stage, cpu_each

ENTRIES = {"tiny": 200_000, "quick": 10_000_000, "mid": 10_000_000, "full": 10_000_000}
REAL, PROOFS, SECONDS, WRITERS = 20_000, 3000, 8.0, 8
RATE, P99 = 1000, 0.020


@dataclass(frozen=True, kw_only=True)
class Measured(ledger.Event):
    kind: ClassVar[str] = "benchmark.measured"
    number: int = 0


def measure(stage: Stage) -> list[Section]:
    """In this process; then, with the server, proofs over HTTP."""
    entries = ENTRIES.get(stage.size.name, 10_000_000)
    section = Section(f"Ledger · facts recorded, and proofs out of {entries:,} entries")
    _trusted()
    _recording(section)
    _growing(section)
    ids = _filled(section, stage, entries)
    _proofs(section, stage, ids, entries)
    return [section]


def _trusted() -> None:
    """Begin anew with what is there: an earlier run, or an earlier part of this one, signed another tree by the same keys."""
    Path(settings.LOG_KEY).with_suffix(".head").unlink(missing_ok=True)
    checkpoints.trust()


def _recording(section: Section) -> None:
    """Each fact in a transaction of its own, with what its followers wait for, safe on the disk before the next."""
    with connection.cursor() as cursor:  # what was laid down in bulk has its positions already
        cursor.execute("DELETE FROM ledger_waiting WHERE entry_id IN (SELECT entry_id FROM ledger_position)")
    counts, until = [0] * WRITERS, time.perf_counter() + SECONDS

    def write(place: int) -> None:
        while time.perf_counter() < until:
            with transaction.atomic():
                ledger.record(
                    Measured(subject=new_id(), number=counts[place]),
                    by=SYSTEM,
                    at=clock.now(),
                    private={"n": counts[place]},
                )
            counts[place] += 1
        connection.close()

    threads = [threading.Thread(target=write, args=(place,)) for place in range(WRITERS)]
    began = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    rate = sum(counts) / (time.perf_counter() - began)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        section.notes.append("fsync {}, synchronous_commit {}".format(*cursor.fetchone()))
    section.add(
        f"facts recorded, each its own transaction, {WRITERS} at once", f"{rate:,.0f}/s", f"≥ {RATE:,}/s", rate >= RATE
    )


def _growing(section: Section) -> None:
    began, many = time.perf_counter(), 0
    while done := ledger.sequence(5000):
        many += done
    ordered = time.perf_counter() - began
    began, grown = time.perf_counter(), 0
    while done := tree.grow():
        grown += done
    took = time.perf_counter() - began
    rate = many / (ordered + many / max(grown, 1) * took) if many and grown else 0
    section.add(
        f"{many:,} facts ordered, committed to and hashed into the tree",
        f"{rate:,.0f}/s",
        f"≥ {RATE:,}/s",
        rate >= RATE,
    )
    began = time.perf_counter()
    head = checkpoints.sign(clock.now())
    section.add(
        "a head signed with Ed25519 and ML-DSA-44, kept on the disk first",
        f"{1000 * (time.perf_counter() - began):.1f} ms",
    )
    assert head is not None


def _filled(section: Section, stage: Stage, entries: int) -> list[UUID]:
    """A tree of so many leaves, some of which are facts of this database, evenly spread. The others commit to nothing that is there."""
    began = time.perf_counter()
    with psycopg.connect(
        stage.cluster.url(connection.settings_dict["NAME"], "maklumat_owner"), autocommit=True
    ) as owner:
        for table in ("ledger_tile", "ledger_tree", "ledger_position", "ledger_row_key"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute(
            "DELETE FROM ledger_tile; DELETE FROM ledger_tree; DELETE FROM ledger_row_key; DELETE FROM ledger_position; DELETE FROM ledger_head"
        )
        known = owner.execute(
            "SELECT 0, id, kind, subject, unit_id, at, by, by_kind, data::text, commitment FROM ledger_entry ORDER BY id LIMIT %s",
            [REAL],
        ).fetchall()
        step = entries // len(known)
        facts = {place * step: row for place, row in enumerate(known)}
        keys = {index: os.urandom(HASH) for index in facts}
        level = _leaves(owner, entries, facts, keys)
        height = 1
        while len(level) > 0 and height < 8:
            level = _above(owner, height, level)
            height += 1
        with owner.cursor().copy("COPY ledger_position (position, entry_id) FROM STDIN") as copy:
            for index, row in facts.items():
                copy.write_row((index + 1, row[1]))
        with owner.cursor().copy("COPY ledger_row_key (position, key) FROM STDIN") as copy:
            for index, key in keys.items():
                copy.write_row((index + 1, key))
        owner.execute("INSERT INTO ledger_tree (id, size) VALUES (1, %s)", [entries])
        for table in ("ledger_tile", "ledger_tree", "ledger_position", "ledger_row_key"):
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        owner.execute("VACUUM ANALYZE ledger_tile, ledger_position, ledger_row_key")
    _trusted()
    section.notes.append(
        f"a tree of {entries:,} leaves laid down in {time.perf_counter() - began:.0f} s, {len(facts):,} of them facts of this database"
    )
    return [row[1] for row in known]


def _leaves(owner: psycopg.Connection, entries: int, facts: dict[int, tuple], keys: dict[int, bytes]) -> list[bytes]:
    """Levels -1 and 0; returns the roots of the full tiles."""
    roots, rows = [], []
    for start in range(0, entries, WIDTH):
        width = min(WIDTH, entries - start)
        commitments = bytearray(os.urandom(width * HASH))
        for index in [one for one in range(start, start + width) if one in facts]:
            place = (index - start) * HASH
            commitments[place : place + HASH] = tree._committed(keys[index], tree._text(facts[index]))
        hashes = [merkle.leaf_hash(tree.leaf(one)) for one in merkle.hashes_of(bytes(commitments))]
        rows += [(tree.COMMITMENTS, start // WIDTH, bytes(commitments)), (0, start // WIDTH, b"".join(hashes))]
        if width == WIDTH:
            roots.append(merkle.folded(hashes))
        if len(rows) >= 2000:
            _copied(owner, rows)
            rows = []
    _copied(owner, rows)
    return roots


def _above(owner: psycopg.Connection, level: int, hashes: list[bytes]) -> list[bytes]:
    parts = [hashes[start : start + WIDTH] for start in range(0, len(hashes), WIDTH)]
    _copied(owner, [(level, number, b"".join(part)) for number, part in enumerate(parts)])
    return [merkle.folded(part) for part in parts if len(part) == WIDTH]


def _copied(owner: psycopg.Connection, rows: list[tuple[int, int, bytes]]) -> None:
    with owner.cursor().copy("COPY ledger_tile (level, index, hashes) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _proofs(section: Section, stage: Stage, ids: list[UUID], entries: int) -> None:
    checkpoints.sign(clock.now())
    root, seconds = tree.root(entries), []
    for number in range(PROOFS):
        entry_id = ids[number * 7919 % len(ids)]
        began = time.perf_counter()
        head = checkpoints.published()
        proof = tree.prove(entry_id, entries)
        assert head and proof and proof.key
        checkpoints.tlog_proof(proof, head)
        seconds.append(time.perf_counter() - began)
        leaf = merkle.leaf_hash(tree.leaf(tree._committed(proof.key, proof.text)))
        assert merkle.root_of_path(proof.index, entries, leaf, proof.hashes) == root
    worst = quantile(seconds, 0.99)
    section.add(
        f"proof of a fact as a file, {entries:,} entries", spread(seconds), f"p99 < {P99 * 1000:.0f} ms", worst < P99
    )
    seconds = []
    for number in range(PROOFS // 3):
        old = 1 + number * 104_729 % (entries - 1)
        began = time.perf_counter()
        proof_of_growth = tree.consistency(old, entries)
        seconds.append(time.perf_counter() - began)
        if number % 50 == 0:
            assert merkle.consistent(old, entries, tree.root(old), root, list(proof_of_growth))
    section.add(
        "proof that the ledger only grew", spread(seconds), f"p99 < {P99 * 1000:.0f} ms", quantile(seconds, 0.99) < P99
    )
    paths = [f"/jejak/bukti.json?index={number * 15_485_863 % entries}&size={entries}" for number in range(2000)]
    common = {"kind": "read", "connections": 8, "pages": {"proof": {"weight": 1, "paths": paths, "status": 200}}}
    stage.load(**common, seconds=2, seed=97)
    told = [stage.load(**common, seconds=stage.size.seconds, seed=n) for n in range(stage.size.repeats)]
    rate = median(one["asked"] / one["seconds"] for one in told)
    failed = sum(one["failed"] for one in told)
    each = [value for one in told for times in one["times"].values() for value in times]
    section.add("  the same over HTTP (JSON), 8 at once", f"{rate:,.0f} requests/s, {failed} failed, {spread(each)}")
    section.notes.append("HTTP: " + cpu_each(told, [one["asked"] for one in told]))
