"""Small cells: not shown, and not to be found out from those that are shown."""

from __future__ import annotations

from collections.abc import Mapping

FEWEST = 5
ENOUGH_TO_SPREAD = (
    30  # answers: below, how they spread over the values is not shown; a mean and a few counts would tell the rest
)


def hidden[K](counts: Mapping[K, int], fewest: int = FEWEST) -> frozenset[K]:
    """Which parts of a whole (whose sum is shown) must stay hidden: those below ``fewest`` but not empty, and as many more of the smallest
    that what is hidden adds up to ``fewest`` at least and is more than one part."""
    shown = sorted((count, str(key), key) for key, count in counts.items() if count >= fewest)
    small = {key for key, count in counts.items() if 0 < count < fewest}
    if not small:
        return frozenset()
    total = sum(counts[key] for key in small)
    while shown and (len(small) < 2 or total < fewest):
        count, _name, key = shown.pop(0)
        small.add(key)
        total += count
    return frozenset(small)
