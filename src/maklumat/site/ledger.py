"""`maklumat ledger`: proofs on the command line, a look at whether every entry is what was signed, and a person's word where nobody else knows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings

from maklumat.kernel import checkpoints, notes, tree
from maklumat.kernel.models import Head


class Unanswered(Exception):
    """There is nothing to answer with; the sentence says why."""


def run(act: str, values: Sequence[str], yes: bool = False) -> int:
    """Returns 1 where something is damaged, or was not agreed to."""
    try:
        if act == "trust":
            return _trust(yes, *(int(one) for one in values))
        if act == "check":
            return _check()
        head = checkpoints.published()
        if head is None:
            raise Unanswered("Nothing is signed yet. The worker does it every few seconds.")
        if act == "proof":
            print(_proof(*values), end="")
        elif act == "consistency":
            print(_consistency(head.checkpoint.size, *(int(one) for one in values)))
        else:
            print(head.note, end="")
    except (checkpoints.Forked, checkpoints.BadPolicy) as error:
        raise Unanswered(str(error)) from error
    except (TypeError, ValueError) as error:
        raise Unanswered("proof ID (of a fact), consistency OLD [NEW] (sizes of the ledger), trust [SIZE]") from error
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


def _check() -> int:
    """Everything that is in the database against what lies outside of it: the keys, and the head that they signed last."""
    kept, newest = checkpoints.last(), Head.objects.order_by("-size").first()
    if newest is None and (kept is None or not kept.size):
        raise Unanswered("Nothing is signed yet. The worker does it every few seconds.")
    size = tree.size()
    wrong = [f"entry {index}: {what}" for index, what in tree.damages(0, size)]
    wrong += [f"tile {level}/{index} is not the one in the tile above" for level, index in tree.torn(size)]
    wrong += _heads(kept, newest, size)
    waiting, lost = tree.hidden()
    if lost:
        wrong.append(f"{lost} entries have no position and wait for none: they would never be signed")
    told = [f"{waiting} entries wait for their position"] if waiting else []
    erased = tree.shut(size)
    told += [f"{erased} entries cannot be told: their keys were erased"] if erased else []
    print("\n".join([*wrong, *told, f"{size} entries, {len(wrong)} damaged"]))
    return 1 if wrong else 0


def _heads(kept: checkpoints.Kept | None, newest: Head | None, size: int) -> list[str]:
    """What is wrong with the heads: the one beside the keys, and the newest in the database, whose signatures are read. Its columns prove nothing."""
    wrong = []
    if kept is None:
        wrong.append("no head lies beside the keys, so what was signed last is not known (maklumat ledger trust)")
    elif not checkpoints.continues(kept, size):
        wrong.append(
            f"the tree of {size} entries does not continue the {kept.size} that were signed, as lies beside the keys"
        )
    if newest is None:
        return [*wrong, "no signed head is in the database"]
    verifiers = checkpoints.signer().verifiers
    try:
        signed, lines = notes.opened(newest.note, verifiers)
    except notes.BadNote as error:
        return [*wrong, f"the head of {newest.size} entries: {error}"]
    if len({line.id for line in lines}) != len(verifiers):
        wrong.append(f"the head of {newest.size} entries is not signed by both keys")
    if (signed.size, signed.root) != (newest.size, bytes(newest.root)):
        wrong.append(f"the row of the head of {newest.size} entries is not what was signed")
    if not checkpoints.continues(checkpoints.Kept(signed.size, signed.root), size):
        wrong.append(f"the tree of {size} entries has another root than the one that was signed for {signed.size}")
    return wrong


def _trust(yes: bool, earlier: int | None = None) -> int:
    """Show what would be signed on from, and let a person say that nothing else was. ``earlier``: a size that somebody else has a root of, to compare."""
    size, kept, newest = tree.size(), checkpoints.last(), Head.objects.order_by("-size").first()
    print(f"The ledger in this database has {size} entries, root {tree.root(size).hex()}.")
    if newest is not None:
        print(f"The newest head in it was signed on {newest.at:%Y-%m-%d %H:%M:%S} UTC for {newest.size} entries.")
    if earlier is not None:
        print(
            f"Its first {earlier} entries have the root {tree.root(earlier).hex()}."
            if earlier <= size
            else f"It never had {earlier} entries."
        )
    beside = f"the head of {kept.size} entries, root {kept.root.hex()}" if kept else "no head"
    print(f"Beside the keys ({settings.LOG_KEY}) lies {beside}.")
    print(
        "From now on these keys sign what continues this ledger. If they ever signed more than it has, or other entries,"
    )
    print("people hold two histories of which one is false: then restore a newer backup, or begin under new keys.")
    if not yes and not _agreed():
        print("Nothing was changed.")
        return 1
    head = checkpoints.trust()
    print(f"The ledger goes on from {head.size} entries. Start the worker and the pages again.")
    return 0


def _agreed() -> bool:
    try:
        return input("Type yes to go on: ").strip() == "yes"
    except EOFError:
        return False
