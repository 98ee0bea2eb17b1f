"""From degrees to a drawing: a flat map, true in its middle, north above."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

WIDTH = 800.0


class Drawing:
    """A map of what lies in these boxes (west, south, east, north), ``WIDTH`` wide with a small margin."""

    def __init__(self, boxes: Iterable[tuple[float, float, float, float]]) -> None:
        wests, souths, easts, norths = zip(*boxes, strict=True)
        self._west, self._north, south = min(wests), max(norths), min(souths)
        self._narrow = math.cos(
            math.radians((self._north + south) / 2)
        )  # a degree of longitude is shorter than one of latitude
        wide, high = (max(easts) - self._west) * self._narrow, self._north - south
        self._scale = (WIDTH - 20) / max(wide, 1e-6)
        self.width, self.height = WIDTH, round(min(high * self._scale, 2 * WIDTH) + 20, 1)

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point is drawn."""
        return (
            round((longitude - self._west) * self._narrow * self._scale + 10, 1),
            round((self._north - latitude) * self._scale + 10, 1),
        )

    def middle(self, rings: Iterable[Sequence[Sequence[float]]]) -> tuple[float, float]:
        """Where the name of an area stands: at the centre of gravity of its largest ring."""
        ring = max(([self.place(*point) for point in one] for one in rings), key=lambda one: abs(_area(one)))
        area = _area(ring) or 1.0
        pairs = list(pairwise(ring))
        x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
        y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
        return round(x, 1), round(y, 1)

    def path(self, rings: Iterable[Sequence[Sequence[float]]]) -> str:
        """The path of an area, with its holes."""
        return "".join(
            "M" + "L".join("{} {}".format(*self.place(*point)) for point in ring[:-1]) + "Z" for ring in rings
        )


def _area(ring: Sequence[tuple[float, float]]) -> float:
    """Positive or negative by the turn of the ring."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def short(name: str) -> str:
    """A region's name without the word of its level, for a map."""
    first, _space, rest = name.partition(" ")
    return (
        rest
        if rest and first in ("Kecamatan", "Kelurahan", "Desa", "Kabupaten", "Kota", "Distrik", "Nagari", "Kampung")
        else name
    )
