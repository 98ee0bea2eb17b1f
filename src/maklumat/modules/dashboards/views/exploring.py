"""The explorer: one measure over a year, several subjects beside each other. A form and a drawing; with JavaScript it can be touched."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maklumat.kernel import clock
from maklumat.ui.formats import number
from maklumat.ui.kept import kept

from ..queries import exploring, pages
from ..queries.figures import Told
from ..queries.pages import Subject
from . import words


def _edition() -> tuple:
    return pages.edition(clock.now())


@require_safe
@kept(_edition)
def explore(request: HttpRequest) -> HttpResponse:
    """Public: the same figures as everywhere."""
    page = exploring.explore(
        request.GET.getlist("tentang"), request.GET.get("ukuran", ""), request.GET.get("tahun", ""), clock.now()
    )
    measure, picked = page.measure, [f"{one.kind}/{one.code}" for one, _told in page.lines]
    scale, unit = _scale(measure.unit)
    context = {
        "page": page, "measures": [(one.key, words.said(one.name)) for one in page.measures], "years": page.years,
        "slots": [*picked, *[""] * (exploring.MOST - len(picked))], "subjects": _groups(page),
        "title": f"{words.said(measure.name)}, {page.year}", "unit": unit, "maximum": 100 if measure.unit == "percent" else 0,
        "labels": [date_format(month.first, "F") for month in page.months],
        "series": [
            {"name": one.name, "values": [_cell(told, scale, one, str(month)) for month, told in zip(page.months, line, strict=True)]}
            for one, line in page.lines
        ],
        "definition": words.said(measure.definition), "as_of": words.moment_words(page.as_of, page.zone),
        "note": _("Skala dalam %(unit)s.") % {"unit": unit} if unit and unit != "%" else "",
        "files": [(one.name, f"{words.address(one, '_csv')}?masa={page.year}") for one, _line in page.lines],
    }  # fmt: skip
    return render(request, "dashboards/explore.html", context)


def _scale(unit: str) -> tuple[float, str]:
    """What a value is divided by for the drawing, and the unit of that."""
    return {
        "percent": (1, "%"), "percent_used": (1, "%"), "working_seconds": (3600, _("jam kerja")), "seconds": (86400, _("hari")), "times": (1, _("kali")),
    }.get(unit, (1, ""))  # fmt: skip


def _cell(told: Told, scale: float, subject: Subject, period: str) -> dict[str, Any]:
    value = None if told.value is None else round(told.value / scale, 3)
    text = (
        words.short(told)
        if told.n is None or told.value is None
        else _("%(value)s (n = %(n)s)") % {"value": words.short(told), "n": number(told.n)}
    )
    return {
        **words.mark(told, subject, period),
        "value": value,
        "scaled": "" if value is None else repr(value),
        "text": text,
    }


def _groups(page: exploring.ExplorePage) -> list[tuple[str, list[tuple[str, str]]]]:
    named = {"government": _("Pemerintah daerah"), "unit": _("Unit"), "service": _("Layanan")}
    return [
        (word, sorted(((f"{one.kind}/{one.code}", one.name) for one in page.subjects if one.kind == kind), key=lambda pair: pair[1].casefold()))
        for kind, word in named.items()
    ]  # fmt: skip
