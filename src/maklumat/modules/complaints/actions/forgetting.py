"""After the end a report is kept as long as its ladder says: first who reported is erased, later what was said. A stone stays:
number, unit, times, ends, the masked form that was public; and the ledger, which never held a word of it."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime

from django.db import transaction

from maklumat.kernel import crypto, files, ledger, notify
from maklumat.kernel.actor import SYSTEM

from ..events import Forgotten
from ..models import Companion, Consultation, Entry, Evidence, Identity, Imprint, Report, Reveal
from ..queries.ladders import ladder_of
from ..queries.parts import CONTENT, ENTRY

IDENTITY_GONE, CONTENT_GONE, BATCH = 1, 2, 200


def forget_old(at: datetime) -> int:
    """Erase what is due, in batches; how many reports were touched."""
    done = 0
    for level in (IDENTITY_GONE, CONTENT_GONE):
        for version in (
            Report.objects.filter(finished_at__isnull=False, forgotten__lt=level)
            .values_list("ladder", flat=True)
            .distinct()
        ):
            ladder = ladder_of(version)
            before = months_before(at, ladder.identity_months if level == IDENTITY_GONE else ladder.content_months)
            while count := _one_batch(version, level, before, at):
                done += count
    return done


@transaction.atomic
def _one_batch(version: int, level: int, before: datetime, at: datetime) -> int:
    due = Report.objects.select_for_update(skip_locked=True).filter(
        ladder=version, finished_at__lt=before, forgotten__lt=level, forgotten__gte=level - 1
    )
    rows = list(due.order_by("finished_at")[:BATCH])
    for report in rows:
        if level == IDENTITY_GONE:
            _forget_who(report, at)
        else:
            _forget_what(report)
        report.forgotten = level
        report.save(update_fields=["forgotten", "content", "latitude", "longitude", "cell"])
    ledger.record_each(
        [Forgotten(subject=one.id, unit_id=one.holder_unit_id, what="identity" if level == IDENTITY_GONE else "content") for one in rows],
        by=SYSTEM, at=at,
    )  # fmt: skip
    return len(rows)


def _forget_who(report: Report, at: datetime) -> None:
    Identity.objects.filter(report=report, erased_at=None).update(sealed=b"", phone_index=None, erased_at=at)
    Companion.objects.filter(report=report).delete()
    Consultation.objects.filter(report=report).update(sealed=b"")
    Reveal.objects.filter(report=report).update(reason=crypto.seal(b"", "reveal reason"))
    notify.forget(report.id)
    ledger.forget(report.id)


def _forget_what(report: Report) -> None:
    for one in Evidence.objects.filter(report=report):
        files.shred(one.file_id)
        one.delete()
    empty = crypto.seal(b"", ENTRY)
    Entry.objects.filter(report=report).update(text=empty)
    Consultation.objects.filter(report=report).update(question=empty, answer=empty)
    report.content = crypto.seal_json({}, CONTENT)
    Imprint.objects.filter(report=report).delete()
    if report.published_at is None:
        report.latitude = report.longitude = report.cell = None


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months ago; the last day of a month that is too short."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
