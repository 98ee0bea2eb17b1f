"""What everybody may know about reports as a whole: figures with how many they are of, open data, the newest."""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from maklumat.kernel.errors import Missing
from maklumat.kernel.shares import wilson
from maklumat.modules.units import api as units

from ..models import SQUARE, Figure, Report, Square
from ..rules.drawing import Drawing, short
from .public import PublicRow, public_list, visible_to_all

ENOUGH, RANKABLE, MOST_ROWS, SHOWN = 5, 30, 50_000, 10
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
    rows = list(Figure.objects.filter(region=""))
    tree = units.tree()
    known = [(row, tree.by_id[row.unit_id]) for row in rows if row.unit_id in tree.by_id]
    lines = tuple(_line(row, unit.code, unit.name) for row, unit in sorted(known, key=lambda one: one[1].name))
    whole = next((row for row in rows if row.unit_id is None), None)
    return FiguresPage(whole.at if whole else None, _line(whole, "", "") if whole else None, lines)


@dataclass(frozen=True)
class PlacePage:
    """Of one unit, or of one region. ``line``: what it answered itself, None if nothing in a year; ``below``: each unit or region in it."""

    code: str
    name: str
    at: datetime | None
    line: UnitFigures | None
    below: tuple[UnitFigures, ...]
    reports: tuple[PublicRow, ...]


def unit_figures(code: str) -> PlacePage:
    """The page of a unit. Raises :class:`Missing`. Queries: figures, reports, their categories (and the stamp)."""
    tree = units.tree()
    unit = tree.by_code.get(code)
    if unit is None:
        raise Missing(_("Unit ini tidak ada. Pilih unit dari daftar."))
    rows = {row.unit_id: row for row in Figure.objects.filter(region="", unit_id__in=tree.below(unit.id))}
    lines = [_line(row, tree.by_id[one].code, tree.by_id[one].name) for one, row in rows.items() if one is not None]
    own = next((line for line in lines if line.code == code), None)
    at = next((row.at for row in rows.values()), None)
    below = tuple(sorted((line for line in lines if line.code != code), key=lambda line: line.name))
    return PlacePage(code, unit.name, at, own, below, public_list(unit=code).rows[:SHOWN])


def region_figures(code: str) -> PlacePage:
    """The page of a region. Raises :class:`Missing`. Queries: figures, reports, their categories (and the stamp)."""
    region = units.region(code)
    if region is None:
        raise Missing(_("Wilayah ini tidak ada."))
    rows = {row.region: row for row in Figure.objects.filter(region__startswith=code)}
    names = {one: units.region(one) for one in rows}
    lines = {one: _line(row, one, names[one].name if names[one] else one) for one, row in rows.items()}
    at = next((row.at for row in rows.values()), None)
    below = tuple(
        sorted((line for one, line in lines.items() if one.startswith(f"{code}.")), key=lambda line: line.name)
    )
    return PlacePage(code, region.name, at, lines.get(code), below, public_list(region=code).rows[:SHOWN])


@dataclass(frozen=True)
class MapArea:
    """A region as drawn: ``path`` for SVG, ``x`` and ``y`` of its name; ``received`` in a year."""

    code: str
    name: str
    short: str
    path: str
    x: float
    y: float
    received: int
    in_time: Share | None
    shade: int


@dataclass(frozen=True)
class MapDot:
    """One square with reports: where its middle lies, how many, how many of them open; ``radius`` grows with the root."""

    x: float
    y: float
    radius: float
    reports: int
    open: int


@dataclass(frozen=True)
class MapPage:
    """``width`` and ``height`` of the drawing; nothing to draw when there is neither outline nor point."""

    width: float
    height: float
    areas: tuple[MapArea, ...]
    dots: tuple[MapDot, ...]
    at: datetime | None


def map_page() -> MapPage:
    """Two queries (and the stamp)."""
    figures_of = {row.region: row for row in Figure.objects.exclude(region="")}
    squares, outlines = list(Square.objects.order_by("reports")), units.boundaries()
    boxes = [one.box for one in outlines] or [
        (s.column * SQUARE, s.row * SQUARE, (s.column + 1) * SQUARE, (s.row + 1) * SQUARE) for s in squares
    ]
    if not boxes:
        return MapPage(0, 0, (), (), None)
    drawn = Drawing(boxes)
    most = max((figures_of[one.code].received for one in outlines if one.code in figures_of), default=0)
    areas = []
    for one in outlines:
        row = figures_of.get(one.code)
        x, y = drawn.middle(one.rings)
        received = row.received if row else 0
        areas.append(
            MapArea(one.code, one.name, short(one.name), drawn.path(one.rings), x, y, received, share(row.in_time, row.answered) if row else None,
                    math.ceil(4 * received / most) if most else 0)
        )  # fmt: skip
    dots = []
    for square in squares:
        x, y = drawn.place((square.column + 0.5) * SQUARE, (square.row + 0.5) * SQUARE)
        if 0 <= x <= drawn.width and 0 <= y <= drawn.height:
            dots.append(MapDot(x, y, round(min(5 + 2 * math.sqrt(square.reports), 28), 1), square.reports, square.open))
    at = next((row.at for row in figures_of.values()), None)
    return MapPage(drawn.width, drawn.height, tuple(areas), tuple(dots), at)


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
    low, high = wilson(part, whole)
    return Share(part, whole, round(100 * part / whole), round(low), round(high), True)


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


def newest(unit: str = "", category: str = "", region: str = "") -> list[Report]:
    """The newest public reports, of a unit with all below it or of a category. One query."""
    rows = visible_to_all().select_related("category").order_by("-published_at", "-id")
    if unit:
        chosen = units.tree().by_code.get(unit)
        rows = rows.filter(holder_unit_id__in=units.tree().below(chosen.id)) if chosen else rows.none()
    if region:
        rows = rows.filter(region__startswith=region)
    if category:
        rows = rows.filter(category__path__contains=f"/{category}/")
    return list(rows[:30])
