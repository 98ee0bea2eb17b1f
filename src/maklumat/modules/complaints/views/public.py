"""The public's view of public reports: list and page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..queries.public import public_list, public_report


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    given = {name: request.GET.get(name, "")[:100] for name in ("q", "unit")}
    page = public_list(**given, after=request.GET.get("after", "")[:40])
    query = {name: value for name, value in given.items() if value}
    older = "?" + urlencode(query | {"after": page.older}) if page.older else ""
    return render(request, "complaints/public_list.html", {"page": page, "q": given["q"], "older": older})


@require_safe
def report(request: HttpRequest, number: str) -> HttpResponse:
    page = public_report(number.upper())
    words = {"answer": _("Jawaban"), "objection": _("Keberatan pelapor")}
    return render(
        request, "complaints/public_report.html", {"page": page, "thread": [(words[e.kind], e) for e in page.entries]}
    )
