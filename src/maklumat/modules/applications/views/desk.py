"""The officers' desk: work list, one case, its acts, files, counter entry, export."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Invalid, NotAllowed, Refusal
from maklumat.kernel.words import N_
from maklumat.modules.catalogue import api as catalogue
from maklumat.ui.downloads import csv_file
from maklumat.ui.kept import private

from .. import actions
from ..access import RECEIVE, SEE
from ..actions.desk import forget_filter, keep_filter, open_attachment
from ..queries.cases import case_page
from ..queries.worklist import COUNT_CAP, SCOPES, Filter, worklist
from . import listing
from .judging import shown, verdicts_in

SCOPE_WORDS = {
    "unit": N_("Unit saya"),
    "mine": N_("Tugas saya"),
    "overdue": N_("Lewat waktu"),
    "today": N_("Jatuh tempo 24 jam"),
    "waiting": N_("Menunggu pemohon"),
    "done": N_("Selesai"),
}


def _filter(request: HttpRequest) -> Filter:
    given = {name: request.GET.get(name, "")[:200] for name in ("q", "service", "unit", "after")}
    scope = request.GET.get("scope", "unit")
    return Filter(scope=scope if scope in SCOPES else "unit", **given)


def _require_desk(request: HttpRequest) -> None:
    if not request.actor.may_anywhere(SEE):
        raise NotAllowed(_("Halaman ini untuk petugas. Masuk dengan akun petugas Anda."))


@private
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    _require_desk(request)
    return _listed(request)


def _listed(request: HttpRequest, name: str = "", problem: str = "") -> HttpResponse:
    """The work list; with the name of a filter that could not be kept, and why."""
    wanted = _filter(request)
    page = worklist(request.actor, wanted, clock.now())
    query = {k: v for k, v in vars_of(wanted).items() if v and k != "after"}
    tabs = [
        {
            "label": _(SCOPE_WORDS[scope]),
            "href": "?" + urlencode(query | {"scope": scope}),
            "current": scope == wanted.scope,
            "count": _count(page.counts.get(scope)),
        }
        for scope in SCOPES
    ]
    older = "?" + urlencode(query | {"scope": wanted.scope, "after": page.older}) if page.older else ""
    context = {
        "page": page,
        "columns": listing.columns(),
        "rows": listing.cells(page.rows),
        "wanted": wanted,
        "tabs": tabs,
        "older": older,
        "query": urlencode(query),
        "now": clock.now(),
        "name": name,
        "problem": problem,
    }
    template = "applications/inbox.html" + ("#rows" if request.headers.get("HX-Request") else "")
    return render(request, template, context, status=422 if problem else 200)


def vars_of(wanted: Filter) -> dict[str, str]:
    return {"scope": wanted.scope, "q": wanted.q, "service": wanted.service, "unit": wanted.unit, "after": wanted.after}


def _count(number: int | None) -> str:
    if number is None:
        return ""
    return f"{COUNT_CAP}+" if number > COUNT_CAP else str(number)


@private
@require_safe
def case(request: HttpRequest, application_id: UUID) -> HttpResponse:
    _require_desk(request)
    page = case_page(request.actor, application_id, clock.now())
    return render(request, "applications/case.html", shown(page, {}))


@require_POST
def act(request: HttpRequest, application_id: UUID, verb: str) -> HttpResponse:
    """One act on one case; a refusal shows the case again with the sentence and what was typed."""
    _require_desk(request)
    revision = request.POST.get("revision", "")
    common = {
        "by": request.actor,
        "application_id": application_id,
        "revision": int(revision) if revision.isdecimal() and len(revision) < 9 else -1,
        "at": clock.now(),
    }
    try:
        match verb:
            case "claim":
                actions.claim(**common)
            case "check":
                actions.check(verdicts=verdicts_in(request.POST), **common)
                if "return" in request.POST:
                    actions.return_to_applicant(**common | {"revision": common["revision"] + 1})
                elif "advance" in request.POST:
                    actions.advance(**common | {"revision": common["revision"] + 1})
            case "return":
                actions.return_to_applicant(**common)
            case "advance":
                actions.advance(**common)
            case "approve":
                actions.approve(**common)
            case "reject":
                actions.reject(rule=request.POST.get("rule", ""), reason=request.POST.get("reason", ""), **common)
            case "ask-outside":
                actions.ask_outside(what=request.POST.get("what", ""), **common)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        page = case_page(request.actor, application_id, clock.now())
        context = shown(page, request.POST.dict()) | {"problem": refusal.message, "problems": refusal.fields}
        return render(request, "applications/case.html", context, status=refusal.status)
    return redirect("applications:case", application_id)


@private
@require_safe
def attachment(request: HttpRequest, application_id: UUID, file_id: UUID) -> HttpResponse:
    """A file of a case, through the one gate that checks and logs every look."""
    content, media_type = open_attachment(
        by=request.actor, application_id=application_id, file_id=file_id, at=clock.now()
    )
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'inline; filename="{file_id}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
    return response


@require_safe
def counter(request: HttpRequest) -> HttpResponse:
    """Choose the service a walk-in asks for."""
    if not request.actor.may_anywhere(RECEIVE):
        raise NotAllowed(_("Halaman ini untuk petugas loket."))
    versions = catalogue.shelf(clock.now()).of_unit(request.actor.units_for(RECEIVE))
    return render(request, "applications/counter.html", {"versions": versions})


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The present work list as CSV: numbers and measures, no personal data."""
    _require_desk(request)
    wanted = _filter(request)
    rows = []
    for _page in range(400):
        page = worklist(request.actor, wanted, clock.now())
        for row in page.rows:
            rows.append(
                [
                    row.number,
                    row.service,
                    row.unit,
                    row.step,
                    row.state,
                    row.submitted_at.isoformat(),
                    row.due_at.isoformat() if row.due_at else "",
                    int(row.overdue),
                    row.returns,
                ]
            )
        if not page.older:
            break
        wanted = replace(wanted, after=page.older)
    head = ("nomor", "layanan", "unit", "langkah", "keadaan", "diterima", "jatuh_tempo", "lewat_waktu", "pengembalian")
    return csv_file("daftar-kerja", head, rows)


@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the present filter under a name, or forget one."""
    _require_desk(request)
    if "forget" in request.POST:
        forget_filter(by=request.actor, name=request.POST["forget"])
    else:
        name, query = request.POST.get("name", ""), request.POST.get("query", "")
        try:
            keep_filter(by=request.actor, name=name, query=query)
        except Invalid as refusal:
            request.GET = QueryDict(query)  # type: ignore[assignment]
            return _listed(request, name, " ".join([refusal.message, *refusal.fields.values()]))
    return redirect(reverse("applications:inbox") + "?" + request.POST.get("query", "")[:400])
