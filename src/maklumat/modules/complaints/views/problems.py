"""Recurring problems: the list with what might be one, and each."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from maklumat.kernel import clock
from maklumat.kernel.errors import Refusal
from maklumat.modules.units import api as units
from maklumat.ui.kept import private

from .. import actions
from ..access import require_problems
from ..queries.categories import categories
from ..queries.problems import candidates, problem_page, problems

FIELDS = ("title", "unit", "category", "region", "slug", "cause", "action", "action_from")


@private
@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    require_problems(request.actor)
    typed, problem, problems_, status = {}, "", {}, 200
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in FIELDS[:5]}
        try:
            return redirect("complaints:problem", actions.open_problem(by=request.actor, at=clock.now(), **typed))
        except Refusal as refusal:
            problem, problems_, status = refusal.message, refusal.fields, refusal.status
    offices = [unit for unit in units.tree().units if unit.kind in ("agency", "service_unit")]
    context = {
        "problems": problems(request.actor, clock.now()), "candidates": candidates(request.actor, clock.now()), "typed": typed, "problem": problem,
        "faults": problems_, "offices": sorted(((u.code, u.name) for u in offices), key=lambda one: one[1]),
        "categories": [(one.code, "\N{EM SPACE}" * one.depth + one.name) for one in categories()],
    }  # fmt: skip
    return render(request, "complaints/problems.html", context, status=status)


@private
@require_http_methods(["GET", "POST"])
def problem(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """One problem; a refusal keeps what was typed."""
    require_problems(request.actor)
    typed, fault, status = {}, "", 200
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in FIELDS[5:]}
        common = {"by": request.actor, "problem_id": problem_id, "at": clock.now()}
        try:
            if "close" in request.POST:
                actions.close_problem(**common)
            elif "offer" in request.POST:
                actions.offer_problem(**common)
            else:
                actions.change_problem(**typed, own="own" in request.POST, **common)
            return redirect("complaints:problem", problem_id)
        except Refusal as refusal:
            if refusal.status == 404:
                raise
            fault, status = refusal.message, refusal.status
    page = problem_page(request.actor, problem_id, clock.now())
    longest = max((count for _month, count in page.months), default=0) or 1
    bars = [(month, count, round(100 * count / longest)) for month, count in page.months]
    return render(
        request, "complaints/problem.html", {"page": page, "typed": typed, "fault": fault, "bars": bars}, status=status
    )
