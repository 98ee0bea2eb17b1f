"""One measure over the months of a year, for up to four subjects beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from maklumat.kernel.errors import Missing
from maklumat.modules.units import api as units

from ..rules.measures import Measure, Sensitivity, in_force
from ..rules.periods import FIRST_YEAR, Period
from . import figures, opendata
from .figures import Numbers, Told, told
from .pages import Subject, here

MOST = 4  # subjects beside each other: more lines are told apart by nobody


@dataclass(frozen=True)
class ExplorePage:
    """``lines``: of each chosen subject the measure month by month. ``as_of``: the latest of their moments."""

    measure: Measure
    measures: tuple[Measure, ...]
    year: int
    years: tuple[int, ...]
    today: date
    zone: str
    subjects: tuple[Subject, ...]
    lines: tuple[tuple[Subject, tuple[Told, ...]], ...]
    months: tuple[Period, ...]
    as_of: datetime


def explore(chosen: list[str], key: str, year: str, at: datetime) -> ExplorePage:
    """``chosen``: subjects as ``unit/disdukcapil``; unknown ones are left out. Raises :class:`Missing` for an unknown measure or year. Two queries."""
    root = units.tree().government
    if root is None:
        raise Missing(_("Belum ada pemerintah daerah di sini. Isi dulu data unit, lalu buka halaman ini lagi."))
    zone, today = here(root.id, at)
    when = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else today.year
    if not FIRST_YEAR <= when <= today.year:
        raise Missing(_("Masa ini tidak ada. Pilih tahun atau bulan dari daftar."))
    offered = tuple(
        m for m in in_force(date(when, 1, 1)).values() if m.sensitivity == Sensitivity.PUBLIC and m.source != "survey"
    )
    measure = next((m for m in offered if m.key == (key or "kept_share")), None)
    if measure is None:
        raise Missing(_("Ukuran ini tidak ada. Pilih dari daftar ukuran."))
    subjects = opendata.subjects(at)
    known = {f"{one.kind}/{one.code}": one for one in subjects}
    picked = [known[name] for name in dict.fromkeys(chosen) if name in known][:MOST] or [
        known[f"government/{root.code}"]
    ]
    months = Period(when).months(today)
    found = figures.public([one.id for one in picked], [str(month) for month in months])
    lines = tuple(
        (one, tuple(told(found.get((one.id, str(month)), Numbers(str(month))), measure) for month in months))
        for one in picked
    )
    moments = [numbers.as_of for numbers in found.values() if numbers.as_of]
    years = tuple(sorted({*opendata.years(), today.year, when}, reverse=True))
    return ExplorePage(measure, offered, when, years, today, zone, subjects, lines, months, max(moments, default=at))
