"""Writing a survey: its head, its questions one by one, a preview, publishing. And how a service words the questions of a rule's instrument."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Missing, Refusal
from maklumat.modules.units import api as units
from maklumat.ui.fields import sent
from maklumat.ui.kept import private

from .. import actions
from ..access import require_writer
from ..forms import AnswerForm, HeadForm, QuestionForm, language_of
from ..queries import building as queries
from ..rules import drafting
from ..rules.instrument import in_words


@private
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All questionnaires that concern this actor."""
    shown = queries.questionnaires(request.actor)
    language = language_of()
    lines = [(one, in_words(one.instrument.name, language), len(one.instrument.items)) for one in shown]
    return render(request, "surveys/questionnaires.html", {"lines": lines, "units": queries.places(request.actor)})


@private
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new free survey of a unit."""
    require_writer(request.actor)
    places = queries.places(request.actor)
    form, problem, status = HeadForm(sent(request)), "", 200
    if request.method == "POST":
        status = 422
        unit = units.tree().by_code.get(request.POST.get("unit", ""))
        if unit is None:
            problem = _("Pilih unit yang mengadakan survei ini.")
        elif form.is_valid():
            given = form.cleaned_data
            key = drafting.key_of(f"{unit.code} {given['name_id']}", queries.keys())
            data = drafting.blank(key=key, **_head(given))
            try:
                made = actions.keep_instrument(
                    by=request.actor, questionnaire_id=None, unit_id=unit.id, data=data, at=clock.now()
                )
                return redirect("surveys:questionnaire", made)
            except Refusal as refusal:
                problem, status = refusal.message, refusal.status
    context = {"form": form, "places": places, "chosen": request.POST.get("unit", ""), "problem": problem}
    return render(request, "surveys/questionnaire_new.html", context, status=status)


def _head(given: dict[str, Any]) -> dict[str, Any]:
    name = {"id": given["name_id"], **({"en": given["name_en"]} if given["name_en"] else {})}
    until = given["valid_until"]
    return {
        "name": name,
        "valid_from": given["valid_from"].isoformat(),
        "valid_until": until.isoformat() if until else None,
    }


@private
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """One questionnaire: a draft is changed here, one question at a time."""
    page = queries.questionnaire(request.actor, questionnaire_id)
    problem, status = "", 200
    if request.method == "POST":
        data, key = dict(page.data), request.POST.get("key", "")
        try:
            if "publish" in request.POST:
                actions.publish_instrument(by=request.actor, questionnaire_id=questionnaire_id, at=clock.now())
            elif "end" in request.POST:
                actions.end_instrument(by=request.actor, questionnaire_id=questionnaire_id, at=clock.now())
            else:
                move = {"up": -1, "down": 1}.get(request.POST.get("move", ""), 0)
                data = drafting.moved(data, key, move) if move else drafting.without(data, key)
                actions.keep_instrument(
                    by=request.actor, questionnaire_id=questionnaire_id, unit_id=page.unit_id, data=data, at=clock.now()
                )
            return redirect("surveys:questionnaire", questionnaire_id)
        except Refusal as refusal:
            problem, status = refusal.message, refusal.status
    return render(request, "surveys/questionnaire.html", {"page": page, "problem": problem}, status=status)


@private
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, questionnaire_id: UUID, key: str = "") -> HttpResponse:
    """Write or change one question of a draft."""
    page = queries.questionnaire(request.actor, questionnaire_id)
    items = page.data["items"]
    found = next((item for item in items if item["key"] == key), None)
    if key and found is None:
        raise Missing(_("Pertanyaan ini tidak ada."))
    form, problem, status = QuestionForm(sent(request), initial=_initial(found)), "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            taken = [item["key"] for item in items]
            made = drafting.question(
                key=key or drafting.key_of(given["text_id"], taken), kind=given["kind"], text={"id": given["text_id"], "en": given["text_en"]},
                lines=given["lines"], required=given["required"], when=given["when"], items=items,
            )  # fmt: skip
            try:
                actions.keep_instrument(
                    by=request.actor, questionnaire_id=questionnaire_id, unit_id=page.unit_id, data=drafting.put(dict(page.data), made), at=clock.now()
                )  # fmt: skip
                return redirect("surveys:questionnaire", questionnaire_id)
            except Refusal as refusal:
                problem, status = refusal.message, refusal.status
    earlier = [
        (f"{item['key']}={choice['value']}", f"{item['text']['id']} → {choice['text']['id']}")
        for item in items if item["kind"] == "choice" and item["key"] != key for choice in item["choices"]
    ]  # fmt: skip
    context = {"page": page, "form": form, "problem": problem, "earlier": earlier, "key": key}
    return render(request, "surveys/question.html", context, status=status)


def _initial(item: dict[str, Any] | None) -> dict[str, Any]:
    if item is None:
        return {"kind": "choice", "required": True}
    lines = [
        " | ".join(filter(None, (one["text"]["id"], one["text"].get("en", "")))) for one in item.get("choices", [])
    ]
    when = [f"{one['item']}={one['in'][0]}" for one in item.get("when", [])]
    return {
        "text_id": item["text"]["id"], "text_en": item["text"].get("en", ""), "kind": item["kind"], "choices": "\n".join(lines),
        "required": item.get("required", True), "when": when[0] if when else "",
    }  # fmt: skip


@private
@require_safe
def preview(request: HttpRequest, questionnaire_id: UUID) -> HttpResponse:
    """All questions as they will look; what is sent from here goes nowhere."""
    page = queries.questionnaire(request.actor, questionnaire_id)
    items = [item.model_copy(update={"when": ()}) for item in page.instrument.items]
    form = AnswerForm(None, items=items, traits=page.instrument.respondent)
    return render(
        request,
        "surveys/preview.html",
        {"page": page, "form": form, "name": in_words(page.instrument.name, language_of())},
    )


@private
@require_http_methods(["GET"])
def wording(request: HttpRequest, slug: str) -> HttpResponse:
    """How a service words the questions of the instrument of the rule."""
    return _wording(request, slug)


def _wording(request: HttpRequest, slug: str, problem: str = "", status: int = 200) -> HttpResponse:
    page = queries.wordings(request.actor, slug, clock.now())
    typed = {request.POST.get("item", ""): request.POST.get("text", "")} if problem else {}
    lines = [(item, rule, typed.pop(item, own)) for item, rule, own in page.lines]
    shown = {"page": page, "lines": lines, "problem": problem, "lost": next(iter(typed.values()), "")}
    return render(request, "surveys/wording.html", shown, status=status)


@private
@require_POST
def reword(request: HttpRequest, slug: str) -> HttpResponse:
    page = queries.wordings(request.actor, slug, clock.now())
    try:
        actions.reword(
            by=request.actor, questionnaire_id=page.questionnaire_id, slug=slug, item=request.POST.get("item", ""), text=request.POST.get("text", ""), at=clock.now()
        )  # fmt: skip
    except Refusal as refusal:
        return _wording(request, slug, refusal.message, refusal.status)
    return redirect("surveys:wording", slug)
