"""The door of units: the organisation, who holds which role, and regions."""

from .actions import add_unit, appoint, change_unit, end_appointment
from .queries import MANDATES, Holder, RoleHeld, Tree, UnitFacts, edition, holders, posts_in, roles_of, tree
from .rules.regions import Region, children, district_codes, find, region
from .rules.roles import ROLES

__all__ = [
    "MANDATES", "ROLES", "Holder", "Region", "RoleHeld", "Tree", "UnitFacts", "add_unit", "appoint", "change_unit", "children",
    "district_codes", "edition", "end_appointment", "find", "holders", "posts_in", "region", "roles_of", "tree",
]  # fmt: skip
