"""Results for everybody: all units, one unit, a published result with its poster and report, and the numbers as CSV."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maklumat.kernel import clock, files
from maklumat.modules.units import api as units
from maklumat.ui.downloads import csv_file
from maklumat.ui.formats import number
from maklumat.ui.kept import kept

from ..actions import MEDIA
from ..queries import figures, pages
from ..rules.suppression import ENOUGH_TO_SPREAD, hidden
from . import papers, words


def _edition() -> tuple:
    return figures.edition(), units.edition()


@require_safe
@kept(_edition)
def overview(request: HttpRequest) -> HttpResponse:
    page = pages.overview(request.GET.get("masa", ""), clock.now())
    rows = [
        [
            {"text": unit.name, "href": f"{reverse('surveys:unit', args=[unit.code])}?masa={page.period}"},
            words.two(one.index), f"{one.grade} · {words.performance(one.instrument, one.grade)}" if one.grade else "–", number(one.answered),
        ]
        for unit, one in page.lines
    ]  # fmt: skip
    context = {
        "page": page, "rows": rows, "columns": [_("Unit"), (_("IKM"), "number"), _("Mutu"), (_("Jawaban"), "number")],
        "choice": _choice(page.periods, page.period), "period": words.period_words(page.period),
        "headline": words.headline(page.whole, page.government.name) if page.whole else "",
    }  # fmt: skip
    return render(request, "surveys/overview.html", context)


@require_safe
@kept(_edition)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    page = pages.unit_page(code, request.GET.get("masa", ""), clock.now())
    found = page.found
    services = [
        [
            line.name, words.two(line.index) if line.index is not None else _("disamarkan"), line.grade if line.index is not None else "–",
            number(line.answered) if line.answered is not None else _("di bawah 5"),
        ]
        for line in page.services
    ]  # fmt: skip
    names = {group.key: group.name for group in found.instrument.groups}
    context = {
        "page": page, "found": found, "headline": words.headline(found, page.unit.name), "period": words.period_words(page.period),
        "choice": _choice(page.periods, page.period), "bars": words.bars(found), "performance": words.performance(found.instrument, found.grade), "grades": words.grades(found.instrument),
        "index": words.two(found.index), "sound": words.two(found.sound_index), "spread": words.spread_rows(found) if found.answered >= ENOUGH_TO_SPREAD else [],
        "spread_columns": [_("Unsur"), (_("Nilai rata-rata"), "number"), *((str(v), "number") for v in range(found.instrument.low, found.instrument.high + 1))],
        "services": services, "service_columns": [_("Layanan"), (_("IKM"), "number"), _("Mutu"), (_("Jawaban"), "number")],
        "makeup": words.makeup_rows(found.instrument, found.answered, found.makeup) if page.enough else [], "makeup_columns": [_("Jawaban"), (_("Orang"), "number")],
        "channels": [(_(words.CHANNELS[name]), number(count)) for name, count in found.channels.items()],
        "themes": [{"label": names.get(theme, {}).get("id", theme), "value": count, "text": number(count)} for theme, count in page.themes],
        "csv_url": f"{reverse('surveys:unit_csv', args=[code])}?masa={page.period}",
        "results": [(one, words.period_words(one.period), words.two(one.index)) for one in page.results],
    }  # fmt: skip
    return render(request, "surveys/unit.html", context)


@require_safe
def unit_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Every number of the page, one a line: what, which, value."""
    page = pages.unit_page(code, request.GET.get("masa", ""), clock.now())
    start = [page.unit.code, page.period, f"{page.found.instrument.key}/{page.found.instrument.version}"]
    rows = ([*start, *line] for line in _lines(page))
    return csv_file(
        f"survei-{page.unit.code}-{page.period}", ("unit", "masa", "instrumen", "bagian", "rincian", "nilai"), rows
    )


def _lines(page: pages.UnitPage) -> list[tuple[str, str, Any]]:
    found = page.found
    lines: list[tuple[str, str, Any]] = [
        ("jumlah", "jawaban", found.answered), ("jumlah", "tanpa_tanda", found.sound), ("jumlah", "diundang", found.invited),
        ("jumlah", "menolak", found.declined), ("jumlah", "populasi", found.population), ("jumlah", "sampel_minimal", found.wanted),
    ]  # fmt: skip
    if not page.enough:
        return lines
    lines += [
        ("indeks", "ikm", found.index), ("indeks", "ikm_tanpa_tanda", found.sound_index), ("indeks", "setengah_selang_95", found.half),
        ("indeks", "mutu", found.grade),
    ]  # fmt: skip
    for one in found.elements:
        lines.append(("unsur", one.key, one.mean))
        if found.answered >= ENOUGH_TO_SPREAD:
            lines += [("sebaran", f"{one.key}={value}", count) for value, count in sorted(one.spread.items())]
    for trait, counts in found.makeup.items():
        small = hidden(dict(counts) | {-1: max(found.answered - sum(counts.values()), 0)})
        lines += [("responden", f"{trait}={value}", count) for value, count in counts.items() if value not in small]
    lines += [("layanan", line.slug or "lainnya", line.index) for line in page.services if line.index is not None]
    lines += [
        ("layanan_jawaban", line.slug or "lainnya", line.answered)
        for line in page.services
        if line.answered is not None
    ]
    lines += [("tema_komentar", theme, count) for theme, count in page.themes]
    return lines


@require_safe
def result(request: HttpRequest, result_id: UUID) -> HttpResponse:
    """A published result as it was frozen, its media and its follow-up."""
    page = pages.result_page(request.actor, result_id, clock.now())
    context = {
        "page": page, "period": words.period_words(page.period), "performance": words.performance(page.held.instrument, page.figures["grade"]),
        "index": words.two(page.figures["index"]), "media": [(_(MEDIA[kind]), place, day) for kind, place, day in page.media],
        "bars": papers.bars(page), "makeup": papers.makeup(page),
    }  # fmt: skip
    return render(request, "surveys/result.html", context)


@require_safe
def poster(request: HttpRequest, result_id: UUID) -> HttpResponse:
    """For the wall: unit, index, grade, respondents, period (PDF)."""
    page = pages.result_page(request.actor, result_id, clock.now())
    return _file(papers.poster(page), "application/pdf", f"poster-ikm-{page.unit.code}-{page.period}.pdf")


@require_safe
def report(request: HttpRequest, result_id: UUID) -> HttpResponse:
    """The whole report (PDF)."""
    page = pages.result_page(request.actor, result_id, clock.now())
    return _file(papers.report(page), "application/pdf", f"laporan-skm-{page.unit.code}-{page.period}.pdf")


@require_safe
def sheet(request: HttpRequest, result_id: UUID) -> HttpResponse:
    """The whole report as a workbook (XLSX)."""
    page = pages.result_page(request.actor, result_id, clock.now())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(papers.workbook(page), kind, f"laporan-skm-{page.unit.code}-{page.period}.xlsx")


@require_safe
def proof(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """What proves a finished follow-up."""
    content, kind = files.read(pages.proof_of(plan_id))
    return _file(content, kind, f"bukti.{kind.rpartition('/')[2]}")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _choice(periods: tuple[str, ...], chosen: str) -> list[dict[str, Any]]:
    return [{"label": words.period_words(one), "href": f"?masa={one}", "current": one == chosen} for one in periods]
