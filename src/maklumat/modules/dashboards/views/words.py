"""Figures in the words of a page. No database, no decisions: what may not be told is None already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maklumat.kernel.words import N_
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue
from maklumat.ui.formats import number

from ..queries.figures import Numbers, Told
from ..queries.pages import Subject
from ..rules.measures import Measure
from ..rules.periods import ENOUGH, RANKABLE, Period, read_period

PROMISES = {
    "minutes": N_("%(n)s menit kerja"),
    "hours": N_("%(n)s jam kerja"),
    "working_days": N_("%(n)s hari kerja"),
    "calendar_days": N_("%(n)s hari kalender"),
}
GRAINS = {
    "case": N_("satu perkara yang selesai"), "transition": N_("satu langkah"), "open_case_day": N_("perkara yang belum selesai, setiap hari"),
    "answer": N_("satu jawaban survei"),
}  # fmt: skip
UNITS = {
    "cases": N_("perkara"), "cases_mean": N_("perkara"), "times": N_("kali"), "percent": N_("persen"), "percent_used": N_("persen dari janji"),
    "working_seconds": N_("detik kerja"), "seconds": N_("detik"), "index": N_("indeks 25–100"),
}  # fmt: skip
SENSITIVITIES = {
    "public": N_("terbuka untuk semua"),
    "internal": N_("untuk unit itu dan atasannya"),
    "restricted": N_("hanya untuk pengawas"),
}


def said(text: Mapping[str, str]) -> str:
    """A name or definition in the language of the page."""
    return text.get(get_language() or "id") or text["id"]


def rounded(value: float) -> str:
    """One decimal, none when it would be zero: 12,5 but 12."""
    return number(value, 0 if round(value, 1) == round(value) else 1)


def amount(measure: Measure, value: float) -> tuple[str, str]:
    """A value of a measure as number and unit."""
    if measure.unit in ("percent", "percent_used"):
        return rounded(value), "%"
    if measure.unit == "working_seconds":
        return (rounded(value / 60), _("menit kerja")) if value < 3600 else (rounded(value / 3600), _("jam kerja"))
    if measure.unit == "seconds":
        if value < 3600:
            return rounded(value / 60), _("menit")
        return (rounded(value / 3600), _("jam")) if value < 48 * 3600 else (rounded(value / 86400), _("hari"))
    if measure.unit == "index":
        return number(value, 2), ""
    return rounded(value), _("kali") if measure.unit == "times" else ""


def short(told: Told) -> str:
    """A value in one word, for tables."""
    if told.hidden:
        return _("disamarkan")
    if told.value is None:
        return _("belum cukup data")
    value, unit = amount(told.measure, told.value)
    if told.measure.unit in ("cases", "times", "index"):
        return value
    return value + unit if unit == "%" else f"{value} {unit}"


def interval(told: Told) -> str:
    """“Selang 95%: 88–97%”, or nothing."""
    if told.low is None or told.high is None or told.value is None:
        return ""
    low, high = amount(told.measure, told.low), amount(told.measure, told.high)
    ends = (
        f"{low[0]}–{high[0]}{'' if high[1] == '%' else ' '}{high[1]}"
        if low[1] == high[1]
        else f"{' '.join(low)} – {' '.join(high)}"
    )
    return _("Selang 95%%: %(ends)s") % {"ends": ends.strip()}


def period_words(period: Period) -> str:
    """“tahun 2026” or “Oktober 2026”."""
    return date_format(period.first, "F Y") if period.month else _("tahun %(year)d") % {"year": period.year}


def survey_words(name: str) -> str:
    """“triwulan 4 2026” or “tahun 2026”."""
    year, _dash, quarter = name.partition("-Q")
    return (
        _("triwulan %(n)s %(year)s") % {"n": quarter, "year": year} if quarter else _("tahun %(year)s") % {"year": year}
    )


def moment_words(moment: datetime, zone: str) -> str:
    """“21 November 2026, 14.05 WIB”."""
    return f"{date_format(moment.astimezone(ZoneInfo(zone)), 'j F Y, H.i')} {calendars.ZONES.get(zone, '')}".strip()


def promise_words(duration: catalogue.Duration | None) -> str:
    return _(PROMISES[duration.unit]) % {"n": number(duration.number)} if duration else ""


def headline(numbers: Numbers, period: Period) -> str:
    """The figures as one sentence."""
    finished, issued, kept = (numbers.count(key) for key in ("finished", "issued", "kept"))
    values = {
        "period": period_words(period),
        "finished": number(finished or 0),
        "issued": number(issued or 0),
        "kept": number(kept or 0),
    }
    if finished == 0:
        return _("Belum ada permohonan yang selesai pada %(period)s.") % values
    if finished is None and issued and kept is not None:
        return _("%(issued)s dokumen terbit pada %(period)s, %(kept)s di antaranya tepat janji.") % values
    if finished is None:
        return (
            _("Jumlah permohonan yang selesai pada %(period)s disamarkan, supaya tidak menunjuk pada orang.") % values
        )
    if issued is None or kept is None:
        return _("%(finished)s permohonan selesai pada %(period)s; berapa yang terbit disamarkan.") % values
    if not issued:
        return _("Dari %(finished)s permohonan yang selesai pada %(period)s, belum ada dokumen yang terbit.") % values
    if kept == issued:
        return _("Dari %(finished)s permohonan yang selesai pada %(period)s, %(issued)s terbit, semuanya tepat janji.") % values  # fmt: skip
    return (
        _(
            "Dari %(finished)s permohonan yang selesai pada %(period)s, %(issued)s terbit dan %(kept)s di antaranya tepat janji."
        )
        % values
    )


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


def month(name: str, today: date) -> str:
    period = read_period(name, today)
    return date_format(period.first, "F") if period else name


def enough() -> str:
    words = _(
        "Persentase dan waktu ditampilkan mulai %(n)d perkara. Jumlah orang di bawah %(n)d disamarkan, dan bila perlu satu angka lain, supaya "
        "tidak dapat dihitung dari jumlahnya."
    )
    return words % {"n": ENOUGH}


def ranking() -> str:
    words = _(
        "Daftar ini menurut abjad. Urutan menurut capaian baru dibuka bila setiap layanan sudah menerbitkan paling "
        "sedikit %(n)d permohonan, supaya kebetulan tidak terbaca sebagai prestasi."
    )
    return words % {"n": RANKABLE}


def definitions(measures: Iterable[Measure]) -> list[tuple[str, str]]:
    """Every measure with what it means, translated."""
    return [(said(one.name), said(one.definition)) for one in measures]


def about(subject: Subject, period: str) -> str:
    """Whose figures of which time, for programs."""
    return f"{subject.kind}/{subject.code} {period}"


def mark(told: Told, subject: Subject, period: str) -> dict[str, str]:
    """What a figure is, and its value, for programs that check the page against the file."""
    return {
        "figure": f"{told.measure.key} {about(subject, period)}",
        "raw": "" if told.value is None else f"{told.value:.6f}".rstrip("0").rstrip("."),
        "text": short(told),
    }


def tile(told: Told, subject: Subject, period: str, **more: Any) -> dict[str, Any]:
    """One figure as the ``figure`` component shows it."""
    measure, marked = told.measure, mark(told, subject, period)
    value, unit = (None, "") if told.value is None else amount(measure, told.value)
    return {
        "label": said(measure.name), "value": value, "unit": unit, "n": None if told.n is None else number(told.n), "definition": said(measure.definition),
        "interval": interval(told), "hidden": told.hidden, "raw": marked["raw"], "key": marked["figure"],
        "basis": " ".join("" if one is None else repr(round(one, 6)) for one in (told.n, told.low, told.high)), **more,
    }  # fmt: skip
