"""Who may manage units: an ability for a unit reaches everything below it. The organisation itself is public."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing, NotAllowed

from .models import Appointment, Unit

MANAGE = "units.manage"


def require_desk(actor: Actor) -> None:
    """Refuse everybody who manages no unit at all."""
    if not actor.may_anywhere(MANAGE):
        raise NotAllowed(_("Halaman ini untuk admin unit. Masuk dengan akun petugas Anda."))


def require_manage(actor: Actor, unit_id: UUID | None) -> None:
    """Refuse unless the actor manages this unit."""
    if not actor.may(MANAGE, unit_id):
        raise NotAllowed(_("Anda tidak mengelola unit ini. Minta admin unit Anda."))


def get_for_managing(actor: Actor, unit_id: UUID, *, lock: bool = False) -> Unit:
    """The unit, for a change of it or of its people."""
    rows = Unit.objects.select_for_update() if lock else Unit.objects
    unit = rows.filter(id=unit_id).first()
    if unit is None:
        raise Missing(_("Unit ini tidak ada. Pilih unit dari daftar."))
    require_manage(actor, unit.id)
    return unit


def appointment_for_seeing(actor: Actor, appointment_id: UUID) -> Appointment:
    """The appointment with its account. Who holds what elsewhere is not told to strangers."""
    return _managed(actor, Appointment.objects.select_related("account").filter(id=appointment_id).first())


def get_appointment_for_managing(actor: Actor, appointment_id: UUID) -> Appointment:
    """The appointment, locked."""
    return _managed(actor, Appointment.objects.select_for_update().filter(id=appointment_id).first())


def _managed(actor: Actor, one: Appointment | None) -> Appointment:
    if one is None or not actor.may(MANAGE, one.unit_id):
        raise Missing(_("Penugasan ini tidak ditemukan di unit yang Anda kelola."))
    return one


def get_person_for_managing(actor: Actor, appointment_id: UUID) -> Appointment:
    """The appointment of a person whose account the actor may close: who manages every unit in which that person holds a role."""
    one = get_appointment_for_managing(actor, appointment_id)
    elsewhere = Appointment.objects.filter(account_id=one.account_id, ends_at=None).values_list("unit_id", flat=True)
    if not all(actor.may(MANAGE, unit_id) for unit_id in elsewhere):
        raise NotAllowed(_("Orang ini juga bertugas di unit yang tidak Anda kelola. Minta admin pemerintah daerah."))
    return one
