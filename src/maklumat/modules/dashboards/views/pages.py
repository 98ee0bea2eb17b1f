"""Public pages: anyone may see how promises are kept."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maklumat.kernel import clock
from maklumat.ui.kept import kept

from .. import queries
from . import definitions, showing


def _edition() -> tuple:
    return queries.edition(clock.now())


@require_safe
@kept(_edition)
def overview(request: HttpRequest) -> HttpResponse:
    """All services and units."""
    at, ranked = clock.now(), request.GET.get("urut") == "janji"
    page = queries.overview(request.GET.get("masa", ""), at, ranked=ranked)
    here, root = reverse("dashboards:overview"), page.government.subject
    context = {
        "page": page,
        "headline": showing.headline(page.government.figure, page.period),
        "as_of": showing.moment_words(page.government.figure.as_of or at, page.zone),
        "tiles": showing.tiles(page.government.figure)[:3],
        "choice": showing.periods(page.period, page.today, here),
        "period": showing.period_words(page.period),
        "csv_url": showing.asking(showing.address(root, "_csv"), page.period),
        "government_url": showing.asking(showing.address(root), page.period),
        "services": showing.table(page.services, page.period),
        "service_columns": showing.columns(_("Layanan")),
        "units": showing.table(page.units, page.period),
        "unit_columns": showing.columns(_("Unit")),
        "ranking": definitions.ranking(),
        "rank_url": f"{showing.asking(here, page.period)}&urut=janji",
        "plain_url": showing.asking(here, page.period),
        "services_csv": showing.asking(reverse("dashboards:services_csv"), page.period),
        "units_csv": showing.asking(reverse("dashboards:units_csv"), page.period),
        "enough": definitions.enough(),
        "definitions": definitions.all_terms(),
    }
    return render(request, "dashboards/overview.html", context)


@require_safe
@kept(_edition)
def service(request: HttpRequest, slug: str) -> HttpResponse:
    at = clock.now()
    return _subject(request, queries.service_page(slug, request.GET.get("masa", ""), at), at)


@require_safe
@kept(_edition)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    at = clock.now()
    return _subject(request, queries.unit_page(code, request.GET.get("masa", ""), at), at)


def _subject(request: HttpRequest, page: queries.SubjectPage, at: datetime) -> HttpResponse:
    overview_url = showing.asking(reverse("dashboards:overview"), page.period)
    context = {
        "page": page,
        "crumbs": [(_("Beranda"), "/"), (_("Angka layanan"), overview_url), (page.subject.name,)],
        "headline": showing.headline(page.figure, page.period),
        "period": showing.period_words(page.period),
        "as_of": showing.moment_words(page.figure.as_of or at, page.zone),
        "promise": showing.promise_words(page.promise),
        "unit_url": showing.asking(showing.address(page.unit), page.period) if page.unit else "",
        "choice": showing.periods(page.period, page.today, showing.address(page.subject)),
        "tiles": showing.tiles(page.figure),
        "csv_url": showing.asking(showing.address(page.subject, "_csv"), page.period),
        "bars": showing.bars(page),
        "rows": showing.month_rows(page),
        "columns": showing.month_columns(),
        "enough": definitions.enough(),
        "definitions": definitions.all_terms(),
    }
    return render(request, "dashboards/subject.html", context)
