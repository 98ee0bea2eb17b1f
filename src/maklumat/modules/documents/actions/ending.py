from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid

from .. import access
from ..events import CertificateRevoked
from ..models import Certificate
from ..rules import states


@transaction.atomic
def revoke(certificate_id: UUID, *, by: Actor, reason: str, at: datetime) -> Certificate:
    """Declare a signed certificate void. The reason is kept sealed; the public sees only that it was revoked.

    Raises NotAllowed, Missing, Invalid (no reason), Conflict (not signed, or ended before).
    """
    row = access.get_for_revoke(by, certificate_id)
    if not reason.strip():
        raise Invalid(_("Tuliskan alasan pencabutan."), fields={"reason": _("Tuliskan alasan pencabutan.")})
    try:
        row.state = states.after("revoke", row.state)
    except states.Impossible:
        raise Conflict(_("Hanya dokumen yang sudah ditandatangani dan masih berlaku yang dapat dicabut.")) from None
    row.ended_at, row.revoked_reason = at, crypto.seal(reason.strip().encode(), "certificate")
    row.save(update_fields=["state", "ended_at", "revoked_reason"])
    event = CertificateRevoked(subject=row.subject, unit_id=row.unit_id, certificate=row.id)
    ledger.record(event, by=by, at=at, private={"reason": reason.strip()})
    return row
