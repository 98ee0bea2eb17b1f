"""What is published of the ledger: its signed head, its tiles, proofs. None of it tells what an entry says, but for facts that are for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel import checkpoints, merkle, tree
from maklumat.kernel.errors import Invalid, Missing
from maklumat.kernel.events import public_kinds
from maklumat.kernel.models import Entry
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units

from ..rules.addresses import ENTRIES, Address


@dataclass(frozen=True)
class LogPage:
    """``head``: None before the first signature. ``keys``: the log's; ``watchers``: (name, whether it cosigned this head); ``k``: how many must."""

    origin: str
    head: checkpoints.Published | None
    keys: tuple[str, ...]
    watchers: tuple[tuple[str, bool], ...]
    k: int
    zone: str


def log_page() -> LogPage:
    """Two queries."""
    rules, head = checkpoints.policy(), checkpoints.published()
    cosigned = head.witnesses if head else ()
    watchers = tuple((one.name, one.name in cosigned) for one in rules.witnesses)
    root = units.tree().government
    zone = calendars.zone_of(root.id) if root else "Asia/Jakarta"
    return LogPage(rules.origin, head, tuple(one.vkey() for one in rules.log), watchers, rules.k, zone)


def policy() -> dict[str, Any]:
    """As cekjejak reads it."""
    return checkpoints.policy().plain()


def head(at_least: int = 0) -> checkpoints.Published:
    """The newest head, of so many entries at least. Two queries. Raises :class:`Missing`."""
    found = checkpoints.published(at_least)
    if found is None:
        raise Missing(_("Catatan ini belum ditandatangani. Muat ulang halaman ini beberapa detik lagi."))
    return found


def tile(address: Address) -> bytes:
    """Of the tree, or a bundle of entries, as wide as it was asked for. Three queries. Raises :class:`Missing`.

    Only of what the published head covers: others keep a tile for good, and what nobody signed yet may still change.
    """
    level = tree.COMMITMENTS if address.level == ENTRIES else address.level
    leaves_of_one = merkle.WIDTH ** max(address.level, 0)
    newest = checkpoints.published()
    covered = newest.checkpoint.size if newest else 0
    found = tree.tile(level, address.index)[: address.width * merkle.HASH]
    beyond = (address.index * merkle.WIDTH + address.width) * leaves_of_one > covered
    if beyond or len(found) != address.width * merkle.HASH:
        raise Missing(_("Bagian catatan ini belum ada."))
    if address.level != ENTRIES:
        return found
    leaves = [tree.leaf(one) for one in merkle.hashes_of(found)]
    return b"".join(len(one).to_bytes(2) + one for one in leaves)


def inclusion(index: int | None, size: int | None) -> dict[str, Any]:
    """That a leaf (the newest, if none is named) is in a tree, as JSON. Three queries. Raises :class:`Invalid`."""
    newest = head()
    size = newest.checkpoint.size if size is None else size
    index = size - 1 if index is None else index
    if not 0 <= index < size <= newest.checkpoint.size:
        raise Invalid(_("Isi urutan (index) dan ukuran (size) yang ada di catatan: 0 ≤ index < size."))
    return {
        "index": index,
        "size": size,
        "root": tree.root(size).hex(),
        "hashes": [one.hex() for one in tree.path(index, size)],
    }


def consistency(old: int | None, size: int | None) -> dict[str, Any]:
    """That a tree begins with an earlier one, as JSON. Five queries. Raises :class:`Invalid`."""
    newest = head()
    size = newest.checkpoint.size if size is None else size
    old = 0 if old is None else old
    if not 0 <= old <= size <= newest.checkpoint.size:
        raise Invalid(_("Isi ukuran lama (old) dan baru (size) yang ada di catatan: 0 ≤ old ≤ size."))
    hashes = [one.hex() for one in tree.consistency(old, size)]
    return {"old": old, "old_root": tree.root(old).hex(), "size": size, "root": tree.root(size).hex(), "hashes": hashes}


def public_fact(entry_id: UUID) -> str:
    """The proof of a fact that is for everybody. Raises :class:`Missing`, for others as for those there are not."""
    if not Entry.objects.filter(id=entry_id, kind__in=public_kinds()).exists():
        raise Missing(_("Fakta ini tidak ada, atau tidak terbuka untuk umum."))
    found = checkpoints.proof_of(entry_id)
    if found is None:
        raise Missing(_("Fakta ini sedang dicatat. Coba lagi beberapa detik lagi."))
    return found
