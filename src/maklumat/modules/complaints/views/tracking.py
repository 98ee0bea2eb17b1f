"""Following a report: find it, reply, confirm, object."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maklumat.kernel import callers, checkpoints, clock
from maklumat.kernel.errors import Refusal
from maklumat.kernel.ids import tidy_code
from maklumat.kernel.words import N_
from maklumat.ui.downloads import proof_file
from maklumat.ui.fields import sent
from maklumat.ui.kept import private

from .. import actions
from ..access import get_by_code
from ..events import Filed
from ..forms import FindForm, TextForm
from ..queries.tracking import tracking

GRADES = (N_("Tidak puas"), N_("Kurang puas"), N_("Puas"), N_("Sangat puas"))  # the four steps of the SKM


@private
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """The code alone, or number and four digits; anything else gets the same sentence."""
    form, status = FindForm(sent(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            number, digits = form.cleaned_data["number"], form.cleaned_data["digits"]
            try:
                code = actions.find_code(number=number, digits=digits, source=callers.place_of(request), at=clock.now())
                return redirect("complaints:track", code)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
                status = refusal.status if refusal.status == 429 else 422
    return render(request, "complaints/find.html", {"form": form}, status=status)


@private
@require_safe
def track(request: HttpRequest, code: str) -> HttpResponse:
    return _shown(request, code, None, "", 200)


@private
@require_safe
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """That the report was filed and recorded, as a file that anybody can check without us."""
    report = get_by_code(code)
    return proof_file(report.number or "laporan", checkpoints.proof_about(report.id, Filed.kind))


@require_POST
def answer(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """The reporter's act: reply, confirm or object. A refusal shows the page again with what was typed."""
    form = TextForm(request.POST)
    text, common = request.POST.get("text", ""), {"by": request.actor, "code": code, "at": clock.now()}
    part = request.POST.get("part", "")[:40]
    try:
        match verb:
            case "reply":
                actions.reply(text=text[:6000], part=part, **common)
            case "confirm":
                actions.confirm(part=part, **common)
            case "object":
                actions.object_to(text=text[:6000], part=part, **common)
            case "rate":
                stars = request.POST.get("stars", "")
                actions.rate(stars=int(stars) if stars in ("1", "2", "3", "4") else 0, part=part, **common)
            case "verify-contact":
                actions.verify_contact(pin=request.POST.get("pin", "")[:20], **common)
            case "redact":
                actions.redact(text=text[:3000], **common)
            case "withdraw":
                actions.withdraw(anonymous="anonymous" in request.POST, secret="secret" in request.POST, **common)
            case "apart":
                actions.part_as_reporter(**common)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _shown(request, code, form, refusal.message, refusal.status)
    return redirect("complaints:track", code)


def _shown(request: HttpRequest, code: str, form: TextForm | None, problem: str, status: int) -> HttpResponse:
    page = tracking(code, clock.now())
    words = {"question": _("Pertanyaan petugas"), "reply": _("Keterangan Anda"), "answer": _("Jawaban"),
             "objection": _("Keberatan Anda"), "reason": _("Alasan")}  # fmt: skip
    thread = [{"head": words[one.kind], "entry": one} for one in page.entries]
    parts = [(one, [{"head": words[entry.kind], "entry": entry} for entry in one.facts.entries]) for one in page.parts]
    context = {
        "page": page, "grades": [(str(n), _(word)) for n, word in enumerate(GRADES, start=1)], "code": tidy_code(code), "thread": thread, "parts": parts, "form": form or TextForm(), "problem": problem, "pin": request.POST.get("pin", "")[:6000],
    }  # fmt: skip
    return render(request, "complaints/tracking.html", context, status=status)
