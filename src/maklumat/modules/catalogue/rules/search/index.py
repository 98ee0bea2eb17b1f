"""The index of one catalogue: weighted BM25 over meanings, likeness to whole sayings, correction of typing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from ..standard import Standard
from .fields import SAYS_WHAT_IT_IS, sayings, texts
from .lexicon import Lexicon, shipped
from .spelling import Speller
from .text import query_words, words

SATURATION = 3.0
PART = 0.4  # a word inside a phrase, against the whole phrase
RELATED = 0.45
BEGUN = 0.6  # the last word, still being typed
SAYING = 2.0
TAIL = 0.12  # hits below this share of the best are noise


@dataclass(frozen=True)
class Hit:
    """A service found. ``matched``: the words of the query that led to it."""

    slug: str
    score: float
    matched: tuple[str, ...]


@dataclass(frozen=True)
class Slot:
    """One meaning asked for, with everything that may stand for it and how well."""

    said: tuple[str, ...]
    weight: float
    terms: dict[str, float]


class Index:
    """Built once for a set of standards; never changes. Safe to share between threads."""

    def __init__(self, standards: Sequence[Standard], lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or shipped()
        self._slugs = [s.slug for s in standards]
        counts: list[dict[str, float]] = []
        names: dict[str, set[int]] = defaultdict(set)
        anywhere: dict[str, set[int]] = defaultdict(set)
        vocabulary: dict[str, float] = defaultdict(float)
        for number, standard in enumerate(standards):
            count: dict[str, float] = defaultdict(float)
            for weight, text in texts(standard):
                for name, share in self._terms(words(text), vocabulary, weight).items():
                    count[name] += weight * share
                    anywhere[name].add(number)
                    if weight >= SAYS_WHAT_IT_IS and share == 1:
                        names[name].add(number)
            counts.append(count)
        total = len(counts)
        self._idf = {}
        for name, found in anywhere.items():
            df = len(names.get(name) or found)
            self._idf[name] = log(1 + (total - df + 0.5) / (df + 0.5))
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, count in enumerate(counts):
            for name, tf in sorted(count.items()):
                self._postings[name].append((number, self._idf[name] * tf / (tf + SATURATION)))
        self._index_sayings(standards)
        for word in self._lexicon.spoken:
            unit = self._lexicon.unit(word)
            if word not in vocabulary and (unit in self._idf or unit in self._lexicon.related):
                vocabulary[word] = 0.5
        self._speller = Speller(vocabulary)

    def _terms(self, text: list[str], vocabulary: dict[str, float], weight: float) -> dict[str, float]:
        for word in text:
            vocabulary[word] += weight
        found: dict[str, float] = {}
        for unit in self._lexicon.read(text):
            if unit.end - unit.start > 1:
                for word in text[unit.start : unit.end]:
                    if word not in self._lexicon.stop:
                        found.setdefault(self._lexicon.unit(word), PART)
            found[unit.name] = 1.0
        return found

    def _mass(self, name: str) -> float:
        return self._idf.get(name, 1.0) * self._lexicon.weight(name)

    def _index_sayings(self, standards: Sequence[Standard]) -> None:
        self._owner: list[int] = []
        self._saying_mass: list[float] = []
        self._saying_postings: dict[str, list[int]] = defaultdict(list)
        for number, standard in enumerate(standards):
            seen = set()
            for text in sayings(standard):
                units = frozenset(unit.name for unit in self._lexicon.read(words(text)))
                if units and units not in seen:
                    seen.add(units)
                    for name in sorted(units):
                        self._saying_postings[name].append(len(self._owner))
                    self._owner.append(number)
                    self._saying_mass.append(sum(self._mass(name) for name in sorted(units)))

    def find(self, query: str, limit: int = 10) -> tuple[Hit, ...]:
        """The services meant, best first. Any text is fine; nothing to go by finds nothing."""
        slots = self._slots(query_words(query))
        scores: dict[int, float] = defaultdict(float)
        matched: dict[int, list[str]] = defaultdict(list)
        covered: dict[int, float] = defaultdict(float)
        total = 0.0
        for slot in slots:
            best: dict[int, float] = {}
            for term, factor in slot.terms.items():
                for number, score in self._postings.get(term, ()):
                    worth = factor * score * slot.weight
                    if worth > best.get(number, 0.0):
                        best[number] = worth
            total += slot.weight
            for number, worth in best.items():
                scores[number] += worth
                covered[number] += slot.weight
                matched[number].extend(slot.said)
        for number, bonus in self._likeness(slots).items():
            scores[number] += SAYING * bonus
        ranked = sorted(
            ((score * (0.4 + 0.6 * covered[n] / total), n) for n, score in scores.items()),
            key=lambda pair: (-round(pair[0], 9), self._slugs[pair[1]]),
        )
        return tuple(
            Hit(self._slugs[n], round(score, 6), tuple(dict.fromkeys(matched[n])))
            for score, n in ranked[: max(limit, 0)]
            if score >= TAIL * ranked[0][0]
        )

    def _likeness(self, slots: list[Slot]) -> dict[int, float]:
        """How like the query is to the best saying of each service."""
        asked = 0.0
        shared: dict[int, float] = defaultdict(float)
        for slot in slots:
            best: dict[int, float] = {}
            for term, factor in slot.terms.items():
                worth = factor * self._mass(term)
                for saying in self._saying_postings.get(term, ()):
                    if worth > best.get(saying, 0.0):
                        best[saying] = worth
            asked += max((factor * self._mass(term) for term, factor in slot.terms.items()), default=0.0)
            for saying, worth in best.items():
                shared[saying] += worth
        found: dict[int, float] = {}
        for saying, worth in shared.items():
            like = 2 * worth / (asked + self._saying_mass[saying])
            bonus = worth * min(like, 1.0) ** 2
            owner = self._owner[saying]
            if bonus > found.get(owner, 0.0):
                found[owner] = bonus
        return found

    def _slots(self, said: list[str]) -> list[Slot]:
        meant: list[str] = []  # the words after correction
        sure: list[float] = []  # and how sure each is
        spoken: list[str] = []
        others: dict[int, list[tuple[str, float]]] = {}
        for place, word in enumerate(said):
            pair = None
            if word in self._speller or self._lexicon.knows(word):
                found: tuple[tuple[str, float], ...] = ((word, 1.0),)
            else:
                found = self._speller.correct(word)
                pair = self._speller.split(word) if not found or found[0][1] < 0.8 else None
            if pair:
                meant += pair
                sure += [0.9, 0.9]
                spoken += [word, word]
            else:
                others[len(meant)] = list(found[1:])
                meant.append(found[0][0] if found else word)
                sure.append(found[0][1] if found else 1.0)
                spoken.append(word)
            if place == len(said) - 1 and len(word) > 1 and word not in self._lexicon.stop:
                others.setdefault(len(meant) - 1, []).extend((w, BEGUN) for w in self._speller.begins(word))
        slots: dict[str, Slot] = {}
        for unit in self._lexicon.read(meant):
            span = range(unit.start, unit.end)
            terms = {unit.name: min(sure[i] for i in span) ** 2}
            if len(span) == 1:
                for word, certainty in others.get(unit.start, ()):
                    if word not in self._lexicon.stop:
                        terms.setdefault(self._lexicon.unit(word), certainty * 0.8)
            for name, certainty in list(terms.items())[:1]:
                for near in self._lexicon.related.get(name, ()):
                    terms.setdefault(near, certainty * RELATED)
            words_said = tuple(dict.fromkeys(spoken[i] for i in span))
            slots.setdefault(unit.name, Slot(words_said, self._lexicon.weight(unit.name), terms))
        return list(slots.values())
