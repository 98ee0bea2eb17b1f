"""The figures as files (CSV, UTF-8): one figure a line, so that new measures are new lines. The columns are stable: a new one is added at the end."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from maklumat.kernel import clock
from maklumat.modules.surveys import api as surveys
from maklumat.ui.kept import kept

from ..queries import pages
from ..queries.figures import Numbers, told
from ..queries.pages import Subject
from ..rules.measures import Sensitivity, in_force
from ..rules.periods import Period

COLUMNS = (
    "jenis", "kode", "nama", "induk", "masa", "ukuran", "versi", "nilai", "n", "bawah", "atas", "disamarkan", "keadaan", "ditutup",
)  # fmt: skip


def _edition() -> tuple:
    return pages.edition(clock.now())


KINDS = {"service": "layanan", "unit": "unit", "government": "pemerintah_daerah"}


@require_safe
@kept(_edition)
def services_csv(request: HttpRequest) -> HttpResponse:
    """Public: every service in force, one period."""
    page = pages.overview(request.GET.get("masa", ""), clock.now())
    return _file(
        f"angka-layanan-{page.period}", [line for row in page.services for line in lines(row.subject, row.numbers)]
    )


@require_safe
@kept(_edition)
def units_csv(request: HttpRequest) -> HttpResponse:
    """Public: the government and every unit with services, one period."""
    page = pages.overview(request.GET.get("masa", ""), clock.now())
    found = [line for row in (page.government, *page.units) for line in lines(row.subject, row.numbers)]
    found += [
        line
        for row in (page.government, *page.units)
        for line in voice(row.subject, page.satisfaction.get(row.subject.id))
    ]
    return _file(f"angka-unit-{page.period}", found)


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
    found += voice(page.subject, page.satisfaction)
    return _file(f"angka-{page.subject.code}-{Period(page.period.year)}", found)


def lines(subject: Subject, numbers: Numbers) -> Iterator[list[Any]]:
    """Every public measure of a subject and period."""
    as_of = numbers.as_of.astimezone(UTC).isoformat(timespec="seconds") if numbers.as_of else ""
    closed = numbers.closed_at.astimezone(UTC).isoformat(timespec="seconds") if numbers.closed_at else ""
    for measure in in_force(Period.of(numbers.period).first).values():
        if measure.sensitivity != Sensitivity.PUBLIC or measure.source == "survey":
            continue
        one = told(numbers, measure)
        figures = [_plain(value) for value in (one.value, one.n, one.low, one.high)]
        yield [
            *_about(subject),
            numbers.period,
            measure.key,
            measure.number,
            *figures,
            "ya" if one.hidden else "",
            as_of,
            closed,
        ]


def voice(subject: Subject, found: surveys.Outcome | None) -> list[list[Any]]:
    """The satisfaction index of a subject; nothing where too few answered."""
    if found is None or found.index is None or not found.answered:
        return []
    value, half = float(found.index), found.half
    low, high = (None, None) if half is None else (value - half, value + half)
    start = [*_about(subject), found.period]
    return [
        [*start, "satisfaction", 1, _plain(value), found.answered, _plain(low), _plain(high), "", "", ""],
        [*start, "respondents", 1, found.answered, "", "", "", "", "", ""],
    ]


def _about(subject: Subject) -> list[str]:
    return [KINDS[subject.kind], subject.code, _harmless(subject.name), subject.above]


def _plain(value: float | None) -> float | str:
    return "" if value is None else round(value, 6)


def _harmless(text: str) -> str:
    """A spreadsheet must not take a name for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _file(name: str, found: Iterable[Sequence[Any]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(found)
    return response
