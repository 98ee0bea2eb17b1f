"""The performance report (laporan kinerja) of a unit for a month or a year: written by the figures; its head only comments."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maklumat.kernel import clock
from maklumat.modules.units import api as units
from maklumat.ui import paper
from maklumat.ui.formats import number

from ..queries import pages
from ..queries.figures import Told, told
from . import showing, words

_FOLDER = Path(__file__).resolve().parent.parent / "templates" / "dashboards" / "typst"


@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Public: the report as PDF, with what everybody may see."""
    at = clock.now()
    page = pages.unit_page(code, request.GET.get("masa", ""), at)
    response = HttpResponse(paper.pdf(_FOLDER / "report.typ", _data(page, at), at), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="laporan-kinerja-{code}-{page.period}.pdf"'
    return response


def _data(page: pages.SubjectPage, at: datetime) -> dict[str, Any]:
    government, period = units.tree().government, words.period_words(page.period)
    day = at.date()
    link = settings.BASE_URL + words.asking(words.address(page.subject), page.period)
    return {
        "language": get_language() or "id", "title": _("Laporan kinerja pelayanan"), "unit": page.subject.name, "period": period,
        "government": government.name if government else "", "colour": (government and government.colour) or "#0b5d3b",
        "emblem": (government and government.emblem) or paper.emblem(), "date": [day.year, day.month, day.day],
        "made": _("Dihitung %(when)s dari catatan setiap permohonan, laporan, dan jawaban survei.")
        % {"when": words.moment_words(page.numbers.as_of or at, page.zone)},
        "closed": _("Masa ini sudah ditutup; angkanya tetap.") if page.numbers.closed_at else _("Masa ini belum ditutup; angkanya masih dapat berubah."),
        "headline": words.headline(page.numbers, page.period), "sentences": sentences(page),
        "figures": {
            "title": _("Angka utama"), "columns": [_("Ukuran"), _("Nilai"), "n", _("Selang 95%")],
            "rows": [_row(told(page.numbers, one)) for one in showing.measures(page.period, (*showing.APPLICATIONS, *showing.REPORTS))],
        },
        "months": {
            "title": _("Bulan demi bulan, %(year)s") % {"year": page.period.year},
            "columns": [c if isinstance(c, str) else c[0] for c in showing.month_columns()], "rows": [_brief(row) for row in showing.month_rows(page.months, page.year, page.subject, page.today)],
        },
        "services": {
            "title": _("Layanan, %(period)s") % {"period": period},
            "columns": [c if isinstance(c, str) else c[0] for c in showing.columns(_("Layanan"))],
            "rows": [[row[0]["text"], *_brief(row[1:])] for row in showing.table(page.services, page.period)],
        },
        "signs": _("* disamarkan, – belum cukup data"), "remark": {"title": _("Tanggapan kepala unit"), "text": page.remark or _("Belum ada tanggapan.")},
        "method": {"title": _("Cara menghitung"), "rows": [list(one) for one in words.definitions(showing.measures(page.period, (*showing.APPLICATIONS, *showing.REPORTS)))], "note": words.enough()},
        "qr": paper.qr_svg(link), "link": link.partition("://")[2], "signed": date_format(day, "j F Y"),
    }  # fmt: skip


def _brief(cells: list) -> list[str]:
    """For narrow columns: what is not told as a sign, explained below the tables."""
    signs = {_("disamarkan"): "*", _("belum cukup data"): "–"}
    return [" · ".join(signs.get(text, text) for text in _texts(cell)) for cell in cells]


def _texts(cell: Any) -> list[str]:
    if isinstance(cell, list):
        return [text for part in cell for text in _texts(part)]
    return [cell["text"] if isinstance(cell, dict) else str(cell)]


def _row(one: Told) -> list[str]:
    interval = words.interval(one)
    return [
        words.said(one.measure.name),
        words.short(one),
        "" if one.n is None else number(one.n),
        interval.partition(": ")[2],
    ]


def sentences(page: pages.SubjectPage) -> list[str]:
    """What a head of unit would write, from the figures: how promises stand, what takes long, what residents say."""
    numbers, known = (
        page.numbers,
        {
            one.key: told(page.numbers, one)
            for one in showing.measures(page.period, (*showing.APPLICATIONS, *showing.REPORTS))
        },
    )
    found = []
    if known["used_median"].value is not None and known["used_p90"].value is not None:
        found.append(
            _("Setengah dari permohonan yang terbit memakai paling banyak %(median)s dari waktu yang dijanjikan, sembilan dari sepuluh paling banyak %(most)s.")
            % {"median": words.short(known["used_median"]), "most": words.short(known["used_p90"])}
        )  # fmt: skip
    if known["sent_back_share"].value is not None:
        found.append(
            _("%(share)s dari permohonan yang selesai pernah dikembalikan untuk dilengkapi.")
            % {"share": words.short(known["sent_back_share"])}
        )
    outside = numbers.count("outside") or 0
    found.append(
        _("Petugas %(n)s kali meminta sesuatu di luar standar.") % {"n": number(outside)} if outside else _("Tidak ada permintaan di luar standar.")
    )  # fmt: skip
    if known["reports_in_time_share"].value is not None:
        found.append(
            _("Dari %(n)s laporan warga yang ditutup, %(share)s ditutup dalam batas waktunya.")
            % {"n": number(known["reports_in_time_share"].n or 0), "share": words.short(known["reports_in_time_share"])}
        )  # fmt: skip
    voice = page.satisfaction
    if voice is not None and voice.index is not None and voice.answered:
        weakest = next((one.name for one in voice.elements if one.key == (voice.weakest or ("",))[0]), None)
        found.append(
            _("Indeks Kepuasan Masyarakat %(index)s (mutu %(grade)s) dari %(n)s jawaban pada %(period)s.")
            % {"index": number(float(voice.index), 2), "grade": voice.grade, "n": number(voice.answered), "period": words.survey_words(voice.period)}
        )  # fmt: skip
        if weakest:
            found.append(_("Unsur yang paling lemah: %(element)s.") % {"element": words.said(weakest)})
    return found
