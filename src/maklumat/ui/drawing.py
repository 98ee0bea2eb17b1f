"""The arithmetic behind pictures drawn on the server. Pure numbers; the templates draw."""

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
