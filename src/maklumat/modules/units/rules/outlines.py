"""Outlines of regions: reading GeoJSON, thinning lines, and whether a point lies inside. Degrees; no Django."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Point = tuple[float, float]  # longitude, latitude
Ring = tuple[Point, ...]
MOST_POINTS = 400_000


class BadOutline(ValueError):
    """A file that cannot be read as outlines; the message says where."""


@dataclass(frozen=True)
class Outline:
    """A region's code, name and rings."""

    code: str
    name: str
    rings: tuple[Ring, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        longitudes, latitudes = zip(*(point for ring in self.rings for point in ring), strict=True)
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def read(data: Any, code: str, name: str, tolerance: float = 0.0) -> list[Outline]:
    """The features of a GeoJSON collection; ``code`` and ``name`` are their properties. ``tolerance``: degrees by which lines may be
    thinned (neighbours thinned alike keep their common border only at 0). Raises :class:`BadOutline`."""
    features = data.get("features") if isinstance(data, Mapping) else None
    if not isinstance(features, list) or not features:
        raise BadOutline("not a GeoJSON FeatureCollection")
    found = [_outline(number, one, code, name, tolerance) for number, one in enumerate(features, start=1)]
    if len({one.code for one in found}) != len(found):
        raise BadOutline(f"two features of the same {code}")
    if sum(len(ring) for one in found for ring in one.rings) > MOST_POINTS:
        raise BadOutline(f"more than {MOST_POINTS} points: thin the lines with --tolerance")
    return found


def holds(rings: Iterable[Sequence[Sequence[float]]], point: Point) -> bool:
    """Whether a point lies inside, by counting the lines to its east (even-odd, so holes are outside)."""
    x, y = point
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


def thinned(ring: Ring, tolerance: float) -> Ring:
    """The ring without the points that stand within ``tolerance`` of the line between their neighbours (Douglas-Peucker)."""
    if tolerance <= 0 or len(ring) < 5:
        return ring
    far = max(range(len(ring)), key=lambda n: math.dist(ring[0], ring[n]))
    kept = {0, far, len(ring) - 1}
    waiting = [(0, far), (far, len(ring) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        off, at = max((_off(ring[n], ring[first], ring[last]), n) for n in range(first + 1, last))
        if off > tolerance:
            kept.add(at)
            waiting += [(first, at), (at, last)]
    rest = tuple(ring[n] for n in sorted(kept))
    return rest if len(rest) >= 4 else ring


def _off(point: Point, one: Point, other: Point) -> float:
    length = math.dist(one, other)
    if not length:
        return math.dist(point, one)
    return abs((other[0] - one[0]) * (one[1] - point[1]) - (one[0] - point[0]) * (other[1] - one[1])) / length


def _outline(number: int, feature: Any, code: str, name: str, tolerance: float) -> Outline:
    where = f"feature {number}"
    if not isinstance(feature, Mapping):
        raise BadOutline(where)
    properties, geometry = feature.get("properties") or {}, feature.get("geometry") or {}
    words: list[Any] = [properties.get(code), properties.get(name)]
    if not all(isinstance(word, str) and word.strip() for word in words) or len(words[0]) > 13:
        raise BadOutline(f"{where}: no text {code} or {name}")
    match geometry.get("type"):
        case "Polygon":
            polygons: Any = [geometry.get("coordinates")]
        case "MultiPolygon":
            polygons = geometry.get("coordinates")
        case other:
            raise BadOutline(f"{where}: a {other} is no area")
    try:
        rings = tuple(thinned(_ring(ring), tolerance) for polygon in polygons for ring in polygon)
    except (TypeError, ValueError, IndexError) as error:
        raise BadOutline(f"{where}: unreadable coordinates") from error
    if not rings:
        raise BadOutline(f"{where}: no coordinates")
    return Outline(words[0].strip(), words[1].strip()[:120], rings)


def _ring(ring: Any) -> Ring:
    points = tuple((float(place[0]), float(place[1])) for place in ring)
    if len(points) < 4 or points[0] != points[-1]:
        raise ValueError("an open ring")
    if not all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in points):
        raise ValueError("not in degrees")
    return points
