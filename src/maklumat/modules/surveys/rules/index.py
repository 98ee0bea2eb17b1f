"""The indexes, in exact arithmetic. Sources: SKM PermenPANRB 14/2017; F-03 PermenPANRB 29/2022; IPAK/IPKP PermenPANRB 90/2021.

What is given are sums: of the values of each item, and of how many filled it in. So an index needs no single answer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from .instrument import Instrument

PRINTED_WEIGHTS = {"exact": None, "0.11": Fraction(11, 100), "0.111": Fraction(111, 1000)}
_CHI, _HALF, _MARGIN = Fraction(3841, 1000), Fraction(1, 2), Fraction(5, 100)


@dataclass(frozen=True)
class Tally:
    """Of one item: the sum of its values, and how many answered."""

    total: int
    count: int


@dataclass(frozen=True)
class Scored:
    """An index. ``value``: SKM 25–100, F-03 0–5, IPAK/IPKP 0–4; ``groups``: the mean of each element on its own scale, where it has any."""

    value: Fraction
    groups: Mapping[str, Fraction]


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """Half up, as the rule's tables are meant."""
    step = Decimal(1).scaleb(-places)
    exact = value * 10**places
    floor = exact.numerator // exact.denominator
    up = floor + (exact - floor >= Fraction(1, 2))
    return (Decimal(up) * step).quantize(step, ROUND_HALF_UP)


def grade(instrument: Instrument, value: Fraction | Decimal) -> str:
    """The letter of an index (SKM: A to D of 25–100): rounded to two decimals first, then compared with the lower ends. Empty where none are given."""
    shown = rounded(Fraction(value))
    letters = [one.letter for one in instrument.grades if shown >= one.lower]
    return next(iter([*letters, *(one.letter for one in instrument.grades[-1:])]), "")


def group_means(instrument: Instrument, tallies: Sequence[Tally]) -> dict[str, Fraction]:
    """The mean of each group: the mean of its items' means. Groups that nobody answered are left out."""
    found: dict[str, list[Fraction]] = {}
    for place in instrument.scored:
        tally = tallies[place]
        if tally.count:
            found.setdefault(instrument.items[place].group or "", []).append(Fraction(tally.total, tally.count))
    return {
        one.key: sum(found[one.key], Fraction(0)) / len(found[one.key]) for one in instrument.groups if one.key in found
    }


def score(instrument: Instrument, tallies: Sequence[Tally], weight: str = "exact") -> Scored | None:
    """The index of an instrument out of the sums of its items; None when nobody answered, or when it has none.

    ``weight``: of SKM only; the printed ones (0.11, 0.111) keep comparable with older reports.
    """
    means = group_means(instrument, tallies)
    if not means or instrument.method == "free":
        return None
    total = sum(means.values(), Fraction(0))
    if instrument.method == "skm":
        each = PRINTED_WEIGHTS[weight] or Fraction(1, len(means))
        return Scored(total * each * 25, means)
    mean = total / len(means)
    if instrument.method == "index4":  # a scale that ends at 6: its mean as a part of four
        return Scored(mean / instrument.high * 4, means)
    return Scored(mean, means)


def krejcie_morgan(population: int) -> int:
    """How many to ask of so many, at five percent (λ² = 3.841, P = 0.5, d = 0.05), half up, never more than there are."""
    if population <= 0:
        return 0
    spread = _CHI * _HALF * _HALF
    exact = spread * population / (_MARGIN * _MARGIN * (population - 1) + spread)
    return min(population, int(rounded(exact, 0)))


def converted(mean: Fraction | Decimal | str) -> Decimal:
    """A mean of SKM (1–4) on the scale 25–100."""
    return rounded(Fraction(mean) * 25)


def worst(means: Mapping[str, Fraction], many: int = 3) -> tuple[str, ...]:
    """The elements with the lowest means, lowest first; ties in their own order."""
    return tuple(sorted(means, key=lambda key: means[key])[:many])


def half_interval(total: int, squares: int, count: int) -> float | None:
    """Half the width of the 95 % interval of a mean, out of the sum of what was measured, of its squares and their number; None below two."""
    if count < 2:
        return None
    variance = Fraction(count * squares - total * total, count * (count - 1))
    return 1.96 * math.sqrt(max(variance, Fraction(0)) / count)
