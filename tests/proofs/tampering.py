"""Attacks on the ledger by whoever owns the database, and by whoever owns the log's keys as well.

Part one, the strong attacker: he rewrites a log of a million entries (edits, deletes, swaps, inserts, cuts the tail, forks, goes back), rebuilds the whole
tree without a fault, signs it with the log's own keys, and offers it to an honest witness with the best proof he can make. A monitor that kept an old
head, and cekjejak's own functions, look on as well. Beside it stands a plain hash chain, which he simply computes anew.

Part two, the owner of the database without the keys: many entries, positions, tiles and keys are changed behind the triggers; one look at the ledger
(`maklumat ledger check`) must name each of them, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from maklumat.kernel import merkle, notes
from maklumat.kernel.notes import Checkpoint, Signer
from maklumat.modules.proofs.rules import cekjejak
from maklumat.site import witness as watching

ORIGIN = "pemda.example/jejak"
KINDS = ("edit", "delete", "swap", "insert", "cut", "fork", "resign")


class Rows:
    """A tree as rows of hashes; ``rewritten`` gives another that shares what lies before a place."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.rows = [leaves]
        self._up(0)

    def _up(self, first: int) -> None:
        level = 0
        while len(self.rows[level]) > 1:
            below, start = self.rows[level], first >> 1
            if level + 1 == len(self.rows):
                self.rows.append([])
            above = self.rows[level + 1]
            del above[start:]
            above += [merkle.node_hash(below[2 * n], below[2 * n + 1]) for n in range(start, len(below) // 2)]
            level, first = level + 1, start
            if not above:
                del self.rows[level:]
                break

    def piece(self, height: int, index: int) -> bytes:
        return self.rows[height][index]


class Forged:
    """The attacker's tree: the true one until ``first``, then his own leaves. Only what differs is kept."""

    def __init__(self, true: Rows, first: int, tail: list[bytes]) -> None:
        self.true, self.first, self.size = true, first, first + len(tail)
        self.over: dict[tuple[int, int], bytes] = {(0, first + n): one for n, one in enumerate(tail)}
        height, low, high = 0, first, self.size
        while high - low > 0 and high > 1:
            below = height
            height, low, high = height + 1, low >> 1, high >> 1
            for index in range(low, high):
                self.over[height, index] = merkle.node_hash(
                    self.piece(below, 2 * index), self.piece(below, 2 * index + 1)
                )

    def piece(self, height: int, index: int) -> bytes:
        found = self.over.get((height, index))
        return found if found is not None else self.true.piece(height, index)

    def span(self, span: merkle.Span) -> bytes:
        parts = [self.piece(*piece) for piece in merkle.pieces(span)]
        if not parts:
            return merkle.EMPTY
        found = parts.pop()
        while parts:
            found = merkle.node_hash(parts.pop(), found)
        return found


def run(*, entries: int, attacks: int, rows: int, seed: int) -> dict[str, Any]:
    """``entries`` of the log; ``attacks`` on it; ``rows`` in the database of part two."""
    logging.getLogger("maklumat.witness").setLevel(logging.CRITICAL)  # it tells of each attack
    began = time.perf_counter()
    strong = _strong(entries, attacks, random.Random(seed))
    weak = _weak(rows, random.Random(seed))
    return {
        **strong, **weak, "seconds": round(time.perf_counter() - began),
        "wrong": len(strong["examples"]) + len(weak["database examples"]), "examples": strong["examples"] + weak["database examples"],
    }  # fmt: skip


def _strong(entries: int, attacks: int, chance: random.Random) -> dict[str, Any]:
    leaves = [merkle.leaf_hash(number.to_bytes(8)) for number in range(entries)]
    true = Rows(leaves)
    honest = Forged(true, entries, [])
    signer = Signer(ORIGIN, {"ed25519": chance.randbytes(32), "mldsa44": chance.randbytes(32)})
    found = {kind: [0, 0] for kind in KINDS}
    chained, examples = 0, []
    with tempfile.TemporaryDirectory(prefix="saksi") as folder:
        policy = {"origin": ORIGIN, "log": [one.vkey() for one in signer.verifiers]}
        witness = watching.found(Path(folder), "saksi.example", [policy])
        seen = entries - entries // 1000  # the witness looked a little while ago
        root_seen = honest.span((0, seen))
        first = Checkpoint(ORIGIN, seen, root_seen)
        assert witness.add_checkpoint(f"old 0\n\n{notes.written(first, signer.sign(first, 1))}")[0] == 200
        for number in range(attacks):
            kind = KINDS[number % len(KINDS)]
            forged = _attack(kind, leaves, true, seen, chance)
            root = forged.span((0, forged.size))
            checkpoint = Checkpoint(ORIGIN, forged.size, root)
            note = notes.written(checkpoint, signer.sign(checkpoint, 2))
            refused = all(
                _offer(witness, note, old, proof) != 200 for old, proof in _tricks(honest, forged, seen, chance)
            )
            monitor = forged.size < seen or not cekjejak.verify_consistency(
                seen, forged.size, root_seen, root, [forged.span(one) for one in merkle.consistency(seen, forged.size)]
            )
            found[kind][0] += 1
            found[kind][1] += refused and monitor
            if not (refused and monitor):
                examples.append(f"{kind} number {number}: witness {refused}, monitor {monitor}")
        last = Checkpoint(ORIGIN, entries, honest.span((0, entries)))
        goes_on = _offer(
            witness,
            notes.written(last, signer.sign(last, 3)),
            seen,
            [honest.span(one) for one in merkle.consistency(seen, entries)],
        )
        if goes_on != 200:
            examples.append("the witness refuses the honest log as well")
    chained = sum(_chain_notices(KINDS[number % len(KINDS)], chance) for number in range(min(attacks, 2000)))
    return {
        "entries": entries, "attacks": attacks, "found": sum(good for _tried, good in found.values()),
        **{f"found {kind}": f"{good} of {tried}" for kind, (tried, good) in found.items()},
        "a plain hash chain finds": f"{chained} of {min(attacks, 2000)}", "examples": examples[:20],
    }  # fmt: skip


def _attack(kind: str, leaves: list[bytes], true: Rows, seen: int, chance: random.Random) -> Forged:
    """A log that is not the true one before the head that the witness saw. Deep places cost a million hashes: one in twenty lies anywhere."""
    deepest = (seen - 1).bit_length()
    back = min(int(2 ** chance.uniform(0, deepest if chance.random() < 0.05 else min(deepest, 14))), seen - 2)
    place = seen - 1 - back
    other, size = chance.randbytes(32), len(leaves)
    longer = size + chance.choice((0, 0, 1, 300))
    more = [chance.randbytes(32) for _ in range(longer - size)]
    if kind == "edit":
        return Forged(true, place, [other, *leaves[place + 1 :], *more])
    if kind == "delete":
        return Forged(true, place, [*leaves[place + 1 :], *more, *([other] if not more else [])])
    if kind == "swap":
        return Forged(true, place, [leaves[place + 1], leaves[place], *leaves[place + 2 :], *more])
    if kind == "insert":
        return Forged(true, place, [other, *leaves[place:], *more])
    if kind == "cut":
        return Forged(true, place, [])
    if kind == "fork":
        return Forged(
            true, place, [chance.randbytes(32) for _ in range(min(back + 1, 500))] + [other] * max(back + 1 - 500, 0)
        )
    return Forged(true, seen - 1, [other])  # another root for the very size that was cosigned


def _tricks(honest: Forged, forged: Forged, seen: int, chance: random.Random) -> Iterator[tuple[int, list[bytes]]]:
    """What an attacker may say beside his head: an old size, and the proof of his tree, of the true one, a mixture, none."""
    low, high = sorted((seen, forged.size))
    mine = [forged.span(one) for one in merkle.consistency(low, high)] if high == forged.size else []
    true = [honest.span(one) for one in merkle.consistency(low, high)] if high <= honest.size else mine
    mixed = [chance.choice(pair) for pair in zip(mine, true, strict=False)]
    yield from ((seen, mine), (seen, true), (seen, mixed), (seen, []), (0, []), (min(forged.size, seen), mine))


def _offer(witness: watching.Witness, note: str, old: int, proof: list[bytes]) -> int:
    """The status that the witness answers with."""
    lines = "".join(f"{base64.b64encode(one).decode()}\n" for one in proof)
    return witness.add_checkpoint(f"old {old}\n{lines}\n{note}")[0]


def _chain_notices(kind: str, chance: random.Random, many: int = 200) -> bool:
    """A hash chain in the same table: each row holds the hash of the row before. Who rewrites the rows computes the hashes anew."""
    rows = [chance.randbytes(8) for _ in range(many)]
    changes: dict[str, Callable[[], list[bytes]]] = {
        "edit": lambda: [b"other", *rows[1:]], "delete": lambda: rows[1:], "swap": lambda: [rows[1], rows[0], *rows[2:]], "insert": lambda: [b"more", *rows],
        "cut": lambda: rows[:-5], "fork": lambda: rows[:100] + [b"f"] * 100, "resign": lambda: [*rows[:-1], b"other"],
    }  # fmt: skip
    stored, before = [], b""
    for one in changes[kind]():
        before = hashlib.sha256(before + one).digest()
        stored.append((one, before))
    last = b""
    for one, link in stored:  # the verification that comes with such chains
        last = hashlib.sha256(last + one).digest()
        if last != link:
            return True
    return False


def _weak(rows: int, chance: random.Random) -> dict[str, Any]:
    from django.db import connection, transaction

    from maklumat.kernel import ledger, tree

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entry (id, kind, subject, at, by_kind, data) SELECT gen_random_uuid(), 'test.made', gen_random_uuid(), now(), 'system', "
            "jsonb_build_object('number', n, 'share', n / 7.0) FROM generate_series(1, %s) AS n",
            [rows],
        )
    began = time.perf_counter()
    while ledger.sequence(5000) or tree.grow(5000):
        pass
    grown = time.perf_counter() - began
    before = sorted(tree.damages())
    places = chance.sample(range(rows), min(rows // 4, 5000))
    sixth = len(places) // 6
    edited, dated, moved, torn, other_key, taken = (places[n * sixth : (n + 1) * sixth] for n in range(6))
    erased = chance.sample(sorted(set(range(rows)) - set(places)), min(100, rows // 10))
    wanted = {*edited, *dated, *moved, *torn, *other_key, *taken}
    from tests.proofs.ground import as_role

    as_role(connection, "maklumat_owner")
    connection.close()
    with transaction.atomic(), connection.cursor() as cursor:
        tables = ("ledger_entry", "ledger_position", "ledger_tile", "ledger_row_key")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        of = "id IN (SELECT entry_id FROM ledger_position WHERE position - 1 = ANY(%s))"
        cursor.execute(f"UPDATE ledger_entry SET data = jsonb_set(data, '{{share}}', '0.5') WHERE {of}", [edited])
        cursor.execute(f"UPDATE ledger_entry SET at = at + interval '1 microsecond' WHERE {of}", [dated])
        pairs = list(zip(moved[::2], moved[1::2], strict=False))
        wanted -= set(moved[len(pairs) * 2 :])
        for one, two in pairs:
            cursor.execute(
                "WITH old AS (SELECT position, entry_id FROM ledger_position WHERE position IN (%s, %s)), gone AS (DELETE FROM ledger_position WHERE position IN (%s, %s)) SELECT * FROM old",
                [one + 1, two + 1, one + 1, two + 1],
            )
            (first, its), (second, others) = cursor.fetchall()
            cursor.execute(
                "INSERT INTO ledger_position (position, entry_id) VALUES (%s, %s), (%s, %s)",
                [first, others, second, its],
            )
        for index in torn:
            cursor.execute(
                "UPDATE ledger_tile SET hashes = overlay(hashes PLACING %s FROM %s) WHERE level = -1 AND index = %s",
                [chance.randbytes(32), index % 256 * 32 + 1, index // 256],
            )
        cursor.execute("UPDATE ledger_row_key SET key = sha256(key) WHERE position - 1 = ANY(%s)", [other_key])
        cursor.execute(
            "INSERT INTO ledger_erasure (subject, at) SELECT subject, now() FROM ledger_entry WHERE id IN (SELECT entry_id FROM ledger_position WHERE position - 1 = ANY(%s))",
            [erased],
        )  # this may be: an erasure
        cursor.execute("DELETE FROM ledger_row_key WHERE position - 1 = ANY(%s)", [[*erased, *taken]])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    began = time.perf_counter()
    named = {index for index, _what in tree.damages()}
    looked = time.perf_counter() - began
    examples = [f"before anything was done: {one}" for one in before[:5]]
    examples += [f"not found: entry {index}" for index in sorted(wanted - named)[:10]]
    examples += [f"named without a reason: entry {index}" for index in sorted(named - wanted)[:10]]
    return {
        "database entries": rows, "grown per second": round(rows / grown), "changed": len(wanted), "named": len(named & wanted),
        "named without a reason": len(named - wanted), "seconds for a look": round(looked, 1), "database examples": examples,
    }  # fmt: skip
