"""`maklumat ledger`: proofs on the command line, and a look at whether every entry is what was signed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from maklumat.kernel import checkpoints, tree


class Unanswered(Exception):
    """There is nothing to answer with; the sentence says why."""


def run(act: str, values: Sequence[str]) -> int:
    """Returns 1 where something is damaged."""
    head = checkpoints.published()
    if head is None:
        raise Unanswered("Nothing is signed yet. The worker does it every few seconds.")
    try:
        if act == "proof":
            print(_proof(*values), end="")
        elif act == "consistency":
            print(_consistency(head.checkpoint.size, *(int(one) for one in values)))
        elif act == "check":
            return _check(head)
        else:
            print(head.note, end="")
    except (TypeError, ValueError) as error:
        raise Unanswered("proof ID (of a fact), consistency OLD [NEW] (sizes of the ledger)") from error
    return 0


def _proof(entry_id: str) -> str:
    found = checkpoints.proof_of(UUID(entry_id))
    if found is None:
        raise Unanswered("This fact is not in a signed head. New ones are after a few seconds.")
    return found


def _consistency(newest: int, old: int, new: int | None = None) -> str:
    size = newest if new is None else new
    hashes = [one.hex() for one in tree.consistency(old, size)]
    return json.dumps(
        {"old": old, "old_root": tree.root(old).hex(), "size": size, "root": tree.root(size).hex(), "hashes": hashes},
        indent=1,
    )


def _check(head: checkpoints.Published) -> int:
    size = head.checkpoint.size
    wrong = [f"entry {index}: {what}" for index, what in tree.damages(0, size)]
    if tree.root(size) != head.checkpoint.root:
        wrong.append(f"the tree of {size} entries has another root than the one that was signed")
    print("\n".join([*wrong, f"{size} entries, {len(wrong)} damaged"]))
    return 1 if wrong else 0
