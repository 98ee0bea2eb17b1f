"""The units for everybody: where they are, when they are open, what they promise. Public by design."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Missing
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units
from maklumat.ui import paper
from maklumat.ui.kept import kept

from .. import queries
from ..queries import MaklumatFacts
from ..rules.vocabulary import MEDIA
from . import posters, showing


def _unit(code: str) -> units.UnitFacts:
    unit = units.tree().by_code.get(code)
    if unit is None or not unit.is_open:
        raise Missing(_("Unit ini tidak ada. Lihat daftar unit."))
    return unit


def serving(unit: units.UnitFacts) -> units.UnitFacts:
    """Whose standards hold here: a counter or office without its own works under the nearest unit above."""
    owners = {v.unit_id for v in queries.shelf(clock.now()).versions}
    tree = units.tree()
    if owners & tree.below(unit.id):
        return unit
    return next((u for u in reversed(tree.above(unit.id)) if u.id in owners), unit)


def _crumbs(unit: units.UnitFacts, *more: str) -> list[tuple]:
    first = [(_("Beranda"), reverse("catalogue:home")), (_("Unit pelayanan"), reverse("catalogue:units"))]
    return (
        [*first, (unit.label, reverse("catalogue:unit", args=[unit.code])), *((word,) for word in more)]
        if more
        else [*first, (unit.label,)]
    )


@require_safe
@kept(showing.edition)
def index(request: HttpRequest) -> HttpResponse:
    """All units that serve, each with its places."""
    tree, shelf = units.tree(), queries.shelf(clock.now())
    rows = []
    for agency in sorted(tree.units, key=lambda u: u.name):
        below = tree.below(agency.id)
        count = len(shelf.of_unit(below))
        if agency.kind == "agency" and agency.is_open and count:
            places = [u for u in tree.units if u.id in below and u.kind == "service_unit" and u.is_open]
            rows.append({"unit": agency, "count": count, "places": places})
    return render(request, "catalogue/units.html", {"rows": rows})


@require_safe
@kept(showing.edition)
def page(request: HttpRequest, code: str) -> HttpResponse:
    unit, tree = _unit(code), units.tree()
    owner = serving(unit)
    context = {
        "unit": unit, "owner": owner, "crumbs": _crumbs(unit), "hours": calendars.opening_hours(unit.id),
        "closures": calendars.upcoming_closures(unit.id, clock.now().date(), 3),
        "cards": showing.cards(queries.shelf(clock.now()).of_unit(tree.below(owner.id))),
        "maklumat": queries.maklumat_over([u.id for u in tree.above(unit.id)]),
        "places": [u for u in tree.units if u.parent_id == unit.id and u.is_open],
    }  # fmt: skip
    return render(request, "catalogue/unit.html", context)


def _charter(code: str) -> tuple[units.UnitFacts, MaklumatFacts]:
    """The maklumat that holds at a unit and the unit that signed it."""
    chain = units.tree().above(_unit(code).id)
    maklumat = queries.maklumat_over([u.id for u in chain])
    if maklumat is None:
        raise Missing(_("Maklumat pelayanan unit ini belum terbit."))
    return units.tree().by_id[maklumat.unit_id], maklumat


def address_of(unit: units.UnitFacts) -> str:
    """The full address of the charter page: what the QR leads to."""
    return settings.BASE_URL + reverse("catalogue:maklumat", args=[unit.code])


@require_safe
@kept(showing.edition)
def maklumat(request: HttpRequest, code: str) -> HttpResponse:
    """The charter in full, what it covers, who signed it, where it was made public."""
    unit, charter = _charter(code)
    link = address_of(unit)
    context = {
        "unit": unit, "maklumat": charter, "link": link, "qr": SafeString(paper.qr_svg(link)),
        "text": [_(part) for part in charter.text],
        "media": [[_(MEDIA[medium]), place, day] for medium, place, day, _with in charter.publications],
        "crumbs": _crumbs(unit, _("Maklumat pelayanan")),
    }  # fmt: skip
    return render(request, "catalogue/maklumat.html", context)


@require_safe
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """The charter as an A3 sheet to print and hang on the wall."""
    unit, charter = _charter(code)
    content = posters.maklumat_pdf(unit, units.tree().government or unit, charter, address_of(unit))
    headers = {
        "Content-Disposition": f'inline; filename="maklumat-{unit.code}.pdf"',
        "Cache-Control": "public, max-age=300",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
