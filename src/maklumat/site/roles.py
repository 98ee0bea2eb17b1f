"""Roles and their abilities. A role is held in a unit and reaches everything below it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from maklumat.kernel.actor import ANONYMOUS, Actor
from maklumat.modules.units import api as units

ROLES = units.ROLES  # which there are, and their words; here is decided what each may do
ABILITIES: dict[str, tuple[str, ...]] = {
    "front_desk": ("applications.see", "applications.receive", "applications.work", "complaints.receive"),
    "verifier": ("applications.see", "applications.work"),
    "technical": ("applications.see", "applications.work"),
    "head": (
        "applications.see", "applications.receive", "applications.work", "applications.supervise",
        "catalogue.edit", "catalogue.publish", "calendars.manage", "documents.sign", "documents.revoke",
        "complaints.see", "complaints.work", "complaints.supervise",
    ),
    "catalogue_editor": ("catalogue.edit",),
    "organisation_bureau": ("catalogue.review", "catalogue.edit"),
    "inspector": ("applications.see", "ledger.read", "complaints.see", "complaints.oversee", "complaints.reveal"),
    "complaint_coordinator": (
        "complaints.see", "complaints.receive", "complaints.verify", "complaints.work", "complaints.judge",
    ),
    "admin": ("units.manage", "calendars.manage"),
}  # fmt: skip


# Held at the root these are a mandate over all agencies, not a post above them: an inspector is nobody's superior.
MANDATES = ("inspector", "organisation_bureau", "admin")


def actor_of(account: object, at: datetime) -> Actor:
    """The actor behind a login. Roles unfold over the subtree of their unit."""
    if not getattr(account, "is_authenticated", False):
        return ANONYMOUS
    if account.kind != "staff":
        return Actor("resident", account.id, account.name)
    tree = units.tree()
    abilities: dict[str, frozenset[UUID]] = defaultdict(frozenset)
    roles: dict[str, frozenset[UUID]] = defaultdict(frozenset)
    posts = set()
    for held in units.roles_of(account.id, at):
        at_root = tree.government is not None and held.unit_id == tree.government.id
        if not (at_root and held.role in MANDATES):
            posts.add(held.unit_id)
        reach = tree.below(held.unit_id)
        roles[held.role] |= reach
        for ability in ABILITIES.get(held.role, ()):
            abilities[ability] |= reach
    return Actor(
        "staff", account.id, account.name, MappingProxyType(dict(abilities)), MappingProxyType(dict(roles)), frozenset(posts)
    )  # fmt: skip
