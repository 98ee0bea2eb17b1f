"""The editor: a task list of the 14 components, one page each, and pages for the pieces in lists."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic import ValidationError

from maklumat.kernel import clock
from maklumat.kernel.errors import Conflict, Invalid, Missing
from maklumat.ui.kept import private

from .. import actions, queries
from ..forms import ITEMS, PARTS, FeeTryForm, Part
from ..queries import Workpiece
from ..rules import editing, placeholders
from ..rules.gaps import Gap
from . import listing, showing
from .service import spoken

HOME = {
    "requirement": "persyaratan",
    "page": "persyaratan",
    "question": "persyaratan",
    "field": "persyaratan",
    "step": "prosedur",
}


@private
@require_safe
def overview(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Where the standard stands: each component with its gaps, and what to do next."""
    piece = queries.workpiece(request.actor, version_id)
    groups = [
        {"title": _("Layanan"), "tasks": tasks(piece, ("dasar",))},
        {"title": _("Yang dilihat warga"), "tasks": tasks(piece, tuple(PARTS)[1:7])},
        {"title": _("Pengelolaan di dalam"), "tasks": tasks(piece, tuple(PARTS)[7:15])},
        {"title": _("Jam dan tindak lanjut"), "tasks": tasks(piece, ("akibat",))},
    ]
    context = {"piece": piece, "groups": groups, "gaps": gap_lines(piece), "changes": spoken(piece.differences)}
    return render(request, "catalogue/editor/overview.html", context | crumbs(piece))


def tasks(piece: Workpiece, slugs: tuple[str, ...]) -> list[dict]:
    """The lines of the task list."""
    lines = []
    for part in (PARTS[slug] for slug in slugs):
        missing = len(piece.gaps_of(part.component))
        status = ngettext("%(n)d hal kurang", "%(n)d hal kurang", missing) % {"n": missing} if missing else _("Lengkap")
        href = reverse("catalogue:part", args=[piece.version.id, part.slug]) if piece.may_edit else ""
        lines.append(
            {"title": title_of(part), "href": href, "status": status, "tone": "warning" if missing else "success"}
        )
    return lines


def title_of(part: Part) -> str:
    return f"{part.number}. {_(part.title)}" if part.number else _(part.title)


def gap_lines(piece: Workpiece) -> list[dict]:
    """Each gap as a sentence with the page that mends it."""
    slugs = {part.component: slug for slug, part in PARTS.items()}
    return [
        {"text": sentence(gap), "href": reverse("catalogue:part", args=[piece.version.id, slugs[gap.component]])}
        for gap in piece.gaps
    ]


def sentence(gap: Gap) -> str:
    return _(gap.message) % {"detail": gap.detail}


def crumbs(piece: Workpiece, *more: tuple) -> dict:
    """The way back: desk, this standard, and so on."""
    here = (showing.name_of(piece.standard), reverse("catalogue:edit", args=[piece.version.id]))
    return {"crumbs": [(_("Standar pelayanan"), reverse("catalogue:desk")), here if more else (here[0],), *more]}


@private
@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, version_id: UUID, part: str) -> HttpResponse:
    """One component. What was typed is kept, also when somebody else saved meanwhile."""
    piece = queries.workpiece(request.actor, version_id)
    one = PARTS.get(part)
    if one is None:
        raise Missing(_("Bagian standar ini tidak ada."))
    if not piece.may_edit:
        return redirect("catalogue:edit", version_id)
    context = {
        "piece": piece,
        "part": one,
        "heading": title_of(one),
        "gaps": [sentence(g) for g in piece.gaps_of(one.component)],
    }
    context |= crumbs(piece, (_(one.title),))
    if one.form is None:
        return render(request, f"catalogue/editor/{one.component}.html", context | listing.of(piece))
    form = one.form(piece.standard, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and save(request, piece, form):
        return redirect(request.path) if "stay" in request.POST else redirect("catalogue:edit", version_id)
    return render(
        request,
        "catalogue/editor/part.html",
        context | {"form": form} | beside(request, one, piece),
        status=status_of(form),
    )


def status_of(form) -> int:
    return getattr(form, "refused", 422) if form.is_bound else 200


def beside(request: HttpRequest, one: Part, piece: Workpiece) -> dict:
    """What stands beside a form: the names that may be used in it, an example, a trial."""
    if one.slug == "biaya":
        fee_form = FeeTryForm(piece.standard, request.GET if "hitung" in request.GET else None)
        priced = [q for q in piece.standard.questions() if q.kind in ("number", "money", "choice")]
        formula = piece.standard.fee.formula if piece.standard.fee else ""
        shown = placeholders.formula_shown(formula, piece.standard) if formula else ""
        return {
            "names": placeholders.labels(priced).values(),
            "fee_form": fee_form,
            "fee_amount": fee_form.amount(),
            "formula": shown,
        }
    if one.slug == "produk":
        names = placeholders.labels(piece.standard.questions()).values()
        return {"names": names, "words": placeholders.PATTERN_WORDS.values(), "example": listing.number_example(piece)}
    return {}


def save(request: HttpRequest, piece: Workpiece, form) -> bool:
    """Hand what was typed to the domain; a refusal becomes an error of the form."""
    try:
        actions.save_draft(
            by=request.actor,
            version_id=piece.version.id,
            standard=form.applied(),
            revision=revision(request),
            at=clock.now(),
        )
    except Conflict as refusal:
        form.refused = 409
        form.add_error(None, refusal.message)
        form.add_error(None, _("Isian Anda masih ada di bawah. Simpan sekali lagi untuk memakainya di bagian ini."))
    except Invalid as refusal:
        form.add_error(None, refusal.message)
    except ValidationError:
        form.add_error(None, _("Ada isian yang terlalu panjang atau tidak dapat dipakai. Ringkas lalu simpan lagi."))
    else:
        messages.success(request, _("Tersimpan."))
        return True
    return False


def revision(request: HttpRequest) -> int:
    """The revision that the page was made from."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


@private
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, version_id: UUID, noun: str, key: str = "", parent: str = "") -> HttpResponse:
    """One piece of a list: a requirement, a page, a question, a field, a step. New when it has no key."""
    piece = queries.workpiece(request.actor, version_id)
    if editing.find(piece.standard, noun, key) is None if key else not editing.has_place(piece.standard, noun, parent):
        raise Missing(_("Bagian ini tidak ada lagi. Mungkin orang lain menghapusnya."))
    if not piece.may_edit:
        return redirect("catalogue:edit", version_id)
    form = ITEMS[noun](piece.standard, request.POST if request.method == "POST" else None, key=key, parent=parent)
    if request.method == "POST" and form.is_valid() and save(request, piece, form):
        return after_item(request, piece, noun, form)
    context = {
        "piece": piece,
        "form": form,
        "noun": noun,
        "key": key,
        "heading": listing.heading(noun, form),
        "back": back(piece, noun, form.parent),
    }
    context |= crumbs(
        piece,
        (title_of(PARTS[HOME[noun]]), reverse("catalogue:part", args=[version_id, HOME[noun]])),
        (context["heading"],),
    )
    return render(
        request, "catalogue/editor/item.html", context | listing.fields_of(piece, noun, form), status=status_of(form)
    )


def after_item(request: HttpRequest, piece: Workpiece, noun: str, form) -> HttpResponseRedirect:
    """To the piece itself while there is more to say about it, else back to its list."""
    if form.needs_more or "stay" in request.POST:
        own = form.made_piece.key
        return redirect("catalogue:item", piece.version.id, noun, f"{form.parent}-{own}" if noun == "field" else own)
    return redirect(back(piece, noun, form.parent))


def back(piece: Workpiece, noun: str, parent: str = "") -> str:
    """The page of the list in which a piece stands."""
    if noun == "field":
        return reverse("catalogue:item", args=[piece.version.id, "question", parent])
    return reverse("catalogue:part", args=[piece.version.id, HOME[noun]]) + (f"#{noun}" if noun != "step" else "")


@require_POST
def move(request: HttpRequest, version_id: UUID, noun: str, key: str) -> HttpResponse:
    """One place up or down."""
    by = -1 if request.POST.get("to") == "up" else 1
    actions.move_piece(
        by=request.actor,
        version_id=version_id,
        noun=noun,
        key=key,
        places=by,
        revision=revision(request),
        at=clock.now(),
    )
    return redirect(_home(request, version_id, noun, key))


@private
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, version_id: UUID, noun: str, key: str) -> HttpResponse:
    """Asks once, then removes."""
    if request.method == "POST":
        home = _home(request, version_id, noun, key)
        actions.remove_piece(
            by=request.actor, version_id=version_id, noun=noun, key=key, revision=revision(request), at=clock.now()
        )
        messages.success(request, _("Dihapus."))
        return redirect(home)
    piece = queries.workpiece(request.actor, version_id)
    found = editing.find(piece.standard, noun, key)
    if found is None or not piece.may_edit:
        return redirect("catalogue:edit", version_id)
    context = {
        "piece": piece,
        "found": found,
        "noun": noun,
        "back": _home(request, version_id, noun, key),
        "label": getattr(found, "label", "") or found.title,
    }
    return render(request, "catalogue/editor/remove.html", context | crumbs(piece, (_("Hapus"),)))


def _home(request: HttpRequest, version_id: UUID, noun: str, key: str) -> str:
    piece = queries.workpiece(request.actor, version_id)
    return back(piece, noun, editing.parent_of(piece.standard, noun, key))
