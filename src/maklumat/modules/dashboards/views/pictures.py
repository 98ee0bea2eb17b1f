"""A figure outside our pages: a picture to share, and a small page for other sites' frames."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from maklumat.kernel import clock
from maklumat.modules.units import api as units
from maklumat.ui import paper
from maklumat.ui.kept import kept

from ..queries import pages
from . import showing, words

_FOLDER = Path(__file__).resolve().parent.parent / "templates" / "dashboards" / "typst"
_FRAMED = {**settings.SECURE_CSP, "frame-ancestors": ["*"]}
KEYS = ("kept_share", "used_median", "reports_in_time_share")


def _edition() -> tuple:
    return pages.edition(clock.now())


@require_safe
def service_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """Public: the figures of a service as PNG."""
    return _picture(pages.service_page(slug, request.GET.get("masa", ""), clock.now()))


@require_safe
def unit_picture(request: HttpRequest, code: str) -> HttpResponse:
    """Public: the figures of a unit as PNG."""
    return _picture(pages.unit_page(code, request.GET.get("masa", ""), clock.now()))


@require_safe
@xframe_options_exempt
@csp_override(_FRAMED)
@kept(_edition)
def service_embed(request: HttpRequest, slug: str) -> HttpResponse:
    """Public: the leading figures of a service, for a frame."""
    return _embed(request, pages.service_page(slug, request.GET.get("masa", ""), clock.now()))


@require_safe
@xframe_options_exempt
@csp_override(_FRAMED)
@kept(_edition)
def unit_embed(request: HttpRequest, code: str) -> HttpResponse:
    """Public: the leading figures of a unit, for a frame."""
    return _embed(request, pages.unit_page(code, request.GET.get("masa", ""), clock.now()))


def _leading(page: pages.SubjectPage) -> list[dict[str, Any]]:
    found = showing.tiles(page.numbers, page.subject, page.period, KEYS)
    voice = showing.satisfaction(page.satisfaction, page.subject, page.period)
    return [*found, *([voice] if voice else [])]


def _embed(request: HttpRequest, page: pages.SubjectPage) -> HttpResponse:
    context = {
        "page": page, "tiles": _leading(page)[:3], "period": words.period_words(page.period), "headline": words.headline(page.numbers, page.period),
        "mark": words.about(page.subject, str(page.period)), "as_of": words.moment_words(page.numbers.as_of or clock.now(), page.zone),
        "link": settings.BASE_URL + words.asking(words.address(page.subject), page.period),
    }  # fmt: skip
    return render(request, "dashboards/embed.html", context)


def _picture(page: pages.SubjectPage) -> HttpResponse:
    government = units.tree().government
    data = {
        "name": page.subject.name, "government": government.name if government else "", "colour": (government and government.colour) or "#0b5d3b",
        "emblem": (government and government.emblem) or paper.emblem(), "headline": words.headline(page.numbers, page.period),
        "figures": [[one["label"], one["value"] or "–", one["unit"] if one["value"] else "", _basis(one)] for one in _leading(page)[:3]],
        "foot": _("Keadaan %(when)s · %(link)s")
        % {"when": words.moment_words(page.numbers.as_of or clock.now(), page.zone), "link": settings.BASE_URL.partition("://")[2] + words.address(page.subject)},
    }  # fmt: skip
    response = HttpResponse(paper.png(_FOLDER / "picture.typ", data), content_type="image/png")
    response["Content-Disposition"] = f'inline; filename="angka-{page.subject.code}-{page.period}.png"'
    return response


def _basis(one: dict[str, Any]) -> str:
    if one["value"] is None:
        return _("disamarkan") if one["hidden"] else _("belum cukup data")
    return "" if one["n"] is None else _("dari %(n)s %(of)s") % {"n": one["n"], "of": one.get("of") or _("permohonan")}


__all__ = ["service_embed", "service_picture", "unit_embed", "unit_picture"]
