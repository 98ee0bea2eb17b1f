from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from maklumat.kernel import callers, clock
from maklumat.kernel.errors import TooMany

from . import queries
from .actions.checking import look_up
from .forms import FileForm, NumberForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Anyone may check a number or a PDF. The file is read and forgotten."""
    asked = request.POST if request.method == "POST" else request.GET
    by_number = NumberForm(asked if "number" in asked else None)
    by_file = (
        FileForm(request.POST, request.FILES) if request.method == "POST" and not by_number.is_bound else FileForm()
    )
    verdict, status = None, 200
    try:
        if by_number.is_bound and by_number.is_valid():
            verdict = _judged(request, queries.verify_by_number, by_number.cleaned_data["number"])
        elif by_file.is_bound and by_file.is_valid():
            verdict = _judged(request, queries.verify_pdf, by_file.cleaned_data["file"].read())
    except TooMany as refusal:
        (by_number if by_number.is_bound else by_file).add_error(None, refusal.message)
        status = refusal.status
    wrong = next((form for form in (by_number, by_file) if form.is_bound and form.errors), None)
    page = {"by_number": by_number, "by_file": by_file, "form": wrong, "verdict": verdict, "crumbs": _crumbs()}
    return render(request, "documents/check.html", page, status=422 if wrong and status == 200 else status)


@never_cache
@require_safe
def verdict(request: HttpRequest, token: str) -> HttpResponse:
    """What the QR code opens."""
    found = _judged(request, queries.verify_by_token, token)
    page = {"verdict": found, "by_file": FileForm(), "crumbs": _crumbs(_("Hasil"))}
    return render(request, "documents/verdict.html", page)


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys, for checking without us."""
    response = JsonResponse(queries.public_keys())
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def root_certificate(request: HttpRequest) -> HttpResponse:
    pem = queries.public_keys()["root_certificate"]
    if not pem:
        raise Http404
    return HttpResponse(pem, content_type="application/x-pem-file", headers={"Cache-Control": "public, max-age=3600"})


def _judged(request: HttpRequest, judge: Callable[..., queries.Verdict], asked: str | bytes) -> queries.Verdict:
    at = clock.now()
    return look_up(lambda: judge(asked, at=at), source=callers.place_of(request), at=at)


def _crumbs(last: str = "") -> list[tuple[str, ...]]:
    here = _("Periksa keaslian dokumen")
    return (
        [(_("Beranda"), "/"), (here, reverse("documents:check")), (last,)] if last else [(_("Beranda"), "/"), (here,)]
    )
