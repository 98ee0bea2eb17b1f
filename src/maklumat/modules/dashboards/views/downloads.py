"""The same figures as open data (CSV, UTF-8). The columns are stable: a new one is added at the end."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maklumat.kernel import clock

from .. import queries
from ..queries import FigureFacts, Subject
from ..rules import Period
from .definitions import all_terms, enough

# column → what stands there
NUMBERS = {
    "masuk": "received", "selesai": "finished", "terbit": "issued", "ditolak": "rejected", "dibatalkan": "withdrawn",
    "tepat_janji": "kept", "tepat_janji_persen": "kept_percent",
    "waktu_bersih_median_detik": "net_median", "waktu_bersih_p90_detik": "net_p90",
    "waktu_kotor_median_detik": "gross_median", "waktu_kotor_p90_detik": "gross_p90",
    "terpakai_median_persen": "used_median", "terpakai_p90_persen": "used_p90",
    "pernah_dikembalikan": "sent_back", "pernah_dikembalikan_persen": "sent_back_percent",
    "pengembalian": "returned", "di_luar_standar": "outside",
}  # fmt: skip
COLUMNS = ("jenis", "kode", "nama", "masa", *NUMBERS, "keadaan")
KINDS = {"service": "layanan", "unit": "unit", "government": "pemerintah_daerah"}


@require_safe
def services_csv(request: HttpRequest) -> HttpResponse:
    """Public: every service in force, one period."""
    page = queries.overview(request.GET.get("masa", ""), clock.now())
    return _file(f"angka-layanan-{page.period}", ((row.subject, row.figure) for row in page.services))


@require_safe
def units_csv(request: HttpRequest) -> HttpResponse:
    """Public: the government and every unit with services, one period."""
    page = queries.overview(request.GET.get("masa", ""), clock.now())
    return _file(f"angka-unit-{page.period}", ((row.subject, row.figure) for row in (page.government, *page.units)))


@require_safe
def service_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Public: one service, the year of the period and its months."""
    return _year(queries.service_page(slug, request.GET.get("masa", ""), clock.now()))


@require_safe
def unit_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Public: one unit, the year of the period and its months."""
    return _year(queries.unit_page(code, request.GET.get("masa", ""), clock.now()))


def _year(page: queries.SubjectPage) -> HttpResponse:
    name = f"angka-{page.subject.code}-{Period(page.period.year)}"
    return _file(name, ((page.subject, figure) for figure in (page.year, *page.months)))


def _file(name: str, lines: Iterable[tuple[Subject, FigureFacts]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write(f"# {_definitions()}\n")
    writer = csv.writer(response, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_line(subject, figure) for subject, figure in lines)
    return response


def _line(subject: Subject, f: FigureFacts) -> list[object]:
    found = (getattr(f, name) for name in NUMBERS.values())
    numbers = (round(value, 3) if isinstance(value, float) else value for value in found)
    as_of = f.as_of.astimezone(UTC).isoformat(timespec="seconds") if f.as_of else ""
    return [KINDS[subject.kind], subject.code, _harmless(subject.name), f.period, *numbers, as_of]


def _harmless(text: str) -> str:
    """A spreadsheet must not take a name for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _definitions() -> str:
    parts = [f"{term}: {sentence}" for term, sentence in all_terms()]
    method = _("Median dan p90 adalah persentil 50 dan 90 dengan interpolasi linear. Keadaan dalam UTC.")
    return " ".join([*parts, method, enough()])
