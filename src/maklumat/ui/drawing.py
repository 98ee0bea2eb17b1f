"""The arithmetic behind pictures drawn on the server. Pure numbers; the templates draw."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Meter:
    state: str  # running | near | over | kept | broken | paused
    bar: float  # per cent of the width
    over: float
    mark: float
    left: float
    late: float


def meter(used: float, promised: float, *, finished: bool = False, paused: bool = False) -> Meter:
    """Used time against promised time. Beyond the promise the scale grows, so the mark moves left."""
    scale = max(used, promised) or 1
    late = max(used - promised, 0)
    if late:
        state = "broken" if finished else "over"
    elif finished:
        state = "kept"
    elif paused:
        state = "paused"
    else:
        state = "near" if used >= 0.75 * promised else "running"
    return Meter(
        state=state,
        bar=round(100 * min(used, promised) / scale, 2),
        over=round(100 * late / scale, 2),
        mark=round(100 * promised / scale, 2),
        left=max(promised - used, 0),
        late=late,
    )


def bars(values: list[float], maximum: float = 0, mark: float | None = None) -> tuple[list[float], float | None]:
    """Widths in per cent of the longest bar or of `maximum`, and where a target line stands."""
    top = maximum or max([*values, mark or 0], default=0) or 1

    def width(value: float) -> float:
        return round(100 * min(max(value, 0), top) / top, 2)

    return [width(value) for value in values], None if mark is None else width(float(mark))


@dataclass(frozen=True)
class Line:
    """One line of a chart: the points of its unbroken pieces, as SVG wants them, and each point for its mark."""

    pieces: tuple[str, ...]
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Lines:
    """A line chart in a box of ``width`` × ``height``. ``ticks``: (y, value) of the scale; ``steps``: x of each label."""

    width: float
    height: float
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, float], ...]
    steps: tuple[float, ...]


LEFT, RIGHT, TOP, BOTTOM = 52.0, 12.0, 12.0, 30.0


def lines(
    series: list[list[float | None]], count: int, maximum: float = 0, width: float = 720, height: float = 300
) -> Lines:
    """Series of ``count`` values each; None breaks the line. The scale begins at zero and ends at ``maximum`` or a round number above the largest."""
    top = maximum or _round_up(max([value for one in series for value in one if value is not None], default=0)) or 1
    wide, high = width - LEFT - RIGHT, height - TOP - BOTTOM

    def x(place: int) -> float:
        return round(LEFT + wide * (place + 0.5) / max(count, 1), 1)

    def y(value: float) -> float:
        return round(TOP + high * (1 - min(max(value, 0), top) / top), 1)

    found = []
    for one in series:
        pieces: list[list[tuple[float, float]]] = [[]]
        for place, value in enumerate(one):
            if value is None:
                pieces.append([])
            else:
                pieces[-1].append((x(place), y(value)))
        drawn = tuple(" ".join(f"{a},{b}" for a, b in piece) for piece in pieces if len(piece) > 1)
        found.append(Line(drawn, tuple(point for piece in pieces for point in piece)))
    ticks = tuple((y(top * part / 4), top * part / 4) for part in range(5))
    return Lines(width, height, tuple(found), ticks, tuple(x(place) for place in range(count)))


def _round_up(value: float) -> float:
    """The next of 1, 2, 4 or 10 times a power of ten."""
    if value <= 0:
        return 0
    power = 10 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 4, 10) if step * power >= value)
