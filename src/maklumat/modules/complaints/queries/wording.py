"""The words of reports as keyed blind numbers: they find and compare, they do not tell."""

from __future__ import annotations

from functools import cache

from maklumat.kernel import crypto

from ..models import Report
from ..rules.text import tokens
from ..rules.themes import THEMES, themes_of


def blind_word(word: str) -> int:
    """A keyed 64-bit number of a word, as PostgreSQL keeps it."""
    return int.from_bytes(crypto.blind(word, "report word")[:8], signed=True)


def words_of(text: str, place: str = "") -> list[int]:
    """What is kept of a report for finding it: its telling words, and its themes."""
    return [blind_word(word) for word in tokens(f"{text} {place}")] + [blind_word(f"#{one}") for one in themes_of(text)]


def words_kept(report: Report) -> list[int]:
    """The blind words of a stored report; none of a draft, and of one that was forgotten."""
    kept = getattr(report, "imprint", None)
    return kept.words if kept else []


@cache
def theme_numbers() -> dict[int, str]:
    """The blind numbers of all themes, and which they are."""
    return {blind_word(f"#{theme}"): theme for theme in THEMES}
