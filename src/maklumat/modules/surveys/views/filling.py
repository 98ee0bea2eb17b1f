"""Filling in a questionnaire: by the link of an invitation, at a tablet, from a sheet of paper. One page, or several where it branches; what was
answered on the pages before travels along, so no page needs JavaScript and nothing half-filled is kept here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from maklumat.kernel import callers, clock
from maklumat.kernel.errors import Refusal
from maklumat.kernel.ids import id_of
from maklumat.modules.units import api as units
from maklumat.ui.fields import sent
from maklumat.ui.kept import private

from .. import actions
from ..access import require_desk
from ..forms import TRAIT, AnswerForm, CodeForm, language_of, pages_of
from ..queries.instruments import Held, held, in_force, worded
from ..queries.pages import today_at
from ..queries.rounds import kiosk_of
from ..rules.instrument import in_words

_BEGUN = Signer(salt="survey begun")
LONGEST = 3600 * 3  # seconds: a form left open longer tells nothing about how it was filled in


@dataclass
class Filling:
    """One request to a questionnaire. ``given``: everything valid, on the last page; else the ``form`` to show."""

    one: Held
    form: AnswerForm
    stage: int
    pages: int
    carried: list[tuple[str, str]]
    given: actions.Given | None = None

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "form": self.form, "stage": self.stage, "pages": self.pages, "carried": self.carried,
            "name": in_words(self.one.instrument.name, language_of()), "key": request.POST.get("key") or str(uuid4()),
            "begun": request.POST.get("begun") or _BEGUN.sign(str(int(clock.now().timestamp()))), "traits_from": next((n for n in self.form.fields if n.startswith(TRAIT)), ""),
            "many": len(self.one.instrument.items),
        }  # fmt: skip


def fill(request: HttpRequest, one: Held, services: Sequence[UUID], *, timed: bool = True) -> Filling:
    """Read what came in, page by page, as far as it goes."""
    pages = pages_of(one.instrument, worded(one, services))
    posted = request.POST if request.method == "POST" and "stage" in request.POST else None
    wanted = _number(posted.get("stage", "")) if posted else -1
    values: dict[str, int | None] = {}
    carried: list[tuple[str, str]] = []
    texts: dict[str, str] = {}
    for stage, items in enumerate(pages):
        last = stage == len(pages) - 1
        traits = one.instrument.respondent if last else ()
        read = posted is not None and stage <= wanted
        form = AnswerForm(posted if read else None, items=items, traits=traits, earlier=values)
        if not form.fields and not last:
            continue
        if not read or not form.is_valid():
            return Filling(one, form, stage, len(pages), carried)
        for item in items:
            values[item.key] = form.value_of(item) if item.key in form.fields else None
            if item.kind == "text":
                texts[item.key] = form.cleaned_data.get(item.key, "")
        carried += [(name, value) for name in form.fields for value in posted.getlist(name) if value]
        if last:
            return Filling(one, form, stage, len(pages), carried, _given(posted, one, values, texts, form, timed))
    raise LookupError("an instrument has a page")


def _given(
    posted: Any, one: Held, values: dict[str, int | None], texts: dict[str, str], form: AnswerForm, timed: bool
) -> actions.Given:
    traits = {
        trait.key: _number_or_none(form.cleaned_data.get(TRAIT + trait.key)) for trait in one.instrument.respondent
    }
    key = id_of(posted.get("key", ""))
    return actions.Given(
        key if key.int else uuid4(), tuple(values.get(item.key) for item in one.instrument.items), texts, traits,
        _seconds(posted.get("begun", "")) if timed else None,
    )  # fmt: skip


def _seconds(begun: str) -> int:
    """How long the form was open; zero when it does not say: then nobody opened it."""
    try:
        since = float(_BEGUN.unsign(begun))
    except (BadSignature, ValueError):
        return 0
    return max(0, min(LONGEST, int(clock.now().timestamp() - since)))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0


def _number_or_none(text: str | None) -> int | None:
    return int(text) if text else None


@private
@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest, code: str) -> HttpResponse:
    """The page of an invitation, or of a paper sheet's code that its owner types at home."""
    at, source = clock.now(), callers.place_of(request)
    row, place = actions.place_of(code, source, at)
    one = held(row.questionnaire_id)
    unit = units.tree().by_id[row.unit_id]
    filling = fill(request, one, [row.service_id] if row.service_id else [])
    problem, status = "", 422 if filling.form.errors else 200
    if filling.given is not None:
        try:
            actions.answer(row=row, place=place, given=filling.given, device=_device(request, source), at=at)
            return redirect("surveys:thanks")
        except Refusal as refusal:
            problem, status = refusal.message, refusal.status
    context = filling.context(request) | {
        "unit": unit, "code": code, "problem": problem, "open": row.closes_on, "over": today_at(row.unit_id, at) > row.closes_on,
        "crowd": row.size,
    }  # fmt: skip
    return render(request, "surveys/fill.html", context, status=status)


@private
@require_http_methods(["GET", "POST"])
def declined(request: HttpRequest, code: str) -> HttpResponse:
    """No, thank you."""
    row, place = actions.place_of(code, callers.place_of(request), clock.now())
    if request.method == "POST":
        actions.decline(row=row, place=place)
        return redirect("surveys:thanks")
    return render(request, "surveys/decline.html", {"unit": units.tree().by_id[row.unit_id], "code": code})


@require_http_methods(["GET"])
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "surveys/thanks.html", {})


@private
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Type the code of a sheet or a letter."""
    form, problem, status = CodeForm(sent(request)), "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.place_of(form.cleaned_data["code"], callers.place_of(request), clock.now())
                return redirect("surveys:invited", form.cleaned_data["code"].strip().replace(" ", "").upper())
            except Refusal as refusal:
                problem, status = refusal.message, refusal.status
    return render(request, "surveys/enter.html", {"form": form, "problem": problem}, status=status)


@private
@require_http_methods(["GET", "POST"])
def kiosk(request: HttpRequest, code: str) -> HttpResponse:
    """A tablet at a counter: begins with a large button, ends with thanks, and begins again by itself."""
    at, row = clock.now(), kiosk_of(code)
    unit = units.tree().by_id[row.unit_id]
    one = in_force("skm", today_at(row.unit_id, at))
    if one is None or (request.method == "GET" and "mulai" not in request.GET):
        return render(request, "surveys/kiosk.html", {"unit": unit, "code": code, "ready": one is not None})
    filling = fill(request, one, [row.service_id] if row.service_id else [])
    problem, status = "", 422 if filling.form.errors else 200
    if filling.given is not None:
        try:
            actions.answer_at_kiosk(kiosk=row, questionnaire=one, given=filling.given, at=at)
            return redirect("surveys:kiosk_thanks", code)
        except Refusal as refusal:
            problem, status = refusal.message, refusal.status
    context = filling.context(request) | {"unit": unit, "problem": problem, "kiosk": code}
    return render(request, "surveys/fill.html", context, status=status)


@private
@require_http_methods(["GET"])
def kiosk_thanks(request: HttpRequest, code: str) -> HttpResponse:
    row = kiosk_of(code)
    return render(request, "surveys/kiosk_thanks.html", {"unit": units.tree().by_id[row.unit_id], "code": code})


@private
@require_http_methods(["GET", "POST"])
def typed(request: HttpRequest) -> HttpResponse:
    """An officer types in a sheet: first its code, then what was ticked."""
    require_desk(request.actor)
    at, code = clock.now(), (request.POST.get("code") or request.GET.get("code", ""))[:40]
    done, context, status = request.GET.get("sudah", ""), {"code": code, "problem": ""}, 200
    try:
        if code:
            row, place = actions.place_of(code, callers.place_of(request), at)
            filling = fill(request, held(row.questionnaire_id), [row.service_id] if row.service_id else [], timed=False)
            if filling.given is not None:
                actions.type_in(by=request.actor, row=row, place=place, given=filling.given, at=at)
                return redirect(f"{request.path}?sudah=1")
            context |= filling.context(request) | {"unit": units.tree().by_id[row.unit_id]}
            status = 422 if filling.form.errors else 200
    except Refusal as refusal:
        context["problem"], status = refusal.message, refusal.status
    return render(request, "surveys/typed.html", context | {"done": done}, status=status)


def _device(request: HttpRequest, source: str) -> str:
    """What tells devices of one day apart; it is blinded before it is kept, and goes with the night."""
    return f"{source}/{request.headers.get('User-Agent', '')[:200]}"
