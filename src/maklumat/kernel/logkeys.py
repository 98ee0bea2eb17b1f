"""The log's keys, and beside them the head that was signed last: both outside the database, so that no database makes the log contradict itself.

Nothing is signed that does not continue the head that lies there. Where none lies there, what was signed is not known: a log begins by itself only with new
keys and a database without signed heads; else a person decides (:func:`trust`, ``maklumat ledger trust``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from . import merkle, notes, tree
from .keyfiles import seeds_in, write_first, write_whole
from .models import Cosignature, Head
from .notes import BadNote, Signer

SIGNER = 7_251_003  # advisory lock: one at a time
READ = "See docs/operations.md (the signed ledger)."


class Forked(RuntimeError):
    """The database does not continue what was signed before, or nobody knows whether it does."""


@dataclass(frozen=True)
class Kept:
    """A head: how many entries, and the root over them."""

    size: int
    root: bytes


@lru_cache(maxsize=1)
def signer() -> Signer:
    """The log's keys: a JSON file of mode 0600, beside the keyring, made at the first start. Raises :class:`Forked` where they are gone."""
    place = Path(settings.LOG_KEY)
    if not place.exists():
        kept = last()
        used = (kept is not None and kept.size > 0) or Head.objects.exists()
        if used and not place.exists():  # another process may have made them meanwhile, and signed already
            raise Forked(f"{place} is gone, though heads were signed with it: restore it from its sealed copy. {READ}")
        # First the head of an empty log, then the keys: keys without a head beside them are keys that were used elsewhere.
        write_first(_place(), _text(Kept(0, merkle.EMPTY)))
    return Signer(settings.LOG_ORIGIN, seeds_in(place))


def last() -> Kept | None:
    """The head that was signed last, as it lies beside the keys; None where there is none. Raises :class:`Forked` for a damaged file."""
    place = _place()
    if not place.exists():
        return None
    try:
        kept = json.loads(place.read_text())
        return Kept(int(kept["size"]), bytes.fromhex(kept["root"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Forked(f"{place} is damaged, so what was signed last is not known. {READ}") from error


def continues(head: Kept, size: int) -> bool:
    """Whether the tree of ``size`` entries begins with this head."""
    return head.size <= size and tree.root(head.size) == head.root


def remember(head: Kept) -> None:
    """Keep the head beside the keys, before anybody sees it. Raises :class:`Forked` where it continues neither the one that lies there nor the newest that
    the database says was signed."""
    kept = last()
    if kept is None:
        raise Forked(
            f"the keys of the ledger are here, but not {_place().name}, the head that they signed last: signing now could contradict it. Nothing is signed until "
            f"somebody has run maklumat ledger trust. {READ}"
        )
    newest = Head.objects.order_by("-size").first()
    for one in (kept, *([Kept(newest.size, bytes(newest.root))] if newest else [])):
        if not continues(one, head.size):
            raise Forked(
                f"the database has {head.size} entries and does not continue the {one.size} that were signed: a restored backup, or a changed history. "
                f"Nothing is signed. {READ}"
            )
    write_whole(_place(), _text(head))


def trust() -> Kept:
    """A person says that nothing else was signed: the keys (new ones, where they are gone) sign on from the present tree. Signed heads in the database that it
    does not continue, or that other keys signed, go. Raises :class:`Forked` where a head lies beside the keys that it contradicts."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SIGNER])
        size = tree.size()
        present, kept = Kept(size, tree.root(size)), last()
        if kept is not None and not continues(kept, size):
            raise Forked(
                f"{_place()} says that these keys signed {kept.size} entries which this database does not continue: they must never sign it. Move {_place().name} and "
                f"{Path(settings.LOG_KEY).name} away, so that a new log begins under new keys, and run this again. {READ}"
            )
        write_whole(_place(), _text(present))
        ours = Signer(settings.LOG_ORIGIN, seeds_in(Path(settings.LOG_KEY)))
        signer.cache_clear()
        for head in Head.objects.order_by("-size").iterator():
            if _is_of(head, ours, size):
                break  # older ones were signed as its beginning
            Cosignature.objects.filter(size=head.size).delete()
            head.delete()
    return present


def _is_of(head: Head, ours: Signer, size: int) -> bool:
    try:
        notes.opened(head.note, ours.verifiers)
    except BadNote:
        return False
    return continues(Kept(head.size, bytes(head.root)), size)


def _place() -> Path:
    return Path(settings.LOG_KEY).with_suffix(".head")


def _text(head: Kept) -> str:
    return json.dumps({"size": head.size, "root": head.root.hex()})
