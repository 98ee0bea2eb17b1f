"""Passwords made of the words that everybody at a place would try first."""

from __future__ import annotations

import re
from collections.abc import Iterable

# How letters are written with digits and marks by those whom a rule asked for them.
_SPELT = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})


def guessable(password: str, words: Iterable[str], least: int) -> bool:
    """Whether the password holds any of these words and has fewer than ``least`` other letters; words of three letters and
    less are passed over. Read as typed, and with digits for letters."""
    known = sorted({one for one in map(_letters, words) if len(one) > 3}, key=len, reverse=True)
    shape = re.compile("|".join(map(re.escape, known)) or "(?!)")
    for text in (password.lower(), password.lower().translate(_SPELT)):
        rest, found = shape.subn("", _letters(text))
        if found and len(rest) < least:
            return True
    return False


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalpha())
