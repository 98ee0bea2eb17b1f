"""Who may write calendars. Reading is for everyone: opening hours are public."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing, NotAllowed
from maklumat.modules.units import api as units

MANAGE = "calendars.manage"


def require_desk(actor: Actor) -> None:
    """Refuse everybody who sets no calendar at all."""
    if not actor.may_anywhere(MANAGE):
        raise NotAllowed(_("Halaman ini untuk pengelola jam kerja. Masuk dengan akun petugas Anda."))


def require_manage(by: Actor, unit_id: UUID | None) -> None:
    """Refuse unless ``by`` may set the calendar of this unit; None means the whole government."""
    tree = units.tree()
    if unit_id is None:
        unit_id = tree.government.id if tree.government else None
    elif unit_id not in tree.by_id:
        raise Missing(_("Unit ini tidak ada. Pilih unit dari daftar."))
    if not by.may(MANAGE, unit_id):
        raise NotAllowed(_("Anda tidak mengelola kalender kerja ini. Minta admin unit Anda."))
