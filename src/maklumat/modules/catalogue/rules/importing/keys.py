"""Keys and slugs made from names."""

from __future__ import annotations

import re
import unicodedata


def _ascii(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text[:2000]).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", folded.lower()).strip()


def key(text: str) -> str:
    """A key of a standard: lower case, at most 40 signs, beginning with a letter."""
    made = _ascii(text).replace(" ", "_")
    if not made or not made[0].isalpha():
        made = f"isian_{made}" if made else "isian"
    return made[:40].rstrip("_")


def slug(text: str) -> str:
    """A slug of a service, at most 80 signs."""
    return _ascii(text).replace(" ", "-")[:80].strip("-") or "layanan"


def same(text: str) -> str:
    """The form in which two names are compared."""
    return _ascii(text) or " ".join(text.lower().split())


class Unique:
    """Hands out names that were not handed out before."""

    def __init__(self, limit: int, joint: str) -> None:
        self._limit, self._joint, self._seen = limit, joint, set[str]()
        self._next: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        """``wanted``, or ``wanted_2``, ``wanted_3``…"""
        made, number = wanted, self._next.get(wanted, 2)
        while made in self._seen:
            tail = f"{self._joint}{number}"
            made, number = wanted[: self._limit - len(tail)].rstrip("-_") + tail, number + 1
        self._next[wanted] = number
        self._seen.add(made)
        return made
