"""The index (IPP, PermenPANRB 29/2022): 75 % F-02, the weighted means of six aspects, and 25 % F-03, what users say. Exact until the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from .instrument import Category, Instrument

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Index:
    """All on 0–5. ``aspects``: the mean of each."""

    aspects: Mapping[str, Fraction]
    f02: Fraction
    f03: Fraction
    value: Fraction
    category: Category


def rounded(value: Fraction) -> Decimal:
    """Two decimals, half up."""
    return (
        (Decimal(value.numerator) / Decimal(value.denominator)).quantize(CENT, ROUND_HALF_UP)
        if value
        else Decimal("0.00")
    )


def index(instrument: Instrument, variant: str, scores: Mapping[int, int], f03: Fraction) -> Index:
    """Out of the scores of indicators (missing is 0) and the users' index. Indicators inside an aspect weigh the same; 31 does not count."""
    aspects = {}
    for aspect in instrument.aspects:
        numbers = [one.number for one in instrument.indicators[variant] if one.aspect == aspect.key]
        aspects[aspect.key] = Fraction(sum(scores.get(number, 0) for number in numbers), len(numbers))
    f02 = sum((aspects[aspect.key] * aspect.weight for aspect in instrument.aspects), Fraction(0)) / 100
    value = (f02 * instrument.f02 + f03 * instrument.f03) / 100
    return Index(aspects, f02, f03, value, category(instrument, value))


def category(instrument: Instrument, value: Fraction) -> Category:
    """By the lower ends, after rounding to two decimals."""
    shown = rounded(value)
    return next((one for one in instrument.categories if shown >= one.lower), instrument.categories[-1])


def worth(instrument: Instrument, variant: str, number: int) -> Fraction:
    """By how much one point of an indicator raises the index."""
    indicator = instrument.indicator(variant, number)
    weights = {aspect.key: aspect.weight for aspect in instrument.aspects}
    if indicator is None or indicator.aspect not in weights:
        return Fraction(0)
    size = sum(one.aspect == indicator.aspect for one in instrument.indicators[variant])
    return Fraction(weights[indicator.aspect] * instrument.f02, 100 * 100 * size)


@dataclass(frozen=True)
class Step:
    """What an indicator could still bring. ``gain``: of the index, if it reached ``to``; ``each``: per unit of effort."""

    number: int
    now: int
    to: int
    gain: Fraction
    effort: int

    @property
    def each(self) -> Fraction:
        return self.gain / self.effort


def steps(instrument: Instrument, variant: str, scores: Mapping[int, int]) -> tuple[Step, ...]:
    """One more point for each indicator that is not full, the most for the least effort first."""
    found = [
        Step(
            one.number,
            scores.get(one.number, 0),
            scores.get(one.number, 0) + 1,
            worth(instrument, variant, one.number),
            one.effort,
        )
        for one in instrument.indicators[variant]
        if one.aspect and scores.get(one.number, 0) < 5
    ]
    return tuple(sorted(found, key=lambda step: (-step.each, step.number)))
