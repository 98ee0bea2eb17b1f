"""A new version of the time limits, from a date on. Reports that were filed before keep theirs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid

from ..events import LadderRecorded
from ..models import LadderVersion
from ..rules import ladder


@transaction.atomic
def record_ladder(*, by: Actor, data: Mapping[str, Any], at: datetime) -> int:
    """Keep a version; its number is not taken yet. Raises :class:`Invalid` with what is wrong in it."""
    try:
        one = ladder.read(data)
    except ladder.BadLadder as fault:
        raise Invalid(_("Batas waktu ini tidak dapat dipakai: %(why)s") % {"why": fault}) from fault
    if one.version == ladder.FIRST["version"] or LadderVersion.objects.filter(version=one.version).exists():
        raise Conflict(_("Versi %(number)d sudah ada, dan versi tidak pernah diubah.") % {"number": one.version})
    LadderVersion.objects.create(version=one.version, valid_from=one.valid_from, data=dict(data), recorded_at=at)
    ledger.record(LadderRecorded(subject=UUID(int=one.version), version=one.version), by=by, at=at)
    return one.version
