"""What the rule in force on the day of receipt says: deadlines in working days, limits in rupiah. Versioned data (``provisions.json``) with legal basis."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

DAYS = ("to_upg", "to_kpk", "upg_to_kpk", "completion", "decision", "delivery")


@dataclass(frozen=True)
class Provision:
    """``days``: working days of each step (:data:`DAYS`); ``limits``: rupiah, by occasion: ``each`` gift of one giver, ``per_year`` all of one giver;
    ``burden``: from this value on the recipient must prove that it was no bribe (UU 20/2001 Art. 12B). ``tags``: confirmed or memory, for each."""

    key: str
    legal_basis: str
    valid_from: date
    tags: Mapping[str, str]
    days: Mapping[str, int]
    limits: Mapping[str, Mapping[str, int]]
    burden: int


@lru_cache(maxsize=1)
def provisions() -> tuple[Provision, ...]:
    """All versions, oldest first."""
    text = (resources.files("maklumat.modules.gratuities") / "rules" / "provisions.json").read_text(encoding="utf-8")
    rows = [
        Provision(
            row["key"],
            row["legal_basis"],
            date.fromisoformat(row["valid_from"]),
            row["tags"],
            row["days"],
            row["limits"],
            row["burden"],
        )
        for row in json.loads(text)
    ]
    return tuple(sorted(rows, key=lambda one: one.valid_from))


def in_force(received_on: date) -> Provision:
    """A gift is judged by the rule of the day on which it was received; older ones by the first we know."""
    known = [one for one in provisions() if one.valid_from <= received_on]
    return known[-1] if known else provisions()[0]
