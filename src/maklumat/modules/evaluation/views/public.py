"""Closed years for everybody."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maklumat.ui.formats import number

from ..queries import published as queries
from ..rules.instrument import in_words
from . import words


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The government's index and those of its units."""
    text = request.GET.get("tahun", "")
    page = queries.public_overview(int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None)
    rows = [
        [
            {"text": line.unit.name, "href": reverse("evaluation:public_sheet", args=[line.id])}, words.two(line.index), line.grade,
            words.two(line.former) if line.former is not None else "–",
        ]
        for line in page.lines
    ]  # fmt: skip
    context = {
        "page": page, "rows": rows, "columns": [_("Unit"), (_("IPP"), "number"), _("Kategori"), (_("Tahun lalu"), "number")],
        "years": [{"label": str(one), "href": f"?tahun={one}", "current": one == page.year} for one in page.years],
        "whole": words.two(page.whole), "former": words.two(page.former) if page.former is not None else "", "n": number(len(page.lines)),
    }  # fmt: skip
    return render(request, "evaluation/overview.html", context)


@require_safe
def sheet(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """One unit's closed year."""
    page = queries.public_sheet(assessment_id)
    names = {one.number: in_words(one.name, words.language()) for one in page.instrument.indicators[page.variant]}
    rows = [
        [f"{line['number']}. {names[line['number']]}", str(line["score"]), _(words.SOURCES[line["source"]][0]), number(line["facts"])]
        for line in page.result["lines"]
    ]  # fmt: skip
    context = {
        "page": page, "rows": rows, "columns": [_("Indikator"), (_("Nilai"), "number"), _("Sumber"), (_("Catatan"), "number")],
        "aspects": words.frozen_aspects(page.instrument, page.result), "value": words.two(page.result["index"]), "f02": words.two(page.result["f02"]),
        "f03": words.two(page.result["f03"]), "category": words.category_of(page.instrument, page.result["grade"]), "variant": _(words.VARIANTS[page.variant]),
        "points": [number(one, 1) for one in page.result["points"]], "advice": [(one, names.get(one.number, "")) for one in page.advice],
    }  # fmt: skip
    return render(request, "evaluation/public_sheet.html", context)
