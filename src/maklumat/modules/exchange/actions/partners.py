"""Other systems with which reports are exchanged."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid

from ..events import PartnerAdded
from ..models import Partner
from ..queries.partners import KEY


@transaction.atomic
def add_partner(
    *, by: Actor, name: str, protocol: str, url: str, key: str = "", jurisdiction: str = "", at: datetime
) -> UUID:
    """Exchange reports with another system from now on. ``url``: of its interface, or of the folder for CSV files."""
    if protocol not in Partner.Protocol.values:
        raise Invalid(
            _("Protokol ini tidak dikenal. Pilih: %(words)s.") % {"words": ", ".join(Partner.Protocol.values)}
        )
    if Partner.objects.filter(name=name).exists():
        raise Conflict(_("Nama ini sudah dipakai mitra lain."))
    partner = Partner.objects.create(
        name=name[:120],
        protocol=protocol,
        url=url[:500],
        jurisdiction=jurisdiction[:120],
        key=crypto.seal(key.encode(), KEY),
        created_at=at,
    )
    ledger.record(PartnerAdded(subject=partner.id, unit_id=None, protocol=protocol), by=by, at=at)
    return partner.id
