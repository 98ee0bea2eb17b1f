"""Planted fraud in survey answers: how much is found, and how many honest people are doubted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from maklumat.modules.surveys.rules import quality
from tests.surveys.fraud_data import PATTERNS, generate

SEEDS = range(1001, 1021)


@dataclass(frozen=True)
class Found:
    """Shares of 1. ``patterns``: found of each; ``planted`` and ``honest`` answers there were."""

    recall: float
    false: float
    patterns: dict[str, float]
    planted: int
    honest: int


def measure(seed: int, answers: int = 10_000, share: float = 0.05) -> Found:
    """One data set through the rules, each answer alone and then each device's day, as the product does."""
    rows = generate(seed, answers, share)
    flags = [quality.at_once(row["values"], row["seconds"]) for row in rows]
    days = defaultdict(list)
    for place, row in enumerate(rows):
        days[(row["device"], (row["at"] + timedelta(hours=7)).date())].append(place)
    for places in days.values():
        group = [(_moment(rows[place]), rows[place]["values"]) for place in places]
        for place, more in zip(places, quality.together(group, 3), strict=True):
            flags[place] |= more
    planted = [place for place, row in enumerate(rows) if row["fraud"]]
    honest = [place for place, row in enumerate(rows) if not row["fraud"]]
    patterns = {}
    for pattern in PATTERNS:
        own = [place for place in planted if rows[place]["fraud"] == pattern]
        patterns[pattern] = sum(bool(flags[place]) for place in own) / max(1, len(own))
    return Found(
        sum(bool(flags[place]) for place in planted) / max(1, len(planted)), sum(bool(flags[place]) for place in honest) / max(1, len(honest)),
        patterns, len(planted), len(honest),
    )  # fmt: skip


def _moment(row) -> quality.Moment:
    return quality.Moment(
        row["at"].timestamp() / 60, row["device"].encode(), row["channel"] != "web", bool(row["comment"])
    )
