"""Which dates are closed: national holidays and cuti bersama, decrees that change them, and local holidays.

Base: PyPI `holidays`, Indonesia, categories "public" (hari libur nasional) and "government" (cuti bersama). The
yearly source is the joint decree (SKB) of the ministers of religion, manpower and PAN-RB. Dates follow an SKB for
COVERED years; for later years cuti bersama are unknown and dates that follow the moon are estimates (the name then
ends in "(perkiraan)"). Import the SKB of such a year as a decree as soon as it is issued.

A decree names dates and closes or opens them. It replaces the base date by date, a later decree (issued_on, then
recorded_at) replaces an earlier one, and a decree recorded again under its number replaces its former text wholly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal, get_args

Kind = Literal["national", "collective_leave", "local"]
Effect = Literal["closed", "open"]
Observance = Literal["all", "national", "none"]
DECREE_KINDS: tuple[str, ...] = ("national", "collective_leave")
EFFECTS: tuple[str, ...] = get_args(Effect)

COVERED = range(2023, 2028)
YEARS = range(2020, 2041)  # years a calendar is filled for

# What a week version stays closed on. "national": works through cuti bersama; "none": e.g. an emergency ward.
OBSERVED: Mapping[str, frozenset[str]] = {
    "all": frozenset(("national", "collective_leave", "local")),
    "national": frozenset(("national", "local")),
    "none": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Closure:
    """Why a date is closed."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class DecreeDay:
    """One line of a decree."""

    date: date
    name: str
    kind: Kind
    effect: Effect = "closed"


@dataclass(frozen=True, slots=True)
class Decree:
    """A decree on holidays as it was recorded."""

    number: str
    issued_on: date
    recorded_at: datetime
    days: tuple[DecreeDay, ...]


@dataclass(frozen=True, slots=True)
class LocalDay:
    """A local holiday, or (effect "open") the withdrawal of one. Of one ``place`` and date the last recorded holds."""

    date: date
    name: str
    recorded_at: datetime
    effect: Effect = "closed"
    place: str = ""


def is_certain(year: int) -> bool:
    """Whether the base data of this year follow an SKB."""
    return year in COVERED


@lru_cache(64)
def base(year: int) -> Mapping[date, Closure]:
    """National holidays and cuti bersama of a year before any decree is looked at."""
    from holidays.countries import Indonesia  # here: loads every country, up to a second

    found = {day: Closure(name, "collective_leave") for day, name in _library(Indonesia, "government", year)}
    return found | {day: Closure(name, "national") for day, name in _library(Indonesia, "public", year)}


def _library(country: Any, category: str, year: int) -> list[tuple[date, str]]:
    return sorted(country(years=year, categories=(category,), language="id").items())


def closures(
    years: Iterable[int], decrees: Iterable[Decree] = (), locals_: Iterable[LocalDay] = ()
) -> dict[date, Closure]:
    """All closed dates of ``years`` in order, each with its name and kind."""
    wanted = frozenset(years)
    found: dict[date, Closure] = {}
    for year in wanted:
        found |= base(year)
    for day in _decreed(decrees):
        if day.effect == "closed":
            found[day.date] = Closure(day.name, day.kind)
        else:
            found.pop(day.date, None)
    for local in _last_recorded(locals_):
        if local.effect == "closed" and not _is_national(found.get(local.date)):
            found[local.date] = Closure(local.name, "local")
    return {day: found[day] for day in sorted(found) if day.year in wanted}


def closed_dates(
    years: Iterable[int],
    decrees: Iterable[Decree] = (),
    locals_: Iterable[LocalDay] = (),
    observes: Observance = "all",
) -> dict[date, str]:
    """The closed dates of ``years`` with their names, ready for ``Calendar.closed``."""
    kinds = OBSERVED[observes]
    return {day: one.name for day, one in closures(years, decrees, locals_).items() if one.kind in kinds}


def _decreed(decrees: Iterable[Decree]) -> list[DecreeDay]:
    """The lines of all decrees in force, the strongest last."""
    return [day for _number, day in _lines(decrees)]


def _lines(decrees: Iterable[Decree]) -> list[tuple[str, DecreeDay]]:
    in_force: dict[str, Decree] = {}
    for decree in sorted(decrees, key=lambda one: one.recorded_at):
        in_force[decree.number] = decree
    ordered = sorted(in_force.values(), key=lambda one: (one.issued_on, one.recorded_at, one.number))
    return [(decree.number, day) for decree in ordered for day in decree.days]


def decided_by(decrees: Iterable[Decree]) -> dict[date, str]:
    """The number of the decree that has the last word on a date."""
    return {day.date: number for number, day in _lines(decrees)}


def _last_recorded(locals_: Iterable[LocalDay]) -> list[LocalDay]:
    last = {(one.place, one.date): one for one in sorted(locals_, key=lambda one: one.recorded_at)}
    return list(last.values())


def _is_national(closure: Closure | None) -> bool:
    return closure is not None and closure.kind == "national"
