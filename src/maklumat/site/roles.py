"""Roles and their abilities. A role is held in a unit and reaches everything below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from uuid import UUID

from maklumat.kernel.actor import ANONYMOUS, Actor
from maklumat.modules.units import api as units

ROLES = units.ROLES  # which there are, and their words; here is decided what each may do
ABILITIES: dict[str, tuple[str, ...]] = {
    "front_desk": ("applications.see", "applications.receive", "applications.work", "complaints.receive", "surveys.receive"),
    "verifier": ("applications.see", "applications.work"),
    "technical": ("applications.see", "applications.work"),
    "head": (
        "applications.see", "applications.receive", "applications.work", "applications.supervise",
        "catalogue.edit", "catalogue.publish", "calendars.manage", "documents.sign", "documents.revoke",
        "complaints.see", "complaints.work", "complaints.supervise",
        "surveys.see", "surveys.manage", "surveys.receive", "surveys.design", "evaluation.state", "dashboards.see", "dashboards.remark",
    ),
    "catalogue_editor": ("catalogue.edit",),
    "organisation_bureau": ("catalogue.review", "catalogue.edit", "surveys.see", "surveys.design", "evaluation.judge", "dashboards.see"),
    "inspector": ("applications.see", "ledger.read", "complaints.see", "complaints.oversee", "complaints.reveal", "surveys.see", "evaluation.see", "dashboards.see", "dashboards.inspect", "gratuities.see"),
    "complaint_coordinator": (
        "complaints.see", "complaints.receive", "complaints.verify", "complaints.work", "complaints.judge",
        "exchange.see",
    ),
    "gratuity_control": ("gratuities.handle",),
    "sealed_recipient": ("whistleblowing.receive",),
    "key_custodian": ("whistleblowing.hold",),
    "admin": ("units.manage", "calendars.manage", "exchange.see"),
}  # fmt: skip


def actor_of(account: object, at: datetime) -> Actor:
    """The actor behind a login. Roles unfold over the subtree of their unit."""
    if not getattr(account, "is_authenticated", False):
        return ANONYMOUS
    if account.kind != "staff":
        return Actor("resident", account.id, account.name)
    held = tuple((one.role, one.unit_id) for one in units.roles_of(account.id, at))
    abilities, roles, posts = _unfolded(units.tree(), held)
    return Actor("staff", account.id, account.name, abilities, roles, posts)


@lru_cache(maxsize=500)
def _unfolded(tree: units.Tree, held: tuple[tuple[str, UUID], ...]) -> tuple[Mapping, Mapping, frozenset[UUID]]:
    """Abilities and roles with the units they reach, and the posts; of one tree, which is another one after each change."""
    abilities: dict[str, frozenset[UUID]] = defaultdict(frozenset)
    roles: dict[str, frozenset[UUID]] = defaultdict(frozenset)
    for role, unit_id in held:
        reach = tree.below(unit_id)
        roles[role] |= reach
        for ability in ABILITIES.get(role, ()):
            abilities[ability] |= reach
    return MappingProxyType(dict(abilities)), MappingProxyType(dict(roles)), units.posts_in(tree, held)
