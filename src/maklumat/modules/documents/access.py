from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing, NotAllowed

from .models import Certificate

SIGN, REVOKE = "documents.sign", "documents.revoke"


def require_sign_desk(actor: Actor) -> None:
    """Refuse everybody who signs nowhere."""
    if not actor.may_anywhere(SIGN):
        raise NotAllowed(_("Halaman ini untuk pejabat yang menandatangani dokumen. Masuk dengan akun petugas Anda."))


def visible_to(actor: Actor) -> QuerySet[Certificate]:
    """The certificates of the units where the actor signs."""
    return Certificate.objects.filter(unit_id__in=actor.units_for(SIGN))


def get_for_produce(certificate_id: UUID) -> Certificate:
    """The row, locked, for the worker. Raises Missing."""
    return _locked(certificate_id)


def get_for_revoke(actor: Actor, certificate_id: UUID) -> Certificate:
    """The row, locked. Raises Missing, NotAllowed."""
    row = _locked(certificate_id)
    if not actor.may(REVOKE, row.unit_id):
        raise NotAllowed(_("Anda tidak berwenang mencabut dokumen dari unit ini."))
    return row


def get_for_sign(actor: Actor, certificate_id: UUID) -> Certificate:
    """The row (not locked: signing may take seconds). Raises Missing, also for another unit's document."""
    row = Certificate.objects.filter(id=certificate_id).first()
    if row is None or not actor.may(SIGN, row.unit_id):
        raise Missing(_("Dokumen ini tidak ada di unit yang dokumennya Anda tandatangani."))
    return row


def _locked(certificate_id: UUID) -> Certificate:
    row = Certificate.objects.select_for_update().filter(id=certificate_id).first()
    if row is None:
        raise Missing(_("Dokumen ini tidak ada."))
    return row
