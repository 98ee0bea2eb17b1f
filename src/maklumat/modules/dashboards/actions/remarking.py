"""The words of a head of unit in the performance report."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Invalid
from maklumat.modules.units import api as units

from ..access import require_remark
from ..events import Remarked
from ..models import Remark
from ..rules.periods import read_period

MOST = 4000  # characters


@transaction.atomic
def remark(*, by: Actor, code: str, period: str, text: str, at: datetime) -> None:
    """Say something about the figures of a unit's period. An empty text takes back what was said. Raises Invalid, NotAllowed, Missing."""
    unit = units.tree().by_code.get(code)
    unit_id = require_remark(by, unit.id if unit else None)
    found = read_period(period, at.date())
    if found is None:
        raise Invalid(_("Masa ini tidak ada. Pilih tahun atau bulan dari daftar."))
    said = text.strip()
    if len(said) > MOST:
        raise Invalid(
            _("Tanggapan paling panjang %(n)d huruf. Ringkas dulu, lalu simpan lagi.") % {"n": MOST},
            fields={"text": _("Terlalu panjang.")},
        )
    row = Remark.objects.create(unit_id=unit_id, period=str(found), text=said, written_by=by.account_id, written_at=at)
    ledger.record(Remarked(subject=row.id, unit_id=unit_id, period=str(found), length=len(said)), by=by, at=at)
