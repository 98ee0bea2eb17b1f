"""Who may know what of a report. Two independent choices of the reporter, and one rule for reports on abuse of office.

*Anonymous* hides the reporter from the public and from the unit complained about; *secret* hides the report from the
public. Staff may add either, never take one away. A report of the class *oversight* is secret from the start, goes to
the inspectorate, and is out of sight for whoever it names, for their unit, and for everybody above them.
Sources: practice of SP4N-LAPOR! (docs/domain 03), UU 25/2009, Perpres 76/2013 on keeping identities confidential.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Shield:
    """The choices in force. Stronger is allowed, weaker is not."""

    anonymous: bool = False
    secret: bool = False

    def narrowed(self, *, anonymous: bool = False, secret: bool = False) -> Shield:
        """These choices and the new ones together."""
        return Shield(self.anonymous or anonymous, self.secret or secret)


def unit_and_above(unit: UUID, parents: Mapping[UUID, UUID | None]) -> tuple[UUID, ...]:
    """The unit, its superior unit, and so on to the root. A unit that is not known stands alone."""
    line: list[UUID] = []
    here: UUID | None = unit
    while here is not None and here not in line:
        line.append(here)
        here = parents.get(here)
    return tuple(line)


def out_of_sight(
    named_units: Iterable[UUID], posts_of_named: Iterable[UUID], parents: Mapping[UUID, UUID | None]
) -> frozenset[UUID]:
    """The units in which whoever holds a post must not see the report.

    ``named_units``: the units complained about; with each of them everything below it. ``posts_of_named``: the units in which
    the persons complained about hold a post. Both with everything above.
    """
    named = set(named_units)
    below = {unit for unit in parents if named & set(unit_and_above(unit, parents))}
    above = {one for unit in (*named, *posts_of_named) for one in unit_and_above(unit, parents)}
    return frozenset(named | below | above)


def conflicted(
    posts: Collection[UUID], account: UUID | None, hidden: Collection[UUID], named: Collection[UUID]
) -> bool:
    """Whether somebody with these posts must not see a report hidden from these units that names these persons."""
    return account in named or not set(posts).isdisjoint(hidden)
