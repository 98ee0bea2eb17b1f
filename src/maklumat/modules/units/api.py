"""The door of units: the organisation, who holds which role, and regions."""

from .actions import add_unit, appoint, change_unit, end_appointment, import_boundaries
from .queries.tree import (
    MANDATES,
    BoundaryFacts,
    Holder,
    RoleHeld,
    Tree,
    UnitFacts,
    boundaries,
    edition,
    holders,
    posts_in,
    region,
    region_at,
    roles_of,
    tree,
)
from .rules.regions import Region, children, district_codes, find
from .rules.roles import ROLES

__all__ = [
    "MANDATES", "ROLES", "BoundaryFacts", "Holder", "Region", "RoleHeld", "Tree", "UnitFacts", "add_unit", "appoint", "boundaries", "change_unit", "children",
    "district_codes", "edition", "end_appointment", "find", "holders", "import_boundaries", "posts_in", "region", "region_at", "roles_of", "tree",
]  # fmt: skip
