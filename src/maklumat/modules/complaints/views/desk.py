"""The officers' desk: inbox, one report, its acts, its files."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import NotAllowed, Refusal
from maklumat.kernel.ids import id_of
from maklumat.kernel.words import N_
from maklumat.modules.units import api as units
from maklumat.ui import lists
from maklumat.ui.kept import private
from maklumat.ui.templatetags.ui import tag

from .. import actions
from ..access import may_open_desk, may_read
from ..queries.cases import CasePage, case_page
from ..queries.categories import categories
from ..queries.comforts import USES, filled_for, last_batch, saved_filters
from ..queries.inbox import COUNT_CAP, SCOPES, Filter, InboxRow, inbox
from ..rules.words import KINDS, REASONS

SCOPE_WORDS = {
    "new": N_("Baru"),
    "open": N_("Terbuka"),
    "mine": N_("Tugas saya"),
    "overdue": N_("Lewat waktu"),
    "today": N_("Jatuh tempo 24 jam"),
    "waiting": N_("Menunggu pelapor"),
    "done": N_("Selesai"),
}


def _require_desk(request: HttpRequest) -> None:
    if not may_open_desk(request.actor):
        raise NotAllowed(_("Halaman ini untuk petugas pengaduan. Masuk dengan akun petugas Anda."))


@private
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    _require_desk(request)
    return listed(request)


def listed(request: HttpRequest, name: str = "", problem: str = "") -> HttpResponse:
    """The inbox; with the name of a filter that could not be kept, and why."""
    given = {one: request.GET.get(one, "")[:200] for one in ("q", "kind", "unit", "after")}
    scope = request.GET.get("scope", "")
    wanted = Filter(scope=scope if scope in SCOPES else "new", **given)
    page = inbox(request.actor, wanted, clock.now())
    query = {one: value for one, value in given.items() if value and one != "after"}
    tabs = [
        {
            "label": _(SCOPE_WORDS[one]),
            "href": "?" + urlencode(query | {"scope": one}),
            "current": one == wanted.scope,
            "count": _count(page.counts.get(one)),
        }
        for one in SCOPES
    ]
    older = "?" + urlencode(query | {"scope": wanted.scope, "after": page.older}) if page.older else ""
    context = {
        "wanted": wanted,
        "tabs": tabs,
        "kinds": [(kind.value, _(word)) for kind, word in KINDS.items()],
        "columns": [_("Nomor"), _("Laporan"), _("Unit"), _("Keadaan"), _("Batas waktu")],
        "rows": [_cells(row) for row in page.rows],
        "older": older,
        "saved": saved_filters(request.actor),
        "query": urlencode(query | {"scope": wanted.scope}),
        "undo": last_batch(request.actor, clock.now() - actions.UNDO_WITHIN),
        "refused": request.GET.getlist("tidak")[:10],
        "units": [(unit.code, unit.label) for unit in units.tree().units if unit.kind != "counter"],
        "name": name,
        "problem": problem,
    }
    return render(request, "complaints/inbox.html", context, status=422 if problem else 200)


def _count(number: int | None) -> str:
    if number is None:
        return ""
    return f"{COUNT_CAP}+" if number > COUNT_CAP else str(number)


def _cells(row: InboxRow) -> list[Any]:
    link = f'<a href="{reverse("complaints:case", args=[row.id])}">{lists.escape(row.number)}</a>'
    marks = (f" {tag(_('Saya'), 'info')}" if row.mine else "") + (
        f" {tag(_('Rahasia'), 'warning')}" if row.secret else ""
    )
    about = f'{lists.escape(row.title)}<br><span class="hint">{lists.escape(row.category)}</span>'
    due = lists.escape(date_format(localtime(row.due_at), "j M Y")) if row.due_at else "–"
    return [
        SafeString(_box(row) + link + marks),
        SafeString(about),
        f"{row.holder}: {row.assigned}" if row.assigned else row.holder,
        tag(row.state_word, row.state_tone),
        SafeString(due + (f" {tag(_('Lewat'), 'danger')}" if row.overdue else "")),
    ]


def _box(row: InboxRow) -> str:
    label = lists.escape(_("Pilih %(number)s") % {"number": row.number})
    return f'<input type="checkbox" form="banyak" name="ids" value="{row.id}" aria-label="{label}"> '


@private
@require_safe
def case(request: HttpRequest, report_id: UUID) -> HttpResponse:
    _require_desk(request)
    page = case_page(request.actor, report_id, clock.now())
    actions.look(by=request.actor, report_id=report_id, at=clock.now())
    chosen = next((one for one in page.texts if str(one.id) == request.GET.get("teks")), None)
    typed = {"verb": chosen.use, "text": _filled(page, chosen.text), "from_text": True} if chosen else {}
    return _shown(request, page, typed, "", {}, 200)


def _filled(page: CasePage, text: str) -> str:
    return filled_for(text, page.number, page.holder.name, page.due_at, page.subject)


@require_POST
def act(request: HttpRequest, report_id: UUID, verb: str) -> HttpResponse:
    """One act on one report; a refusal shows it again with the sentence and what was typed."""
    _require_desk(request)
    given = {name: request.POST.get(name, "") for name in TYPED}
    try:
        _ACTS[verb](request, report_id, given)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        page = case_page(request.actor, report_id, clock.now())
        rows = list(zip(request.POST.getlist("units")[:8], request.POST.getlist("tasks")[:8], strict=False))
        typed = {
            **given,
            "verb": verb,
            "parts": rows,
            **{name: name in request.POST for name in ("anonymous", "secret", "sure")},
        }
        return _shown(request, page, typed, refusal.message, refusal.fields, refusal.status)
    if verb in HANDED_OVER and not may_read(request.actor, report_id):
        return redirect("complaints:inbox")
    return redirect("complaints:case", report_id)


MOST_PARTS_SHOWN = 4
TYPED = ("kind", "category", "unit", "about", "title", "text", "reason", "done_on", "number", "name", "email")


def _common(request: HttpRequest, report_id: UUID) -> dict[str, Any]:
    revision = request.POST.get("revision", "")
    number = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 9 else -1
    return {"by": request.actor, "report_id": report_id, "revision": number, "at": clock.now()}


def _verify(request: HttpRequest, report_id: UUID, given: dict[str, str]) -> None:
    actions.verify(
        kind=given["kind"],
        category=given["category"],
        unit=given["unit"],
        about=given["about"],
        public_title=given["title"],
        public_text=given["text"],
        anonymous="anonymous" in request.POST,
        secret="secret" in request.POST,
        photos=[id_of(one) for one in request.POST.getlist("photos")[:5]],
        **_common(request, report_id),
    )


def _answer(request: HttpRequest, report_id: UUID, given: dict[str, str]) -> None:
    proofs = [sent.read() for sent in request.FILES.getlist("files")[:5]]
    actions.answer(
        text=given["text"], done_on=given["done_on"], evidence=proofs, sure="sure" in request.POST, **_common(request, report_id)
    )  # fmt: skip


def _narrow(request: HttpRequest, report_id: UUID, given: dict[str, str]) -> None:
    actions.narrow(
        anonymous="anonymous" in request.POST, secret="secret" in request.POST, **_common(request, report_id)
    )


def _note(request: HttpRequest, report_id: UUID, given: dict[str, str]) -> None:
    actions.note(by=request.actor, report_id=report_id, text=given["text"], at=clock.now())


def _mask(request: HttpRequest, report_id: UUID, given: dict[str, str]) -> None:
    actions.mask_again(public_title=given["title"], public_text=given["text"], **_common(request, report_id))


def _agree(request: HttpRequest, report_id: UUID, given: dict[str, str]) -> None:
    actions.agree_reveal(by=request.actor, reveal_id=id_of(request.POST.get("reveal", "")), at=clock.now())


def _divide(request: HttpRequest, report_id: UUID, given: dict[str, str]) -> None:
    chosen = zip(request.POST.getlist("units")[:8], request.POST.getlist("tasks")[:8], strict=False)
    parts = [actions.Part(unit, task) for unit, task in chosen if unit or task.strip()]
    actions.divide(kind=given["kind"], parts=parts, **_common(request, report_id))


def _reveal(request: HttpRequest, report_id: UUID, given: dict[str, str]) -> None:
    actions.ask_reveal(by=request.actor, report_id=report_id, reason=given["text"], at=clock.now())


_ACTS = {
    "verify": _verify,
    "archive": lambda r, i, g: actions.archive(reason=g["reason"], text=g["text"], **_common(r, i)),
    "place": lambda r, i, g: actions.place(unit=g["unit"], text=g["text"], **_common(r, i)),
    "take-on": lambda r, i, g: actions.take_on(**_common(r, i)),
    "hand-back": lambda r, i, g: actions.hand_back(text=g["text"], **_common(r, i)),
    "ask": lambda r, i, g: actions.ask(text=g["text"], **_common(r, i)),
    "answer": _answer,
    "consult": lambda r, i, g: actions.consult(name=g["name"], email=g["email"], text=g["text"], **_common(r, i)),
    "note": _note,
    "narrow": _narrow,
    "divide": _divide,
    "join": lambda r, i, g: actions.join(number=g["number"], **_common(r, i)),
    "part": lambda r, i, g: actions.part(**_common(r, i)),
    "settle": lambda r, i, g: actions.settle(text=g["text"], **_common(r, i)),
    "mask": _mask,
    "reveal": _reveal,
    "agree": _agree,
}
VERBS = "|".join(_ACTS)
HANDED_OVER = ("verify", "place", "hand-back")  # after these the report may be out of the officer's reach


def _shown(
    request: HttpRequest, page: CasePage, typed: dict[str, Any], problem: str, problems: dict[str, str], status: int
) -> HttpResponse:
    words = {"question": _("Pertanyaan kepada pelapor"), "reply": _("Keterangan pelapor"), "answer": _("Jawaban"),
             "objection": _("Keberatan pelapor"), "reason": _("Alasan"), "note": _("Catatan internal")}  # fmt: skip
    thread = [
        {"head": words[one.kind], "entry": one, "by": page.names.get(one.by, "") if one.by else ""}
        for one in page.entries
    ]
    offices = [unit for unit in units.tree().units if unit.kind in ("agency", "service_unit")]
    context = {
        "page": page,
        "thread": thread,
        "kinds": [(kind.value, _(word)) for kind, word in KINDS.items()],
        "categories": [(one.code, "\N{EM SPACE}" * one.depth + one.name) for one in categories()],
        "offices": sorted(((unit.code, unit.name) for unit in offices), key=lambda one: one[1]),
        "reasons": [(code, _(word)) for code, word in REASONS.items()],
        "typed": typed,
        "judging": page.state == "judging",
        "parts": [*typed.get("parts", ()), *[("", "")] * 3][:MOST_PARTS_SHOWN],
        "texts": {use: [one for one in page.texts if one.use == use] for use in USES},
        "problem": problem,
        "problems": problems,
    }
    return render(request, "complaints/case.html", context, status=status)


@private
@require_POST
def reporter(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Who reported, for the two who asked and agreed. The look is recorded before it is shown, so it is no link."""
    _require_desk(request)
    at = clock.now()
    try:
        who = actions.look_at_reporter(by=request.actor, reveal_id=id_of(request.POST.get("reveal", "")), at=at)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return _shown(request, case_page(request.actor, report_id, at), {}, refusal.message, {}, refusal.status)
    page = case_page(request.actor, report_id, at)
    return render(request, "complaints/who.html", {"page": page, "who": who})


@private
@require_safe
def evidence(request: HttpRequest, report_id: UUID, evidence_id: UUID) -> HttpResponse:
    """A file of a report, through the one gate that checks and logs every look."""
    content, media_type = actions.open_evidence(
        by=request.actor, report_id=report_id, evidence_id=evidence_id, at=clock.now()
    )
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'inline; filename="{evidence_id}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
    return response
