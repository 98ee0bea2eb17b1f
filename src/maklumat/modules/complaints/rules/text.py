"""The words of a report, as they are searched and compared. No Django."""

from __future__ import annotations

import re
import unicodedata

from .masking.words import COMMON

LONGEST_TITLE, LONGEST_TEXT, SHORTEST_TEXT = 150, 5000, 20
_WORD = re.compile(r"[a-z]{3,30}|\d{2,8}")
_STRETCHED = re.compile(r"([a-z])\1{2,}")
MOST_WORDS = 250


def tokens(text: str) -> tuple[str, ...]:
    """The telling words of a text, each once, in order: lower case, no accents, no filling words, *jalaaan* as *jalan*."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    found = (_STRETCHED.sub(r"\1", word) for word in _WORD.findall(plain))
    return tuple(dict.fromkeys(word for word in found if len(word) > 1 and word not in COMMON))[:MOST_WORDS]


def title_of(text: str) -> str:
    """A title for a report without one: its first sentence, at most eighty letters, whole words."""
    first = re.split(r"(?<=[.!?])\s|\n", text.strip(), maxsplit=1)[0].strip()
    if len(first) <= 80:
        return first
    return first[:79].rsplit(" ", 1)[0] + "…"
