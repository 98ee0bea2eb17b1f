"""Finding and replacing. Positions are letters of the text, ``[start, end)``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .names import known_in, names_in
from .numbers import numbers_in

KINDS = {
    "identity": "[NIK/KK]",
    "phone": "[nomor telepon]",
    "email": "[alamat email]",
    "plate": "[nomor polisi]",
    "account": "[nomor rekening]",
    "number": "[nomor]",
    "name": "[nama]",
    "hidden": "[ditutup pelapor]",
}


@dataclass(frozen=True, order=True)
class Found:
    """One passage to hide; ``kind`` is a key of :data:`KINDS`."""

    start: int
    end: int
    kind: str


def find(text: str, known: Iterable[str] = ()) -> tuple[Found, ...]:
    """What to hide in a text, in order, without overlaps: numbers win over names, the earlier over the later.

    ``known``: names that are known to belong to a person, such as the reporter's own; each of their words is hidden.
    """
    taken: list[Found] = []
    names = (*known_in(text, known), *names_in(text))
    for start, end, kind in (*numbers_in(text), *((s, e, "name") for s, e in names)):
        if all(end <= one.start or start >= one.end for one in taken):
            taken.append(Found(start, end, kind))
    return tuple(sorted(taken))


def passages(text: str, wanted: Iterable[str]) -> tuple[Found, ...]:
    """Where these passages stand in a text, whatever the case of their letters; the longer one wins."""
    taken: list[Found] = []
    for passage in sorted({one.strip() for one in wanted if one.strip()}, key=len, reverse=True):
        for hit in re.finditer(re.escape(passage), text, re.IGNORECASE):
            if all(hit.end() <= one.start or hit.start() >= one.end for one in taken):
                taken.append(Found(hit.start(), hit.end(), "hidden"))
    return tuple(sorted(taken))


def traces(text: str, known: Iterable[str]) -> tuple[Found, ...]:
    """Only what leads to the writer: the known names, telephones and addresses. The officers of a case read the rest."""
    names = [Found(start, end, "name") for start, end in known_in(text, known)]
    taken: list[Found] = []
    for one in (*(f for f in find(text) if f.kind in ("phone", "email", "identity")), *names):
        if all(one.end <= other.start or one.start >= other.end for other in taken):
            taken.append(one)
    return tuple(sorted(taken))


def masked(text: str, found: Iterable[Found]) -> str:
    """The text with these passages replaced by their word."""
    parts, here = [], 0
    for one in sorted(found):
        if one.start >= here:
            parts += [text[here : one.start], KINDS[one.kind]]
            here = one.end
    return "".join([*parts, text[here:]])
