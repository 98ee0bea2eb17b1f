"""Who works where: the desk of units, one unit with its people, one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from maklumat.kernel.actor import Actor
from maklumat.modules.accounts import api as accounts

from .. import access
from ..models import Appointment
from .tree import UnitFacts, tree


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


@dataclass(frozen=True)
class PersonHere:
    """Somebody on a unit's list, for its admin. ``roles``: (role, unit) held now in units this admin manages; ``elsewhere``: how
    many more roles; ``safety``: the account's, if this admin may close it."""

    appointment_id: UUID
    name: str
    email: str
    nip: str
    unit: UnitFacts
    roles: tuple[tuple[str, UnitFacts], ...]
    elsewhere: int
    own: bool
    safety: accounts.StaffSafety | None


def person_here(actor: Actor, appointment_id: UUID, now: datetime) -> PersonHere:
    """The person of an appointment, which may have ended."""
    one = access.appointment_for_seeing(actor, appointment_id)
    units = tree()
    held = Appointment.objects.filter(account_id=one.account_id, ends_at=None).order_by("starts_at")
    places = [(row.role, units.by_id[row.unit_id]) for row in held]
    mine = tuple((role, unit) for role, unit in places if actor.may(access.MANAGE, unit.id))
    elsewhere = len(places) - len(mine)
    return PersonHere(
        one.id,
        one.account.name,
        one.account.email,
        one.account.nip,
        units.by_id[one.unit_id],
        mine,
        elsewhere,
        one.account_id == actor.account_id,
        None if elsewhere else accounts.staff_safety(one.account_id, now, accounts.idle()),
    )
