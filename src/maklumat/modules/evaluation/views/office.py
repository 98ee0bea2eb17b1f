"""The desk of the evaluation: sheets, one sheet, one indicator with its facts, what would help most, coaching, the pack of evidence."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maklumat.kernel import clock, files
from maklumat.kernel.errors import Invalid, Missing, Refusal
from maklumat.kernel.ids import id_of
from maklumat.modules.units import api as units
from maklumat.ui.fields import sent
from maklumat.ui.formats import number
from maklumat.ui.kept import private

from .. import actions
from ..access import JUDGE, STATE, require_judge, require_work
from ..forms import AdviceForm, StatementForm, VerdictForm
from ..queries import sheets as queries
from ..queries.desk import desk
from ..rules.index import rounded
from ..rules.instrument import in_words
from . import kinds, packing, words


def _year(request: HttpRequest) -> int:
    text = request.GET.get("tahun", "")
    now = clock.now().year
    return int(text) if text.isascii() and text.isdigit() and 2022 <= int(text[:4]) <= now else now


@private
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    return _listing(request)


def _listing(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    at, year = clock.now(), _year(request)
    lines = desk(request.actor, year, at)
    shown = [
        (line, _(words.STATES[line.state][0]), words.STATES[line.state][1], words.two(line.shown), line.id is None and any(request.actor.may(ability, line.unit.id) for ability in (STATE, JUDGE)))
        for line in lines
    ]  # fmt: skip
    years = [
        {"label": str(one), "href": f"?tahun={one}", "current": one == year}
        for one in range(at.year, max(at.year - 4, 2021), -1)
    ]
    context = {
        "lines": shown,
        "year": year,
        "years": years,
        "problem": problem,
        "variants": [(key, _(word)) for key, word in words.VARIANTS.items()],
    }
    return render(request, "evaluation/desk.html", context, status=status)


@private
@require_POST
def open_sheet(request: HttpRequest, code: str) -> HttpResponse:
    unit = units.tree().by_code.get(code)
    if unit is None:
        raise Missing(_("Unit ini tidak ada."))
    year = request.POST.get("year", "")
    try:
        made = actions.open_sheet(
            by=request.actor, unit_id=unit.id, year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0,
            variant=request.POST.get("variant", "")[:1], at=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        return _listing(request, refusal.message, refusal.status)
    return redirect("evaluation:sheet", made)


@private
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """One unit's year; the acts on the whole sheet."""
    problem, status = "", 200
    if request.method == "POST":
        act = {"hand_in": actions.hand_in, "confirm": actions.confirm_all, "close": actions.close}.get(
            request.POST.get("act", "")
        )
        require_work(request.actor, queries.sheet(request.actor, assessment_id, clock.now()).unit.id)
        try:
            if act is None:
                raise Invalid(_("Pilih salah satu tombol di lembar ini."))
            act(by=request.actor, assessment_id=assessment_id, at=clock.now())
            return redirect("evaluation:sheet", assessment_id)
        except Refusal as refusal:
            if refusal.status in (403, 404):
                raise
            problem, status = refusal.message, refusal.status
    page = queries.sheet(request.actor, assessment_id, clock.now())
    context = {
        "page": page, "groups": words.lines(page), "value": words.two(page.value), "category": words.category_words(page.index.category),
        "f02": words.two(rounded(page.index.f02)), "f03": words.two(rounded(page.f03)), "claimed": words.two(rounded(page.claimed.value)),
        "points": [number(one, 1) for one in page.points], "aspects": words.aspects(page), "problem": problem, "former": words.two(page.former) if page.former else "",
        "state": _(words.STATES[page.state][0]), "tone": words.STATES[page.state][1], "variant": _(words.VARIANTS[page.variant]),
        "waiting": sum(line.verdict is None for line in page.lines),
        "claims": words.claims(queries.claims_of(page, clock.now())),
    }  # fmt: skip
    return render(request, "evaluation/sheet.html", context, status=status)


@private
@require_http_methods(["GET", "POST"])
def indicator(request: HttpRequest, assessment_id: UUID, number: int) -> HttpResponse:
    """One indicator: the facts behind it, the unit's statement, the evaluator's score. A refusal keeps what was typed."""
    page = queries.indicator_page(request.actor, assessment_id, number, clock.now())
    line, problem, status = page.line, "", 200
    judging = request.method == "POST" and "score" in request.POST
    stating = sent(request) if not judging else None
    own = {
        "items": sorted(line.stated.items),
        "note": line.statement.note if line.statement else "",
        **{f"n-{key}": value for key, value in line.stated.numbers.items()},
    }
    statement = StatementForm(
        stating, request.FILES or None, indicator=line.indicator, language=words.language(), initial=own
    )
    verdict = VerdictForm(
        request.POST if judging else None,
        initial={"score": line.score, "reason": line.verdict.reason if line.verdict else ""},
    )
    if request.method == "POST":
        status = 422
        try:
            if judging and verdict.is_valid():
                actions.judge(
                    by=request.actor, assessment_id=assessment_id, number=number, **verdict.cleaned_data, at=clock.now()
                )
                return redirect("evaluation:sheet", assessment_id)
            if not judging and statement.is_valid():
                given = statement.cleaned_data
                actions.state(
                    by=request.actor, assessment_id=assessment_id, number=number, items=given.get("items", []), numbers=statement.numbers(), note=given["note"],
                    proof=given["proof"].read() if given["proof"] else b"", at=clock.now(),
                )  # fmt: skip
                return redirect("evaluation:sheet", assessment_id)
        except Refusal as refusal:
            problem, status = refusal.message, refusal.status
            for name, sentence in refusal.fields.items():
                (verdict if judging else statement).add_error(name, sentence)
    names = {item.key: in_words(item.text, words.language()) for item in line.indicator.items}
    known = line.computed.facts if line.computed else None
    context = {
        "page": page, "line": words.line_words(line), "ask": in_words(line.indicator.ask, words.language()), "evidence": in_words(line.indicator.evidence, words.language()),
        "items": [(name, key in (known.items if known else ()), key in line.stated.items) for key, name in names.items() if key not in _numbers(line)],
        "numbers": [(names[key], value) for key, value in (known.numbers.items() if known else ())] + [(names[key], value) for key, value in line.stated.numbers.items()],
        "columns": [_("Waktu"), _("Yang terjadi"), _("Nomor catatan")], "facts": [kinds.row(fact) for fact in page.facts], "known_note": line.computed.note if line.computed else "", "total": line.count, "statement": statement, "verdict": verdict, "problem": problem, "alone": line.alone,
        "has_file": bool(line.statement and line.statement.file_id), "note": line.statement.note if line.statement else "", "tag": line.indicator.tag,
    }  # fmt: skip
    return render(request, "evaluation/indicator.html", context, status=status)


def _numbers(line: queries.Line) -> set[str]:
    return {item.key for item in line.indicator.items if item.number}


@private
@require_safe
def proof(request: HttpRequest, assessment_id: UUID, number: int) -> HttpResponse:
    """The file behind a statement."""
    content, kind = files.read(queries.proof_of(request.actor, assessment_id, number))
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'inline; filename="bukti-{number}.{kind.rpartition("/")[2]}"'
    return response


@private
@require_safe
def simulation(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """What one more point would bring, the most for the least effort first."""
    page = queries.sheet(request.actor, assessment_id, clock.now())
    names = {one.number: in_words(one.name, words.language()) for one in page.instrument.indicators[page.variant]}
    efforts = {1: _("ringan"), 2: _("sedang"), 3: _("berat")}
    rows = [
        [{"text": f"{step.number}. {names[step.number]}", "href": reverse("evaluation:indicator", args=[assessment_id, step.number])}, f"{step.now} → {step.to}", f"+{number(float(step.gain), 3)}", efforts[step.effort]]
        for step in queries.simulation(page)
    ]  # fmt: skip
    columns = [_("Indikator"), _("Nilai"), (_("IPP naik"), "number"), _("Upaya")]
    return render(
        request,
        "evaluation/simulation.html",
        {"page": page, "rows": rows, "columns": columns, "value": words.two(page.value)},
    )


@private
@require_safe
def pack(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Everything that proves the sheet, in one file."""
    page = queries.sheet(request.actor, assessment_id, clock.now())
    content = packing.pack(page, clock.now())
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="bukti-pekppp-{page.unit.code}-{page.year}.zip"'
    return response


@private
@require_http_methods(["GET", "POST"])
def coaching(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Recommendations to the unit, with owner and day."""
    page = queries.sheet(request.actor, assessment_id, clock.now())
    form, problem, status = AdviceForm(sent(request) if "end" not in request.POST else None), "", 200
    if request.method == "POST":
        try:
            if "end" in request.POST:
                actions.end_advice(
                    by=request.actor,
                    advice_id=id_of(request.POST["end"]),
                    outcome=request.POST.get("outcome", ""),
                    at=clock.now(),
                )
                return redirect("evaluation:coaching", assessment_id)
            require_judge(request.actor, page.unit.id)
            if form.is_valid():
                actions.advise(by=request.actor, assessment_id=assessment_id, **form.cleaned_data, at=clock.now())
                return redirect("evaluation:coaching", assessment_id)
            status = 422
        except Refusal as refusal:
            if refusal.status in (403, 404):
                raise
            problem, status = refusal.message, refusal.status
            for name, sentence in refusal.fields.items():
                if name in form.fields and form.is_bound:
                    form.add_error(name, sentence)
    names = [
        (str(one.number), f"{one.number}. {in_words(one.name, words.language())}")
        for one in page.instrument.indicators[page.variant]
    ]
    context = {
        "page": page, "advice": queries.advice_of(assessment_id), "form": form, "problem": problem, "indicators": names, "today": clock.now().date(),
        "first": str(queries.simulation(page)[0].number) if queries.simulation(page) else "", "may_judge": request.actor.may(JUDGE, page.unit.id), "names": dict(names),
        "mine": request.actor.account_id,
    }  # fmt: skip
    return render(request, "evaluation/coaching.html", context, status=status)
