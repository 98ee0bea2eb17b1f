"""Figures in the words of a page. No database, no decisions: what is too little to tell is None already."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from maklumat.kernel.words import N_
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue

from ..queries import FigureFacts, Line, Subject, SubjectPage
from ..rules import Period, read_period
from .definitions import TILES

PROMISES = {
    "minutes": N_("%(n)s menit kerja"),
    "hours": N_("%(n)s jam kerja"),
    "working_days": N_("%(n)s hari kerja"),
    "calendar_days": N_("%(n)s hari kalender"),
}


def number(value: float, decimals: int = 0) -> str:
    return number_format(value, decimals, force_grouping=True)


def rounded(value: float) -> str:
    """One decimal, none when it would be zero: 12,5 but 12."""
    return number(value, 0 if round(value, 1) == round(value) else 1)


def short(value: float | None) -> str:
    """A percentage, or the words for too few cases."""
    return _("belum cukup data") if value is None else f"{rounded(value)}%"


def working_time(seconds: float) -> tuple[str, str]:
    """Opening time as value and unit."""
    return (rounded(seconds / 60), _("menit kerja")) if seconds < 3600 else (rounded(seconds / 3600), _("jam kerja"))


def wall_time(seconds: float) -> tuple[str, str]:
    """Time by the clock on the wall, as value and unit."""
    if seconds < 3600:
        return rounded(seconds / 60), _("menit")
    return (rounded(seconds / 3600), _("jam")) if seconds < 48 * 3600 else (rounded(seconds / 86400), _("hari"))


def percentage(value: float) -> tuple[str, str]:
    return rounded(value), "%"


def count(value: float) -> tuple[str, str]:
    return number(value), _("kali")


def period_words(period: Period) -> str:
    """“tahun 2026” or “Oktober 2026”."""
    return date_format(period.first, "F Y") if period.month else _("tahun %(year)d") % {"year": period.year}


def moment_words(moment: datetime, zone: str) -> str:
    """“21 November 2026, 14.05 WIB”."""
    return f"{date_format(moment.astimezone(ZoneInfo(zone)), 'j F Y, H.i')} {calendars.ZONES.get(zone, '')}".strip()


def promise_words(duration: catalogue.Duration | None) -> str:
    return _(PROMISES[duration.unit]) % {"n": number(duration.number)} if duration else ""


def headline(f: FigureFacts, period: Period) -> str:
    """The figures as one sentence."""
    values = {"period": period_words(period), **{k: number(getattr(f, k)) for k in ("finished", "issued", "kept")}}
    if not f.finished:
        return _("Belum ada permohonan yang selesai pada %(period)s.") % values
    if not f.issued:
        return _("Dari %(finished)s permohonan yang selesai pada %(period)s, belum ada dokumen yang terbit.") % values
    if f.kept == f.issued:
        return (
            _("Dari %(finished)s permohonan yang selesai pada %(period)s, %(issued)s terbit, semuanya tepat janji.")
            % values
        )
    said = _(
        "Dari %(finished)s permohonan yang selesai pada %(period)s, %(issued)s terbit dan %(kept)s di antaranya tepat janji."
    )
    return said % values


def address(subject: Subject, name: str = "") -> str:
    return reverse(f"dashboards:{subject.kind if subject.kind == 'service' else 'unit'}{name}", args=[subject.code])


def asking(href: str, period: Period) -> str:
    return f"{href}?masa={period}"


def periods(chosen: Period, today: date, href: str) -> dict[str, list[dict]]:
    """The choice of a period as links: this year and the last, then the months of the chosen year, newest first."""
    years = sorted({today.year, today.year - 1, chosen.year}, reverse=True)
    months = [(date_format(month.first, "F"), month) for month in reversed(chosen.months(today))]

    def links(choices: list[tuple[str, Period]], now: Period) -> list[dict]:
        return [{"label": word, "href": asking(href, one), "current": one == now} for word, one in choices]

    return {
        "years": links([(str(year), Period(year)) for year in years], chosen.whole_year),
        "months": links([(_("Setahun"), chosen.whole_year), *months], chosen),
    }


WRITTEN = {"percent": percentage, "working": working_time, "wall": wall_time, "count": count}


def tiles(f: FigureFacts) -> list[dict]:
    shown = []
    for term in TILES:
        value = getattr(f, term.figure)
        text, unit = (None, "") if value is None else WRITTEN[term.written](value)
        n = number(getattr(f, term.basis))
        shown.append({"label": _(term.label), "value": text, "unit": unit, "n": n, "definition": _(term.sentence)})
    return shown


def table(lines: tuple[Line, ...], period: Period) -> list[list]:
    """Rows of the overview: name, counts, promises."""
    return [
        [{"text": row.subject.name, "href": asking(address(row.subject), period)}, *_cells(row.figure)] for row in lines
    ]


def _cells(f: FigureFacts) -> list[str]:
    used = short(None) if f.used_median is None else f"{short(f.used_median)}\u00a0·\u00a0{short(f.used_p90)}"
    counts = [number(n) for n in (f.received, f.finished, f.issued, f.rejected)]
    return [short(f.kept_percent), used, *counts, short(f.sent_back_percent), number(f.outside)]


def columns(first: str) -> list:
    words = (
        _("Tepat janji"), _("Terpakai"), _("Masuk"), _("Selesai"), _("Terbit"), _("Ditolak"), _("Dikembalikan"),
        _("Di luar standar"),
    )  # fmt: skip
    return [first, *((word, "number") for word in words)]


def month_rows(page: SubjectPage) -> list[list]:
    """Counts per month and, last, of the year."""
    names = ("received", "finished", "issued", "rejected", "withdrawn", "kept", "returned", "outside")
    labelled = [(_month(f, page.today), f) for f in page.months] + [(_("Setahun"), page.year)]
    return [[label, *(number(getattr(f, name)) for name in names)] for label, f in labelled]


def month_columns() -> list:
    words = (
        _("Masuk"), _("Selesai"), _("Terbit"), _("Ditolak"), _("Dibatalkan"), _("Tepat janji"), _("Dikembalikan"),
        _("Di luar standar"),
    )  # fmt: skip
    return [_("Bulan"), *((word, "number") for word in words)]


def bars(page: SubjectPage) -> list[dict]:
    """Promises kept, month by month, with what each share is of."""
    return [_bar(_month(f, page.today), f) for f in page.months]


def _bar(label: str, f: FigureFacts) -> dict:
    share = f.kept_percent
    if share is None:
        text = _("belum cukup data (%(n)s)") % {"n": number(f.issued)} if f.issued else _("tidak ada")
    else:
        text = _("%(share)s dari %(n)s") % {"share": short(share), "n": number(f.issued)}
    return {"label": label, "value": share or 0, "text": text}


def _month(f: FigureFacts, today: date) -> str:
    period = read_period(f.period, today)
    return date_format(period.first, "F") if period else f.period
