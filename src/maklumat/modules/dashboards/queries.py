"""Reads of the published figures. Pages read only these: their cost does not grow with the cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maklumat.kernel import memo
from maklumat.kernel.errors import Missing
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from .models import Figure
from .rules import Period, in_order, may_rank, percent, read_period


@dataclass(frozen=True)
class FigureFacts:
    """The numbers of one subject for one period. Times are seconds of what was issued; None: too few cases."""

    period: str
    received: int = 0
    finished: int = 0
    issued: int = 0
    rejected: int = 0
    withdrawn: int = 0
    kept: int = 0
    sent_back: int = 0
    returned: int = 0
    outside: int = 0
    net_median: float | None = None
    net_p90: float | None = None
    gross_median: float | None = None
    gross_p90: float | None = None
    used_median: float | None = None
    used_p90: float | None = None
    as_of: datetime | None = None

    @property
    def kept_percent(self) -> float | None:
        return percent(self.kept, self.issued)

    @property
    def sent_back_percent(self) -> float | None:
        return percent(self.sent_back, self.finished)


@dataclass(frozen=True)
class Subject:
    """What a figure is about, as pages name it. ``code`` is the slug of a service or the code of a unit."""

    kind: str
    id: UUID
    code: str
    name: str


@dataclass(frozen=True)
class Line:
    subject: Subject
    figure: FigureFacts


@dataclass(frozen=True)
class Overview:
    """Everybody's figures for a period, alphabetical.

    ``ranked``: the services are ordered by performance instead; never unless ``rankable``.
    """

    period: Period
    today: date
    zone: str
    government: Line
    services: tuple[Line, ...]
    units: tuple[Line, ...]
    rankable: bool
    ranked: bool


@dataclass(frozen=True)
class SubjectPage:
    """One service or unit: the chosen period, its year and the months of that year until today."""

    subject: Subject
    period: Period
    today: date
    zone: str
    figure: FigureFacts
    year: FigureFacts
    months: tuple[FigureFacts, ...]
    promise: catalogue.Duration | None
    unit: Subject | None


def edition(at: datetime) -> tuple:
    """Another one whenever a figure was counted anew, or what the figures are about has changed."""
    return memo.edition("dashboards", _stamp), catalogue.edition(at), units.edition(), calendars.edition()


def _stamp() -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(max(xmin::text::bigint), 0), current_database() FROM " + Figure._meta.db_table
        )
        return cursor.fetchone()


def figure_of(subject_id: UUID, period: str) -> FigureFacts | None:
    """The figures of a subject for ``2026`` or ``2026-10``; None when nothing happened. One query."""
    return _figures([subject_id], [period]).get((subject_id, period))


def overview(wanted: str, at: datetime, *, ranked: bool = False) -> Overview:
    """All services in force and all units with services. Three queries, and the stamp of the calendars."""
    tree, versions = units.tree(), catalogue.shelf(at).versions
    root = tree.government
    if root is None:
        raise Missing(_("Belum ada pemerintah daerah di sini. Isi dulu data unit, lalu buka halaman ini lagi."))
    zone, today = _here(root.id, at)
    period = _period(wanted, today)
    known = {subject_id: figure for (subject_id, _when), figure in _figures(None, [str(period)]).items()}
    owners = {u.id for v in versions for u in tree.above(v.unit_id)}

    def line(subject: Subject) -> Line:
        return Line(subject, known.get(subject.id, FigureFacts(str(period))))

    services = [line(_service(v)) for v in versions]
    offices = [line(_unit(u)) for u in tree.units if u.parent_id and (u.id in owners or u.id in known)]
    rankable = may_rank(row.figure.issued for row in services)
    return Overview(
        period, today, zone,
        government=line(_unit(root)),
        services=_ordered(services, ranked),
        units=_ordered(offices, False),
        rankable=rankable,
        ranked=ranked and rankable,
    )  # fmt: skip


def service_page(slug: str, wanted: str, at: datetime) -> SubjectPage:
    """One service in force. Raises :class:`Missing` for an unknown one."""
    version = catalogue.in_force(slug, at)
    if version is None:
        raise Missing(_("Layanan ini tidak ada. Pilih layanan dari daftar angka layanan."))
    unit = units.tree().by_id.get(version.unit_id)
    zone, today = _here(version.unit_id, at)
    duration = version.standard.duration
    return _page(_service(version), wanted, zone, today, promise=duration, unit=_unit(unit) if unit else None)


def unit_page(code: str, wanted: str, at: datetime) -> SubjectPage:
    """One unit with everything below it. Raises :class:`Missing` for an unknown one."""
    unit = units.tree().by_code.get(code)
    if unit is None:
        raise Missing(_("Unit ini tidak ada. Pilih unit dari daftar angka layanan."))
    zone, today = _here(unit.id, at)
    return _page(_unit(unit), wanted, zone, today)


def _page(
    subject: Subject,
    wanted: str,
    zone: str,
    today: date,
    promise: catalogue.Duration | None = None,
    unit: Subject | None = None,
) -> SubjectPage:
    period = _period(wanted, today)
    months = [str(month) for month in period.months(today)]
    year = str(period.whole_year)
    known = _figures([subject.id], [year, *months])

    def figure(name: str) -> FigureFacts:
        return known.get((subject.id, name), FigureFacts(name))

    shown = tuple(figure(month) for month in months)
    return SubjectPage(subject, period, today, zone, figure(str(period)), figure(year), shown, promise, unit)


def _figures(subjects: Iterable[UUID] | None, periods: list[str]) -> dict[tuple[UUID, str], FigureFacts]:
    rows = Figure.objects.filter(period__in=periods)
    if subjects is not None:
        rows = rows.filter(subject_id__in=list(subjects))
    names = list(FigureFacts.__dataclass_fields__)
    return {(row["subject_id"], row["period"]): _facts(row) for row in rows.values("subject_id", *names)}


def _facts(row: dict) -> FigureFacts:
    return FigureFacts(**{name: row[name] for name in FigureFacts.__dataclass_fields__})


def _here(unit_id: UUID, at: datetime) -> tuple[str, date]:
    """The time zone of a place, and its date."""
    zone = calendars.zone_of(unit_id, at.date())
    return zone, at.astimezone(ZoneInfo(zone)).date()


def _period(wanted: str, today: date) -> Period:
    period = read_period(wanted, today)
    if period is None:
        raise Missing(_("Masa ini tidak ada. Pilih tahun atau bulan dari daftar."))
    return period


def _ordered(lines: list[Line], ranked: bool) -> tuple[Line, ...]:
    return tuple(
        in_order(
            lines,
            name=lambda row: row.subject.name,
            n=lambda row: row.figure.issued,
            share=lambda row: row.figure.kept / (row.figure.issued or 1),
            ranked=ranked,
        )
    )


def _service(version: catalogue.VersionFacts) -> Subject:
    s = version.standard
    return Subject("service", version.service_id, s.slug, (get_language() == "en" and s.name_en) or s.name)


def _unit(unit: units.UnitFacts) -> Subject:
    return Subject("unit" if unit.parent_id else "government", unit.id, unit.code, unit.name)
