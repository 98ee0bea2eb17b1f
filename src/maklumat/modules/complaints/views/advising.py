"""The page behind the link of somebody outside who is asked about a report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from maklumat.kernel import clock
from maklumat.kernel.errors import Refusal
from maklumat.ui.kept import private

from .. import actions
from ..queries.consultations import advice_page


@private
@require_http_methods(["GET", "POST"])
def advice(request: HttpRequest, code: str) -> HttpResponse:
    """The question, and the answer; a refusal keeps what was typed."""
    text, problem, status = "", "", 200
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            files = [sent.read() for sent in request.FILES.getlist("files")[:5]]
            actions.advise(by=request.actor, code=code, text=text, evidence=files, at=clock.now())
            return redirect("complaints:advice", code)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            problem, status = refusal.message, refusal.status
    context = {"page": advice_page(code, clock.now()), "text": text, "problem": problem}
    return render(request, "complaints/advice.html", context, status=status)
