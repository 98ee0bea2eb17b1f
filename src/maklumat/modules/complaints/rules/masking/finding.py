"""Finding and replacing. Positions are letters of the text, ``[start, end)``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .names import names_in
from .numbers import numbers_in

KINDS = {
    "identity": "[NIK/KK]",
    "phone": "[nomor telepon]",
    "email": "[alamat email]",
    "plate": "[nomor polisi]",
    "account": "[nomor rekening]",
    "number": "[nomor]",
    "name": "[nama]",
}


@dataclass(frozen=True, order=True)
class Found:
    """One passage to hide; ``kind`` is a key of :data:`KINDS`."""

    start: int
    end: int
    kind: str


def find(text: str) -> tuple[Found, ...]:
    """What to hide in a text, in order, without overlaps: numbers win over names, the earlier over the later."""
    taken: list[Found] = []
    for start, end, kind in (*numbers_in(text), *((s, e, "name") for s, e in names_in(text))):
        if all(end <= one.start or start >= one.end for one in taken):
            taken.append(Found(start, end, kind))
    return tuple(sorted(taken))


def masked(text: str, found: Iterable[Found]) -> str:
    """The text with these passages replaced by their word."""
    parts, here = [], 0
    for one in sorted(found):
        if one.start >= here:
            parts += [text[here : one.start], KINDS[one.kind]]
            here = one.end
    return "".join([*parts, text[here:]])
