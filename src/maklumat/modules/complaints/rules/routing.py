"""Suggesting class and category of a report from its words, by a linear model that `train_routing` has learnt. No Django.

The model is a JSON file of numbers; here it is only applied, so that the server needs no learning library. A suggestion names the
words that speak for it; a person decides.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .text import tokens
from .themes import themes_of

FORMAT = 1
STEM = 5  # letters of a word's beginning that stand for its forms: lampu, lampunya


class BadModel(ValueError):
    """A file that is no model of this kind; the message says why."""


@dataclass(frozen=True)
class Suggestion:
    """One answer with its probability (0 to 1) and the words that speak for it most, strongest first."""

    label: str
    probability: float
    because: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """``weights``: feature → one number for each label; ``rarity``: how much a feature tells at all."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    rarity: Mapping[str, float]
    weights: Mapping[str, tuple[float, ...]]

    def suggest(self, text: str, most: int = 3) -> tuple[Suggestion, ...]:
        """The most likely labels, most likely first; nothing when no word of the text is known."""
        values = self._values(text)
        if not values:
            return ()
        scores = list(self.bias)
        for feature, value in values.items():
            for at, weight in enumerate(self.weights[feature]):
                scores[at] += value * weight
        top = max(scores)
        parts = [math.exp(score - top) for score in scores]
        ranked = sorted(zip(parts, range(len(parts)), strict=True), key=lambda one: (-one[0], one[1]))[:most]
        return tuple(Suggestion(self.labels[at], part / sum(parts), self._because(values, at)) for part, at in ranked)

    def _values(self, text: str) -> dict[str, float]:
        counts = Counter(feature for feature in features_of(text) if feature in self.weights)
        values = {feature: (1 + math.log(count)) * self.rarity[feature] for feature, count in counts.items()}
        length = math.sqrt(sum(value * value for value in values.values()))
        return {feature: value / length for feature, value in values.items()} if length else {}

    def _because(self, values: Mapping[str, float], at: int) -> tuple[str, ...]:
        told = {
            feature: value * self.weights[feature][at] for feature, value in values.items() if feature[0] not in "^#"
        }
        ranked = sorted(told.items(), key=lambda one: (-one[1], one[0]))
        return tuple(feature for feature, weight in ranked[:3] if weight > 0)


def features_of(text: str) -> list[str]:
    """What the model looks at: telling words, neighbouring pairs of them, their beginnings (^), and the themes (#)."""
    words = tokens(text)
    pairs = [f"{one} {following}" for one, following in pairwise(words)]
    return [*words, *pairs, *(f"^{word[:STEM]}" for word in words), *(f"#{theme}" for theme in themes_of(text))]


def read(data: Mapping[str, Any]) -> Model:
    """A model from its JSON form. Raises :class:`BadModel`."""
    if data.get("format") != FORMAT:
        raise BadModel(f"format {data.get('format')!r}, not {FORMAT}: train it again")
    labels = tuple(map(str, data["labels"]))
    weights = {feature: tuple(map(float, numbers)) for feature, numbers in data["weights"].items()}
    if not labels or any(len(numbers) != len(labels) for numbers in weights.values()):
        raise BadModel("labels and weights do not fit together")
    rarity = {feature: float(data["rarity"][feature]) for feature in weights}
    return Model(labels, tuple(map(float, data["bias"])), rarity, weights)
