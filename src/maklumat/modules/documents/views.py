from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from maklumat.kernel import callers, clock
from maklumat.kernel.errors import TooMany
from maklumat.ui.kept import private
from maklumat.ui.widgets import ChoiceLabel

from . import actions, queries
from .actions.checking import look_up
from .forms import FileForm, NumberForm, SignForm


@private
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


@private
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


@sensitive_post_parameters("nik", "passphrase")
@private
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest) -> HttpResponse:
    """What waits for a signature, all of it chosen; what became of what was sent. Nothing of it is stored."""
    after, none = request.GET.get("after", ""), request.GET.get("pilih") == "tidak"
    page, sent, results = queries.sign_page(request.actor, after), request.method == "POST", ()
    form = _sign_form(page, request.POST if sent else None, none=none)
    if sent and form.is_valid():
        known = form.cleaned_data
        credential = actions.Credential(known["nik"], known["passphrase"]) if page.personal else None
        results = actions.sign_batch(known["chosen"], by=request.actor, at=clock.now(), credential=credential)
        page = queries.sign_page(request.actor, after)
        form = _sign_form(page, request.POST)
    rows = queries.sign_rows(request.actor, [one.id for one in results])
    done = sum(one.signed for one in results)
    context = {
        "page": page,
        "form": form,
        "results": [_result(one, rows.get(one.id)) for one in results],
        "done": done,
        "left": len(results) - done,
        "older": _sign_address(after=page.older) if page.older else "",
        "first": _sign_address() if after else "",
        "all": _sign_address(after=after),
        "none": _sign_address(after=after, pilih="tidak"),
    }
    return render(request, "documents/sign.html", context, status=422 if sent and not done else 200)


def _judged(request: HttpRequest, judge: Callable[..., queries.Verdict], asked: str | bytes) -> queries.Verdict:
    at = clock.now()
    return look_up(lambda: judge(asked, at=at), source=callers.place_of(request), at=at)


def _crumbs(last: str = "") -> list[tuple[str, ...]]:
    here = _("Periksa keaslian dokumen")
    return (
        [(_("Beranda"), "/"), (here, reverse("documents:check")), (last,)] if last else [(_("Beranda"), "/"), (here,)]
    )


def _sign_form(page: queries.SignPage, data: QueryDict | None, *, none: bool = False) -> SignForm:
    choices = [(str(row.id), ChoiceLabel(f"{row.number} · {row.product}", hint=_waits(row))) for row in page.rows]
    initial = {"chosen": [] if none else [value for value, _label in choices]}
    return SignForm(choices, data, initial=initial, most=queries.AT_ONCE, personal=page.personal)


def _waits(row: queries.SignRow) -> str:
    since = formats.date_format(timezone.localtime(row.issued_at), "j M Y, H.i")
    return _("menunggu sejak %(since)s · untuk %(holder)s · %(unit)s") % {
        "unit": row.unit, "holder": row.holder, "since": since,
    }  # fmt: skip


def _result(result: actions.SignResult, row: queries.SignRow | None) -> dict[str, str]:
    """A line of the task list. A document of another unit is not named."""
    return {
        "title": f"{row.number} · {row.product}" if row else _("Dokumen lain"),
        "hint": result.problem,
        "status": _("Ditandatangani") if result.signed else _("Belum ditandatangani"),
        "tone": "success" if result.signed else "danger",
    }


def _sign_address(**query: str) -> str:
    wanted = urlencode({name: value for name, value in query.items() if value})
    return reverse("documents:sign") + (f"?{wanted}" if wanted else "")
