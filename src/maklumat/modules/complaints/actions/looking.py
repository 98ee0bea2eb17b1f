"""Looking at the files of a report: each look is a fact."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import files, ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing

from ..access import get_for_reading
from ..events import EvidenceViewed
from ..models import Evidence


@transaction.atomic
def open_evidence(*, by: Actor, report_id: UUID, evidence_id: UUID, at: datetime) -> tuple[bytes, str]:
    """Content and media type, for whoever sees the report."""
    report = get_for_reading(by, report_id)
    one = Evidence.objects.filter(id=evidence_id, report=report).first()
    if one is None:
        raise Missing(_("Berkas ini tidak ditemukan."))
    content = files.read(one.file_id)
    ledger.record(EvidenceViewed(subject=report.id, unit_id=report.holder_unit_id, file_id=one.file_id), by=by, at=at)
    return content
