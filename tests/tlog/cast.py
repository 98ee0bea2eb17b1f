"""Who appears in these tests: a log with two keys, three witnesses, and a fact."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache

from maklumat.modules.proofs.rules import cekjejak
from tests.tlog import oracle
from tests.tlog.oracle import MLDSA, NOTE, WITNESS, Signer

ORIGIN = "tirtamulya.example/jejak"
LOG, LOG_PQ = Signer(ORIGIN, NOTE, b"L" * 32), Signer(ORIGIN, MLDSA, b"l" * 32)
ANNA, ANNA_PQ = Signer("saksi.example/anna", WITNESS, b"A" * 32), Signer("saksi.example/anna", MLDSA, b"a" * 32)
BUDI = Signer("saksi.example/budi", WITNESS, b"B" * 32)
CITRA_PQ = Signer("saksi.example/citra", MLDSA, b"c" * 32)
STRANGER = Signer("saksi.example/asing", WITNESS, b"S" * 32)
LOGS, WITNESSES = (LOG, LOG_PQ), (ANNA, ANNA_PQ, BUDI, CITRA_PQ)
NOW = 1_800_000_000

ROW_KEY = bytes(range(32))
FACT = json.dumps(
    {
        "id": "0192", "kind": "applications.issued", "subject": "application:7", "unit_id": 3, "by": 9, "by_kind": "staff",
        "at": "2026-11-22T09:00:00+07:00", "data": {"masa": "2026"}, "commitment": "00" * 32,
    },
    sort_keys=True, separators=(",", ":"), ensure_ascii=False,
)  # fmt: skip


def leaves(count: int, branch: str = "") -> list[bytes]:
    """Entries of the right form; those of another branch differ from the very first."""
    return [oracle.leaf(ROW_KEY, f"{branch}{number}") for number in range(count)]


def raw_policy(k: int = 1, log: Iterable[Signer] = LOGS, witnesses: Iterable[Signer] = WITNESSES) -> bytes:
    return oracle.policy(ORIGIN, log, witnesses, k)


@cache
def policy(k: int = 1) -> cekjejak.Policy:
    return cekjejak.read_policy(raw_policy(k))


class Shelf(cekjejak.Site):
    """A site that needs no network: a dictionary of paths."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def get(self, path: str, limit: int) -> bytes | None:
        found = self.files.get(path)
        if found is not None and len(found) > limit:
            raise cekjejak.Unusable("too long")
        return found


def head(given: list[bytes]) -> cekjejak.Checkpoint:
    """The checkpoint of these leaves, as if its signatures had been checked."""
    text = oracle.checkpoint_text(ORIGIN, len(given), oracle.mth(given))
    return cekjejak.Checkpoint(ORIGIN, len(given), oracle.mth(given), text)
