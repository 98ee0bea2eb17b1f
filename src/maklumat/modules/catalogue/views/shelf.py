"""The shelf of services, for everybody: home, search, and lists by category and life event. Public by design."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Missing
from maklumat.modules.units import api as units
from maklumat.ui.kept import kept

from .. import queries
from ..rules.vocabulary import CATEGORIES, LIFE_EVENTS
from . import showing


@require_safe
@kept(showing.edition)
def home(request: HttpRequest) -> HttpResponse:
    """Where everybody begins: search, everyday services, categories, life events, and the promise."""
    shelf = queries.shelf(clock.now())
    government = units.tree().government
    context = {
        "everyday": showing.cards(queries.everyday(clock.now(), 6)),
        "categories": categories(shelf),
        "events": events(shelf),
        "promises": promises(shelf),
        "maklumat": queries.maklumat_over([government.id]) if government else None,
    }
    return render(request, "catalogue/home.html", context)


def categories(shelf: queries.Shelf) -> list[dict]:
    """The ten categories with their icons; empty ones stay, so that the page never jumps."""
    return [
        {
            "key": key,
            "name": _(name),
            "hint": _(hint),
            "icon": showing.CATEGORY_ICONS[key],
            "count": len(shelf.of_category(key)),
        }
        for key, (name, hint) in CATEGORIES.items()
    ]


def events(shelf: queries.Shelf) -> list[dict]:
    """The life events with their icons."""
    return [{"key": key, "name": _(name), "icon": showing.EVENT_ICONS[key]} for key, name in LIFE_EVENTS.items()]


def promises(shelf: queries.Shelf) -> dict[str, int]:
    """What the standards in force promise together."""
    standards = [v.standard for v in shelf.versions]
    free = sum(s.fee is not None and s.fee.kind == "free" for s in standards)
    quick = sum(s.duration is not None and s.duration.unit in ("minutes", "hours") for s in standards)
    return {"services": len(standards), "free": free, "quick": quick}


@require_safe
@kept(showing.edition)
def search(request: HttpRequest) -> HttpResponse:
    """What fits the words that a resident typed; without words the whole shelf is one step away."""
    query = " ".join(request.GET.get("q", "")[:200].split())
    found = queries.find(query, clock.now(), 30) if query else ()
    context = {
        "query": query,
        "found": showing.cards(found),
        "everyday": () if found else showing.cards(queries.everyday(clock.now(), 4)),
    }
    return render(request, "catalogue/search.html", context)


@require_safe
@kept(showing.edition)
def everything(request: HttpRequest) -> HttpResponse:
    shelf = queries.shelf(clock.now())
    context = {"heading": _("Semua layanan"), "cards": showing.cards(shelf.versions), "categories": categories(shelf)}
    return render(request, "catalogue/services.html", context)


@require_safe
@kept(showing.edition)
def category(request: HttpRequest, key: str) -> HttpResponse:
    if key not in CATEGORIES:
        raise Missing(_("Kelompok layanan ini tidak ada. Lihat semua layanan."))
    return _list(request, _(CATEGORIES[key][0]), _(CATEGORIES[key][1]), queries.shelf(clock.now()).of_category(key))


@require_safe
@kept(showing.edition)
def life_event(request: HttpRequest, key: str) -> HttpResponse:
    if key not in LIFE_EVENTS:
        raise Missing(_("Peristiwa ini tidak ada. Lihat semua layanan."))
    lead = _("Layanan yang biasanya diperlukan. Anda dapat mengurusnya satu per satu.")
    return _list(request, _(LIFE_EVENTS[key]), lead, queries.shelf(clock.now()).of_life_event(key))


def _list(request: HttpRequest, heading: str, lead: str, versions: tuple) -> HttpResponse:
    crumbs = [
        (_("Beranda"), reverse("catalogue:home")),
        (_("Semua layanan"), reverse("catalogue:services")),
        (heading,),
    ]
    context = {"heading": heading, "lead": lead, "cards": showing.cards(versions), "crumbs": crumbs}
    return render(request, "catalogue/services.html", context)
