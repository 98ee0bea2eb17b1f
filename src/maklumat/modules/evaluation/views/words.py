"""The evaluation in the words of a page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maklumat.kernel.words import N_

from ..queries.sheets import Line, Sheet
from ..rules.index import rounded
from ..rules.instrument import Category, Instrument, in_words

STATES = {"": (N_("Belum dibuka"), "neutral"), "open": (N_("Diisi unit"), "info"), "handed_in": (N_("Dinilai"), "warning"), "closed": (N_("Selesai"), "success")}  # fmt: skip
SOURCES = {
    "computed": (N_("Dihitung"), "success"), "mixed": (N_("Dihitung dan dinyatakan"), "info"), "attested": (N_("Dinyatakan unit"), "warning"),
    "missing": (N_("Belum ada"), "neutral"),
}  # fmt: skip
VARIANTS = {"A": N_("Tatap muka (luring)"), "B": N_("Daring")}


def language() -> str:
    return (get_language() or "id")[:2]


def number(value: Any, places: int = 0) -> str:
    """Rounded first: Django cuts what is left."""
    return number_format(round(Decimal(value), places), places, force_grouping=True)


def two(value: Decimal | str | None) -> str:
    return number(Decimal(value), 2) if value not in (None, "") else "–"


def category_of(instrument: Instrument, grade: str) -> str:
    found = next((one for one in instrument.categories if one.grade == grade), None)
    return in_words(found.word, language()) if found else ""


def category_words(category: Category) -> str:
    return f"{category.grade} · {in_words(category.word, language())}"


def aspects(found: Sheet) -> list[dict[str, Any]]:
    """Aspects as bars on 0–5, with their weights."""
    return [
        {"label": f"{in_words(one.name, language())} ({one.weight}%)", "value": float(found.index.aspects[one.key]), "text": two(rounded(found.index.aspects[one.key]))}
        for one in found.instrument.aspects
    ]  # fmt: skip


def frozen_aspects(instrument: Instrument, result: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"label": f"{in_words(one.name, language())} ({one.weight}%)", "value": float(result["aspects"][one.key]), "text": two(result["aspects"][one.key])}
        for one in instrument.aspects
    ]  # fmt: skip


def lines(found: Sheet) -> list[dict[str, Any]]:
    """Indicators as the sheet shows them, under their aspects."""
    groups: list[dict[str, Any]] = []
    names = {one.key: in_words(one.name, language()) for one in found.instrument.aspects} | {
        "": _("Pertanyaan tambahan, tidak dihitung")
    }
    for line in found.lines:
        if not groups or groups[-1]["key"] != line.indicator.aspect:
            groups.append({"key": line.indicator.aspect, "name": names[line.indicator.aspect], "lines": []})
        groups[-1]["lines"].append(line_words(line))
    return groups


def line_words(line: Line) -> dict[str, Any]:
    word, tone = SOURCES[line.source]
    return {
        "number": line.indicator.number, "code": line.indicator.code, "name": in_words(line.indicator.name, language()), "source": _(word), "tone": tone,
        "score": line.score, "proposed": line.proposed, "judged": line.verdict is not None, "facts": line.count,
        "overridden": line.verdict is not None and line.verdict.score != line.proposed,
    }  # fmt: skip
