"""How long a report is kept after its end. Versioned data (``retention.json``), from memory: each government has a schedule of its own, which goes first.

What the KPK decided, and what was never completed, is kept longer than what was only put on record: an office may be asked about it for as long as the
offence can be prosecuted.
"""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True)
class Schedule:
    """``months``: by the state in which a report ended. ``tags``: confirmed or memory, for each."""

    key: str
    legal_basis: str
    valid_from: date
    tags: Mapping[str, str]
    months: Mapping[str, int]


@lru_cache(maxsize=1)
def schedules() -> tuple[Schedule, ...]:
    """All versions, oldest first."""
    text = (resources.files("maklumat.modules.gratuities") / "rules" / "retention.json").read_text(encoding="utf-8")
    rows = [Schedule(**{**row, "valid_from": date.fromisoformat(row["valid_from"])}) for row in json.loads(text)]
    return tuple(sorted(rows, key=lambda one: one.valid_from))


def schedule_on(day: date) -> Schedule:
    """The version in force on a day; before the first, the first."""
    known = [one for one in schedules() if one.valid_from <= day]
    return known[-1] if known else schedules()[0]


def kept_until(state: str, ended: date) -> date:
    """The last day on which a report that ended then must be there, by the schedule of that day; the last of a month that is too short."""
    month = ended.month - 1 + schedule_on(ended).months[state]
    year, month = ended.year + month // 12, month % 12 + 1
    return date(year, month, min(ended.day, monthrange(year, month)[1]))
