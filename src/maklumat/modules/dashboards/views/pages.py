"""Public pages: anyone may see how promises are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maklumat.kernel import clock
from maklumat.ui.kept import kept

from ..queries import pages
from ..queries.figures import Numbers, public_measures
from ..queries.pages import Subject
from . import showing, words


def _edition() -> tuple:
    return pages.edition(clock.now())


@require_safe
@kept(_edition)
def overview(request: HttpRequest) -> HttpResponse:
    """All services and units."""
    at, ranked = clock.now(), request.GET.get("urut") == "janji"
    page = pages.overview(request.GET.get("masa", ""), at, ranked=ranked)
    here, root, period = reverse("dashboards:overview"), page.government.subject, page.period
    context = {
        **_common(page.government.numbers, root, page, at),
        "page": page,
        "tiles": showing.tiles(page.government.numbers, root, period, showing.LEADING),
        "report_tile": showing.tiles(page.government.numbers, root, period, showing.REPORTS[:1])[0],
        "satisfaction": showing.satisfaction(page.satisfaction.get(root.id), root, period),
        "survey_csv": f"{reverse('surveys:unit_csv', args=[root.code])}?masa={page.survey_period}",
        "bars": showing.bars(page.months, root, page.today),
        "choice": words.periods(period, page.today, here),
        "csv_url": words.asking(words.address(root, "_csv"), period),
        "government_url": words.asking(words.address(root), period),
        "services": showing.table(page.services, period),
        "service_columns": showing.columns(_("Layanan")),
        "units": showing.table(page.units, period, page),
        "unit_columns": showing.columns(_("Unit"), of_units=True),
        "ranking": words.ranking(),
        "rank_url": f"{words.asking(here, period)}&urut=janji",
        "plain_url": words.asking(here, period),
        "services_csv": words.asking(reverse("dashboards:services_csv"), period),
        "units_csv": words.asking(reverse("dashboards:units_csv"), period),
    }
    return render(request, "dashboards/overview.html", context)


@require_safe
@kept(_edition)
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service."""
    at = clock.now()
    return _subject(request, pages.service_page(slug, request.GET.get("masa", ""), at), at)


@require_safe
@kept(_edition)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit with everything below it."""
    at = clock.now()
    return _subject(request, pages.unit_page(code, request.GET.get("masa", ""), at), at)


def _common(numbers: Numbers, subject: Subject, page: Any, at: datetime) -> dict[str, Any]:
    return {
        "headline": words.headline(numbers, page.period),
        "mark": words.about(subject, str(page.period)),
        "period": words.period_words(page.period),
        "as_of": words.moment_words(numbers.as_of or at, page.zone),
        "closed": numbers.closed_at is not None,
        "enough": words.enough(),
        "definitions": words.definitions(public_measures(str(page.period))),
    }


def _subject(request: HttpRequest, page: pages.SubjectPage, at: datetime) -> HttpResponse:
    subject, period = page.subject, page.period
    overview_url = words.asking(reverse("dashboards:overview"), period)
    is_unit = subject.kind != "service"
    context = {
        **_common(page.numbers, subject, page, at),
        "page": page,
        "crumbs": [(_("Beranda"), "/"), (_("Angka layanan"), overview_url), (subject.name,)],
        "promise": words.promise_words(page.promise),
        "unit_url": words.asking(words.address(page.unit), period) if page.unit else "",
        "choice": words.periods(period, page.today, words.address(subject)),
        "tiles": showing.tiles(page.numbers, subject, period, showing.APPLICATIONS),
        "reports": showing.tiles(page.numbers, subject, period, showing.REPORTS),
        "satisfaction": showing.satisfaction(page.satisfaction, subject, period),
        "survey_url": f"{reverse('surveys:unit', args=[subject.code if is_unit else subject.above])}?masa={pages.survey_period(period)}",
        "csv_url": words.asking(words.address(subject, "_csv"), period),
        "bars": showing.bars(page.months, subject, page.today),
        "rows": showing.month_rows(page.months, page.year, subject, page.today),
        "columns": showing.month_columns(),
        "services": showing.table(page.services, period),
        "service_columns": showing.columns(_("Layanan")),
        "report_url": words.asking(reverse("dashboards:report", args=[subject.code]), period) if is_unit else "",
        "picture_url": words.asking(words.address(subject, "_picture"), period),
        "embed_url": words.asking(words.address(subject, "_embed"), period),
        "explore_url": f"{reverse('dashboards:explore')}?tentang={subject.kind}/{subject.code}&tahun={period.year}",
    }
    return render(request, "dashboards/subject.html", context)
