"""Reporting: one thing a page, everything works without JavaScript, half a page is kept."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Conflict, Invalid
from maklumat.kernel.ids import id_of
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units
from maklumat.ui.fields import sent
from maklumat.ui.kept import private

from .. import actions
from ..access import RECEIVE
from ..forms import AboutForm, QuestionsForm, ReporterForm, StoryForm
from ..queries.categories import categories
from ..queries.drafts import DraftPage, draft_page
from ..queries.drafts import alike as find_alike
from ..queries.ladders import promised
from ..rules.words import CHANNELS
from .holding import code_of, hold

STEPS = ("cerita", "tentang", "foto", "pelapor", "periksa")
LONGEST_FILE = 10  # megabytes


@private
@require_safe
def intro(request: HttpRequest) -> HttpResponse:
    """What happens with a report, and the start; ``?layanan=`` names the service it is about."""
    slug = request.GET.get("layanan", "")[:80]
    version = catalogue.in_force(slug, clock.now()) if slug else None
    channels = [(key, _(word)) for key, word in CHANNELS.items() if key not in ("web", "api")]
    at_desk, limits = request.actor.may_anywhere(RECEIVE), promised(clock.now())
    way = [
        {"title": _("Diverifikasi"), "note": _("Dalam %(days)d hari kerja laporan diteruskan ke unit yang tepat.") % {"days": limits.verify}},
        {"title": _("Ditindaklanjuti dan dijawab"), "note": _("Paling lama: %(limits)s hari kerja.") % {"limits": ", ".join(limits.answers)}},
        {"title": _("Anda menilai jawabannya"), "note": _("Bila tidak setuju, Anda menyanggah dan laporan dibuka lagi.")},
    ]  # fmt: skip
    context = {"version": version, "channels": channels if at_desk else [], "way": way}
    return render(request, "complaints/intro.html", context)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("channel", "web")
    draft = actions.start(
        by=request.actor,
        at=clock.now(),
        language=(translation.get_language() or "id")[:2],
        channel=wanted if wanted in CHANNELS and wanted != "api" else "web",
        slug=request.POST.get("layanan", "")[:80],
    )
    return hold(request, redirect("complaints:story", draft.id), draft.id, draft.code)


@private
@require_http_methods(["GET", "POST"])
def story(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """What happened."""
    code = code_of(request, report_id)
    draft = draft_page(report_id, code)
    given = {"text": draft.text, "oversight": ("yes" if draft.oversight else "no") if draft.text else None}
    form = StoryForm(sent(request), initial=given)
    if request.method == "POST":
        valid = form.is_valid()
        actions.describe(
            report_id=report_id,
            code=code,
            text=form.cleaned_data.get("text") or form.data.get("text", "")[:5000],
            oversight=form.data.get("oversight") == "yes",
            at=clock.now(),
        )
        if valid:
            return redirect("complaints:about", report_id)
    return _page(request, "complaints/story.html", draft, 1, form)


@private
@require_http_methods(["GET", "POST"])
def about(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """What and where it is about."""
    code = code_of(request, report_id)
    draft = draft_page(report_id, code)
    tree = categories()
    subject = f"layanan:{draft.slug}" if draft.slug else f"unit:{draft.unit}" if draft.unit else ""
    region = units.region(draft.region) if draft.region else None
    form = AboutForm(
        sent(request),
        initial={
            "category": draft.category, "subject": subject, "place": draft.place,
            "region": f"{region.name} ({region.code})" if region else "", "point": draft.point,
        },
        categories=[(one.code, "\N{EM SPACE}" * one.depth + one.name) for one in tree],
        subjects=_subjects(),
    )  # fmt: skip
    stopper = ""
    if request.method == "POST" and form.is_valid():
        kind, _colon, word = form.cleaned_data["subject"].partition(":")
        actions.locate(
            report_id=report_id,
            code=code,
            slug=word if kind == "layanan" else "",
            unit=word if kind == "unit" else "",
            category=form.cleaned_data["category"],
            region=form.cleaned_data["region"],
            place=form.cleaned_data["place"],
            point=form.cleaned_data["point"],
            at=clock.now(),
        )
        chosen = next((one for one in tree if one.code == form.cleaned_data["category"]), None)
        stopper = chosen.stopper if chosen else ""
        if not stopper or "anyway" in request.POST:
            return redirect("complaints:questions" if chosen and chosen.asks else "complaints:alike", report_id)
    return _page(request, "complaints/about.html", draft, 2, form, stopper=stopper, outlined=bool(units.boundaries()))


def _subjects() -> list:
    """Services in force, then agencies and units, for a list that works without JavaScript."""
    services = [(f"layanan:{v.standard.slug}", v.standard.name) for v in catalogue.shelf(clock.now()).versions]
    offices = [
        (f"unit:{unit.code}", unit.name) for unit in units.tree().units if unit.kind in ("agency", "service_unit")
    ]
    return [
        (_("Layanan"), sorted(services, key=lambda one: one[1])),
        (_("Unit"), sorted(offices, key=lambda one: one[1])),
    ]


@private
@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """What the chosen category asks besides; without questions straight on."""
    code = code_of(request, report_id)
    draft = draft_page(report_id, code)
    if not draft.questions:
        return redirect("complaints:alike", report_id)
    form = QuestionsForm(sent(request), questions=draft.questions, initial=draft.answers)
    if request.method == "POST":
        valid = form.is_valid()
        actions.answer_questions(report_id=report_id, code=code, answers=form.given(), at=clock.now())
        if valid:
            return redirect("complaints:alike", report_id)
    return _page(request, "complaints/questions.html", draft, 2, form)


@private
@require_safe
def alike(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Public reports about the same matter, to join instead of repeating; when there are none straight on."""
    code = code_of(request, report_id)
    found = find_alike(report_id, code, clock.now())
    if not found:
        return redirect("complaints:photos", report_id)
    return _page(request, "complaints/alike.html", draft_page(report_id, code), 2, None, similar=found)


@private
@require_http_methods(["GET", "POST"])
def photos(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Pictures or documents, none needed. Each is stored as soon as it is sent."""
    code = code_of(request, report_id)
    problem = ""
    if request.method == "POST":
        if "remove" in request.POST:
            actions.detach(report_id=report_id, code=code, evidence_id=id_of(request.POST["remove"]))
            return redirect("complaints:photos", report_id)
        try:
            for sent in request.FILES.getlist("files")[:5]:
                actions.attach(report_id=report_id, code=code, content=sent.read(), at=clock.now())
        except Invalid as refusal:
            problem = refusal.message
        if not problem:
            return redirect("complaints:photos" if "more" in request.POST else "complaints:reporter", report_id)
    return _page(request, "complaints/photos.html", draft_page(report_id, code), 3, None, problem=problem)


@private
@require_http_methods(["GET", "POST"])
def reporter(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Who reports, and the two choices of the shield."""
    code = code_of(request, report_id)
    draft = draft_page(report_id, code)
    given = {**draft.known, "anonymous": draft.anonymous if draft.introduced else False, "secret": draft.secret}
    form = ReporterForm(sent(request), initial=given)
    if request.method == "POST" and form.is_valid():
        actions.introduce(report_id=report_id, code=code, **form.cleaned_data, at=clock.now())
        return redirect("complaints:review", report_id)
    return _page(request, "complaints/reporter.html", draft, 4, form)


@private
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Once more, and as the public will read it; then sending."""
    code = code_of(request, report_id)
    problem = ""
    if request.method == "POST":
        try:
            actions.send(by=request.actor, report_id=report_id, code=code, at=clock.now())
            return redirect("complaints:receipt", report_id)
        except (Invalid, Conflict) as refusal:
            problem = refusal.message
    draft = draft_page(report_id, code)
    if draft.state != "draft":
        return redirect("complaints:track", code)
    return _page(request, "complaints/review.html", draft, 5, None, problem=problem)


@private
@require_safe
def receipt(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Number and code, to keep or print."""
    code = code_of(request, report_id)
    draft = draft_page(report_id, code)
    if draft.state == "draft":
        return redirect("complaints:review", report_id)
    link = request.build_absolute_uri(reverse("complaints:track", args=[code]))
    return render(request, "complaints/receipt.html", {"draft": draft, "code": code, "link": link})


def _page(
    request: HttpRequest, template: str, draft: DraftPage, now: int, form: object, problem: str = "", **more: object
) -> HttpResponse:
    if draft.state != "draft" and now < len(STEPS):
        return redirect("complaints:receipt", draft.id)
    wrong = bool(problem) or bool(form is not None and form.errors)  # type: ignore[attr-defined]
    context = {"draft": draft, "form": form, "now": now, "total": len(STEPS), "problem": problem, **more}
    return render(request, template, context, status=422 if wrong else 200)
