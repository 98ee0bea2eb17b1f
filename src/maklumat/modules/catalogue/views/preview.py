"""A draft exactly as residents will see it: the service page, and the pages of the form."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maklumat.kernel.errors import Missing
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units
from maklumat.ui.kept import private

from .. import queries
from ..forms import FeeTryForm
from ..forms.preview import PreviewForm
from . import showing
from .service import places


@private
@require_safe
def page(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The service page of the draft, under a banner."""
    piece = queries.workpiece(request.actor, version_id)
    version = piece.version
    context = showing.service(version) | {
        "draft": piece, "places": places(version), "hours": calendars.opening_hours(version.unit_id),
        "maklumat": queries.maklumat_over([u.id for u in units.tree().above(version.unit_id)]),
    }  # fmt: skip
    if context["formula"]:
        form = FeeTryForm(version.standard, request.GET if "hitung" in request.GET else None)
        context |= {"fee_form": form, "fee_amount": form.amount()}
    return render(request, "catalogue/service.html", context)


@private
@require_safe
def form_page(request: HttpRequest, version_id: UUID, key: str) -> HttpResponse:
    """One page of the form, to look at; nothing is sent."""
    piece = queries.workpiece(request.actor, version_id)
    pages = piece.standard.pages
    at = next((n for n, one in enumerate(pages) if one.key == key), None)
    if at is None:
        raise Missing(_("Halaman formulir ini tidak ada."))
    items = PreviewForm(pages[at].questions).items(lambda q: showing.when(piece.standard, q))
    following = pages[at + 1] if at + 1 < len(pages) else None
    context = {
        "draft": piece,
        "group": pages[at],
        "items": items,
        "now": at + 1,
        "total": len(pages),
        "following": following,
    }
    return render(request, "catalogue/editor/preview_page.html", context)
