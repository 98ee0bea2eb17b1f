"""Indonesian word forms to their root: the fewest affixes off that lead to a known root.

Formal (meng-, per-an) and spoken (nge-, ny-, -in, -ny) affixes. A word without a known root loses only its
particle, so that an unknown word stays comparable with itself.
"""

from __future__ import annotations

from collections.abc import Iterator

SUFFIXES = ("nya", "ny", "lah", "kah", "tah", "pun", "ku", "mu", "kan", "an", "in", "i", "e")
PARTICLES = ("nya", "lah", "kah", "pun", "ku", "ny", "mu")
# prefix -> what may have stood in the place of its nasal; "" is nothing
PREFIXES = (
    ("menge", ("",)), ("penge", ("",)), ("meny", ("s",)), ("peny", ("s",)), ("meng", ("", "k")), ("peng", ("", "k")),
    ("mem", ("", "p", "m")), ("pem", ("", "p")), ("men", ("", "t", "n")), ("pen", ("", "t", "n")), ("me", ("",)),
    ("nge", ("",)), ("ng", ("", "k")), ("ny", ("s", "c")), ("n", ("t", "")), ("m", ("p", "b", "")),
    ("ber", ("",)), ("bel", ("",)), ("be", ("",)), ("ter", ("",)), ("per", ("",)), ("pel", ("",)), ("pe", ("",)),
    ("di", ("",)), ("ke", ("",)), ("se", ("",)), ("te", ("",)), ("ku", ("",)),
)  # fmt: skip
SHORTEST_ROOT = 3
MOST_AFFIXES = 4


def _shorter(word: str) -> Iterator[str]:
    for prefix, starts in PREFIXES:
        if word.startswith(prefix):
            rest = word[len(prefix) :]
            for start in starts:
                if len(start + rest) >= SHORTEST_ROOT:
                    yield start + rest
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_ROOT:
            yield word[: -len(suffix)]


class Stemmer:
    """Knows the roots it was given and remembers what it was asked."""

    def __init__(self, roots: frozenset[str]) -> None:
        self._roots = roots
        self._known: dict[str, str] = {}

    def root(self, word: str) -> str:
        """The root of a word, or the word without particle when no root is found."""
        found = self._known.get(word)
        if found is None:
            found = self._search(word)
            if len(self._known) < 20_000:
                self._known[word] = found
        return found

    def is_root(self, word: str) -> bool:
        return word in self._roots

    def _search(self, word: str) -> str:
        if len(word) <= SHORTEST_ROOT:
            return word
        level, seen = [word], {word}
        for _ in range(MOST_AFFIXES + 1):
            for form in level:
                if form in self._roots:
                    return form
            shorter = [s for form in level for s in _shorter(form)]
            level = [s for s in dict.fromkeys(shorter) if s not in seen]
            seen.update(level)
        for particle in PARTICLES:
            if word.endswith(particle) and len(word) - len(particle) > SHORTEST_ROOT:
                return word[: -len(particle)]
        return word
