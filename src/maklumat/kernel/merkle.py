"""Merkle trees (RFC 6962 section 2.1) in tiles (C2SP tlog-tiles). Pure: hashes in, hashes out.

A *tile* holds up to 256 hashes of one level side by side; of level 0 the leaves' hashes, of each level above the roots of full tiles. The last tile
of a level is partial, and only ever grows. Every hash of every earlier tree is made of the tiles of the present one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256

HEIGHT, WIDTH, HASH = 8, 256, 32
EMPTY = sha256(b"").digest()  # the root of no leaves

Place = tuple[int, int]  # of a tile: level, index
Tiles = Callable[[int, int], bytes]  # the hashes of a tile, one after another
Span = tuple[int, int]  # leaves from, and before


def leaf_hash(data: bytes) -> bytes:
    """Of one entry."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def folded(hashes: Sequence[bytes]) -> bytes:
    """The root of 1, 2, 4 … 256 hashes side by side."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[place], row[place + 1]) for place in range(0, len(row), 2)]
    return row[0]


def hashes_of(tile: bytes) -> list[bytes]:
    return [tile[place : place + HASH] for place in range(0, len(tile), HASH)]


def edge(size: int) -> list[Place]:
    """The partial tiles of a tree of this size, lowest level first: where it grows."""
    found, level = [], 0
    while size:
        if size % WIDTH:
            found.append((level, size // WIDTH))
        size, level = size // WIDTH, level + 1
    return found


def grown(size: int, tiles: Mapping[Place, bytes], leaves: Iterable[bytes]) -> dict[Place, bytes]:
    """The tiles that change when leaf hashes are added to a tree of ``size``, whose partial tiles (:func:`edge`) are given."""
    changed: dict[Place, bytearray] = {}

    def add(level: int, index: int, one: bytes) -> None:
        place = (level, index // WIDTH)
        tile = changed.setdefault(place, bytearray(tiles.get(place, b"")))
        if len(tile) != index % WIDTH * HASH:
            raise ValueError(f"tile {place} has {len(tile) // HASH} hashes, not {index % WIDTH}")
        tile += one
        if len(tile) == WIDTH * HASH:
            add(level + 1, index // WIDTH, folded(hashes_of(bytes(tile))))

    for number, one in enumerate(leaves):
        add(0, size + number, one)
    return {place: bytes(tile) for place, tile in changed.items()}


def path(index: int, size: int) -> list[Span]:
    """The spans whose hashes prove a leaf in a tree of ``size``, nearest first (RFC 6962 section 2.1.1). Raises ValueError for no such leaf."""
    if not 0 <= index < size:
        raise ValueError("no such leaf in this tree")
    found, low, high = [], 0, size
    while high - low > 1:
        middle = low + _half(high - low)
        if index < middle:
            found.append((middle, high))
            high = middle
        else:
            found.append((low, middle))
            low = middle
    return found[::-1]


def consistency(old: int, size: int) -> list[Span]:
    """The spans whose hashes prove that a tree of ``size`` begins with the one of ``old`` (RFC 6962 section 2.1.2); of an empty one nothing has to be
    proved. Raises ValueError where the tree never was so large."""
    if not 0 <= old <= size:
        raise ValueError("the tree never was so large")
    if old in (0, size):
        return []
    found, low, high, whole = [], 0, size, True
    while high != old:
        middle = low + _half(high - low)
        if old <= middle:
            found.append((middle, high))
            high = middle
        else:
            found.append((low, middle))
            low, whole = middle, False
    return [*([] if whole else [(low, high)]), *found[::-1]]


def _half(count: int) -> int:
    """The largest power of two below a count above one."""
    return 1 << (count - 1).bit_length() - 1


def pieces(span: Span) -> list[tuple[int, int]]:
    """A span as whole subtrees, left to right: (height, index at that height)."""
    low, high = span
    found = []
    while low < high:
        height = (high - low).bit_length() - 1
        found.append((height, low >> height))
        low += 1 << height
    return found


def needed(spans: Iterable[Span]) -> set[Place]:
    """The tiles that the hashes of spans are made of."""
    return {_tile_of(*piece) for span in spans for piece in pieces(span)}


def _tile_of(height: int, index: int) -> Place:
    return height // HEIGHT, (index << height % HEIGHT) // WIDTH


def span_hash(span: Span, tiles: Tiles) -> bytes:
    """The hash over a span of leaves; of none :data:`EMPTY`."""
    parts = [_piece_hash(*piece, tiles) for piece in pieces(span)]
    if not parts:
        return EMPTY
    found = parts.pop()
    while parts:
        found = node_hash(parts.pop(), found)
    return found


def _piece_hash(height: int, index: int, tiles: Tiles) -> bytes:
    level, tile = _tile_of(height, index)
    rest = height % HEIGHT
    start = (index << rest) % WIDTH
    part = hashes_of(tiles(level, tile))[start : start + (1 << rest)]
    if len(part) != 1 << rest:
        raise ValueError(f"tile {level}/{tile} is too short")
    return folded(part)


def root_of_path(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to (RFC 9162 section 2.1.3.2); None where it has not the right length."""
    if not 0 <= index < size:
        return None
    number, last, found = index, size - 1, leaf
    for one in proof:
        if last == 0:
            return None
        if number & 1 or number == last:
            found = node_hash(one, found)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            found = node_hash(found, one)
        number, last = number >> 1, last >> 1
    return found if last == 0 else None


def consistent(old: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the tree of ``size`` begins with that of ``old`` (RFC 9162 section 2.1.4.2)."""
    if old == size:
        return not proof and old_root == root
    if old == 0:
        return not proof and old_root == EMPTY
    if not 0 < old < size or not proof:
        return False
    hashes = list(proof)
    if old & (old - 1) == 0:
        hashes.insert(0, old_root)
    number, last = old - 1, size - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    before = after = hashes[0]
    for one in hashes[1:]:
        if last == 0:
            return False
        if number & 1 or number == last:
            before, after = node_hash(one, before), node_hash(one, after)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            after = node_hash(after, one)
        number, last = number >> 1, last >> 1
    return last == 0 and before == old_root and after == root
