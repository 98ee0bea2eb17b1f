"""Who acts: a plain value, built once per request by the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal
from uuid import UUID

NOWHERE: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Actor:
    """``abilities`` maps an ability word to the ids of the units where it holds (subtrees already unfolded).

    ``posts``: the units where the actor holds any role at all, without what lies below.
    """

    kind: Literal["anonymous", "resident", "staff", "system"]
    account_id: UUID | None = None
    name: str = ""
    abilities: Mapping[str, frozenset[UUID]] = field(default_factory=lambda: MappingProxyType({}))
    roles: Mapping[str, frozenset[UUID]] = field(default_factory=lambda: MappingProxyType({}))
    posts: frozenset[UUID] = NOWHERE

    def units_for(self, ability: str) -> frozenset[UUID]:
        """The units where this actor may do ``ability``; empty when nowhere."""
        return self.abilities.get(ability, NOWHERE)

    def may(self, ability: str, unit_id: UUID | None) -> bool:
        """Whether the actor may do ``ability`` for this unit. The system may do everything."""
        return self.kind == "system" or (unit_id is not None and unit_id in self.units_for(ability))

    def may_anywhere(self, ability: str) -> bool:
        """Whether there is any unit for which the actor may do ``ability``."""
        return self.kind == "system" or bool(self.units_for(ability))


ANONYMOUS = Actor("anonymous")
SYSTEM = Actor("system", name="sistem")
