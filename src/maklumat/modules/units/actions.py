from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid
from maklumat.modules.accounts import api as accounts

from .access import get_appointment_for_managing, get_for_managing, get_person_for_managing, require_manage
from .events import Appointed, AppointmentEnded, BoundariesImported, UnitAdded, UnitChanged
from .models import Appointment, Boundary, Unit
from .rules import emblem
from .rules.outlines import BadOutline, read
from .rules.roles import ADMIN, ROLES
from .rules.structure import may_stand_below

EDITABLE = ("name", "short", "number_code", "address", "phone", "email", "opening_note", "colour", "emblem", "is_open")
OF_GOVERNMENT = ("colour", "emblem")


@transaction.atomic
def add_unit(
    *, by: Actor, code: str, kind: str, name: str, parent_id: UUID | None, at: datetime, **fields: Any
) -> UUID:
    """Add a node below ``parent_id`` (None: the government itself)."""
    require_manage(by, parent_id)
    parent = get_for_managing(by, parent_id, lock=True) if parent_id else None
    if not may_stand_below(kind, parent.kind if parent else None):
        raise _invalid(kind=_("Jenis unit ini tidak dapat berada di bawah unit tersebut."))
    if Unit.objects.filter(code=code).exists():
        sentence = _("Kode unit “%(code)s” sudah dipakai. Pilih kode lain.") % {"code": code}
        raise Conflict(sentence, fields={"code": sentence})
    fields = _checked(fields)
    path = f"{parent.path if parent else '/'}{code}/"
    unit = Unit.objects.create(code=code, kind=kind, name=name, parent=parent, path=path, **fields)
    ledger.record(UnitAdded(subject=unit.id, unit_id=unit.id, parent=parent_id), by=by, at=at)
    return unit.id


@transaction.atomic
def import_boundaries(*, by: Actor, data: Any, code: str, name: str, tolerance: float, at: datetime) -> int:
    """Replace all outlines of regions by those of a GeoJSON collection. Returns how many."""
    root = Unit.objects.filter(parent=None).first()
    require_manage(by, root.id if root else None)
    try:
        found = read(data, code, name, tolerance)
    except BadOutline as fault:
        raise Invalid(_("Batas wilayah tidak terbaca: %(fault)s.") % {"fault": fault}) from fault
    Boundary.objects.all().delete()
    rows = [
        Boundary(
            code=one.code,
            name=one.name,
            rings=one.rings,
            **dict(zip(("west", "south", "east", "north"), one.box, strict=True)),
        )
        for one in found
    ]
    Boundary.objects.bulk_create(rows, batch_size=200)
    if root is not None:
        ledger.record(BoundariesImported(subject=root.id, unit_id=root.id, regions=len(found)), by=by, at=at)
    return len(found)


@transaction.atomic
def change_unit(*, by: Actor, unit_id: UUID, at: datetime, **fields: Any) -> None:
    """Change the description of a unit; its code and place stay. Colour and emblem are the government's."""
    unit = get_for_managing(by, unit_id, lock=True)
    fields = _checked(
        {name: value for name, value in fields.items() if name in EDITABLE and getattr(unit, name) != value}, unit
    )
    changed = [name for name in EDITABLE if name in fields]
    if unit.parent_id is not None and set(changed) & set(OF_GOVERNMENT):
        raise _invalid(colour=_("Warna dan lambang hanya ada pada pemerintah daerah."))
    for name in changed:
        setattr(unit, name, fields[name])
    if changed:
        unit.save(update_fields=changed)
        ledger.record(UnitChanged(subject=unit.id, unit_id=unit.id, fields=tuple(changed)), by=by, at=at)


@transaction.atomic
def appoint(*, by: Actor, account_id: UUID, unit_id: UUID, role: str, at: datetime, title: str = "") -> UUID:
    """Give an account a role in a unit and all below it."""
    require_manage(by, unit_id)
    if role not in ROLES:
        raise _invalid(role=_("Pilih peran dari daftar."))
    if Appointment.objects.filter(account_id=account_id, unit_id=unit_id, role=role, ends_at=None).exists():
        raise Conflict(_("Orang ini sudah memegang peran itu di unit ini."))
    one = Appointment.objects.create(account_id=account_id, unit_id=unit_id, role=role, title=title, starts_at=at)
    ledger.record(Appointed(subject=account_id, unit_id=unit_id, role=role), by=by, at=at)
    return one.id


@transaction.atomic
def appoint_person(
    *, by: Actor, unit_id: UUID, role: str, title: str, email: str, name: str, nip: str, at: datetime
) -> UUID:
    """Appoint whoever has this address; without a staff account one is made and its owner invited."""
    get_for_managing(by, unit_id, lock=True)
    account_id = accounts.take_on(by=by, email=email, name=name, nip=nip, at=at)
    return appoint(by=by, account_id=account_id, unit_id=unit_id, role=role, title=title.strip(), at=at)


@transaction.atomic
def invite_again(*, by: Actor, appointment_id: UUID, at: datetime) -> UUID:
    """Send the link to set a password once more, to somebody who has none yet. Returns the unit."""
    one = get_appointment_for_managing(by, appointment_id)
    with _said_at(one.unit_id):
        accounts.invite(by=by, account_id=one.account_id, at=at)
    return one.unit_id


@transaction.atomic
def end_appointment(*, by: Actor, appointment_id: UUID, at: datetime) -> UUID:
    """End a role now. The past stays on record. The last admin of the government stays. Returns the unit."""
    one = get_appointment_for_managing(by, appointment_id)
    _end(one, by, at)
    return one.unit_id


@transaction.atomic
def close_account(*, by: Actor, appointment_id: UUID, at: datetime) -> UUID:
    """Close the account of somebody who left: every role ends, nobody logs in to it any more. Returns the unit.

    Only who manages all the units in which the person holds a role may do it, and nobody closes the own account.
    """
    one = get_person_for_managing(by, appointment_id)
    if one.account_id == by.account_id:
        sentence = _("Anda tidak dapat menutup akun sendiri. Minta admin lain.")
        raise Conflict(sentence, fields={"unit": str(one.unit_id)})
    for held in Appointment.objects.select_for_update().filter(account_id=one.account_id, ends_at=None):
        _end(held, by, at)
    with _said_at(one.unit_id):
        accounts.close(by=by, account_id=one.account_id, at=at)
    return one.unit_id


@transaction.atomic
def reopen_account(*, by: Actor, appointment_id: UUID, at: datetime) -> UUID:
    """Open a closed account again; roles are given anew. Returns the unit."""
    one = get_person_for_managing(by, appointment_id)
    with _said_at(one.unit_id):
        accounts.reopen(by=by, account_id=one.account_id, at=at)
    return one.unit_id


@transaction.atomic
def sign_out(*, by: Actor, appointment_id: UUID, at: datetime) -> UUID:
    """End all logins of somebody, e.g. when a phone was lost. Returns the unit."""
    one = get_person_for_managing(by, appointment_id)
    accounts.sign_out(by=by, account_id=one.account_id, at=at)
    return one.unit_id


@contextmanager
def _said_at(unit_id: UUID) -> Iterator[None]:
    """A conflict inside is said on the page of this unit."""
    try:
        yield
    except Conflict as conflict:
        raise Conflict(conflict.message, fields={"unit": str(unit_id)}) from conflict


def _end(one: Appointment, by: Actor, at: datetime) -> None:
    unit = Unit.objects.select_for_update().get(id=one.unit_id)
    others = Appointment.objects.filter(unit_id=unit.id, role=ADMIN, ends_at=None).exclude(id=one.id)
    if one.role == ADMIN and unit.parent_id is None and one.ends_at is None and not others.exists():
        sentence = _("Ini admin terakhir pemerintah daerah. Angkat admin lain dulu, baru akhiri yang ini.")
        raise Conflict(sentence, fields={"unit": str(unit.id)})
    if one.ends_at is None:
        one.ends_at = at
        one.save(update_fields=["ends_at"])
        ledger.record(AppointmentEnded(subject=one.account_id, unit_id=one.unit_id, role=one.role), by=by, at=at)


def _checked(fields: dict[str, Any], unit: Unit | None = None) -> dict[str, Any]:
    """The fields with an emblem that is a drawing alone. Refuses a number code that another unit has."""
    number_code = fields.get("number_code")
    others = Unit.objects.exclude(id=unit.id) if unit else Unit.objects
    if number_code and others.filter(number_code__iexact=number_code).exists():
        raise _invalid(number_code=_("Kode nomor ini dipakai unit lain. Nomor permohonan dapat tertukar."))
    if not fields.get("emblem"):
        return fields
    try:
        return fields | {"emblem": emblem.clean(fields["emblem"])}
    except ValueError as fault:
        raise _invalid(emblem=_(str(fault))) from fault


def _invalid(**fields: str) -> Invalid:
    return Invalid(_("Belum disimpan. Perbaiki isian yang ditandai."), fields=fields)
