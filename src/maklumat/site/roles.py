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
    "front_desk": ("applications.see", "applications.receive", "applications.work"),
    "verifier": ("applications.see", "applications.work"),
    "technical": ("applications.see", "applications.work"),
    "head": (
        "applications.see", "applications.receive", "applications.work", "applications.supervise",
        "catalogue.edit", "catalogue.publish", "calendars.manage", "documents.sign", "documents.revoke",
    ),
    "catalogue_editor": ("catalogue.edit",),
    "organisation_bureau": ("catalogue.review", "catalogue.edit"),
    "inspector": ("applications.see", "ledger.read"),
    "complaint_coordinator": (),
    "admin": ("units.manage", "calendars.manage"),
}  # fmt: skip


def actor_of(account: object, at: datetime) -> Actor:
    """The actor behind a login. Roles unfold over the subtree of their unit."""
    if not getattr(account, "is_authenticated", False):
        return ANONYMOUS
    if account.kind != "staff":
        return Actor("resident", account.id, account.name)
    tree = units.tree()
    abilities: dict[str, frozenset[UUID]] = defaultdict(frozenset)
    roles: dict[str, frozenset[UUID]] = defaultdict(frozenset)
    for held in units.roles_of(account.id, at):
        reach = tree.below(held.unit_id)
        roles[held.role] |= reach
        for ability in ABILITIES.get(held.role, ()):
            abilities[ability] |= reach
    return Actor("staff", account.id, account.name, MappingProxyType(dict(abilities)), MappingProxyType(dict(roles)))
