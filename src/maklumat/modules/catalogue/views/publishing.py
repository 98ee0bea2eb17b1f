"""Review and publication: hand in, give back with a note, put in force."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from maklumat.kernel import clock
from maklumat.kernel.errors import Conflict, Invalid
from maklumat.modules.units import api as units
from maklumat.ui.kept import private

from .. import actions, queries
from ..access import PUBLISH, require
from ..forms import PublishForm, ReturnForm
from ..queries import Workpiece
from .editor import crumbs, gap_lines
from .service import spoken


@require_POST
def submit(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Hand a draft to review; the lock is in the action."""
    actions.submit_for_review(by=request.actor, version_id=version_id, at=clock.now())
    messages.success(
        request, _("Rancangan dikirim untuk diperiksa. Kepala unit dapat menerbitkan atau mengembalikannya.")
    )
    return redirect("catalogue:edit", version_id)


@private
@require_http_methods(["GET", "POST"])
def return_to_draft(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Give a standard back to its writers, with a note."""
    piece = queries.workpiece(request.actor, version_id)
    require(PUBLISH, request.actor, piece.version.unit_id)
    form = ReturnForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        try:
            actions.return_to_draft(by=request.actor, version_id=version_id, note=note, at=clock.now())
            messages.success(request, _("Rancangan dikembalikan kepada penyusun."))
            return redirect("catalogue:edit", version_id)
        except Conflict as refusal:
            form.add_error(None, refusal.message)
            status = refusal.status
    context = {"piece": piece, "form": form} | crumbs(piece, (_("Kembalikan"),))
    return render(request, "catalogue/editor/return.html", context, status=status)


@private
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The decision, the consultation record, the dates; or what is still missing."""
    piece = queries.workpiece(request.actor, version_id)
    require(PUBLISH, request.actor, piece.version.unit_id)
    form = PublishForm(request.POST if request.method == "POST" else None, initial=signatory(piece.version.unit_id))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and put_in_force(request, piece, form):
            version = queries.version(version_id)
            if version.in_force_from is not None and version.in_force_from > clock.now():
                said = _("Standar sudah terbit dan mulai berlaku pada %(date)s. Sampai saat itu standar lama berlaku.")
                messages.success(request, said % {"date": formats.date_format(version.effective_from, "j F Y")})
                return redirect("catalogue:desk")
            messages.success(request, _("Standar sudah terbit. Warga melihatnya mulai sekarang."))
            return redirect("catalogue:service", piece.standard.slug)
    context = {"piece": piece, "form": form, "gaps": gap_lines(piece), "changes": spoken(piece.differences)} | crumbs(
        piece, (_("Terbitkan"),)
    )
    return render(request, "catalogue/editor/publish.html", context, status=status)


def put_in_force(request: HttpRequest, piece: Workpiece, form: PublishForm) -> bool:
    """Publish; a refusal becomes an error of the form."""
    try:
        actions.publish(
            by=request.actor,
            version_id=piece.version.id,
            decision=form.decision(),
            consultation=form.consultation(),
            at=clock.now(),
            effective_from=form.cleaned_data["effective_from"],
            review_due=form.cleaned_data["review_due"],
        )
    except (Conflict, Invalid) as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def signatory(unit_id: UUID) -> dict[str, str]:
    """Who heads the unit, to save typing; it can be changed."""
    chain = [u.id for u in reversed(units.tree().above(unit_id))]
    heads = {h.unit_id: h for h in units.holders("head", chain, clock.now())}
    found = next((heads[one] for one in chain if one in heads), None)
    return {"signatory": found.name, "signatory_title": found.title, "signatory_nip": found.nip} if found else {}
