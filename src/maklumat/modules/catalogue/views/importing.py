"""Bringing in the lists that an office keeps: a report line by line, then drafts for what was chosen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from maklumat.kernel import clock
from maklumat.kernel.errors import Conflict, Invalid, NotAllowed
from maklumat.ui.kept import private
from maklumat.ui.widgets import ChoiceLabel

from .. import actions
from ..access import EDIT
from ..forms import ChooseForm, FilesForm
from ..forms.importing import opened, sealed
from ..rules.importing.reporting import sentence
from ..rules.importing.sheet import Import, NamedBytes, read_files, report_csv

SHOWN = 300  # notes on the page; the whole report is a CSV


def _require(request: HttpRequest) -> None:
    if not request.actor.may_anywhere(EDIT):
        raise NotAllowed(_("Halaman ini untuk penyusun standar. Masuk dengan akun petugas Anda."))


@private
@require_http_methods(["GET", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    """Read the files and report; with ``create`` make the drafts that were chosen."""
    _require(request)
    if "packed" in request.POST:
        return create(request, _unpacked(request))
    form = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    if request.method == "POST" and form.is_valid():
        files = form.cleaned_data["files"]
        return told(request, files, read_files(files))
    return render(request, "catalogue/editor/import.html", {"form": form}, status=422 if form.errors else 200)


def _unpacked(request: HttpRequest) -> list[NamedBytes]:
    try:
        return opened(request.POST.get("packed", ""))
    except (signing.BadSignature, ValueError) as fault:
        raise Invalid(_("Halaman impor ini sudah terlalu lama terbuka. Unggah berkasnya sekali lagi.")) from fault


def told(request: HttpRequest, files: list[NamedBytes], result: Import, form: ChooseForm | None = None) -> HttpResponse:
    """What was read, line by line, and the services to choose from."""
    form = form or ChooseForm(request.actor.units_for(EDIT), result.drafts, labels(result))
    wanted = [note for note in result.notes if note.level in ("decide", "error")]
    context = {
        "result": result, "form": form, "packed": sealed(files), "counts": counts(result), "left": max(0, len(wanted) - SHOWN),
        "notes": [{"note": note, "text": sentence(note, _)} for note in wanted[:SHOWN]],
    }  # fmt: skip
    return render(request, "catalogue/editor/imported.html", context, status=422 if form.errors else 200)


def labels(result: Import) -> list[Any]:
    """Each service with where it stands in the files and how much is left to decide."""
    open_ = {}
    for note in result.notes:
        if note.level in ("decide", "error"):
            open_[note.service] = open_.get(note.service, 0) + 1
    return [ChoiceLabel(d.standard.name, hint=_hint(d, open_.get(d.standard.name, 0))) for d in result.drafts]


def _hint(draft: Any, undecided: int) -> str:
    where = "; ".join(f"{source.file}, {_lines(source.lines)}" for source in draft.source if source.lines)
    left = (
        ngettext("%(n)d hal perlu diputuskan", "%(n)d hal perlu diputuskan", undecided) % {"n": undecided}
        if undecided
        else _("terbaca jelas")
    )
    return " · ".join(filter(None, [draft.unit, where, left]))


def _lines(lines: tuple[int, ...]) -> str:
    first, last = min(lines), max(lines)
    return (
        _("baris %(first)d") % {"first": first}
        if first == last
        else _("baris %(first)d–%(last)d") % {"first": first, "last": last}
    )


def counts(result: Import) -> dict[str, int]:
    return {level: result.count(level) for level in ("exact", "normalised", "decide", "error")}


def create(request: HttpRequest, files: list[NamedBytes]) -> HttpResponse:
    """One draft for each chosen service; those whose address is taken are named."""
    result = read_files(files)
    form = ChooseForm(request.actor.units_for(EDIT), result.drafts, labels(result), request.POST)
    if not form.is_valid():
        return told(request, files, result, form)
    made, taken = 0, []
    for draft in form.picked():
        try:
            actions.draft_new(by=request.actor, unit_id=form.unit_id(), standard=draft.standard, at=clock.now())
            made += 1
        except Conflict:
            taken.append(draft.standard.name)
    if made:
        messages.success(request, ngettext("%(n)d rancangan dibuat.", "%(n)d rancangan dibuat.", made) % {"n": made})
    if taken:
        messages.warning(request, _("Sudah ada, jadi tidak dibuat lagi: %(names)s.") % {"names": ", ".join(taken)})
    return redirect("catalogue:desk")


@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """The whole report as CSV: every cell that was read."""
    _require(request)
    text = report_csv(read_files(_unpacked(request)), _)
    headers = {"Content-Disposition": 'attachment; filename="laporan-impor.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
