"""Mistyped words to words of the catalogue: vowels left out, letters swapped, words run together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

VOWELS = re.compile(r"[aeiou]")
SOUNDS = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("kh", "h"), ("sy", "s"), ("ph", "f"), ("v", "f"), ("q", "k"), ("z", "s"))  # fmt: skip
SHORTEST = 4
CHEAP = 0.6  # a vowel for a vowel, or a letter doubled
MOST = 3


def skeleton(word: str) -> str:
    """The consonants: people write ``srt`` for ``surat``."""
    return word[:1] + VOWELS.sub("", word[1:])


def sound(word: str) -> str:
    """Spellings of the same sound made one."""
    for old, new in SOUNDS:
        word = word.replace(old, new)
    return re.sub(r"(.)\1", r"\1", word)


def distance(a: str, b: str, limit: float) -> float:
    """Damerau (optimal alignment) distance; vowel for vowel costs less. Above ``limit``: anything above it."""
    before: list[float] = []
    row = [float(i) for i in range(len(b) + 1)]
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [float(i)]
        for j, y in enumerate(b, 1):
            swap = 0.0 if x == y else (CHEAP if x in "aeiou" and y in "aeiou" else 1.0)
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + swap)
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, older[j - 2] + CHEAP)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _grams(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[i : i + 2] for i in range(len(padded) - 1)}


class Speller:
    """Corrects against the words of one catalogue; ``vocabulary`` gives each word its worth."""

    def __init__(self, vocabulary: Mapping[str, float]) -> None:
        self._worth = dict(vocabulary)
        self._grams: dict[str, list[str]] = {}
        self._skeletons: dict[str, list[str]] = {}
        self._sorted = sorted(self._worth)
        for word in self._sorted:
            if len(word) >= SHORTEST and word.isalpha():
                self._skeletons.setdefault(skeleton(word), []).append(word)
                for gram in sorted(_grams(sound(word))):
                    self._grams.setdefault(gram, []).append(word)
        self._remembered: dict[str, tuple[tuple[str, float], ...]] = {}

    def __contains__(self, word: str) -> bool:
        return word in self._worth

    def correct(self, word: str) -> tuple[tuple[str, float], ...]:
        """The likeliest words meant, best first, each with how sure (0 to 1)."""
        found = self._remembered.get(word)
        if found is None:
            found = self._search(word)
            if len(self._remembered) < 5_000:
                self._remembered[word] = found
        return found

    def _search(self, word: str) -> tuple[tuple[str, float], ...]:
        if not word.isalpha() or len(word) < 3:
            return ()
        sure: dict[str, float] = {}
        if not VOWELS.search(word[1:]):
            for match in self._skeletons.get(word, ()):
                sure[match] = 0.75
        if len(word) >= SHORTEST:
            heard = sound(word)
            limit = 1.0 if len(word) < 6 else (1.6 if len(word) < 9 else 2.2)
            shared: dict[str, int] = {}
            for gram in _grams(heard):
                for match in self._grams.get(gram, ()):
                    shared[match] = shared.get(match, 0) + 1
            for match, count in shared.items():
                if abs(len(match) - len(word)) <= limit and count >= len(heard) + 1 - 3 * limit:
                    apart = min(distance(heard, sound(match), limit), distance(word, match, limit))
                    if apart <= limit:
                        first = 1.0 if match[0] == word[0] else 0.85
                        sure[match] = max(sure.get(match, 0), (1 - apart / len(word)) * first)
        ranked = sorted(sure.items(), key=lambda pair: (-pair[1], -self._worth[pair[0]], pair[0]))
        return tuple(ranked[:MOST])

    def split(self, word: str) -> tuple[str, str] | None:
        """Two words run together: ``aktelahir``. None when there is no such pair."""
        pairs = [
            (self._worth[word[:at]] + self._worth[word[at:]], at)
            for at in range(2, len(word) - 2)
            if word[:at] in self._worth and word[at:] in self._worth
        ]
        if not pairs:
            return None
        at = max(pairs)[1]
        return word[:at], word[at:]

    def begins(self, start: str) -> tuple[str, ...]:
        """Words that begin so, the worthiest first."""
        at = bisect_left(self._sorted, start)
        found: list[str] = []
        while at < len(self._sorted) and self._sorted[at].startswith(start) and len(found) < 200:
            found.append(self._sorted[at])
            at += 1
        return tuple(sorted(found, key=lambda w: (-self._worth[w], w))[:8])
