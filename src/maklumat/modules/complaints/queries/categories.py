"""The tree of categories as it is now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maklumat.kernel import memo
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Invalid
from maklumat.modules.units import api as units

from ..access import require_judge
from ..models import Category, Report
from ..rules.questions import BadQuestion, questions_of


@dataclass(frozen=True)
class CategoryFacts:
    """``depth`` counts from 0. ``stopper``: where such a report belongs instead. ``asks``: has questions."""

    code: str
    name: str
    depth: int
    stopper: str
    asks: bool


memo.announce(
    "complaints.categories",
    "SELECT count(*) || '.' || coalesce(sum(hashtextextended(id::text || xmin::text, 0)), 0) FROM complaints_category",
)


def open_category(code: str) -> Category | None:
    """The category of this code, if reports can be filed with it. No query when nothing changed, but for the stamp."""
    return _open(memo.ground("complaints.categories")).get(code)


@lru_cache(maxsize=4)
def _open(_edition: tuple) -> dict[str, Category]:
    return {row.code: row for row in Category.objects.filter(is_open=True)}


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


@dataclass(frozen=True)
class CategoryDetails:
    """One category as it is edited; ``questions``: JSON. ``reports``: how many were filed with it."""

    code: str
    name: str
    name_en: str
    parent: str
    unit: str
    stopper: str
    questions: str
    is_open: bool
    depth: int
    reports: int


def all_categories(actor: Actor) -> tuple[CategoryDetails, ...]:
    """All, closed ones too, each below its parent, for who looks after them. Queries: categories, counts."""
    require_judge(actor)
    rows, tree = list(Category.objects.select_related("parent").order_by("path")), units.tree().by_id
    counted = dict(Report.objects.filter(category__isnull=False).values_list("category_id").annotate(n=Count("id")))
    return tuple(
        CategoryDetails(
            row.code, row.name, row.name_en, row.parent.code if row.parent else "", tree[row.unit_id].code if row.unit_id in tree else "",
            row.stopper, json.dumps(row.questions, ensure_ascii=False, indent=1) if row.questions else "", row.is_open,
            row.path.count("/") - 2, counted.get(row.id, 0),
        )
        for row in rows
    )  # fmt: skip


def read_questions(text: str) -> list[Mapping[str, Any]]:
    """Questions as typed: JSON, or nothing. Raises :class:`Invalid` with what is wrong."""
    if not text.strip():
        return []
    try:
        found = json.loads(text)
        questions_of(found)
    except BadQuestion as fault:
        sentence = _(
            "Pertanyaan kategori ini belum lengkap atau salah satu isiannya keliru. Keterangan teknis: %(why)s"
        )
        raise Invalid(sentence % {"why": str(fault)[:200]}, fields={"questions": _("Periksa tulisannya.")}) from fault
    except (ValueError, TypeError, AttributeError) as fault:
        line = getattr(fault, "lineno", 1)
        raise Invalid(
            _("Tulisan pertanyaan ini tidak terbaca, mulai baris %(line)s. Periksa tanda kurung, kutip, dan komanya.")
            % {"line": line},
            fields={"questions": _("Periksa tulisannya.")},
        ) from fault
    return found
