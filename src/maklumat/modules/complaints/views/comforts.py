"""What officers work with beside the reports: filters, bulk acts, standard texts."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maklumat.kernel import clock
from maklumat.kernel.errors import Invalid, NotAllowed, Refusal
from maklumat.kernel.ids import id_of
from maklumat.ui.kept import private

from .. import actions
from ..access import may_open_desk
from ..queries.comforts import USES, texts_for, writable_units
from .desk import listed

FIELDS = ("unit", "use", "title", "text")


@require_POST
def filters(request: HttpRequest) -> HttpResponse:
    """Keep a filter, or forget it."""
    if not may_open_desk(request.actor):
        raise NotAllowed(_("Halaman ini untuk petugas pengaduan. Masuk dengan akun petugas Anda."))
    query = request.POST.get("query", "")[:400]
    if request.POST.get("forget"):
        actions.forget_filter(by=request.actor, name=request.POST["forget"][:60])
    else:
        try:
            actions.keep_filter(by=request.actor, name=request.POST.get("name", ""), query=query)
        except Invalid as refusal:
            request.GET = QueryDict(query)  # type: ignore[assignment]
            return listed(request, request.POST.get("name", ""), " ".join([refusal.message, *refusal.fields.values()]))
    return redirect(f"{reverse('complaints:inbox')}?{query}")


@require_POST
def many(request: HttpRequest) -> HttpResponse:
    """One act on the chosen reports, or taking it back; what could not be done is said above the list."""
    if not may_open_desk(request.actor):
        raise NotAllowed(_("Halaman ini untuk petugas pengaduan. Masuk dengan akun petugas Anda."))
    query, at = request.POST.get("query", "")[:400], clock.now()
    try:
        if request.POST.get("undo"):
            done = actions.undo(by=request.actor, batch_id=id_of(request.POST["undo"]), at=at)
        else:
            done = actions.act_on_many(
                by=request.actor, verb=request.POST.get("verb", ""), report_ids=[id_of(one) for one in request.POST.getlist("ids")[:60]],
                number=request.POST.get("number", "")[:40], at=at,
            )  # fmt: skip
        refused = done.refused
    except Refusal as refusal:
        refused = (refusal.message,)
    told = urlencode([("tidak", one) for one in refused[:5]])
    return redirect(f"{reverse('complaints:inbox')}?{'&'.join(part for part in (query, told) if part)}")


@private
@require_http_methods(["GET", "POST"])
def texts(request: HttpRequest) -> HttpResponse:
    """The standard texts of one's units: read, written, ended."""
    where = writable_units(request.actor)
    if not where:
        raise NotAllowed(_("Teks baku ditulis oleh kepala unit atau koordinator pengaduan."))
    typed, problem, status = {}, "", 200
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in FIELDS}
        try:
            if request.POST.get("end"):
                actions.end_text(by=request.actor, text_id=id_of(request.POST["end"]), at=clock.now())
            else:
                actions.make_text(by=request.actor, **typed, at=clock.now())
            return redirect("complaints:texts")
        except Refusal as refusal:
            problem, status = refusal.message, refusal.status
    context = {
        "texts": texts_for(request.actor), "units": [(unit.code, unit.name) for unit in where], "uses": [(code, _(word)) for code, word in USES.items()],
        "typed": typed, "problem": problem,
    }  # fmt: skip
    return render(request, "complaints/texts.html", context, status=status)
