"""Applying: one question group a page, uploads, a review, a receipt. Everything works without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Invalid, Missing
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units
from maklumat.ui.kept import kept, private, render_kept

from .. import actions
from ..access import RECEIVE
from ..forms import PageForm, blank_asks
from ..queries.drafts import DraftPage, draft_page
from ..rules.completeness import OUTSIDE, PAGE
from .holding import address, code_of, hold


def _edition() -> tuple:
    return catalogue.edition(clock.now()), units.edition()


@require_safe
@kept(_edition)
def intro(request: HttpRequest, slug: str) -> HttpResponse:
    """What to have at hand, the time and the fee; then the start."""
    version = catalogue.in_force(slug, clock.now())
    if version is None:
        raise Missing(_("Layanan ini tidak ada atau sedang tidak dibuka."))
    at_counter = request.actor.may(RECEIVE, version.unit_id)
    return render(
        request, "applications/intro.html", {"version": version, "standard": version.standard, "at_counter": at_counter}
    )


@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    channel = "counter" if request.POST.get("channel") == "counter" else "web"
    language = translation.get_language() or "id"
    draft = actions.start(by=request.actor, slug=slug, at=clock.now(), language=language[:2], channel=channel)
    return hold(request, redirect(address("page", draft.id, draft.first_page)), draft.id, draft.code)


@private
@require_safe
def overview(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The task list: what is done, what is missing; and the code to come back with."""
    code = code_of(request, application_id)
    page = draft_page(application_id, code)
    if page.state not in ("draft", "returned"):
        return redirect("applications:track", code)
    return render(request, "applications/overview.html", {"page": page, "code": spaced(code), "tasks": tasks(page)})


@private
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, application_id: UUID, page_key: str) -> HttpResponse:
    """One question group. What was typed is kept, also when something is wrong."""
    code = code_of(request, application_id)
    draft = draft_page(application_id, code)
    pages = editable_pages(draft)
    number = next((n for n, p in enumerate(pages) if p.key == page_key), None)
    if number is None:
        return redirect("applications:overview", application_id)
    group, today = pages[number], localdate(clock.now())
    words = {
        "group": group, "draft": draft, "now": number + 1, "total": len(pages) + bool(draft.documents), "code": spaced(code)
    }  # fmt: skip
    asks = blank_asks(group.questions, draft.answers) if request.method != "POST" and draft.state == "draft" else None
    if asks is not None:
        key = (draft.version.id, group.key, asks, words["now"], words["total"], today)
        return _render_kept(
            request,
            "applications/page.html",
            lambda: {**words, "form": PageForm(group.questions, draft.answers, today)},
            key,
            {"id": str(draft.id), "code": words["code"]},
        )
    adding = request.POST.get("add", "")
    form = PageForm(group.questions, draft.answers, today, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        valid = form.is_valid()
        answers = form.answered() if valid else form.typed()
        actions.save_page(
            application_id=application_id, code=code, page=group.key, answers=answers, at=clock.now(), seen=draft.seal
        )
        if adding:
            form = PageForm(group.questions, draft.answers | answers, today, extra_rows=1)
        elif valid:
            return redirect(_after(draft, pages, number))
        else:
            status = 422
    return render(request, "applications/page.html", {**words, "form": form}, status=status)


def _render_kept(
    request: HttpRequest, template: str, context: Callable[[], dict], key: tuple, blanks: dict[str, str]
) -> HttpResponse:
    """A page of the form on which nothing stands yet but whose it is."""
    return render_kept(request, template, context, key=(units.edition(), key), blanks=blanks)


def _after(draft: DraftPage, pages: tuple, number: int) -> str:
    if draft.state == "returned":
        return address("overview", draft.id)
    if number + 1 < len(pages):
        return address("page", draft.id, pages[number + 1].key)
    return address("files", draft.id)


@private
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """All uploads on one page; each is stored as soon as it is sent."""
    code = code_of(request, application_id)
    draft = draft_page(application_id, code)
    lines = upload_lines(draft)
    problems: dict[str, str] = {}
    if request.method == "POST":
        if "remove" in request.POST:
            actions.detach(application_id=application_id, code=code, requirement=request.POST["remove"], at=clock.now())
            return redirect("applications:files", application_id)
        for line in lines:
            sent = request.FILES.get(line["key"])
            if sent is None:
                continue
            try:
                actions.attach(
                    application_id=application_id,
                    code=code,
                    requirement=line["key"],
                    content=sent.read(),
                    at=clock.now(),
                )
            except Invalid as refusal:
                problems[line["key"]] = refusal.message
        if not problems and request.POST.get("then") != "stay":
            return redirect(address("overview" if draft.state == "returned" else "review", application_id))
        draft = draft_page(application_id, code)
        lines = upload_lines(draft)
    if not lines:
        return redirect(address("review", application_id))
    for line in lines:
        line["problem"] = problems.get(line["key"], "")
    total = len(editable_pages(draft)) + 1
    context = {
        "draft": draft,
        "lines": lines,
        "problems": problems,
        "now": total,
        "total": total,
        "code": spaced(code),
    }
    if request.method != "POST" and draft.state == "draft" and not draft.attached:
        key = (draft.version.id, total, tuple(line["key"] for line in lines))
        return _render_kept(
            request, "applications/files.html", lambda: context, key, {"id": str(draft.id), "code": context["code"]}
        )
    return render(request, "applications/files.html", context, status=422 if problems else 200)


def editable_pages(draft: DraftPage) -> tuple:
    """The pages with something to ask; of a returned application only those the office asked to mend."""
    asked = {q.key for q in catalogue.asked(draft.version.standard, draft.answers)}
    pages = draft.version.standard.pages
    if draft.state == "returned":
        return tuple(p for p in pages if PAGE + p.key in draft.wanting)
    return tuple(p for p in pages if any(q.key in asked or q.condition for q in p.questions))


def upload_lines(draft: DraftPage) -> list[dict]:
    """The documents to hand in now, with their limits and what is there."""
    lines = [
        {"key": r.key, "label": r.label, "hint": r.explanation, "formats": r.formats, "max_mb": r.max_megabytes,
         "mandatory": r.mandatory, "file": draft.attached.get(r.key), "note": draft.wanting.get(r.key, "")}
        for r in draft.documents
    ]  # fmt: skip
    if draft.state != "returned":
        return lines
    outside = [
        {"key": key, "label": note, "hint": _("Diminta di luar standar pelayanan. Anda boleh mengadu bila keberatan."), "formats": ("pdf", "jpg", "png"),
         "max_mb": 5, "mandatory": True, "file": draft.attached.get(key), "note": ""}
        for key, note in draft.wanting.items() if key.startswith(OUTSIDE)
    ]  # fmt: skip
    return [line for line in lines if line["key"] in draft.wanting] + outside


def tasks(draft: DraftPage) -> list[dict]:
    """The task list of the overview."""
    lacking = {line.page for line in draft.missing if line.page}
    items = []
    for group in editable_pages(draft):
        done = group.key not in lacking and draft.state == "draft"
        items.append(
            _task(
                group.title,
                address("page", draft.id, group.key),
                done,
                draft.wanting.get(PAGE + group.key, ""),
            )
        )
    lines = upload_lines(draft)
    if lines:
        done = all(line["file"] for line in lines if line["mandatory"]) and draft.state == "draft"
        notes = "; ".join(line["note"] for line in lines if line["note"])
        items.append(_task(_("Berkas"), address("files", draft.id), done, notes))
    return items


def _task(title: str, href: str, done: bool, hint: str) -> dict:
    if done:
        return {"title": title, "href": href, "hint": hint, "status": _("Lengkap"), "tone": "success"}
    return {"title": title, "href": href, "hint": hint, "status": _("Belum lengkap"), "tone": "neutral"}


def spaced(code: str) -> str:
    """Four by four, as it is read aloud."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))
