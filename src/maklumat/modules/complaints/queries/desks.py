"""Which desk a report comes to, and from whom it is hidden."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from maklumat.modules.units import api as units

from ..rules.shield import out_of_sight

OVERSEERS = "inspector"


def first_desk(about_unit: UUID | None) -> UUID | None:
    """Who verifies: the agency of the unit complained about, else the government's own desk."""
    tree = units.tree()
    line = tree.above(about_unit) if about_unit else ()
    agency = next((unit for unit in line if unit.kind == "agency"), tree.government)
    return agency.id if agency else None


def overseeing_desk(hidden: Collection[UUID], at: datetime) -> UUID | None:
    """The inspectorate's own unit, if somebody there may read it; None when nobody may: it would be lost."""
    tree = units.tree()
    for holder in units.holders(OVERSEERS, tree.by_id, at):
        held = [(one.role, one.unit_id) for one in units.roles_of(holder.account_id, at)]
        own = tree.by_id[holder.unit_id].parent_id is not None and holder.unit_id not in hidden
        if own and units.posts_in(tree, held).isdisjoint(hidden):
            return holder.unit_id
    return None


def hidden_from(about_unit: UUID | None) -> list[UUID]:
    """The units out of whose sight a report on abuse of office in this unit is kept."""
    if about_unit is None:
        return []
    parents = {unit.id: unit.parent_id for unit in units.tree().units}
    return sorted(out_of_sight([about_unit], [], parents))


def concerned_units(about_unit: UUID | None) -> frozenset[UUID]:
    """The unit complained about with everything below it, and its agency; not the government as a whole."""
    tree = units.tree()
    if about_unit is None:
        return frozenset()
    return tree.below(about_unit) | {unit.id for unit in tree.above(about_unit) if unit.parent_id}
