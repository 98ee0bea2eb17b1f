"""Reads of the organisation. The tree is small (hundreds of nodes) and read on every request: it is kept in
memory and read anew when a unit changed (a stamp of one cheap query)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from maklumat.kernel import memo

from ..models import Appointment, Boundary, Unit
from ..rules import regions
from ..rules.outlines import holds
from ..rules.regions import LEVELS, Region


@dataclass(frozen=True)
class UnitFacts:
    """A unit as other rooms and pages see it."""

    id: UUID
    code: str
    parent_id: UUID | None
    path: str
    kind: str
    name: str
    short: str
    number_code: str
    address: str
    phone: str
    email: str
    opening_note: str
    colour: str
    emblem: str
    is_open: bool

    @property
    def label(self) -> str:
        return self.short or self.name


class Tree:
    """All units, looked up by id, code and subtree; what was looked up is kept as long as the tree itself."""

    def __init__(self, units: Iterable[UnitFacts]) -> None:
        self.units = tuple(sorted(units, key=lambda u: u.path))
        self.by_id = {u.id: u for u in self.units}
        self.by_code = {u.code: u for u in self.units}
        self.government = next((u for u in self.units if u.parent_id is None), None)
        self._below: dict[UUID, frozenset[UUID]] = {}
        self._above: dict[UUID, tuple[UnitFacts, ...]] = {}

    def below(self, unit_id: UUID) -> frozenset[UUID]:
        """The unit and everything under it."""
        top = self.by_id.get(unit_id)
        if top is not None and unit_id not in self._below:
            self._below[unit_id] = frozenset(u.id for u in self.units if u.path.startswith(top.path))
        return self._below[unit_id] if top else frozenset()

    def above(self, unit_id: UUID) -> tuple[UnitFacts, ...]:
        """From the government down to the unit itself."""
        unit = self.by_id.get(unit_id)
        if unit is not None and unit_id not in self._above:
            self._above[unit_id] = tuple(u for u in self.units if unit.path.startswith(u.path))
        return self._above[unit_id] if unit else ()


_cached: tuple[tuple, Tree] | None = None


def tree() -> Tree:
    """The organisation as it is now. One query (a stamp) when nothing changed."""
    return memo.recall("units.tree", _tree)


# xmin changes with each written row version: a stamp without a trigger or a column.
_EACH = "SELECT count(*) || '.' || coalesce(sum(hashtextextended({key}::text || xmin::text, 0)), 0) FROM {table}"
memo.announce(
    "units",
    f"({_EACH.format(key='id', table='units_unit')}) || '/' || ({_EACH.format(key='code', table='units_boundary')})",
)


def edition() -> tuple:
    """Another one whenever a unit or an outline was added or changed."""
    return memo.ground("units")


def _tree() -> Tree:
    global _cached
    stamp = edition()
    if _cached is None or _cached[0] != stamp:
        fields = list(UnitFacts.__dataclass_fields__)
        _cached = (stamp, Tree(UnitFacts(**row) for row in Unit.objects.values(*fields)))
    return _cached[1]


@dataclass(frozen=True)
class BoundaryFacts:
    """``box``: west, south, east, north."""

    code: str
    name: str
    rings: list[list[list[float]]]
    box: tuple[float, float, float, float]


_outlines: tuple[object, tuple[BoundaryFacts, ...]] | None = None


def boundaries() -> tuple[BoundaryFacts, ...]:
    """The imported outlines, by code. No query of its own when nothing changed."""
    return memo.recall("units.boundaries", _boundaries)


def _boundaries() -> tuple[BoundaryFacts, ...]:
    global _outlines
    stamp = edition()
    if _outlines is None or _outlines[0] != stamp:
        rows = Boundary.objects.order_by("code")
        _outlines = (
            stamp,
            tuple(
                BoundaryFacts(row.code, row.name, row.rings, (row.west, row.south, row.east, row.north)) for row in rows
            ),
        )
    return _outlines[1]


def region_at(latitude: float, longitude: float) -> str:
    """The code of the smallest imported region that holds a point, empty if none does."""
    found = [
        one.code
        for one in boundaries()
        if one.box[0] <= longitude <= one.box[2]
        and one.box[1] <= latitude <= one.box[3]
        and holds(one.rings, (longitude, latitude))
    ]
    return max(found, key=len, default="")


def region(code: str) -> Region | None:
    """The region of a code: from the imported outlines, else from the national list."""
    own = next((one for one in boundaries() if one.code == code), None) if code else None
    return Region(code, own.name, LEVELS[min(code.count("."), 3)]) if own else regions.region(code) if code else None


@dataclass(frozen=True)
class RoleHeld:
    role: str
    unit_id: UUID
    title: str


def roles_of(account_id: UUID, at: datetime) -> tuple[RoleHeld, ...]:
    """The roles that an account holds at a moment."""
    with connection.cursor() as cursor:  # asked with each page of an officer
        cursor.execute(
            "SELECT role, unit_id, title FROM units_appointment "
            "WHERE account_id = %s AND starts_at <= %s AND (ends_at IS NULL OR ends_at > %s)",
            [account_id, at, at],
        )
        return tuple(RoleHeld(*row) for row in cursor.fetchall())


# Held at the root these are a mandate over all agencies, not a post above them: an inspector is nobody's superior.
MANDATES = ("inspector", "organisation_bureau", "admin")


def posts_in(tree: Tree, held: Iterable[tuple[str, UUID]]) -> frozenset[UUID]:
    """The units in which somebody with these roles (role, unit) holds a post; a mandate at the root is none."""
    root = tree.government.id if tree.government else None
    return frozenset(unit_id for role, unit_id in held if not (unit_id == root and role in MANDATES))


@dataclass(frozen=True)
class Holder:
    account_id: UUID
    name: str
    nip: str
    title: str
    unit_id: UUID


def holders(role: str, unit_ids: Iterable[UUID], at: datetime) -> tuple[Holder, ...]:
    """Who holds a role in any of the units at a moment, longest in office first."""
    rows = Appointment.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=at), role=role, unit_id__in=list(unit_ids), starts_at__lte=at
    ).order_by("starts_at")
    return tuple(
        Holder(*row) for row in rows.values_list("account_id", "account__name", "account__nip", "title", "unit_id")
    )
