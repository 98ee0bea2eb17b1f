"""The staff: reporting a gift, one's own reports, the register of the UPG."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maklumat.kernel import checkpoints, clock
from maklumat.kernel.errors import Invalid, Missing, Refusal
from maklumat.kernel.sheets import plain
from maklumat.ui.downloads import csv_file, proof_file
from maklumat.ui.fields import sent
from maklumat.ui.kept import private

from .. import actions
from ..access import get_report, require_handler, require_staff
from ..events import Reported
from ..forms import TEXTS, CompleteForm, GiftForm
from ..queries.parts import local_date
from ..queries.register import ReportPage, desk, report_page, units_of
from ..queries.register import register as register_of
from . import words


@private
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Own reports; for the UPG and the Inspektorat those of their units, too."""
    page = request.GET.get("hal", "1")
    number = int(page) if page.isascii() and page.isdigit() and 0 < int(page) < 10_000 else 1
    kept, now = request.GET.get("simpan") == "lewat", clock.now()
    found = desk(request.actor, open_only=request.GET.get("semua") != "1", page=number, now=now, erasable_only=kept)
    context = {
        "page": found,
        "rows": [words.row(line) for line in found.lines],
        "columns": words.columns(),
    }
    return render(request, "gratuities/desk.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Report a gift."""
    require_staff(request.actor)
    form = GiftForm(sent(request), offices=units_of(request.actor), initial={"occasion": "", "kind": ""})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                report_id = actions.report(
                    by=request.actor, unit_id=UUID(given["unit"]), kind=given["kind"], occasion=given["occasion"], relation=given["relation"], thing=given["thing"],
                    value=given["value"], received_on=given["received_on"], texts=form.texts(), photos=_photos(request), at=clock.now(),
                )  # fmt: skip
                return redirect("gratuities:one", report_id)
            except Invalid as problem:
                _blame(form, problem)
    return render(request, "gratuities/new.html", {"form": form}, status=status)


@private
@require_safe
def one(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One report, with its advice, history and what can be done."""
    row = actions.look(by=request.actor, report_id=report_id, at=clock.now())
    return _shown(request, report_page(request.actor, row, clock.now()))


@private
@require_POST
def act(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """An act of the UPG. A refusal shows the page again with what was typed."""
    revision = request.POST.get("revision", "")
    common: dict[str, Any] = {
        "by": request.actor, "report_id": report_id, "revision": int(revision) if revision.isdecimal() and len(revision) < 9 else -1,
        "note": request.POST.get("note", ""), "at": clock.now(),
    }  # fmt: skip
    try:
        match request.POST.get("act", ""):
            case "return":
                actions.return_(**common)
            case "record":
                actions.record(**common)
            case "forward":
                actions.forward(**common)
            case "determine":
                actions.determine(outcome=request.POST.get("outcome", ""), **common)
            case "settle":
                actions.settle(**common)
            case "erase":
                actions.erase(**common)
            case "deposit" | "release" as way:
                actions.deposit(inside=way == "deposit", **common)
            case _:
                require_handler(request.actor)
                raise Invalid(_("Pilih langkah yang ada di halaman."))
    except Missing:
        raise
    except Refusal as refusal:
        row = actions.look(
            by=request.actor, report_id=report_id, at=clock.now()
        )  # the page opens it again: on record, too
        page = report_page(request.actor, row, clock.now())
        return _shown(request, page, refusal.message, refusal.status)
    return redirect("gratuities:one", report_id)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The reporter mends what the UPG asked for."""
    row = get_report(request.actor, report_id)
    page = report_page(request.actor, row, clock.now())
    if not page.mine or (request.method != "POST" and "complete" not in page.acts):
        raise Missing(_("Laporan ini tidak sedang menunggu Anda."))
    initial = {name: page.texts.get(name, "") for name in TEXTS} | {"value": page.value}
    form, status = CompleteForm(sent(request), initial=initial), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            revision = request.POST.get("revision", "")
            try:
                actions.complete(
                    by=request.actor, report_id=report_id, revision=int(revision) if revision.isdecimal() and len(revision) < 9 else -1, value=form.cleaned_data["value"],
                    texts=form.texts(), photos=_photos(request), at=clock.now(),
                )  # fmt: skip
                return redirect("gratuities:one", report_id)
            except Refusal as problem:  # too late, or sent from another window: what was typed stays
                _blame(form, problem)
                status = problem.status
    return render(request, "gratuities/complete.html", {"form": form, "page": page}, status=status)


@private
@require_safe
def photo(request: HttpRequest, report_id: UUID, photo_id: UUID) -> HttpResponse:
    """A picture, through the gate that records every look."""
    content, media_type = actions.open_photo(by=request.actor, report_id=report_id, photo_id=photo_id, at=clock.now())
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'inline; filename="{photo_id}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
    return response


@private
@require_safe
def proof(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """For the reporter: that it was reported, as a file that anybody can check."""
    row = get_report(request.actor, report_id)
    if row.reporter != request.actor.account_id:
        raise Missing(_("Bukti ini hanya untuk pelapor."))
    return proof_file(row.number, checkpoints.proof_about(row.id, Reported.kind))


@private
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The register of a year as the KPK asks for it. Leaves a fact."""
    wanted = request.GET.get("tahun", "")
    asked = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) == 4 else 0
    year = asked if 0 < asked < 9999 else local_date(clock.now()).year
    rows = list(register_of(request.actor, year))
    actions.export(by=request.actor, rows=len(rows), at=clock.now())
    head = list(rows[0]) if rows else ["nomor"]
    return csv_file(f"register-gratifikasi-{year}", head, ([plain(value) for value in row.values()] for row in rows))


def _photos(request: HttpRequest) -> list[bytes]:
    return [one.read() for one in request.FILES.getlist("photos")[:20]]


def _blame(form: Any, problem: Refusal) -> None:
    for name, sentence in (problem.fields or {}).items():
        form.add_error(name if name in form.fields else None, sentence)
    if not problem.fields:
        form.add_error(None, problem.message)


def _shown(request: HttpRequest, page: ReportPage, problem: str = "", status: int = 200) -> HttpResponse:
    state, tone = words.state(page)
    buttons = words.buttons(page)
    tried = request.POST.get("act", "")
    if problem and buttons and tried not in {one["act"] for one in buttons}:
        tried = buttons[0]["act"]  # what was typed has a place, whatever the act was
    context = {
        "page": page, "state": state, "tone": tone, "facts": words.facts(page), "history": words.history(page), "buttons": buttons, "problem": problem,
        "advice": words.advice(page.duty, page.reason, page.limit, page.provision, burden=page.burden), "typed": request.POST.get("note", ""), "chosen": request.POST.get("outcome", ""),
        "tried": tried, "kept_by": words.kept_by(page),
    }  # fmt: skip
    return render(request, "gratuities/one.html", context, status=status)
