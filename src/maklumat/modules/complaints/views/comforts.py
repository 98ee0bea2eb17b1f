"""What officers work with beside the reports: filters, bulk acts, standard texts, rules."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maklumat.kernel import clock
from maklumat.kernel.errors import NotAllowed, Refusal
from maklumat.kernel.ids import id_of
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units
from maklumat.ui.kept import private

from .. import actions
from ..access import may_open_desk, require_judge
from ..queries.belonging import DAYS, conditions_of, rules_now, try_rule
from ..queries.categories import all_categories, categories, read_questions
from ..queries.comforts import USES, texts_for, writable_units

CATEGORY = ("code", "name", "name_en", "parent", "unit", "stopper", "questions")
FIELDS = ("name", "category", "slug", "about", "region", "words", "first", "last", "unit", "use", "title", "text")


@require_POST
def filters(request: HttpRequest) -> HttpResponse:
    """Keep a filter, or forget it."""
    if not may_open_desk(request.actor):
        raise NotAllowed(_("Halaman ini untuk petugas pengaduan. Masuk dengan akun petugas Anda."))
    query = request.POST.get("query", "")[:400]
    if request.POST.get("forget"):
        actions.forget_filter(by=request.actor, name=request.POST["forget"][:60])
    else:
        actions.keep_filter(by=request.actor, name=request.POST.get("name", "")[:60], query=query)
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
        typed = {name: request.POST.get(name, "")[:4000] for name in FIELDS}
        try:
            if request.POST.get("end"):
                actions.end_text(by=request.actor, text_id=id_of(request.POST["end"]), at=clock.now())
            else:
                actions.make_text(
                    by=request.actor, **{name: typed[name] for name in ("unit", "use", "title", "text")}, at=clock.now()
                )
            return redirect("complaints:texts")
        except Refusal as refusal:
            problem, status = refusal.message, refusal.status
    context = {
        "texts": texts_for(request.actor), "units": [(unit.code, unit.name) for unit in where], "uses": [(code, _(word)) for code, word in USES.items()],
        "typed": typed, "problem": problem,
    }  # fmt: skip
    return render(request, "complaints/texts.html", context, status=status)


@private
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Where reports belong: the rules, and what a new one would have done."""
    require_judge(request.actor)
    typed: dict[str, Any] = {}
    problem, problems, trial, status = "", {}, None, 200
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:1000] for name in FIELDS}
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
    offices = sorted(
        ((u.code, u.name) for u in units.tree().units if u.kind in ("agency", "service_unit")), key=lambda one: one[1]
    )
    context = {
        "services": sorted(((v.standard.slug, v.standard.name) for v in catalogue.shelf(clock.now()).versions), key=lambda one: one[1]),
        "rules": rules_now(), "offices": offices, "categories": [(one.code, "\N{EM SPACE}" * one.depth + one.name) for one in categories()],
        "days": [(str(n), _(word)) for n, word in enumerate(DAYS, start=1)], "typed": typed, "trial": trial, "problem": problem, "problems": problems,
    }  # fmt: skip
    return render(request, "complaints/rules.html", context, status=status)


@private
@require_http_methods(["GET", "POST"])
def categories_page(request: HttpRequest) -> HttpResponse:
    """The tree of categories: read, added to, changed. ``?kode=``: the one that is open for changes."""
    require_judge(request.actor)
    typed, problem, problems, status = {}, "", {}, 200
    chosen = request.GET.get("kode", "")[:60]
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:6000] for name in CATEGORY}
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
    offices = sorted(
        ((u.code, u.name) for u in units.tree().units if u.kind in ("agency", "service_unit")), key=lambda one: one[1]
    )
    context = {
        "rows": rows, "edited": next((row for row in rows if row.code == chosen), None), "offices": offices, "typed": typed, "problem": problem,
        "problems": problems, "parents": [(row.code, "\N{EM SPACE}" * row.depth + row.name) for row in rows], "is_open": "is_open" in request.POST,
    }  # fmt: skip
    return render(request, "complaints/categories.html", context, status=status)
