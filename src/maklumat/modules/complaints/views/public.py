"""The public's view of public reports: list and page."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maklumat.kernel import callers, clock
from maklumat.kernel.errors import TooMany
from maklumat.ui.fields import sent
from maklumat.ui.kept import private

from .. import actions
from ..forms import CompanionForm
from ..queries.public import public_list, public_photo, public_report


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    given = {name: request.GET.get(name, "")[:100] for name in ("q", "unit", "region")}
    page = public_list(**given, after=request.GET.get("after", "")[:40])
    query = {name: value for name, value in given.items() if value}
    older = "?" + urlencode(query | {"after": page.older}) if page.older else ""
    return render(request, "complaints/public_list.html", {"page": page, "q": given["q"], "older": older})


@private
@require_http_methods(["GET", "POST"])
def accompany(request: HttpRequest, number: str) -> HttpResponse:
    """ "Saya juga": counted, with news if a contact is left."""
    page, form, done = public_report(number.upper()), CompanionForm(sent(request)), None
    problem, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                done = actions.accompany(
                    by=request.actor, number=page.number, **form.cleaned_data, source=callers.place_of(request),
                    language=(translation.get_language() or "id")[:2], at=clock.now(),
                )  # fmt: skip
                status = 200
            except TooMany as refusal:
                problem, status = refusal.message, refusal.status
    context = {"page": page, "form": form, "done": done, "problem": problem}
    return render(request, "complaints/accompany.html", context, status=status)


@private
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """No more news."""
    number = actions.leave(by=request.actor, code=code, at=clock.now()) if request.method == "POST" else ""
    return render(request, "complaints/leave.html", {"number": number})


@require_safe
def report(request: HttpRequest, number: str) -> HttpResponse:
    page = public_report(number.upper())
    words = {"answer": _("Jawaban"), "objection": _("Keberatan pelapor")}
    return render(
        request, "complaints/public_report.html", {"page": page, "thread": [(words[e.kind], e) for e in page.entries]}
    )


@require_safe
def photo(request: HttpRequest, number: str, evidence_id: UUID) -> HttpResponse:
    """A picture that an officer let everybody see."""
    content, media_type = public_photo(number.upper(), evidence_id)
    response = HttpResponse(content, content_type=media_type)
    response["Cache-Control"] = "public, max-age=300"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
