"""Where reports belong: the pages of the rules and of the tree of categories."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from maklumat.kernel import clock
from maklumat.kernel.errors import Refusal
from maklumat.kernel.ids import id_of
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units
from maklumat.ui.kept import private

from .. import actions
from ..access import require_judge
from ..queries.belonging import DAYS, conditions_of, rules_now, try_rule
from ..queries.categories import all_categories, categories, read_questions

CATEGORY = ("code", "name", "name_en", "parent", "unit", "stopper", "questions")
RULE = ("name", "category", "slug", "about", "region", "words", "first", "last", "unit")


def _offices() -> list[tuple[str, str]]:
    of_the_government = (unit for unit in units.tree().units if unit.kind in ("agency", "service_unit"))
    return sorted(((unit.code, unit.name) for unit in of_the_government), key=lambda one: one[1])


@private
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Where reports belong: the rules, and what a new one would have done."""
    require_judge(request.actor)
    typed: dict[str, Any] = {}
    problem, problems, trial, status = "", {}, None, 200
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in RULE}
        typed["days"] = request.POST.getlist("days")[:7]
        given = {name: typed[name] for name in ("category", "slug", "region", "words", "first", "last", "days")} | {
            "unit": typed["about"]
        }
        try:
            if request.POST.get("end"):
                actions.end_rule(by=request.actor, rule_id=id_of(request.POST["end"]), at=clock.now())
                return redirect("complaints:rules")
            if request.POST.get("try"):
                trial = try_rule(request.actor, conditions_of(given), typed["unit"])
            else:
                actions.make_rule(by=request.actor, name=typed["name"], given=given, unit=typed["unit"], at=clock.now())
                return redirect("complaints:rules")
        except Refusal as refusal:
            problem, problems, status = refusal.message, refusal.fields, refusal.status
    context = {
        "services": sorted(((v.standard.slug, v.standard.name) for v in catalogue.shelf(clock.now()).versions), key=lambda one: one[1]),
        "rules": rules_now(), "offices": _offices(), "categories": [(one.code, "\N{EM SPACE}" * one.depth + one.name) for one in categories()],
        "days": [(str(n), _(word)) for n, word in enumerate(DAYS, start=1)], "typed": typed, "trial": trial, "problem": problem, "problems": problems,
    }  # fmt: skip
    return render(request, "complaints/rules.html", context, status=status)


@private
@require_http_methods(["GET", "POST"])
def category_tree(request: HttpRequest) -> HttpResponse:
    """The tree of categories: read, added to, changed. ``?kode=``: the one that is open for changes."""
    require_judge(request.actor)
    typed, problem, problems, status = {}, "", {}, 200
    chosen = request.GET.get("kode", "")[:60]
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in CATEGORY}
        common = {
            "by": request.actor,
            "at": clock.now(),
            "name": typed["name"],
            "name_en": typed["name_en"],
            "unit": typed["unit"],
            "stopper": typed["stopper"],
        }
        try:
            if chosen:
                actions.change_category(
                    code=chosen, questions=typed["questions"], is_open="is_open" in request.POST, **common
                )
            else:
                actions.add_category(
                    code=typed["code"],
                    parent=typed["parent"],
                    questions=read_questions(typed["questions"]),
                    **common,
                )
            return redirect("complaints:categories")
        except Refusal as refusal:
            problem, problems, status = refusal.message, refusal.fields, refusal.status
    rows = all_categories(request.actor)
    context = {
        "rows": rows, "edited": next((row for row in rows if row.code == chosen), None), "offices": _offices(), "typed": typed, "problem": problem,
        "problems": problems, "parents": [(row.code, "\N{EM SPACE}" * row.depth + row.name) for row in rows], "is_open": "is_open" in request.POST,
    }  # fmt: skip
    return render(request, "complaints/categories.html", context, status=status)
