"""How sure a figure is. Shares: Wilson (1927). Quantiles: the ranks between which it lies, by the normal approximation of the binomial."""

from __future__ import annotations

import math

Z = 1.96  # 95 %


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share, in percent. ``whole`` is not zero."""
    p, z = part / whole, Z
    middle, half = p + z * z / (2 * whole), z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    low, high = ((middle + sign * half) / (1 + z * z / whole) for sign in (-1, 1))
    return 100 * max(0.0, low), 100 * min(1.0, high)
