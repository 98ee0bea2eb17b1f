from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing, NotAllowed

from .models import Certificate

SIGN, REVOKE = "documents.sign", "documents.revoke"


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
    """The row (not locked: signing may take seconds). Raises Missing, NotAllowed."""
    row = Certificate.objects.filter(id=certificate_id).first()
    if row is None:
        raise Missing(_("Dokumen ini tidak ada."))
    if not actor.may(SIGN, row.unit_id):
        raise NotAllowed(_("Anda tidak berwenang menandatangani dokumen dari unit ini."))
    return row


def _locked(certificate_id: UUID) -> Certificate:
    row = Certificate.objects.select_for_update().filter(id=certificate_id).first()
    if row is None:
        raise Missing(_("Dokumen ini tidak ada."))
    return row
