"""The catalogue of measures: what each figure means, as versioned data. A period keeps the definition that was in force when it began.

A version that was published is never changed: a new one is added with its day (``tests/dashboards`` holds their digests).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any


class Sensitivity(StrEnum):
    """Who may see a measure: everybody; staff of the unit and those above; the inspectors."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


@dataclass(frozen=True)
class Measure:
    """A version of a measure.

    ``unit``: cases, times, percent, percent_used, working_seconds, seconds, cases_mean or index. ``grain``: what one observation is (case,
    transition, open_case_day, answer). ``source``: outcome, tally, stock, survey, or derived from two others (``part`` of ``of``). ``of``: the key of
    what it is a part of, or of which it tells something: its n. ``where``: which outcomes; ``what``: which acts. ``shield``: residents: cells of
    fewer than five are not shown to the public (rules.shield); office: what the office did or left undone, always told; parts: the sum of its
    ``parts``, told where all of them are, so that it gives none of them away.
    """

    key: str
    number: int
    valid_from: date
    name: Mapping[str, str]
    definition: Mapping[str, str]
    unit: str
    grain: str
    source: str
    aggregate: str
    of: str
    part: str
    field: str
    quantile: float | None
    what: tuple[str, ...]
    where: Mapping[str, Any]
    sensitivity: Sensitivity
    shield: str
    parts: tuple[str, ...]
    responsible: str
    legal_basis: str

    @property
    def counts(self) -> bool:
        """Whether nothing happened is zero, not unknown."""
        return self.aggregate == "count" and self.source in ("outcome", "tally")


@lru_cache(maxsize=1)
def every() -> tuple[Measure, ...]:
    """All versions of all measures, in the order of the catalogue, older versions first."""
    told = json.loads((Path(__file__).parent / "measures.json").read_text(encoding="utf-8"))
    return tuple(_read(one["key"], version) for one in told["measures"] for version in one["versions"])


@lru_cache(maxsize=500)
def in_force(day: date) -> Mapping[str, Measure]:
    """The measures of a period that begins on this day, by key."""
    found: dict[str, Measure] = {}
    for one in every():
        if one.valid_from <= day:
            found[one.key] = one
    return found


def _read(key: str, version: Mapping[str, Any]) -> Measure:
    said = dict(version)
    said["valid_from"] = date.fromisoformat(said["valid_from"])
    said["what"], said["parts"], said["sensitivity"] = (
        tuple(said["what"]),
        tuple(said["parts"]),
        Sensitivity(said["sensitivity"]),
    )
    return Measure(key=key, **said)
