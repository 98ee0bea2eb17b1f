"""Titles under which reporters know those who may read: two that look alike would let one person pass for another."""

from __future__ import annotations

import unicodedata


def tidy(title: str) -> str:
    """One line with single spaces, every sign in its usual form (NFKC)."""
    return " ".join(unicodedata.normalize("NFKC", title).split())


def is_plain(title: str) -> bool:
    """Whether it is of Latin letters, digits, spaces and punctuation alone: no sign that is not seen, no letter of another script that looks like one of ours."""
    return all(_plain(sign) for sign in title)


def _plain(sign: str) -> bool:
    category = unicodedata.category(sign)
    if category.startswith("L"):
        return unicodedata.name(sign, "").startswith("LATIN")
    return sign == " " or (sign.isascii() and sign.isprintable()) or category in ("Pd", "Pi", "Pf")


def look_alike(one: str, other: str) -> bool:
    """Whether people would take them for the same: without capitals, accents, spaces and punctuation; I, l, 1 and O, 0 are one."""
    return _skeleton(one) == _skeleton(other)


def _skeleton(title: str) -> str:
    bare = unicodedata.normalize("NFKD", title).casefold()
    return "".join(sign for sign in bare if sign.isalnum()).translate(str.maketrans("1l0", "iio"))
