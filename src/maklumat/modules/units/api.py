"""The door of units: the organisation, who holds which role, and regions."""

from .actions import add_unit, appoint, change_unit, end_appointment
from .queries import Holder, RoleHeld, Tree, UnitFacts, edition, holders, roles_of, tree
from .rules.regions import Region, children, district_codes, find, region
from .rules.roles import ROLES

__all__ = [
    "ROLES", "Holder", "Region", "RoleHeld", "Tree", "UnitFacts", "add_unit", "appoint", "change_unit", "children",
    "district_codes", "edition", "end_appointment", "find", "holders", "region", "roles_of", "tree",
]  # fmt: skip
