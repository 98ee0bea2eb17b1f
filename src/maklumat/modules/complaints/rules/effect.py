"""Before and after: whether something happens less often since a day. Counts of rare, independent events (Poisson)."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z = 1.959964  # of 95 per cent


@dataclass(frozen=True)
class Effect:
    """So many in so many days before and after; ``ratio`` of the rates (1 is "the same") with its 95 % interval. ``sure``: the interval
    does not hold 1. None where nothing happened before or a side has no days."""

    before: int
    before_days: int
    after: int
    after_days: int
    ratio: float | None
    low: float | None
    high: float | None
    sure: bool


def effect(before: int, before_days: int, after: int, after_days: int) -> Effect:
    """The ratio of two rates, its interval on the scale of logarithms, with half an event added to each side when one is none."""
    if before_days <= 0 or after_days <= 0 or before + after == 0:
        return Effect(before, before_days, after, after_days, None, None, None, False)
    a, b = (before, after) if before and after else (before + 0.5, after + 0.5)
    ratio, spread = (b / after_days) / (a / before_days), Z * math.sqrt(1 / a + 1 / b)
    low, high = ratio * math.exp(-spread), ratio * math.exp(spread)
    return Effect(before, before_days, after, after_days, ratio, low, high, not low <= 1 <= high)
