"""Text to plain words: lower case, without accents, chat habits undone."""

from __future__ import annotations

import re
import unicodedata

LONGEST_TEXT = 200
LONGEST_WORD = 40
MOST_WORDS = 24

WORD = re.compile(r"[a-z]+[0-9]{0,3}(?![a-z0-9])|[a-z]+|[0-9]+")
STRETCHED = re.compile(r"([a-z])\1{2,}")
TWICE = re.compile(r"([a-z]{3,})2")


def plain(text: str) -> str:
    """Case and accents removed; other signs stay and separate words."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in folded if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of a text: ``ilaaang`` is ``ilang``, ``rame2`` and ``rame-rame`` are said once."""
    found: list[str] = []
    for word in WORD.findall(plain(text)):
        word = STRETCHED.sub(r"\1", word[:LONGEST_WORD])
        twice = TWICE.fullmatch(word)
        if twice:
            word = twice[1]
        if not found or found[-1] != word or word.isdigit():
            found.append(word)
    return found


def query_words(text: str) -> list[str]:
    """As :func:`words`, but no more than a query may hold."""
    return words(text[:LONGEST_TEXT])[:MOST_WORDS]
