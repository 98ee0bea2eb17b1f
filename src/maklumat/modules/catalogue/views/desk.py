"""The desk of those who write standards: what there is, what is due for review, a new one."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Conflict
from maklumat.modules.units import api as units
from maklumat.ui.kept import private

from .. import actions, queries
from ..access import EDIT, PUBLISH, require_desk
from ..forms import NewForm

SOON = timedelta(days=60)


@private
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The services whose standards this person works on; those due for review first."""
    require_desk(request.actor)
    today, by_id = localdate(clock.now()), units.tree().by_id
    rows = [
        {
            "row": row,
            "unit": by_id[row.unit_id].label,
            "due": due(row.review_due, today),
            "may_edit": request.actor.may(EDIT, row.unit_id),
        }
        for row in queries.desk(request.actor, clock.now())
    ]
    rows.sort(key=lambda one: (one["due"] == "", one["row"].review_due or today, one["row"].name))
    may = {"edit": request.actor.may_anywhere(EDIT), "publish": request.actor.may_anywhere(PUBLISH)}
    return render(
        request, "catalogue/desk.html", {"rows": rows, "may": may, "waiting": sum(one["due"] != "" for one in rows)}
    )


def due(review_due: date | None, today: date) -> str:
    """ "late", "soon", or nothing to say."""
    if review_due is None or review_due > today + SOON:
        return ""
    return "late" if review_due < today else "soon"


@private
@require_http_methods(["GET", "POST"])
def draft_new(request: HttpRequest) -> HttpResponse:
    """A new service: a name and a unit, then the editor."""
    require_desk(request.actor)
    form = NewForm(request.actor.units_for(EDIT), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            version_id = actions.draft_new(
                by=request.actor, unit_id=form.unit_id(), standard=form.standard(), at=clock.now()
            )
            return redirect("catalogue:edit", version_id)
        except Conflict as refusal:
            form.add_error("name", refusal.message)
    return render(request, "catalogue/editor/new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def draft_from(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """A draft that begins with the version in force; the lock is in the action."""
    return redirect("catalogue:edit", actions.draft_from(by=request.actor, service_id=service_id, at=clock.now()))
