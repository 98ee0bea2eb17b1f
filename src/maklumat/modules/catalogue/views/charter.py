"""The maklumat of the units that this person heads: set it, and log where it was made public."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Invalid, Missing
from maklumat.modules.units import api as units
from maklumat.ui.kept import private

from .. import actions, queries
from ..access import PUBLISH, require, require_desk
from ..forms import CharterForm, LogForm
from ..rules import regulation
from ..rules.vocabulary import MEDIA
from .desk import due
from .publishing import signatory


@private
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The units with standards in force and the state of their maklumat."""
    require_desk(request.actor)
    tree, today, shelf = units.tree(), localdate(clock.now()), queries.shelf(clock.now())
    counts = {u.id: len(shelf.of_unit(frozenset([u.id]))) for u in tree.units if request.actor.may(PUBLISH, u.id)}
    mine = [tree.by_id[unit_id] for unit_id, count in counts.items() if count]
    dates = queries.maklumat_dates(u.id for u in mine)
    rows = [
        {"unit": u, "count": counts[u.id], "review_due": dates.get(u.id), "due": due(dates.get(u.id), today)}
        for u in mine
    ]
    return render(request, "catalogue/charters.html", {"rows": rows})


def _crumbs(word: str) -> list[tuple]:
    return [(_("Standar pelayanan"), reverse("catalogue:desk")), (_("Maklumat"), reverse("catalogue:charter")), (word,)]


@private
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Set the maklumat from the standards in force, with its decision."""
    require(PUBLISH, request.actor, unit_id)
    form = CharterForm(request.POST if request.method == "POST" else None, initial=signatory(unit_id))
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish_maklumat(by=request.actor, unit_id=unit_id, decision=form.decision(), at=clock.now())
            messages.success(
                request, _("Maklumat sudah terbit. Cetak posternya, lalu catat di mana maklumat diumumkan.")
            )
            return redirect("catalogue:log_publication", unit_id)
        except Invalid as refusal:
            form.add_error(None, refusal.message)
    context = {
        "form": form, "unit": units.tree().by_id[unit_id], "text": [_(part) for part in regulation.on(clock.now().date()).charter],
        "covered": queries.shelf(clock.now()).of_unit(frozenset([unit_id])), "crumbs": _crumbs(_("Terbitkan maklumat")),
    }  # fmt: skip
    return render(request, "catalogue/editor/charter.html", context, status=422 if form.errors else 200)


@private
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """The log of publication: one line per medium."""
    require(PUBLISH, request.actor, unit_id)
    maklumat = queries.maklumat_in_force(unit_id)
    if maklumat is None:
        raise Missing(_("Maklumat unit ini belum terbit. Terbitkan lebih dulu."))
    form = LogForm(request.POST if request.method == "POST" else None, initial={"published_on": localdate(clock.now())})
    if request.method == "POST" and form.is_valid():
        actions.log_publication(by=request.actor, maklumat_id=maklumat.id, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Tercatat."))
        return redirect("catalogue:log_publication", unit_id)
    media = [(_(MEDIA[medium]), *rest) for medium, *rest in maklumat.publications]
    context = {
        "form": form,
        "unit": units.tree().by_id[unit_id],
        "maklumat": maklumat,
        "media": media,
        "crumbs": _crumbs(_("Catatan pengumuman")),
    }
    return render(request, "catalogue/editor/log.html", context, status=422 if form.errors else 200)
