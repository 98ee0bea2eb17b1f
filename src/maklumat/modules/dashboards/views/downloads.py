"""The figures of a page as a file: the lines and columns of the open data (exchange.rules.datasets: angka)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from maklumat.kernel import clock
from maklumat.kernel.sheets import plain
from maklumat.ui.downloads import csv_file
from maklumat.ui.kept import kept

from ..queries import pages
from ..queries.opendata import COLUMNS, lines, voice
from ..rules.periods import Period


def _edition() -> tuple:
    return pages.edition(clock.now())


@require_safe
@kept(_edition)
def services_csv(request: HttpRequest) -> HttpResponse:
    """Public: every service in force, one period."""
    page = pages.overview(request.GET.get("masa", ""), clock.now())
    return _file(f"layanan-{page.period}", [line for row in page.services for line in lines(row.subject, row.numbers)])


@require_safe
@kept(_edition)
def units_csv(request: HttpRequest) -> HttpResponse:
    """Public: the government and every unit with services, one period."""
    page = pages.overview(request.GET.get("masa", ""), clock.now())
    offices = (page.government, *page.units)
    found = [line for row in offices for line in lines(row.subject, row.numbers)]
    found += [line for row in offices for line in voice(row.subject, page.satisfaction.get(row.subject.id))]
    return _file(f"unit-{page.period}", found)


@require_safe
@kept(_edition)
def service_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Public: one service, the year of the period and its months."""
    return _year(pages.service_page(slug, request.GET.get("masa", ""), clock.now()))


@require_safe
@kept(_edition)
def unit_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Public: one unit, the year of the period and its months."""
    return _year(pages.unit_page(code, request.GET.get("masa", ""), clock.now()))


def _year(page: pages.SubjectPage) -> HttpResponse:
    found = [line for one in (page.year, *page.months) for line in lines(page.subject, one)]
    return _file(f"{page.subject.code}-{Period(page.period.year)}", [*found, *voice(page.subject, page.satisfaction)])


def _file(name: str, found: Iterable[Mapping[str, Any]]) -> HttpResponse:
    return csv_file(f"angka-{name}", COLUMNS, ([plain(line.get(column)) for column in COLUMNS] for line in found))
