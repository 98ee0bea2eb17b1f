"""Whether two names mean one giver, as far as letters tell. Pure."""

from __future__ import annotations

import unicodedata

UNKNOWN = frozenset(("anonim", "anonymous", "unknown", "tanpanama", "tidaktahu", "taktahu", "tidakada", "hambaallah"))
UNKNOWN_WITHIN = ("tidakdikenal", "takdikenal", "tidakdiketahui", "takdiketahui", "tidakjelas")


def letters_of(name: str) -> str:
    """The letters of a name, however it is written; empty where it says that nobody knows the giver: strangers are not one person."""
    whole = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    plain = "".join(one for one in whole if one.isalnum() or unicodedata.category(one).startswith("M"))
    return "" if plain in UNKNOWN or any(words in plain for words in UNKNOWN_WITHIN) else plain
