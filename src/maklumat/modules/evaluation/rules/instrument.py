"""The evaluation instrument (PEKPPP) as versioned data: aspects with weights, indicators with items and a rule, categories.

F-01 are facts: which items are there, which numbers. F-02 is the score 0–5 that the rule gives them and an evaluator confirms. Both are kept.
Sources and how sure they are stand in the file (``tag``: confirmed or memory).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

SOURCE = "id"
VARIANTS = ("A", "B")  # face to face (luring), online (daring)


@dataclass(frozen=True)
class Item:
    """Something that is there or not, or (``number``) how much. ``score``: of an exclusive level."""

    key: str
    text: Mapping[str, str]
    number: bool
    score: int | None


@dataclass(frozen=True)
class Indicator:
    """``aspect`` empty: an extra question that never counts (31). ``rule``: see rules.scoring. ``effort``: 1 easy – 3 hard, a default."""

    number: int
    code: str
    aspect: str
    name: Mapping[str, str]
    ask: Mapping[str, str]
    evidence: Mapping[str, str]
    rule: Mapping[str, Any]
    items: tuple[Item, ...]
    effort: int
    tag: str


@dataclass(frozen=True)
class Aspect:
    """``weight`` in percent."""

    key: str
    name: Mapping[str, str]
    weight: int


@dataclass(frozen=True)
class Category:
    grade: str
    lower: Decimal
    word: Mapping[str, str]


@dataclass(frozen=True)
class Instrument:
    """One version. ``f02`` and ``f03``: their parts of the index in percent; ``fewest``: respondents of F-03 below which it counts 0."""

    key: str
    version: int
    name: Mapping[str, str]
    legal_basis: str
    f02: int
    f03: int
    fewest: int
    aspects: tuple[Aspect, ...]
    categories: tuple[Category, ...]
    indicators: Mapping[str, tuple[Indicator, ...]]

    def indicator(self, variant: str, number: int) -> Indicator | None:
        """One indicator of a variant."""
        return next((one for one in self.indicators[variant] if one.number == number), None)


def read(data: Mapping[str, Any]) -> Instrument:
    """Raises KeyError or ValueError for data that are none."""
    aspects = tuple(Aspect(one["key"], one["name"], one["weight"]) for one in data["aspects"])
    if sum(one.weight for one in aspects) != 100:
        raise ValueError("the weights of the aspects make 100")
    return Instrument(
        data["key"], data["version"], data["name"], data["legal_basis"], data["formula"]["f02"], data["formula"]["f03"], data.get("f03_fewest", 0),
        aspects, tuple(Category(one["grade"], Decimal(one["lower"]), one["word"]) for one in data["categories"]),
        {variant: tuple(_indicator(one, variant) for one in data["indicators"] if variant in one["variant"]) for variant in VARIANTS},
    )  # fmt: skip


def _indicator(data: Mapping[str, Any], variant: str) -> Indicator:
    items = tuple(Item(one["key"], one["text"], one.get("kind") == "number", one.get("score")) for one in data["items"])
    rule = data.get("rule_b", data["rule"]) if variant == "B" else data["rule"]
    return Indicator(
        data["number"], data["code"], data["aspect"] or "", data["name"], data["ask"], data["evidence"], rule, items, data["effort"], data.get("tag", "memory")
    )  # fmt: skip


@lru_cache(maxsize=8)
def shipped(key: str = "pekppp", version: int = 1) -> Instrument:
    """The version that comes with the program."""
    folder = Path(__file__).resolve().parent / "instruments"
    for file in sorted(folder.glob("*.json")):
        data = json.loads(file.read_text(encoding="utf-8"))
        if (data["key"], data["version"]) == (key, version):
            return read(data)
    raise LookupError(f"there is no {key}/{version}")


def in_words(words: Mapping[str, str], language: str) -> str:
    """The text in a language, or in Bahasa Indonesia."""
    return words.get(language) or words[SOURCE]
