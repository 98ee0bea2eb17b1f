"""What the words of residents mean: equal and related words, stop words, weak words, intents.

The data is ``synonyms.json`` (for the administrator to edit) and ``roots.txt``. A *unit* is one meaning: the
root of a word or, for a group of equal words and phrases, the first of the group.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

from .stems import Stemmer
from .text import words

WEAK, INTENT = 0.35, 1.4


class Unit(NamedTuple):
    """One meaning and the places [start, end) of its words in the text."""

    name: str
    start: int
    end: int


class Lexicon:
    """Words to units. Immutable once built."""

    def __init__(self, data: dict[str, Any], roots: Iterable[str]) -> None:
        self.stop = frozenset(data["stop"])
        read = [[words(entry) for entry in group["words"]] for group in data["equal"]]
        groups = [kept for group in read if (kept := [entry for entry in group if entry])]
        self._equal = {entry[0]: "_".join(group[0]) for group in reversed(groups) for entry in group if len(entry) == 1}
        said = {word for group in groups for entry in group for word in entry}
        near = {word for link in data["related"] for source in link["from"] for word in words(source)}
        self.spoken = frozenset(self._equal) | said | near
        base = {group[0][0] for group in groups if len(group[0]) == 1}
        named = set(data["weak"]) | set(data["intent"])
        self.stemmer = Stemmer(frozenset(roots) | base | frozenset(self._equal) | named)
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for group in groups:
            for entry in group:
                self._add_phrase(entry, "_".join(group[0]))
        for link in data["related"]:
            for source in link["from"]:
                if len(words(source)) > 1 and len(self.read(words(source))) > 1:
                    self._add_phrase(words(source), "_".join(words(source)))
        for found in self._phrases.values():
            found.sort(key=lambda pair: (-len(pair[0]), pair))
        self.related: dict[str, tuple[str, ...]] = {}
        for link in data["related"]:
            targets = [unit.name for target in link["to"] for unit in self.read(words(target))]
            for source in link["from"]:
                for unit in self.read(words(source)):
                    old = self.related.get(unit.name, ())
                    self.related[unit.name] = tuple(dict.fromkeys((*old, *targets)))
        self._weight = {self.unit(w): WEAK for w in data["weak"]} | {self.unit(w): INTENT for w in data["intent"]}

    def _add_phrase(self, entry: list[str], name: str) -> None:
        key = tuple(self.unit(word) for word in entry if word not in self.stop)
        if len(key) > 1:
            self._phrases.setdefault(key[0], []).append((key, name))

    def unit(self, word: str) -> str:
        """The meaning of a single word."""
        equal = self._equal.get(word)
        if equal is not None:
            return equal
        root = self.stemmer.root(word)
        return self._equal.get(root, root)

    def weight(self, name: str) -> float:
        """How much a unit tells: little for *surat*, much for *hilang*."""
        return self._weight.get(name, 1.0)

    def knows(self, word: str) -> bool:
        """The word or its root is in the data."""
        return word in self.spoken or word in self.stop or self.stemmer.is_root(self.stemmer.root(word))

    def read(self, text: Sequence[str]) -> list[Unit]:
        """Words to units, the longest phrases first; stop words are left out."""
        single = [Unit(self.unit(w), i, i + 1) for i, w in enumerate(text) if w not in self.stop]
        found: list[Unit] = []
        at = 0
        while at < len(single):
            taken = 1
            unit = single[at]
            for key, name in self._phrases.get(unit.name, ()):
                if tuple(u.name for u in single[at : at + len(key)]) == key:
                    taken = len(key)
                    unit = Unit(name, unit.start, single[at + taken - 1].end)
                    break
            found.append(unit)
            at += taken
        return found


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """The lexicon of this folder."""
    folder = resources.files(__package__)
    data = json.loads((folder / "synonyms.json").read_text(encoding="utf-8"))
    return Lexicon(data, (folder / "roots.txt").read_text(encoding="utf-8").split())
