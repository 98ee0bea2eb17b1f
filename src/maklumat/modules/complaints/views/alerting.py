"""News of an area by e-mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from maklumat.kernel import callers, clock
from maklumat.kernel.errors import Refusal
from maklumat.modules.units import api as units
from maklumat.ui.kept import private

from .. import actions
from ..queries.alerts import alert_page, area_words


@private
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """For which area, and where to; the answer is the same whether the address is known or not."""
    given = {name: (request.POST or request.GET).get(name, "") for name in ("email", "unit", "region")}
    problem, status, sent = "", 200, False
    if request.method == "POST":
        try:
            language = (translation.get_language() or "id")[:2]
            actions.ask_for_news(**given, source=callers.place_of(request), language=language, at=clock.now())
            sent = True
        except Refusal as refusal:
            problem, status = refusal.message, refusal.status
    context = {
        "given": given, "problem": problem, "sent": sent, "area": area_words(given["unit"], given["region"]),
        "units": [(unit.code, unit.name) for unit in units.tree().units if unit.kind in ("agency", "service_unit")],
        "regions": [(one.code, one.name) for one in units.boundaries()],
    }  # fmt: skip
    return render(request, "complaints/alert.html", context, status=status)


@private
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm, or stop: a button each, so that no program that follows links decides."""
    if request.method == "POST":
        if "stop" in request.POST:
            actions.stop_news(code=code)
            return redirect("complaints:alert")
        actions.confirm_news(code=code, at=clock.now())
        return redirect("complaints:alert_answer", code)
    return render(request, "complaints/alert_answer.html", {"page": alert_page(code)})
