"""The desk: which units, one unit's survey, tablets and sheets, publishing, media, follow-up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Missing, Refusal
from maklumat.modules.units import api as units
from maklumat.ui import paper
from maklumat.ui.fields import sent
from maklumat.ui.formats import number
from maklumat.ui.kept import private

from .. import actions
from ..access import get_sheets, require_manage, require_receive
from ..forms import KioskForm, MediumForm, PlanEndForm, PlanForm, SheetsForm, language_of
from ..queries import desk as queries
from ..queries.instruments import held
from ..queries.rounds import token_for
from ..rules.instrument import in_words
from . import papers, words


def unit_of(code: str) -> units.UnitFacts:
    """The unit of a code. Raises :class:`Missing`."""
    unit = units.tree().by_code.get(code)
    if unit is None:
        raise Missing(_("Unit ini tidak ada."))
    return unit


@private
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    period, lines = queries.desk(request.actor, clock.now())
    rows = [
        [
            {"text": line.unit.name, "href": reverse("surveys:unit_desk", args=[line.unit.code])},
            words.two(line.found.index if line.found else None), line.found.grade if line.found and line.found.grade else "–",
            number(line.found.answered) if line.found else "0", _late(line),
        ]
        for line in lines
    ]  # fmt: skip
    columns = [_("Unit"), (_("IKM"), "number"), _("Mutu"), (_("Jawaban"), "number"), _("Tindak lanjut")]
    return render(
        request, "surveys/desk.html", {"rows": rows, "columns": columns, "period": words.period_words(period)}
    )


def _late(line: queries.DeskLine) -> str:
    if line.late_plans:
        return _("%(n)s lewat waktu") % {"n": line.late_plans}
    return _("%(n)s berjalan") % {"n": line.open_plans} if line.open_plans else "–"


@private
@require_safe
def unit_desk(request: HttpRequest, code: str) -> HttpResponse:
    return _unit_desk(request, code)


def _unit_desk(request: HttpRequest, code: str, extra: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    page = queries.unit_desk(request.actor, code, request.GET.get("masa", ""), clock.now())
    found = page.found
    context = {
        "page": page, "found": found, "headline": words.headline(found, page.unit.name), "bars": words.bars(found), "index": words.two(found.index),
        "sound": words.two(found.sound_index), "performance": words.performance(found.instrument, found.grade),
        "choice": [{"label": words.period_words(one), "href": f"?masa={one}", "current": one == page.period} for one in page.periods],
        "doubts": [(_(words.FLAGS[one.flag]), number(one.answers)) for one in page.doubts],
        "rounds": [
            [f"{one.opened_on:%d-%m-%Y}", one.instrument, one.service or _("beberapa layanan"), _(words.CHANNELS[one.channel]), number(one.waiting), number(one.size), number(one.answered), number(one.declined)]
            for one in page.rounds
        ],
        "round_columns": [_("Mulai"), _("Kuesioner"), _("Layanan"), _("Cara"), (_("Menunggu"), "number"), (_("Diundang"), "number"), (_("Menjawab"), "number"), (_("Menolak"), "number")],
        "others": [(in_words(one.instrument.name, language_of()), words.two(one.index) if one.index is not None else "", number(one.answered), words.choice_rows(one)) for one in page.others],
        "results": [(one, words.period_words(one.period), words.two(one.index)) for one in page.results], "choice_columns": [_("Jawaban"), (_("Orang"), "number")],
        "kiosk_form": KioskForm(), "sheets_form": SheetsForm(), **(extra or {}),
    }  # fmt: skip
    return render(request, "surveys/unit_desk.html", context, status=status)


@private
@require_POST
def open_kiosk(request: HttpRequest, code: str) -> HttpResponse:
    """Set up a tablet; its address is shown this once, with a QR code to open it on the tablet."""
    unit, form = unit_of(code), KioskForm(request.POST)
    try:
        form.is_valid()
        made = actions.open_kiosk(by=request.actor, unit_id=unit.id, label=form.cleaned_data.get("label", ""), slug=form.cleaned_data.get("slug", ""), at=clock.now())  # fmt: skip
    except Refusal as refusal:
        return _unit_desk(request, code, {"problem": refusal.message, "kiosk_form": form}, refusal.status)
    link = settings.BASE_URL + reverse("surveys:kiosk", args=[made])
    context = {"unit": unit, "link": link, "qr": SafeString(paper.qr_svg(link))}
    return render(request, "surveys/kiosk_made.html", context)


@private
@require_POST
def end_kiosk(request: HttpRequest, code: str, kiosk_id: UUID) -> HttpResponse:
    actions.end_kiosk(by=request.actor, kiosk_id=kiosk_id, at=clock.now())
    return redirect("surveys:unit_desk", code)


@private
@require_POST
def open_sheets(request: HttpRequest, code: str) -> HttpResponse:
    """A stack of sheets; then the file to print."""
    unit, form = unit_of(code), SheetsForm(request.POST)
    require_receive(request.actor, unit.id)
    if not form.is_valid():
        return _unit_desk(
            request, code, {"problem": _("Isi jumlah lembar antara 1 dan 200."), "sheets_form": form}, 422
        )
    try:
        made = actions.open_sheets(
            by=request.actor, unit_id=unit.id, questionnaire_id=form.cleaned_data["questionnaire"], slug=form.cleaned_data["slug"],
            many=form.cleaned_data["many"], at=clock.now(),
        )  # fmt: skip
    except Refusal as refusal:
        return _unit_desk(request, code, {"problem": refusal.message, "sheets_form": form}, refusal.status)
    return redirect("surveys:sheets", made)


@private
@require_safe
def sheets(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The sheets as PDF, to print."""
    row = get_sheets(request.actor, round_id)
    tokens = [token_for(row, place) for place in range(row.size)]
    unit = units.tree().by_id[row.unit_id]
    content = papers.sheets(held(row.questionnaire_id), unit, row.service_id, tokens, clock.now())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="lembar-survei.pdf"'
    return response


@private
@require_POST
def publish(request: HttpRequest, code: str) -> HttpResponse:
    unit = unit_of(code)
    try:
        made = actions.publish_result(
            by=request.actor, unit_id=unit.id, key="skm", period=request.POST.get("period", "")[:7], note=request.POST.get("note", ""), at=clock.now()
        )  # fmt: skip
    except Refusal as refusal:
        return _unit_desk(
            request, code, {"problem": refusal.message, "note": request.POST.get("note", "")}, refusal.status
        )
    return redirect("surveys:result_desk", made)


@private
@require_http_methods(["GET", "POST"])
def result(request: HttpRequest, result_id: UUID) -> HttpResponse:
    """A published result: media and follow-up. A refusal keeps what was typed."""
    page = queries.result_desk(request.actor, result_id, clock.now())
    medium, line, problem, status = MediumForm(None), PlanForm(None), "", 200
    shown = not {"medium", "place", "published_on"}.isdisjoint(request.POST)
    if request.method == "POST":
        require_manage(request.actor, page.unit.id)
        try:
            if shown:
                medium = MediumForm(sent(request))
                if medium.is_valid():
                    actions.log_medium(by=request.actor, result_id=result_id, **medium.cleaned_data, at=clock.now())
                    return redirect("surveys:result_desk", result_id)
            else:
                line = PlanForm(sent(request))
                if line.is_valid():
                    actions.plan(by=request.actor, result_id=result_id, **line.cleaned_data, at=clock.now())
                    return redirect("surveys:result_desk", result_id)
            status = 422
        except Refusal as refusal:
            problem, status = refusal.message, refusal.status
            form = medium if shown else line
            for name, sentence in refusal.fields.items():
                form.add_error(name, sentence)
    context = {
        "page": page, "medium": medium, "line": line, "problem": problem, "period": words.period_words(page.period),
        "index": words.two(page.figures["index"]), "performance": words.performance(page.held.instrument, page.figures["grade"]),
        "media_words": [(key, _(word)) for key, word in actions.MEDIA.items()],
        "media": [(_(actions.MEDIA[kind]), place, day) for kind, place, day in page.media],
        "elements": [(group.key, in_words(group.name, language_of())) for group in page.held.instrument.groups],
        "weakest": page.figures["weakest"], "owners": [(str(one.account_id), one.name) for one in queries.owners(page.unit.id, clock.now())] if page.may_manage else [],
    }  # fmt: skip
    return render(request, "surveys/result_desk.html", context, status=status)


@private
@require_http_methods(["GET", "POST"])
def plan_end(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """A line of the follow-up is carried out or dropped."""
    page = queries.plan_page(request.actor, plan_id)
    form, problem, status = PlanEndForm(sent(request), request.FILES or None), "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                actions.end_plan(
                    by=request.actor, plan_id=plan_id, state=given["state"], outcome=given["outcome"],
                    proof=given["proof"].read() if given["proof"] else b"", at=clock.now(),
                )  # fmt: skip
                return redirect("surveys:result_desk", page.result_id)
            except Refusal as refusal:
                problem, status = refusal.message, refusal.status
    return render(request, "surveys/plan.html", {"page": page, "form": form, "problem": problem}, status=status)
