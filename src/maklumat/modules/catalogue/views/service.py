"""One service, for everybody: its page, its full standard, its history, and its open data. Public by design."""

from __future__ import annotations

import json
from itertools import pairwise

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maklumat.kernel import clock
from maklumat.kernel.errors import Missing
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units
from maklumat.ui.kept import kept

from .. import queries
from ..forms import FeeTryForm
from ..queries import VersionFacts
from ..rules import exporting
from ..rules.difference import differences
from ..rules.standard import dump
from ..rules.vocabulary import CATEGORIES
from ..rules.wording import render as words
from . import showing

PUBLIC = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}


def _in_force(slug: str) -> VersionFacts:
    version = queries.in_force(slug, clock.now())
    if version is None:
        raise Missing(_("Layanan ini tidak ada atau sedang tidak dibuka. Cari layanan lain dari beranda."))
    return version


def _coming(version: VersionFacts) -> VersionFacts | None:
    """What is published and comes into force next."""
    return queries.shelf(clock.now()).coming.get(version.service_id)


def _crumbs(version: VersionFacts, *more: str) -> list[tuple]:
    s = version.standard
    category = (_(CATEGORIES[s.category][0]), reverse("catalogue:category", args=[s.category]))
    here = (showing.name_of(s), reverse("catalogue:service", args=[s.slug]))
    return [
        (_("Beranda"), reverse("catalogue:home")),
        category,
        *([here, *((word,) for word in more)] if more else [(here[0],)]),
    ]


@require_safe
@kept(showing.edition)
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The six public components in plain words, where else to go, and the button to begin."""
    version = _in_force(slug)
    context = showing.service(version) | {
        "coming": _coming(version),
        "crumbs": _crumbs(version),
        "places": places(version),
        "hours": calendars.opening_hours(version.unit_id),
        "maklumat": queries.maklumat_over([u.id for u in units.tree().above(version.unit_id)]),
    }
    if version.standard.fee and version.standard.fee.kind == "formula":
        form = FeeTryForm(version.standard, request.GET if "hitung" in request.GET else None)
        context |= {"fee_form": form, "fee_amount": form.amount()}
    return render(request, "catalogue/service.html", context)


def places(version: VersionFacts) -> list[units.UnitFacts]:
    """The unit and its service places."""
    tree = units.tree()
    below = tree.below(version.unit_id)
    return [
        u
        for u in tree.units
        if u.id in below and u.address and u.is_open and (u.id == version.unit_id or u.kind == "service_unit")
    ]


@require_safe
@kept(showing.edition)
def standard(request: HttpRequest, slug: str) -> HttpResponse:
    """All 14 components on one page, to read and to print."""
    version = _in_force(slug)
    context = showing.service(version) | {"crumbs": _crumbs(version, _("Standar lengkap"))}
    return render(request, "catalogue/standard.html", context)


@require_safe
@kept(showing.edition)
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version that was ever in force and what changed, in plain words."""
    version = _in_force(slug)
    history, coming = queries.history(version.service_id, clock.now()), _coming(version)
    rows = [
        {"version": new, "changes": spoken(differences(old.standard, new.standard))} for new, old in pairwise(history)
    ]
    rows.append({"version": history[-1], "changes": []})
    context = {
        "rows": rows,
        "coming": coming,
        "coming_changes": spoken(differences(version.standard, coming.standard)) if coming else [],
        "name": showing.name_of(version.standard),
        "slug": slug,
        "crumbs": _crumbs(version, _("Riwayat")),
    }
    return render(request, "catalogue/versions.html", context)


def spoken(found: tuple) -> list[dict]:
    """Differences as sentences with their kind."""
    return [{"kind": d.kind, "component": d.component, "text": words(d.message, d.params, _)} for d in found]


@require_safe
def as_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The standard itself: its canonical content, and the hash that anybody can compute again."""
    version = _in_force(slug)
    unit = units.tree().by_id[version.unit_id]
    content = {
        "version": version.number,
        "content_hash": version.content_hash,
        "effective_from": version.effective_from,
        "review_due": version.review_due,
        "unit": {"code": unit.code, "name": unit.name},
        "decision": version.decision.model_dump(mode="json") if version.decision else None,
        "standard": dump(version.standard),
    }
    return _json(content)


@require_safe
def as_sippn(request: HttpRequest, slug: str) -> HttpResponse:
    return _json(exporting.sippn_shape(_in_force(slug).standard))


def _json(content: dict) -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=PUBLIC)


@require_safe
def as_csv(request: HttpRequest, slug: str) -> HttpResponse:
    text = exporting.csv_text([_in_force(slug).standard], _)
    headers = PUBLIC | {"Content-Disposition": f'attachment; filename="{slug}.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
