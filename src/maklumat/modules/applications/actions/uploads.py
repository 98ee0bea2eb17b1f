"""Resumable uploads (tus 1.0 core): parts wait sealed until the whole file is there, then it is attached."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import parts
from maklumat.kernel.errors import Invalid, Missing

from ..access import get_for_applicant
from ..models import Upload
from .filing import attach, line_rules, require_editable

KEPT = timedelta(hours=24)


@transaction.atomic
def begin(*, application_id: UUID, code: str, requirement: str, length: int, at: datetime) -> UUID:
    """Announce an upload of ``length`` bytes for a requirement line."""
    application = get_for_applicant(application_id, code, lock=True)
    _formats, most = line_rules(application, requirement)
    require_editable(application, requirement)
    if not 0 < length <= most * 1_000_000:
        raise Invalid(_("Berkas lebih besar dari %(limit)d MB. Kecilkan dulu atau foto ulang.") % {"limit": most})
    if application.uploads.count() >= 20:
        application.uploads.order_by("started_at").first().delete()
    return Upload.objects.create(application=application, requirement=requirement, length=length, started_at=at).id


@transaction.atomic
def append(*, application_id: UUID, code: str, upload_id: UUID, offset: int, part: bytes, at: datetime) -> int:
    """Take the next part. When the last one came the file is checked and attached. Returns the new offset."""
    application = get_for_applicant(application_id, code, lock=True)
    upload = Upload.objects.select_for_update().filter(id=upload_id, application=application).first()
    if upload is None:
        raise Missing(_("Unggahan ini sudah selesai atau kedaluwarsa. Kirim berkasnya lagi."))
    whole = parts.take(upload, offset, part)
    if whole is None:
        return upload.received
    attach(application_id=application_id, code=code, requirement=upload.requirement, content=whole, at=at)
    upload.delete()
    transaction.on_commit(lambda: parts.throw_away(upload_id))
    return upload.length


def sweep(at: datetime) -> int:
    """Remove uploads that nobody finished within a day."""
    stale = list(Upload.objects.filter(started_at__lt=at - KEPT).values_list("id", flat=True))
    for upload_id in stale:
        parts.throw_away(upload_id)
    Upload.objects.filter(id__in=stale).delete()
    return len(stale)
