"""Reads of the published figures. Pages read only these: their cost does not grow with the cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maklumat.kernel.errors import Missing
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.surveys import api as surveys
from maklumat.modules.units import api as units

from ..models import Remark
from ..rules.periods import Period, in_order, may_rank, read_period
from . import figures
from .figures import Numbers


@dataclass(frozen=True)
class Subject:
    """What a figure is about, as pages name it. ``code`` is the slug of a service or the code of a unit; ``above``: the code of the unit it belongs to."""

    kind: str
    id: UUID
    code: str
    name: str
    above: str = ""


@dataclass(frozen=True)
class Line:
    subject: Subject
    numbers: Numbers


@dataclass(frozen=True)
class Overview:
    """Everybody's figures for a period, alphabetical. ``satisfaction``: by unit, for ``survey_period``.

    ``ranked``: the services are ordered by performance instead; never unless ``rankable``.
    """

    period: Period
    today: date
    zone: str
    government: Line
    months: tuple[Numbers, ...]
    services: tuple[Line, ...]
    units: tuple[Line, ...]
    satisfaction: Mapping[UUID, surveys.Outcome]
    survey_period: str
    rankable: bool
    ranked: bool


@dataclass(frozen=True)
class SubjectPage:
    """One service or unit: the chosen period, its year and the months of that year until today. ``remark``: of its head, on this period."""

    subject: Subject
    period: Period
    today: date
    zone: str
    numbers: Numbers
    year: Numbers
    months: tuple[Numbers, ...]
    satisfaction: surveys.Outcome | None
    promise: catalogue.Duration | None
    unit: Subject | None
    services: tuple[Line, ...]
    remark: str


def edition(at: datetime) -> tuple:
    """Another one whenever a figure was counted anew, or what the figures are about has changed."""
    return figures.edition(), surveys.edition(), catalogue.edition(at), units.edition(), calendars.edition()


def overview(wanted: str, at: datetime, *, ranked: bool = False) -> Overview:
    """All services in force and all units with services. Queries: figures, months, satisfaction (2); and the stamps."""
    tree, versions = units.tree(), catalogue.shelf(at).versions
    root = tree.government
    if root is None:
        raise Missing(_("Belum ada pemerintah daerah di sini. Isi dulu data unit, lalu buka halaman ini lagi."))
    zone, today = here(root.id, at)
    period = period_of(wanted, today)
    known = {subject_id: found for (subject_id, _when), found in figures.public(None, [str(period)]).items()}
    owners = {u.id for v in versions for u in tree.above(v.unit_id)}

    def line(subject: Subject) -> Line:
        return Line(subject, known.get(subject.id, Numbers(str(period))))

    services = [line(service_subject(v)) for v in versions]
    offices = [line(unit_subject(u)) for u in tree.units if u.parent_id and (u.id in owners or u.id in known)]
    rankable = may_rank(row.numbers.count("issued") or 0 for row in services)
    names = [str(month) for month in period.months(today)]
    months = figures.public([root.id], names)
    return Overview(
        period, today, zone,
        government=line(unit_subject(root)),
        months=tuple(months.get((root.id, name), Numbers(name)) for name in names),
        services=_ordered(services, ranked and rankable),
        units=_ordered(offices, False),
        satisfaction=surveys.by_unit("skm", survey_period(period)),
        survey_period=survey_period(period),
        rankable=rankable,
        ranked=ranked and rankable,
    )  # fmt: skip


def service_page(slug: str, wanted: str, at: datetime) -> SubjectPage:
    """One service in force. Raises :class:`Missing` for an unknown one."""
    version = catalogue.in_force(slug, at)
    if version is None:
        raise Missing(_("Layanan ini tidak ada. Pilih layanan dari daftar angka layanan."))
    unit = units.tree().by_id.get(version.unit_id)
    zone, today = here(version.unit_id, at)
    period = period_of(wanted, today)
    found = surveys.service_outcome(version.service_id, "skm", survey_period(period))
    return _page(
        service_subject(version), period, zone, today, found, promise=version.standard.duration, unit=unit_subject(unit) if unit else None
    )  # fmt: skip


def unit_page(code: str, wanted: str, at: datetime) -> SubjectPage:
    """One unit with everything below it. Raises :class:`Missing` for an unknown one."""
    unit = units.tree().by_code.get(code)
    if unit is None:
        raise Missing(_("Unit ini tidak ada. Pilih unit dari daftar angka layanan."))
    zone, today = here(unit.id, at)
    period = period_of(wanted, today)
    below = units.tree().below(unit.id)
    versions = [v for v in catalogue.shelf(at).versions if v.unit_id in below]
    known = figures.public([v.service_id for v in versions], [str(period)])
    services = [
        Line(service_subject(v), known.get((v.service_id, str(period)), Numbers(str(period)))) for v in versions
    ]
    found = surveys.outcome(unit.id, "skm", survey_period(period))
    return _page(
        unit_subject(unit),
        period,
        zone,
        today,
        found,
        services=_ordered(services, False),
        remark=remark_of(unit.id, str(period)),
    )


def remark_of(unit_id: UUID, period: str) -> str:
    """The latest words of the head of a unit on a period. One query."""
    return (
        Remark.objects.filter(unit_id=unit_id, period=period)
        .order_by("-written_at")
        .values_list("text", flat=True)
        .first()
        or ""
    )


def _page(
    subject: Subject, period: Period, zone: str, today: date, satisfaction: surveys.Outcome, *, promise: catalogue.Duration | None = None,
    unit: Subject | None = None, services: tuple[Line, ...] = (), remark: str = "",
) -> SubjectPage:  # fmt: skip
    months = [str(month) for month in period.months(today)]
    year = str(period.whole_year)
    known = figures.public([subject.id], [year, *months])

    def numbers(name: str) -> Numbers:
        return known.get((subject.id, name), Numbers(name))

    return SubjectPage(
        subject, period, today, zone, numbers(str(period)), numbers(year), tuple(numbers(month) for month in months), satisfaction, promise, unit,
        services, remark,
    )  # fmt: skip


def survey_period(period: Period) -> str:
    """Surveys are counted by quarter and year: of a month, its quarter."""
    return f"{period.year}-Q{(period.month + 2) // 3}" if period.month else str(period)


def here(unit_id: UUID, at: datetime) -> tuple[str, date]:
    """The time zone of a place, and its date."""
    zone = calendars.zone_of(unit_id, at.date())
    return zone, at.astimezone(ZoneInfo(zone)).date()


def period_of(wanted: str, today: date) -> Period:
    """The period that was asked for. Raises :class:`Missing`."""
    period = read_period(wanted, today)
    if period is None:
        raise Missing(_("Masa ini tidak ada. Pilih tahun atau bulan dari daftar."))
    return period


def _ordered(lines: list[Line], ranked: bool) -> tuple[Line, ...]:
    return tuple(
        in_order(
            lines,
            name=lambda row: row.subject.name,
            n=lambda row: row.numbers.count("issued") or 0,
            share=lambda row: (row.numbers.count("kept") or 0) / (row.numbers.count("issued") or 1),
            ranked=ranked,
        )
    )


def service_subject(version: catalogue.VersionFacts) -> Subject:
    s = version.standard
    unit = units.tree().by_id.get(version.unit_id)
    name = (get_language() == "en" and s.name_en) or s.name
    return Subject("service", version.service_id, s.slug, name, unit.code if unit else "")


def unit_subject(unit: units.UnitFacts) -> Subject:
    above = units.tree().by_id.get(unit.parent_id) if unit.parent_id else None
    return Subject(
        "unit" if unit.parent_id else "government", unit.id, unit.code, unit.name, above.code if above else ""
    )
