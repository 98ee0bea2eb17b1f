"""How sure a share of few cases is."""

from __future__ import annotations

import math

Z = 1.96  # standard deviations that hold 95 % of a normal distribution


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927), in percent. ``whole`` is not zero."""
    p = part / whole
    middle = p + Z * Z / (2 * whole)
    half = Z * math.sqrt(p * (1 - p) / whole + Z * Z / (4 * whole * whole))
    low, high = ((middle + sign * half) / (1 + Z * Z / whole) for sign in (-1, 1))
    return 100 * max(0.0, low), 100 * min(1.0, high)
