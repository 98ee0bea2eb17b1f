"""What everybody may know about reports as a whole: figures with how many they are of, open data, the newest."""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from maklumat.modules.units import api as units

from ..models import Figure, Report
from .public import visible_to_all

ENOUGH, RANKABLE, MOST_ROWS = 5, 30, 50_000
COLUMNS = ("number", "title", "category", "unit", "region", "lat", "long", "state", "ending", "filed_at", "answered_at",
           "answered_in_time", "finished_at", "due_at")  # fmt: skip


@dataclass(frozen=True)
class Share:
    """``part`` of ``whole`` in percent with its 95 % interval (Wilson); ``shown`` only of enough cases."""

    part: int
    whole: int
    percent: int
    low: int
    high: int
    shown: bool


@dataclass(frozen=True)
class UnitFigures:
    """One line: of a unit, or of all (``code`` empty). Days from the filing to the first answer, with n and interval."""

    code: str
    name: str
    received: int
    in_time: Share
    confirmed: Share
    silent: Share
    disputed: Share
    answered: int
    days_median: float | None
    days_low: float | None
    days_high: float | None
    rankable: bool


@dataclass(frozen=True)
class FiguresPage:
    """``at``: as of when, None before the first count."""

    at: datetime | None
    whole: UnitFigures | None
    units: tuple[UnitFigures, ...]


def figures() -> FiguresPage:
    """Units in the order of their names: under thirty cases nobody is ranked, so nobody is. One query."""
    rows = list(Figure.objects.all())
    tree = units.tree()
    known = [(row, tree.by_id[row.unit_id]) for row in rows if row.unit_id in tree.by_id]
    lines = tuple(_line(row, unit.code, unit.name) for row, unit in sorted(known, key=lambda one: one[1].name))
    whole = next((row for row in rows if row.unit_id is None), None)
    return FiguresPage(whole.at if whole else None, _line(whole, "", "") if whole else None, lines)


def _line(row: Figure, code: str, name: str) -> UnitFigures:
    ended = row.confirmed + row.silent + row.disputed
    enough = row.answered >= ENOUGH
    days = [
        round(hours / 24, 1) if hours is not None and enough else None
        for hours in (row.hours_median, row.hours_low, row.hours_high)
    ]
    return UnitFigures(
        code, name, row.received, share(row.in_time, row.answered), share(row.confirmed, ended), share(row.silent, ended),
        share(row.disputed, ended), row.answered, *days, row.answered >= RANKABLE,
    )  # fmt: skip


def share(part: int, whole: int) -> Share:
    """A share with its interval by Wilson; nothing is shown of fewer than five."""
    if whole < ENOUGH:
        return Share(part, whole, 0, 0, 0, False)
    z, p = 1.96, part / whole
    middle, half = p + z * z / (2 * whole), z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    low, high = ((middle + sign * half) / (1 + z * z / whole) for sign in (-1, 1))
    return Share(part, whole, round(100 * p), round(100 * max(0.0, low)), round(100 * min(1.0, high)), True)


def month_of(text: str, now: datetime) -> tuple[datetime, datetime]:
    """The month "2026-11", from its first moment to that of the next; another text is the present month. UTC."""
    try:
        first = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        first = datetime(now.year, now.month, 1, tzinfo=UTC)
    days = calendar.monthrange(first.year, first.month)[1]
    return first, first.replace(day=days, hour=23, minute=59, second=59, microsecond=999_999)


def open_data(first: datetime, last: datetime) -> Iterator[dict[str, object]]:
    """Public reports of a time, oldest first, as published. One query."""
    rows = visible_to_all().filter(filed_at__range=(first, last)).select_related("category").order_by("filed_at", "id")
    for row in rows[:MOST_ROWS].iterator(chunk_size=2000):
        yield dict(zip(COLUMNS, _cells(row), strict=True))


def _cells(row: Report) -> tuple[object, ...]:
    holder, region = units.tree().by_id.get(row.holder_unit_id), units.region(row.region) if row.region else None
    coarse = 3 if row.anonymous else 5
    place = [round(float(one), coarse) if one is not None else None for one in (row.latitude, row.longitude)]
    times = [
        one.isoformat(timespec="seconds") if one else None
        for one in (row.filed_at, row.answered_at, row.finished_at, row.due_at)
    ]
    return (
        row.number, row.public_title, row.category.code if row.category else None, holder.code if holder else None,
        region.name if region else None, *place, row.state, row.ending or None, times[0], times[1], row.answered_in_time, times[2], times[3],
    )  # fmt: skip


def newest(unit: str = "", category: str = "") -> list[Report]:
    """The newest public reports, of a unit with all below it or of a category. One query."""
    rows = visible_to_all().select_related("category").order_by("-published_at", "-id")
    if unit:
        chosen = units.tree().by_code.get(unit)
        rows = rows.filter(holder_unit_id__in=units.tree().below(chosen.id)) if chosen else rows.none()
    if category:
        rows = rows.filter(category__path__contains=f"/{category}/")
    return list(rows[:30])
