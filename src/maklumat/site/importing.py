"""Imported standards become drafts of a unit."""

from __future__ import annotations

from maklumat.kernel import clock
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.errors import Refusal
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units


def keep_drafts(unit_code: str, drafts) -> tuple[int, list[str]]:
    """Make a draft of each; returns how many, and a line for each that was refused."""
    unit = units.tree().by_code.get(unit_code)
    if unit is None:
        return 0, [f"There is no unit with the code {unit_code}."]
    made, refused = 0, []
    for draft in drafts:
        try:
            catalogue.draft_new(by=SYSTEM, unit_id=unit.id, standard=draft.standard, at=clock.now())
            made += 1
        except Refusal as refusal:
            refused.append(f"{draft.standard.name}: {refusal.message}")
    return made, refused
