"""What those who set calendars read: hours of their units, versions of a week, the holidays of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.dates import WEEKDAYS

from maklumat.kernel.actor import Actor
from maklumat.modules.units import api as units

from .. import access
from ..models import WeekVersion
from ..rules import decree_csv
from ..rules.calendar import ZONES, Week, hours_text
from ..rules.holidays import YEARS, Closure, closures, decided_by, is_certain
from . import book, calendar_of

ESTIMATE = "(perkiraan)"


@dataclass(frozen=True)
class UnitHours:
    """A unit of the desk. ``own``: has hours of its own; else it lives by those of a unit above."""

    id: UUID
    name: str
    depth: int
    own: bool
    zone: str
    days: tuple[tuple[str, tuple[str, ...]], ...]


def unit_hours(actor: Actor, today: date) -> tuple[UnitHours, ...]:
    """The units whose calendar this actor sets, as trees, with the hours in force."""
    access.require_desk(actor)
    own = book().weeks
    found: list[UnitHours] = []
    depths: dict[UUID, int] = {}
    for unit in units.tree().units:
        if not actor.may(access.MANAGE, unit.id):
            continue
        depths[unit.id] = depths[unit.parent_id] + 1 if unit.parent_id in depths else 0
        version = calendar_of(unit.id).version_on(today)
        found.append(
            UnitHours(unit.id, unit.name, depths[unit.id], unit.id in own, ZONES[version.zone], _runs(version.week))
        )
    return tuple(found)


@dataclass(frozen=True)
class VersionRow:
    """A version of a week. ``standing``: in_force | coming | past | replaced."""

    valid_from: date
    zone: str
    days: tuple[tuple[str, tuple[str, ...]], ...]
    observes: str
    legal_basis: str
    recorded_at: datetime
    standing: str


@dataclass(frozen=True)
class WeekPage:
    """A unit's hours. ``lender``: the unit above whose hours hold here, empty when it has its own."""

    unit_id: UUID
    unit_name: str
    lender: str
    zone_key: str
    zone: str
    week: Week
    days: tuple[tuple[str, tuple[str, ...]], ...]
    observes: str
    history: tuple[VersionRow, ...]


def week_page(actor: Actor, unit_id: UUID, today: date) -> WeekPage:
    """The hours in force and every version ever recorded, newest first."""
    access.require_manage(actor, unit_id)
    chain = units.tree().above(unit_id)
    unit = chain[-1]
    known = book().weeks
    lender = next((one for one in reversed(chain) if one.id in known), None)
    version = calendar_of(unit_id).version_on(today)
    rows = list(WeekVersion.objects.filter(calendar__unit_id=unit_id).order_by("-recorded_at", "-id"))
    last = {row.valid_from: row.id for row in reversed(rows)}
    current = max((day for day in last if day <= today), default=None)
    history = tuple(
        _version(row, last, current, today)
        for row in sorted(rows, key=lambda r: (r.valid_from, r.recorded_at), reverse=True)
    )
    observes = next((row.observes for row in history if row.standing == "in_force"), WeekVersion.Observes.ALL)
    return WeekPage(
        unit_id, unit.name, lender.name if lender and lender.id != unit_id else "", version.zone, ZONES[version.zone],
        version.week, _runs(version.week), str(observes), history,
    )  # fmt: skip


def _version(row: WeekVersion, last: dict, current: date | None, today: date) -> VersionRow:
    if last[row.valid_from] != row.id:
        standing = "replaced"
    elif row.valid_from == current:
        standing = "in_force"
    else:
        standing = "coming" if row.valid_from > today else "past"
    week = tuple(tuple((lo, hi) for lo, hi in hours) for hours in row.week)
    return VersionRow(
        row.valid_from, ZONES[row.zone], _runs(week), row.observes, row.legal_basis, row.recorded_at, standing
    )


def _runs(week: Week) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Days with the same hours together: ("Senin–Kamis", ("08.00–12.00", …))."""
    runs: list[list[int]] = []
    for day in range(7):
        if runs and week[runs[-1][-1]] == week[day]:
            runs[-1].append(day)
        else:
            runs.append([day])
    return tuple((_span(run), hours_text(week[run[0]])) for run in runs)


def _span(run: list[int]) -> str:
    first, last = str(WEEKDAYS[run[0]]), str(WEEKDAYS[run[-1]])
    return first if len(run) == 1 else f"{first}, {last}" if len(run) == 2 else f"{first}–{last}"


@dataclass(frozen=True)
class Holiday:
    """A date that is closed everywhere. ``certainty``: decree | skb | fixed | estimate; ``decree``: its number."""

    date: date
    name: str
    kind: str
    certainty: str
    decree: str = ""


@dataclass(frozen=True)
class LocalClosure:
    date: date
    name: str
    unit_id: UUID | None
    unit_name: str
    mine: bool


@dataclass(frozen=True)
class YearPage:
    """``certain``: a joint decree on this year is built in; ``may_import``: this actor records decrees."""

    year: int
    certain: bool
    may_import: bool
    earlier: int | None
    later: int | None
    holidays: tuple[Holiday, ...]
    local: tuple[LocalClosure, ...]


def year_page(actor: Actor, year: int) -> YearPage:
    """The holidays of a year as they are recorded now."""
    access.require_desk(actor)
    known, tree = book(), units.tree()
    decided = decided_by(known.decrees)
    nation = closures((year,), known.decrees)
    local = []
    for unit_id, days in known.locals.items():
        last = {day.date: day for day in days}
        place = tree.by_id[unit_id].name if unit_id else ""
        mine = _manages(actor, unit_id)
        local += [
            LocalClosure(d.date, d.name, unit_id, place, mine)
            for d in last.values()
            if d.date.year == year and d.effect == "closed"
        ]
    return YearPage(
        year, is_certain(year), _manages(actor, None), year - 1 if year - 1 in YEARS else None, year + 1 if year + 1 in YEARS else None,
        tuple(_holiday(day, one, decided, year) for day, one in nation.items()), tuple(sorted(local, key=lambda one: (one.date, one.unit_name))),
    )  # fmt: skip


def _manages(actor: Actor, unit_id: UUID | None) -> bool:
    government = units.tree().government
    return actor.may(access.MANAGE, unit_id or (government.id if government else None))


def _holiday(day: date, one: Closure, decided: dict[date, str], year: int) -> Holiday:
    name = one.name.removesuffix(ESTIMATE).strip()
    if day in decided:
        return Holiday(day, name, one.kind, "decree", decided[day])
    certainty = "estimate" if one.name.endswith(ESTIMATE) else "skb" if is_certain(year) else "fixed"
    return Holiday(day, name, one.kind, certainty)


@dataclass(frozen=True)
class PreviewRow:
    """A line of a decree beside what the calendar says now (empty: a working day)."""

    date: date
    name: str
    kind: str
    effect: str
    now: str


@dataclass(frozen=True)
class Preview:
    """``faults``: (line, msgid)."""

    rows: tuple[PreviewRow, ...]
    faults: tuple[tuple[int, str], ...]


def preview_decree(actor: Actor, text: str) -> Preview:
    """What a decree would change, or line by line what is wrong with it. Writes nothing."""
    access.require_manage(actor, None)
    parsed = decree_csv.parse(text)
    now = closures({day.date.year for day in parsed.days}, book().decrees)
    rows = [
        PreviewRow(d.date, d.name, d.kind, d.effect, now[d.date].name if d.date in now else "") for d in parsed.days
    ]
    return Preview(tuple(rows), tuple(sorted(parsed.faults.items())))


def managed_units(actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """(id, name) of the units whose calendar this actor sets, in the order of the tree."""
    access.require_desk(actor)
    return tuple((u.id, u.name) for u in units.tree().units if actor.may(access.MANAGE, u.id))
