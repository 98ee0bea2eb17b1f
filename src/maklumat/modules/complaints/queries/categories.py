"""The tree of categories as it is now."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from ..models import Category


@dataclass(frozen=True)
class CategoryFacts:
    """``depth`` counts from 0. ``stopper``: where such a report belongs instead. ``asks``: has questions."""

    code: str
    name: str
    depth: int
    stopper: str
    asks: bool


def categories() -> tuple[CategoryFacts, ...]:
    """All that are open, each below its parent. One query."""
    english = get_language() == "en"
    return tuple(
        CategoryFacts(
            row.code,
            (row.name_en if english else "") or row.name,
            row.path.count("/") - 2,
            row.stopper,
            bool(row.questions),
        )
        for row in Category.objects.filter(is_open=True).order_by("path")
    )
