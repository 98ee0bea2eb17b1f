"""Reporting and answers without JavaScript: age files made and opened with standard tools on the reporter's own computer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Invalid, Missing

from .. import actions
from ..actions.forms import MOST_BYTES, MOST_FILES
from ..forms import AgeFiles, OpenBox
from ..queries import desk, letters, mailbox, opening, stamps, state
from ..rules import shapes, states
from .sealing import unkept


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Public: how to make an age file, and where to leave it."""
    form, problem, kept = AgeFiles(request.POST if request.method == "POST" else None), "", []
    if request.method == "POST":
        try:
            files = [one.read(MOST_BYTES + 1) for one in request.FILES.getlist("files")[: MOST_FILES + 1]]
            kept = actions.send_by_form(files=files, box=request.POST.get("box", ""), at=clock.now())
        except Invalid as refusal:
            problem = refusal.message
            form.add_error("box" if "box" in refusal.fields else None, problem)
    page = {"form": form, "problem": problem, "kept": kept, "recipients": state.boxes(clock.now()), "most": MOST_FILES}
    return unkept(render(request, "whistleblowing/plain.html", page, status=422 if problem else 200))


@require_safe
def recipients(request: HttpRequest) -> HttpResponse:
    """Public: the keys to encrypt to, as the age tool reads them."""
    response = HttpResponse("\n".join(state.boxes(clock.now())) + "\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="penerima.txt"'
    return unkept(response)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def box(request: HttpRequest) -> HttpResponse:
    """For who can read what is encrypted to his key: answers, sealed."""
    form = OpenBox(request.POST if request.method == "POST" else None)
    page: dict[str, Any] = {
        "form": form,
        "problem": "",
        "armoured": "",
        "found": None,
        "access": "",
        "states": states.NAMES,
    }
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["answer"]:
                _opened(page, form.cleaned_data)
            else:
                page["armoured"] = opening.ask_to_open(form.cleaned_data["box"], clock.now())
        except (Invalid, Missing) as refusal:
            page["problem"] = refusal.message
            if not page["armoured"] and form.cleaned_data["answer"]:
                page["armoured"] = opening.ask_to_open(form.cleaned_data["box"], clock.now())
    return unkept(render(request, "whistleblowing/plain_box.html", page, status=422 if page["problem"] else 200))


def _opened(page: dict[str, Any], given: dict[str, str]) -> None:
    page["access"] = opening.open_by_form(box=given["box"], answer=given["answer"], at=clock.now())
    page["found"] = mailbox.mailbox(given["box"].encode())
    name = states.NAMES[page["found"]["state"]]
    page["state"] = _(name)


@csrf_exempt
@require_POST
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """For who opened the mailbox: a letter as an age file."""
    owner = shapes.unb64(stamps.mailbox_of(request.POST.get("access", ""), clock.now()), 200)
    response = HttpResponse(mailbox.own_letter(owner, letter_id), content_type="application/octet-stream")
    response["Content-Disposition"] = 'attachment; filename="surat.age"'
    return unkept(response)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Public: whole years, and only numbers that are not small."""
    lines = [_figure(one) for one in desk.years(letters.today(clock.now()))]
    return unkept(render(request, "whistleblowing/figures.html", {"years": lines, "fewest": desk.FEWEST}))


def _figure(one: desk.YearOf) -> dict[str, Any]:
    """A year in words."""
    few = _("kurang dari %(n)s") % {"n": desk.FEWEST}
    words = [_("selesai: %(n)s") % {"n": one.closed}] if one.closed is not None else []
    words += [_("terbukti: %(n)s") % {"n": one.proven}] if one.proven is not None else []
    return {
        "year": _("Laporan %(year)s") % {"year": one.year},
        "shown": few if one.reports is None else one.reports,
        "words": ", ".join(words),
    }
