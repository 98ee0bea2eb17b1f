"""What was kept long enough goes: the report's key, its papers, who reported it, by whom the gift was. A stone stays: number, unit, codes, rupiah, days."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from maklumat.kernel import files, ledger, notify
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict

from ..access import get_to_handle
from ..events import Erased
from ..models import Key, Photo, Report, Step
from ..queries.parts import local_date
from .clockwork import write_step


@transaction.atomic
def erase(*, by: Actor, report_id: UUID, revision: int, note: str = "", at: datetime) -> None:
    """By the schedule of retention, never before; a copy of the row opens no more (``models.Key``). A note could tell again what goes: none is kept.
    Raises Missing, NotAllowed, Conflict."""
    row = get_to_handle(by, report_id, revision)
    if row.erased_at is not None:
        raise Conflict(_("Isi laporan ini sudah dihapus."))
    if row.kept_until is None:
        raise Conflict(_("Laporan ini belum selesai, jadi belum boleh dihapus."))
    if local_date(at) <= row.kept_until:
        raise Conflict(_("Laporan ini disimpan sampai %(day)s.") % {"day": date_format(row.kept_until, "j F Y")})
    if row.deposited:
        raise Conflict(_("Barangnya masih dititipkan di UPG. Catat dulu penyerahannya."))
    photos = _forget(row)
    row.erased_at, row.revision = at, row.revision + 1
    row.save(update_fields=["erased_at", "revision", "content", "giver_index", "reporter"])
    write_step(row, "erase", by, at)
    ledger.record(Erased(subject=row.id, unit_id=row.unit_id, files=photos), by=by, at=at)
    ledger.forget(row.id)


def _forget(row: Report) -> int:
    """Take away all that could tell of a person. Returns how many papers there were."""
    papers = list(Photo.objects.filter(report=row))
    for one in papers:
        files.shred(one.file_id)
        one.delete()
    Key.objects.filter(report_id=row.id).delete()
    Step.objects.filter(report=row).update(note=None, by=None)
    notify.forget(row.id)
    row.content, row.giver_index, row.reporter = b"", None, None
    return len(papers)
