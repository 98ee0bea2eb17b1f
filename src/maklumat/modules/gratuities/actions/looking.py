"""Every look at somebody else's report is a fact; so is every export."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import files, ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing
from maklumat.kernel.ids import new_id
from maklumat.modules.units import api as units

from ..access import get_report, require_handler
from ..events import Exported, Viewed
from ..models import Photo, Report


@transaction.atomic
def look(*, by: Actor, report_id: UUID, at: datetime) -> Report:
    """The report, with a fact if it is not one's own. Raises Missing, NotAllowed."""
    row = get_report(by, report_id)
    if row.reporter != by.account_id:
        ledger.record(Viewed(subject=row.id, unit_id=row.unit_id), by=by, at=at)
    return row


@transaction.atomic
def open_photo(*, by: Actor, report_id: UUID, photo_id: UUID, at: datetime) -> tuple[bytes, str]:
    """Content and media type. Raises Missing, NotAllowed."""
    row = get_report(by, report_id)
    photo = Photo.objects.filter(report=row, id=photo_id).first()
    if photo is None:
        raise Missing(_("Berkas ini tidak ada."))
    if row.reporter != by.account_id:
        ledger.record(Viewed(subject=row.id, unit_id=row.unit_id, file_id=photo.file_id), by=by, at=at)
    return files.read(photo.file_id)


@transaction.atomic
def export(*, by: Actor, rows: int, at: datetime) -> None:
    """Note that the register leaves the house."""
    require_handler(by)
    root = units.tree().government
    ledger.record(Exported(subject=new_id(), unit_id=root.id if root else None, rows=rows), by=by, at=at)
