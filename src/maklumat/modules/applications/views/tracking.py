"""Following an application: find it, see where it is, get the product. It moves by itself by ETag polling."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maklumat.kernel import callers, checkpoints, clock
from maklumat.kernel.errors import Refusal
from maklumat.modules.documents import api as documents
from maklumat.ui.downloads import proof_file
from maklumat.ui.fields import sent
from maklumat.ui.kept import private

from .. import actions
from ..access import get_by_code
from ..events import Submitted
from ..forms import FindForm
from ..queries.tracking import tracking
from .holding import hold


@private
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Number and four digits lead to the tracking page; anything else to the same sentence."""
    form, status = FindForm(sent(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            source = callers.place_of(request)
            try:
                code = actions.find_code(**form.cleaned_data, source=source, at=clock.now())
                return redirect("applications:track", code)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = refusal.status if refusal.status == 429 else 422
    return render(request, "applications/find.html", {"form": form}, status=status)


@require_safe
def track(request: HttpRequest, code: str) -> HttpResponse:
    """The page, or with ``?part=1`` only the part that moves; 304 when nothing changed."""
    word, read = tracking(code, clock.now())
    etag = f'W/"{word}.{get_language()}.{request.GET.get("part", "")}"'
    if request.headers.get("If-None-Match") == etag and "part" in request.GET:
        response: HttpResponse = HttpResponseNotModified()
    else:
        template = "applications/tracking.html" + ("#standing" if "part" in request.GET else "")
        response = render(request, template, {"page": read(), "code": code})
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


@require_POST
def mend(request: HttpRequest, code: str) -> HttpResponse:
    """From the tracking link to the form, to complete what was returned."""
    application = get_by_code(code)
    return hold(request, redirect("applications:overview", application.id), application.id, code)


@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    application = get_by_code(code)
    actions.withdraw(by=request.actor, application_id=application.id, code=code, at=clock.now())
    return redirect("applications:track", code)


@private
@require_safe
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The signed certificate, for whoever holds the code."""
    application = get_by_code(code)
    content = documents.open_pdf(application.id)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{(application.number or "dokumen").lower()}.pdf"'
    return response


@private
@require_safe
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """That the application was handed in and recorded, as a file that anybody can check without us."""
    application = get_by_code(code)
    return proof_file(application.number or "permohonan", checkpoints.proof_about(application.id, Submitted.kind))
