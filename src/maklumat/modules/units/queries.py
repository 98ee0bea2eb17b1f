"""Reads of the organisation. The tree is small (hundreds of nodes) and read on every request: it is kept in
memory and read anew when a unit changed (a stamp of one cheap query)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from maklumat.kernel import memo
from maklumat.kernel.actor import Actor

from . import access
from .models import Appointment, Boundary, Unit
from .rules import regions
from .rules.outlines import holds
from .rules.regions import LEVELS, Region


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


@dataclass(frozen=True)
class Appointee:
    """Who holds a role. ``invited``: has set no password yet."""

    id: UUID
    account_id: UUID
    name: str
    email: str
    role: str
    title: str
    starts_at: datetime
    ends_at: datetime | None
    invited: bool


def appointees(unit_id: UUID, *, ended: bool = False) -> tuple[Appointee, ...]:
    """Who holds which role in this very unit now; or who held one, the latest fifty."""
    rows = Appointment.objects.filter(unit_id=unit_id, ends_at__isnull=not ended).select_related("account")
    rows = rows.order_by("-ends_at")[:50] if ended else rows.order_by("role", "account__name")
    return tuple(
        Appointee(
            row.id, row.account_id, row.account.name, row.account.email, row.role, row.title, row.starts_at, row.ends_at,
            not row.account.has_usable_password(),
        )
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True)
class Branch:
    """A line of the tree on the desk; ``depth`` counts from the highest unit shown."""

    unit: UnitFacts
    depth: int
    people: int


def branches(actor: Actor) -> tuple[Branch, ...]:
    """The units this actor manages, as trees."""
    access.require_desk(actor)
    units = tree()
    shown = [u for u in units.units if actor.may(access.MANAGE, u.id)]
    known = {u.id for u in shown}
    rows = Appointment.objects.filter(unit_id__in=known, ends_at=None).values("unit_id").order_by("unit_id")
    people = {row["unit_id"]: row["n"] for row in rows.annotate(n=Count("account_id", distinct=True))}
    depths: dict[UUID, int] = {}
    for unit in shown:
        depths[unit.id] = depths[unit.parent_id] + 1 if unit.parent_id in depths else 0
    return tuple(Branch(u, depths[u.id], people.get(u.id, 0)) for u in shown)


@dataclass(frozen=True)
class UnitDesk:
    """A unit for its admin. ``above``: from the government down to its parent; ``below``: direct children."""

    unit: UnitFacts
    above: tuple[UnitFacts, ...]
    below: tuple[UnitFacts, ...]
    people: tuple[Appointee, ...]
    former: tuple[Appointee, ...]


def unit_desk(actor: Actor, unit_id: UUID) -> UnitDesk:
    """One unit, its place and its people."""
    access.get_for_managing(actor, unit_id)
    units = tree()
    unit = units.by_id[unit_id]
    below = tuple(u for u in units.units if u.parent_id == unit_id)
    return UnitDesk(unit, units.above(unit_id)[:-1], below, appointees(unit_id), appointees(unit_id, ended=True))
