"""After the form: the receipt, completing what was returned, coming back with a code."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Invalid, Refusal
from maklumat.modules.units import api as units
from maklumat.ui.fields import sent
from maklumat.ui.kept import private, render_kept

from .. import actions
from ..access import get_by_code
from ..forms import ResumeForm
from ..queries.drafts import draft_page
from .applicant import spaced, tasks
from .holding import code_of, hold


@private
@require_safe
def receipt(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Number and tracking link, to keep or print."""
    code = code_of(request, application_id)
    draft = draft_page(application_id, code)
    if draft.state == "draft":
        return redirect("applications:overview", application_id)
    link = request.build_absolute_uri(reverse("applications:track", args=[code]))
    context = {"draft": draft, "code": spaced(code), "raw_code": code, "link": link}
    blanks = {"number": draft.number, "link": link, "code": code}
    key = (units.edition(), draft.version.id)
    return render_kept(request, "applications/receipt.html", lambda: context, key=key, blanks=blanks)


@require_POST
def complete(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Hand in what was returned."""
    code = code_of(request, application_id)
    try:
        actions.complete(by=request.actor, application_id=application_id, code=code, at=clock.now())
    except Invalid as refusal:
        page = draft_page(application_id, code)
        context = {"page": page, "code": spaced(code), "tasks": tasks(page), "problem": refusal.message}
        return render(request, "applications/overview.html", context, status=422)
    return redirect("applications:track", code)


@private
@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Back to a saved form with its code."""
    form = ResumeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            application = get_by_code(form.cleaned_data["code"])
        except Refusal as refusal:
            form.add_error("code", refusal.message)
        else:
            response = redirect("applications:overview", application.id)
            return hold(request, response, application.id, plain(form.cleaned_data["code"]))
    return render(request, "applications/resume.html", {"form": form}, status=422 if form.errors else 200)


def plain(typed: str) -> str:
    return "".join(c for c in typed.upper() if c.isalnum())
