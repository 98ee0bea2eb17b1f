"""Reports as a whole: figures, open data, feeds."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maklumat.kernel import clock
from maklumat.modules.units import api as units
from maklumat.ui.downloads import csv_file

from ..queries.figures import COLUMNS, figures, map_page, month_of, newest, open_data, region_figures, unit_figures
from ..rules.drawing import short


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Received, answered in time, the three ends, the middle time: each with n and interval."""
    return render(request, "complaints/figures.html", {"page": figures(), "month": clock.now().strftime("%Y-%m")})


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """The figures of one unit, and of those below it."""
    return render(request, "complaints/place.html", {"page": unit_figures(code), "by": "unit"})


@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """The figures of one region, and of those in it."""
    return render(request, "complaints/place.html", {"page": region_figures(code), "by": "region"})


@require_safe
def chart(request: HttpRequest) -> HttpResponse:
    """The map of public reports, drawn here, and the same as a table."""
    return render(request, "complaints/map.html", {"page": map_page()})


@require_safe
def outlines(request: HttpRequest) -> HttpResponse:
    """The outlines of the regions as GeoJSON, for the map on which a point is set."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": one.code, "name": short(one.name)},
            "geometry": {"type": "Polygon", "coordinates": one.rings},
        }
        for one in units.boundaries()
    ]
    response = HttpResponse(
        json.dumps({"type": "FeatureCollection", "features": features}), content_type="application/geo+json"
    )
    response["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
def data(request: HttpRequest, form: str) -> HttpResponse:
    """The public reports of a month, as CSV or JSON."""
    first, last = month_of(request.GET.get("bulan", "")[:7], clock.now())
    rows = open_data(first, last)
    if form == "json":
        content = {
            "from": first.isoformat(),
            "to": last.isoformat(timespec="seconds"),
            "licence": "CC BY 4.0",
            "reports": list(rows),
        }
        return HttpResponse(json.dumps(content, ensure_ascii=False), content_type="application/json; charset=utf-8")
    return csv_file(f"laporan-{first:%Y-%m}", COLUMNS, (one.values() for one in rows), streamed=True)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest public reports, of a unit or a category, for readers of feeds."""
    given = {name: request.GET.get(name, "")[:60] for name in ("unit", "category", "region")}
    own = f"{settings.BASE_URL}/laporan/"
    atom = Atom1Feed(
        title=_("Laporan warga"), link=own, description="", feed_url=request.build_absolute_uri(), language="id"
    )
    for row in newest(**given):
        atom.add_item(
            title=row.public_title, link=f"{own}{(row.number or '').lower()}/", description=row.public_text,
            unique_id=f"urn:uuid:{row.id}", pubdate=row.published_at, updateddate=row.changed_at,
            categories=[row.category.name] if row.category else [],
        )  # fmt: skip
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
