"""Which words are personal names: certainly, perhaps, or surely not. Lists of our own (``lists/``), one word a line.

``certain``: names that are no other word. ``doubtful``: names that are ordinary words, heroes of streets, or places, too.
``no_names``: what often stands capitalised or after a title without being a name. The three have no word in common.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from .words import COMMON, OFFICES, PLACES

CERTAIN, PERHAPS, UNKNOWN, NEVER = 2, 1, 0, -1
_LISTS = Path(__file__).parent / "lists"
_PARTS = re.compile(r"[-'’.]+")


def level_of(word: str) -> int:
    """How much a word looks like a name: CERTAIN, PERHAPS, UNKNOWN or NEVER."""
    plain = _plain(word)
    known = _known()
    if plain in known:
        return known[plain]
    parts = [part for part in _PARTS.split(plain) if part]
    if len(parts) > 1:
        return max(known.get(part, UNKNOWN) for part in parts)
    return UNKNOWN


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.casefold().strip(".'’-"))
    return "".join(c for c in folded if not unicodedata.combining(c)).replace("’", "'")


@cache
def _known() -> dict[str, int]:
    known = dict.fromkeys(_words("certain"), CERTAIN) | dict.fromkeys(_words("doubtful"), PERHAPS)
    return known | dict.fromkeys((*_words("no_names"), *COMMON, *OFFICES, *PLACES), NEVER)


def _words(name: str) -> list[str]:
    return (_LISTS / f"{name}.txt").read_text(encoding="utf-8").split()
