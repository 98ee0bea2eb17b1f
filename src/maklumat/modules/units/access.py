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


def get_appointment_for_managing(actor: Actor, appointment_id: UUID) -> Appointment:
    """The appointment, locked. Who holds what elsewhere is not told to strangers."""
    one = Appointment.objects.select_for_update().filter(id=appointment_id).first()
    if one is None or not actor.may(MANAGE, one.unit_id):
        raise Missing(_("Penugasan ini tidak ditemukan di unit yang Anda kelola."))
    return one
