"""Suggestions of similar reports against labelled ones (tests/complaints/similar_reports.jsonl): found, and falsely found.

Every report is asked about among those that came before it, as its writer and its officer would be. Only the half that the
weights have not seen is counted (by a hash of the group). Beside it the simple rule "same category within 250 m".
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from maklumat.modules.complaints.rules.similar import MOST, WINDOW_DAYS, Sight, best, likeness, metres, weight_of
from maklumat.modules.complaints.rules.text import tokens
from maklumat.modules.complaints.rules.themes import themes_of

TEXTS = Path(__file__).resolve().parent.parent / "complaints" / "similar_reports.jsonl"
START = datetime(2026, 1, 1, tzinfo=UTC)
RULE_METRES = 250
Rate = Callable[[Sight, Sight], float]


class Case:
    """One labelled report."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.id, self.group, self.day = row["id"], row["same_as"], row["day"]
        place = None if row["lat"] is None else (row["lat"], row["lon"])
        words = frozenset(hash(word) for word in tokens(f"{row['text']} {row['place']}"))
        self.sight = Sight(words, themes_of(row["text"]), place, row["category"], START + timedelta(days=row["day"]))

    @property
    def unseen(self) -> bool:
        """Whether the weights were fitted without it."""
        return hashlib.sha256((self.group or self.id).encode()).digest()[0] % 2 == 1


def run() -> dict[str, Any]:
    """Shares: ``recall`` of the reports that have a predecessor in the first five, ``false`` of all suggestions."""
    cases = sorted((Case(json.loads(line)) for line in TEXTS.open(encoding="utf-8")), key=lambda one: (one.day, one.id))
    counts = Counter(word for one in cases for word in one.sight.words)
    weights = {word: weight_of(count, len(cases)) for word, count in counts.items()}
    ours = partial(_judge, cases, lambda a, b: likeness(a, b, weights.__getitem__))
    return {"reports": len(cases), **ours(), "rule": _judge(cases, _by_rule), "wrong": 0}


def _by_rule(one: Sight, other: Sight) -> float:
    if one.category != other.category or not (one.place and other.place):
        return 0.0
    return 1.0 if metres(one.place, other.place) <= RULE_METRES else 0.0


def _judge(cases: list[Case], rate: Rate) -> dict[str, Any]:
    asked = found = suggested = false = 0
    for one, before in _queries(cases):
        shown = best((rate(one.sight, other.sight), other) for other in before)[:MOST]
        right = [bool(one.group) and other.group == one.group for _likeness, other in shown]
        suggested, false = suggested + len(right), false + right.count(False)
        if one.group and any(other.group == one.group for other in before):
            asked, found = asked + 1, found + any(right)
    return {
        "asked": asked,
        "recall": round(found / asked, 3),
        "suggested": suggested,
        "false": round(false / suggested, 3),
    }


def _queries(cases: list[Case]) -> Iterator[tuple[Case, list[Case]]]:
    for at, one in enumerate(cases):
        if one.unseen:
            yield one, [other for other in cases[:at] if one.day - other.day <= WINDOW_DAYS]
