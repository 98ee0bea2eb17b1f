"""How far a picture has come."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel.errors import Missing

from ..access import get_for_reporter
from ..models import Upload


def received(*, report_id: UUID, code: str, upload_id: UUID) -> tuple[int, int]:
    """Bytes received and announced, so that the browser goes on where the network broke."""
    upload = Upload.objects.filter(id=upload_id, report=get_for_reporter(report_id, code)).first()
    if upload is None:
        raise Missing(_("Unggahan ini sudah selesai atau kedaluwarsa. Kirim berkasnya lagi."))
    return upload.received, upload.length
