"""Whether two reports are about the same matter: words, place, time and category weighed together. No Django.

The weights were fitted on labelled pairs of our own (tests/complaints/similar_reports.jsonl, one half of it) and are judged on
the other (tests/proofs/alike.py), beside the simple rule "same category within 250 m". That set has no two matters of one kind
between 0 and 300 m apart in one month, which a street has: the steps at 250 and 300 m are less sure than the figures look.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

CELL = 0.005  # degrees: a square of some 550 m at the equator
WINDOW_DAYS = 90
METRES_A_DEGREE = 111_320.0
SURE, BESIDE_THE_FIRST = 0.43, 0.85
SOUTH, NORTH, WEST, EAST = -11.5, 6.5, 94.5, 141.5  # Indonesia with its waters
_POINT = re.compile(r"(-?\d{1,2}\.\d{3,})\s*[,;/ ]\s*(-?\d{2,3}\.\d{3,})")
MOST = 5


@dataclass(frozen=True)
class Sight:
    """What of a report is compared. ``words`` by number, ``themes`` most telling first, ``place``: latitude and longitude."""

    words: frozenset[int]
    themes: tuple[str, ...]
    place: tuple[float, float] | None
    category: str
    at: datetime


def read_point(text: str) -> tuple[float, float] | None:
    """Latitude and longitude out of typed coordinates or the link of a map; None when there are none in Indonesia."""
    for north, east in _POINT.findall(text):
        point = float(north), float(east)
        if SOUTH <= point[0] <= NORTH and WEST <= point[1] <= EAST:
            return point
    return None


def cell_of(latitude: float, longitude: float) -> int:
    """The number of the square in which a place lies."""
    return math.floor((latitude + 90) / CELL) * 100_000 + math.floor((longitude + 180) / CELL)


def around(cell: int) -> tuple[int, ...]:
    """A square and its eight neighbours."""
    return tuple(cell + row * 100_000 + column for row in (-1, 0, 1) for column in (-1, 0, 1))


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of two near places, on a flat earth."""
    north = (one[0] - other[0]) * METRES_A_DEGREE
    east = (one[1] - other[1]) * METRES_A_DEGREE * math.cos(math.radians((one[0] + other[0]) / 2))
    return math.hypot(north, east)


def weight_of(reports: int, total: int) -> float:
    """How much a word tells that stands in ``reports`` of ``total`` reports."""
    return math.log((total + 1) / (reports + 1)) + 0.1


def overlap(one: Collection[int], other: Collection[int], weight: Callable[[int], float]) -> float:
    """The share of telling words that two reports have in common, 0 to 1."""
    shared = sum(weight(word) for word in set(one) & set(other))
    if not shared:
        return 0.0
    return shared / math.sqrt(sum(map(weight, one)) * sum(map(weight, other)))


def likeness(one: Sight, other: Sight, weight: Callable[[int], float]) -> float:
    """The probability that both are about the same matter, 0 to 1."""
    text = overlap(one.words, other.words, weight)
    score = -8.55 + 3.77 * text + 6.31 * (one.category == other.category)
    score -= 3.51 * min(abs((one.at - other.at).total_seconds()) / 86_400, WINDOW_DAYS) / 30
    if one.themes and other.themes:
        common = set(one.themes) & set(other.themes)
        score += 0.24 * len(common) / min(len(one.themes), len(other.themes)) if common else -1.59
        score += 0.78 * (one.themes[0] == other.themes[0])
    if one.place and other.place:
        distance = metres(one.place, other.place)
        near = math.exp(-distance / 150)
        score += 1.14 + 0.74 * near - 2.14 * min(distance / 500, 3) + text * (1.07 + 0.46 * near)
        score += 3.38 * (distance < 250) - 2.17 * (distance > 300)
    return 1 / (1 + math.exp(-score))


def best[T](rated: Iterable[tuple[float, T]]) -> list[tuple[float, T]]:
    """What is worth showing: likely, and not much less likely than the first."""
    ranked = sorted(rated, key=lambda pair: -pair[0])[:MOST]
    return [pair for pair in ranked if pair[0] >= max(SURE, BESIDE_THE_FIRST * ranked[0][0])]
