"""Documents of finished applications: kept as long as the standard says, then erased."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from maklumat.kernel import files, ledger
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.catalogue import api as catalogue

from ..events import DocumentsErased
from ..models import Application, Attachment
from ..rules.retention import kept_until


def begin(application: Application, at: datetime) -> None:
    """The application ended: set until when each of its documents is kept, in the caller's transaction."""
    lines = catalogue.published_version(application.version_id).standard.documents()
    months = {line.key: line.retention_months for line in lines}
    # of a document that no standard names: as of a requirement that says nothing else
    outside = catalogue.Requirement.model_fields["retention_months"].default
    attached = list(application.attachments.all())
    for one in attached:
        one.kept_until = kept_until(at, months.get(one.requirement, outside))
    Attachment.objects.bulk_update(attached, ["kept_until"])


def erase_expired(at: datetime, limit: int = 500) -> int:
    """Erase documents that have been kept long enough, of at most ``limit`` applications. Returns of how many."""
    due = Attachment.objects.filter(kept_until__lte=at, erased_at=None).values_list("application_id", flat=True)
    found = sorted(set(due.order_by("kept_until")[: limit * 4]))[:limit]
    for application_id in found:
        erase(application_id, at)
    return len(found)


@transaction.atomic
def erase(application_id: UUID, at: datetime) -> None:
    """Destroy the keys and the bytes of what is due in one application; a repeated call does nothing."""
    application = Application.objects.select_for_update().get(id=application_id)
    due = list(application.attachments.filter(kept_until__lte=at, erased_at=None))
    if not due:
        return
    for one in due:
        files.shred(one.file_id)
        one.erased_at = at
    Attachment.objects.bulk_update(due, ["erased_at"])
    lines = tuple(sorted({one.requirement for one in due}))
    erased = DocumentsErased(subject=application.id, unit_id=application.unit_id, lines=lines, files=len(due))
    ledger.record(erased, by=SYSTEM, at=at)
