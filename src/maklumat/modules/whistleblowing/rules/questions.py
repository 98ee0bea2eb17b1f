"""Questions of a report and the terms of its casework, as versioned data with legal basis (``questions.json``). A unit may have questions of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Questions:
    """``unit``: whose (None: everybody's); ``answer_days``: calendar days within which the reporter is to hear something; ``keep_months``: how long a closed
    case is kept before it is shredded. ``tags``: confirmed or memory, for each."""

    version: str
    valid_from: date
    unit: str | None
    basis: Mapping[str, str]
    tags: Mapping[str, str]
    answer_days: int
    keep_months: int
    items: tuple[Mapping[str, Any], ...]


@lru_cache(maxsize=1)
def versions() -> tuple[Questions, ...]:
    """All of them, oldest first."""
    text = (resources.files("maklumat.modules.whistleblowing") / "rules" / "questions.json").read_text(encoding="utf-8")
    rows = [
        Questions(
            row["version"], date.fromisoformat(row["valid_from"]), row["unit"], row["basis"], row["tags"], row["answer_days"], row["keep_months"],
            tuple(row["items"]),
        )
        for row in json.loads(text)
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda one: one.valid_from))


def in_force(on: date, unit: str | None = None) -> Questions:
    """Those of the unit, or everybody's, on a day; the first we know for days before."""
    known = [one for one in versions() if one.valid_from <= on] or list(versions()[:1])
    own = [one for one in known if one.unit == unit]
    return (own or [one for one in known if one.unit is None])[-1]


def of_units(on: date) -> list[Questions]:
    """Of each unit that has questions of its own, those in force on a day."""
    units = sorted({one.unit for one in versions() if one.unit})
    return [one for one in (in_force(on, unit) for unit in units) if one.unit]


def of(version: str) -> Questions:
    """The one that a case was made under; the oldest for a name we do not know."""
    return next((one for one in versions() if one.version == version), versions()[0])
