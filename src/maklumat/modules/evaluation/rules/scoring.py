"""From facts to a score of 0–5, by the indicator's rule. Cumulative ladders stop at the first rung that is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .instrument import Indicator

HIGHEST = 5


@dataclass(frozen=True)
class Facts:
    """What is there: keys of items, and numbers by key."""

    items: frozenset[str] = frozenset()
    numbers: Mapping[str, int] = field(default_factory=dict)

    def __or__(self, other: Facts) -> Facts:
        return Facts(self.items | other.items, {**other.numbers, **self.numbers})


def score(indicator: Indicator, facts: Facts) -> int:
    """0 (nothing) to 5."""
    return min(HIGHEST, _RULES[indicator.rule["kind"]](indicator, facts))


def _there(indicator: Indicator, facts: Facts) -> list[str]:
    """The items that are there, in the order of the instrument; numbers count by themselves nowhere."""
    return [item.key for item in indicator.items if not item.number and item.key in facts.items]


def _ladder(indicator: Indicator, facts: Facts) -> int:
    rungs = 0
    for item in indicator.items:
        if item.key not in facts.items:
            break
        rungs += 1
    return rungs


def _count(indicator: Indicator, facts: Facts) -> int:
    scores = indicator.rule["scores"]
    return scores[min(len(_there(indicator, facts)), len(scores) - 1)]


def _base(indicator: Indicator, facts: Facts) -> int:
    base = set(indicator.rule["base"])
    if not base <= facts.items:
        return 0
    return 1 + len(set(_there(indicator, facts)) - base)


def _base2(indicator: Indicator, facts: Facts) -> int:
    if indicator.rule["second"] not in facts.items:
        return int(indicator.rule["first"] in facts.items)
    first_two = {indicator.rule["first"], indicator.rule["second"]}
    return 2 + len(set(_there(indicator, facts)) - first_two)


def _choice(indicator: Indicator, facts: Facts) -> int:
    return max((item.score or 0 for item in indicator.items if item.key in facts.items), default=0)


def _percent_score(part: int, whole: int, thresholds: Sequence[Mapping[str, Any]]) -> int:
    if whole <= 0:
        return 0
    percent, found = Fraction(100 * part, whole), 0
    for one in thresholds:
        lower = Fraction(one["lower"])
        if percent > lower or (one["inclusive"] and percent == lower):
            found = max(found, one["score"])
    return found


def _share(indicator: Indicator, facts: Facts) -> int:
    rule = indicator.rule
    return _percent_score(facts.numbers.get(rule["part"], 0), facts.numbers.get(rule["of"], 0), rule["thresholds"])


def _share28(indicator: Indicator, facts: Facts) -> int:
    rule = indicator.rule
    thresholds = rule["thresholds"]["with-sp4n" if rule["sp4n"] in facts.items else "without-sp4n"]
    return _percent_score(facts.numbers.get(rule["part"], 0), facts.numbers.get(rule["of"], 0), thresholds)


def _at_most(indicator: Indicator, facts: Facts) -> int:
    value = facts.numbers.get(indicator.rule["value"])
    if value is None:
        return 0
    return next((points for most, points in indicator.rule["at_most"] if value <= most), 0)


def _award(indicator: Indicator, facts: Facts) -> int:
    there = _there(indicator, facts)
    steps = indicator.rule["with" if indicator.rule["performance"] in there else "without"]
    return max((points for fewest, points in steps if len(there) >= fewest), default=0)


def _media(indicator: Indicator, facts: Facts) -> int:
    rule = indicator.rule
    media = sum(key in facts.items for key in rule["media"])
    complete, sippn = rule["complete"] in facts.items, rule["sippn"] in facts.items
    for level in rule["levels"]:
        if media >= level["media_at_least"] and (complete or not level["complete"]) and (sippn or not level["sippn"]):
            return level["score"]
    return 1 if sippn else 0


def _review(indicator: Indicator, facts: Facts) -> int:
    rule = indicator.rule
    years = facts.numbers.get(rule["years"])
    if years is None:
        return 0
    every = rule["all"] in facts.items
    for level in rule["levels"]:
        soon = level["at_most_years"] is None or years <= level["at_most_years"]
        if soon and every == level["all"]:
            return level["score"]
    return 0


_RULES: dict[str, Callable[[Indicator, Facts], int]] = {
    "ladder": _ladder, "count": _count, "base": _base, "base2": _base2, "choice": _choice, "share": _share, "share28": _share28,
    "months": _at_most, "hours": _at_most, "award": _award, "media": _media, "review": _review,
}  # fmt: skip
