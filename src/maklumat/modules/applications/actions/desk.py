"""Small acts of the desk: opening a file (logged), keeping a filter."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import files, ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Invalid, Missing, require_short

from ..access import get_for_reading
from ..events import Viewed
from ..models import SavedFilter


@transaction.atomic
def open_attachment(*, by: Actor, application_id: UUID, file_id: UUID, at: datetime) -> tuple[bytes, str]:
    """Content and media type of a file of a case this actor may see. Every look is a fact."""
    application = get_for_reading(by, application_id)
    if not application.attachments.filter(file_id=file_id).exists():
        raise Missing(_("Berkas ini tidak ditemukan."))
    content = files.read(file_id)
    ledger.record(Viewed(subject=application.id, unit_id=application.unit_id, file_id=file_id), by=by, at=at)
    return content


@transaction.atomic
def keep_filter(*, by: Actor, name: str, query: str) -> None:
    """Save a work-list filter under a name of one's own."""
    name = name.strip()
    require_short(name=(name, 60))
    if not name:
        raise Invalid(_("Beri nama penyaring ini."))
    SavedFilter.objects.update_or_create(account=by.account_id, name=name, defaults={"query": query[:400]})


@transaction.atomic
def forget_filter(*, by: Actor, name: str) -> None:
    """Remove a saved filter of one's own."""
    SavedFilter.objects.filter(account=by.account_id, name=name).delete()
