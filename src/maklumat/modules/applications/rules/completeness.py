"""What is still missing before an application may be handed in, and which parts may be edited when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

OUTSIDE = "luar_"  # line keys of documents asked for outside the standard
PAGE = "isian_"  # line keys of form pages


@dataclass(frozen=True)
class Line:
    """Something wanted: a question of a page, or a document. ``page`` is the page's key, empty for documents."""

    key: str
    label: str
    page: str = ""


def missing(
    standard: Any, answers: Mapping[str, Any], attached: Collection[str], asked: Any, needed: Any
) -> tuple[Line, ...]:
    """Unanswered mandatory questions and missing mandatory documents, in the order of the standard.

    ``asked`` and ``needed`` are the catalogue's judges of conditions, handed in so that this stays pure.
    """
    wanted = {q.key for q in asked(standard, answers)}
    lines = [
        Line(q.key, q.label, page.key)
        for page in standard.pages
        for q in page.questions
        if q.key in wanted and q.required and answers.get(q.key) in (None, "", [])
    ]
    lines += [Line(r.key, r.label) for r in needed(standard, answers) if r.mandatory and r.key not in attached]
    return tuple(lines)


def name_tokens(name: str) -> tuple[str, ...]:
    """What a name is found by: each word and its beginnings of three letters and more."""
    words = ["".join(c for c in word if c.isalnum()) for word in name.casefold().split()]
    tokens = {word[:n] for word in words if word for n in {*range(3, min(len(word), 8) + 1), len(word)}}
    return tuple(sorted(tokens))
