"""One act on many reports, and taking it back: only what nobody touched since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, Missing, Refusal

from ..access import WORK, get_for
from ..events import PutDown
from ..models import Batch, Report
from .joining import join, part
from .moving import move, save
from .working import take_on

MOST, UNDO_WITHIN = 50, timedelta(hours=1)
VERBS = ("take-on", "join")


@dataclass(frozen=True)
class Done:
    """``refused``: the sentences of what could not be done, with the numbers they are of."""

    batch: UUID | None
    count: int
    refused: tuple[str, ...]


@transaction.atomic
def act_on_many(*, by: Actor, verb: str, report_ids: Sequence[UUID], number: str, at: datetime) -> Done:
    """Take on, or join into the report ``number``. Each is done by itself: one that cannot be is said, the others go on."""
    if verb not in VERBS or not report_ids or len(report_ids) > MOST:
        raise Invalid(_("Pilih laporan dan tindakannya. Paling banyak %(most)d sekaligus.") % {"most": MOST})
    items, refused = [], []
    for report_id in sorted(set(report_ids)):
        row = Report.objects.filter(id=report_id).only("revision", "number").first()
        try:
            with transaction.atomic():
                common = {"by": by, "report_id": report_id, "revision": row.revision if row else 0, "at": at}
                take_on(**common) if verb == "take-on" else join(number=number, **common)
        except Refusal as refusal:
            refused.append(
                f"{row.number}: {refusal.message}" if row and refusal.status != Missing.status else refusal.message
            )
            continue
        items.append([str(report_id), Report.objects.values_list("revision", flat=True).get(id=report_id)])
    made = Batch.objects.create(account=by.account_id, verb=verb, items=items, at=at) if items else None
    return Done(made.id if made else None, len(items), tuple(dict.fromkeys(refused)))


@transaction.atomic
def undo(*, by: Actor, batch_id: UUID, at: datetime) -> Done:
    """Take back one's own act on many, within the hour; what was changed since stays as it is."""
    batch = Batch.objects.select_for_update().filter(id=batch_id, account=by.account_id, undone_at=None).first()
    if batch is None or batch.at < at - UNDO_WITHIN:
        raise Missing(_("Tindakan ini tidak dapat dibatalkan lagi."))
    count, refused = 0, []
    for text, revision in batch.items:
        try:
            with transaction.atomic():
                (_put_down if batch.verb == "take-on" else part)(by=by, report_id=UUID(text), revision=revision, at=at)
                count += 1
        except Refusal as refusal:
            refused.append(refusal.message)
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    return Done(batch.id, count, tuple(dict.fromkeys(refused)))


def _put_down(*, by: Actor, report_id: UUID, revision: int, at: datetime) -> None:
    report = get_for(by, WORK, report_id, revision)
    if report.assigned_to != by.account_id or report.answered_at is not None:
        raise Conflict(_("Laporan ini sudah dikerjakan, jadi penerimaannya tidak dapat dibatalkan."))
    move(report, "put_down")
    report.assigned_to = None
    save(report, at)
    ledger.record(PutDown(subject=report.id, unit_id=report.holder_unit_id), by=by, at=at)
