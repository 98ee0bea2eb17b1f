"""Changing a standard piece by piece. A piece is named by its noun and key; keys come from labels and stay.

Nouns: requirement, page, question, field (of a repeating question, key ``question-field``), step.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Any, Literal

from .standard import Page, Question, Standard

Noun = Literal["requirement", "page", "question", "field", "step"]
NOUNS = {"requirement": "syarat", "page": "halaman", "question": "pertanyaan", "field": "isian", "step": "langkah"}
LISTS = {"requirement": "requirements", "page": "pages", "step": "steps"}
_LONGEST = 40


def words_key(label: str, taken: Collection[str] = ()) -> str:
    """A key made from a label: "Luas satu muka (m²)" → ``luas_satu_muka_m2``; unused among ``taken``."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    base = "_".join(words)[: _LONGEST - 4].strip("_") or "isian"
    base = base if base[0].isalpha() else f"n_{base}"[: _LONGEST - 4].rstrip("_")
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}_{number}"
    return key


def slug_from(name: str) -> str:
    """The address of a service made from its name, at most 80 signs."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:80].strip("-")


def taken(standard: Standard, noun: Noun, parent: str = "") -> set[str]:
    """The keys that a new piece may not have. Requirements and questions share one space."""
    if noun in ("requirement", "question"):
        return {q.key for q in standard.questions()} | {r.key for r in standard.requirements}
    return {piece.key for piece in pieces(standard, noun, parent)}


def parent_of(standard: Standard, noun: Noun, key: str) -> str:
    """The page of a question, the question of a field; empty for the others."""
    if noun == "field":
        return key.partition("-")[0]
    if noun == "question":
        return next((page.key for page in standard.pages if any(q.key == key for q in page.questions)), "")
    return ""


def pieces(standard: Standard, noun: Noun, parent: str = "") -> tuple[Any, ...]:
    """The list in which a piece stands."""
    if noun == "question":
        return next((page.questions for page in standard.pages if page.key == parent), ())
    if noun == "field":
        return next((q.fields for q in standard.questions() if q.key == parent), ())
    return getattr(standard, LISTS[noun])


def has_place(standard: Standard, noun: Noun, parent: str) -> bool:
    """Whether there is such a page for a question, or such a group for a field. The other lists are always there."""
    if noun == "question":
        return any(page.key == parent for page in standard.pages)
    return noun != "field" or any(q.key == parent and q.kind == "group" for q in standard.questions())


def find(standard: Standard, noun: Noun, key: str) -> Any | None:
    """The piece, or None."""
    own = key.partition("-")[2] if noun == "field" else key
    return next((piece for piece in pieces(standard, noun, parent_of(standard, noun, key)) if piece.key == own), None)


def put(standard: Standard, noun: Noun, piece: Any, parent: str = "", former: str = "") -> Standard:
    """Put a piece in place of the one with the key ``former``, or at the end of ``parent``."""
    if former and noun == "question" and parent != (home := parent_of(standard, noun, former)):
        kept = tuple(q for q in pieces(standard, noun, home) if q.key != former)
        return put(_with(standard, noun, home, kept), noun, piece, parent)
    given = pieces(standard, noun, parent)
    own = former.partition("-")[2] if noun == "field" else former
    if any(p.key == own for p in given):
        return _with(standard, noun, parent, tuple(piece if p.key == own else p for p in given))
    return _with(standard, noun, parent, (*given, piece))


def remove(standard: Standard, noun: Noun, key: str) -> Standard:
    """Without the piece. What refers to it stays and becomes a gap."""
    parent = parent_of(standard, noun, key)
    own = key.partition("-")[2] if noun == "field" else key
    return _with(standard, noun, parent, tuple(p for p in pieces(standard, noun, parent) if p.key != own))


def move(standard: Standard, noun: Noun, key: str, by: int) -> Standard:
    """The piece one place up (-1) or down (1); at the edge nothing changes."""
    parent = parent_of(standard, noun, key)
    own = key.partition("-")[2] if noun == "field" else key
    given = list(pieces(standard, noun, parent))
    at = next((n for n, p in enumerate(given) if p.key == own), None)
    if at is None or not 0 <= at + by < len(given):
        return standard
    given[at], given[at + by] = given[at + by], given[at]
    return _with(standard, noun, parent, tuple(given))


def _with(standard: Standard, noun: Noun, parent: str, changed: tuple[Any, ...]) -> Standard:
    if noun in LISTS:
        return standard.model_copy(update={LISTS[noun]: changed})
    pages = tuple(_page_with(page, noun, parent, changed) for page in standard.pages)
    return standard.model_copy(update={"pages": pages})


def _page_with(page: Page, noun: Noun, parent: str, changed: tuple[Any, ...]) -> Page:
    if noun == "question":
        return page.model_copy(update={"questions": changed}) if page.key == parent else page

    def fresh(q: Question) -> Question:
        return q.model_copy(update={"fields": changed}) if q.key == parent else q

    return page.model_copy(update={"questions": tuple(fresh(q) for q in page.questions)})
