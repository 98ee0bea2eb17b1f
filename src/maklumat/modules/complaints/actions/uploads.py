"""Pictures over a weak network (tus): parts wait sealed until the whole is there, then it is one of the report's files."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import parts
from maklumat.kernel.errors import Invalid, Missing

from ..access import get_for_reporter
from ..models import Upload
from .filing import MOST_EVIDENCE, MOST_MEGABYTES, attach, require_draft

KEPT, MOST_OPEN = timedelta(hours=24), 10


@transaction.atomic
def begin(*, report_id: UUID, code: str, length: int, at: datetime) -> UUID:
    """Announce a picture of ``length`` bytes."""
    report = get_for_reporter(report_id, code, lock=True)
    require_draft(report)
    if report.evidence.count() >= MOST_EVIDENCE:
        raise Invalid(_("Paling banyak %(most)d berkas. Hapus salah satu dulu.") % {"most": MOST_EVIDENCE})
    if not 0 < length <= MOST_MEGABYTES * 1_000_000:
        raise Invalid(
            _("Berkas lebih besar dari %(limit)d MB. Kecilkan dulu atau foto ulang.") % {"limit": MOST_MEGABYTES}
        )
    if report.uploads.count() >= MOST_OPEN:
        report.uploads.order_by("started_at").first().delete()
    return Upload.objects.create(report=report, length=length, started_at=at).id


@transaction.atomic
def append(*, report_id: UUID, code: str, upload_id: UUID, offset: int, part: bytes, at: datetime) -> int:
    """Take the next part. When the last one came the file is checked, cleaned and kept. Returns the new offset."""
    report = get_for_reporter(report_id, code, lock=True)
    upload = Upload.objects.select_for_update().filter(id=upload_id, report=report).first()
    if upload is None:
        raise Missing(_("Unggahan ini sudah selesai atau kedaluwarsa. Kirim berkasnya lagi."))
    whole = parts.take(upload, offset, part)
    if whole is None:
        return upload.received
    attach(report_id=report_id, code=code, content=whole, at=at)
    upload.delete()
    transaction.on_commit(lambda: parts.throw_away(upload_id))
    return upload.length


def sweep_uploads(at: datetime) -> int:
    """Remove what nobody finished within a day: files first, then the rows."""
    stale = list(Upload.objects.filter(started_at__lt=at - KEPT).values_list("id", flat=True))
    for upload_id in stale:
        parts.throw_away(upload_id)
    Upload.objects.filter(id__in=stale).delete()
    return len(stale)
