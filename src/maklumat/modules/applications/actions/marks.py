"""Consequences of the clock: warn, escalate, apologise. Each exactly once, whoever crashes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from maklumat.kernel import ledger
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue

from ..events import MarkReached
from ..models import Application, Mark
from ..queries.timing import marks_ahead
from ..rules.states import OPEN
from . import clockwork

BATCH = 100


def reach_marks(at: datetime) -> int:
    """Record every mark that was passed until ``at``. Returns how many cases were looked at."""
    looked_at = 0
    while True:
        count = _one_batch(at)
        looked_at += count
        if count < BATCH:
            return looked_at


@transaction.atomic
def _one_batch(at: datetime) -> int:
    due = list(
        Application.objects.select_for_update(skip_locked=True)
        .filter(next_mark_at__lte=at, state__in=OPEN)
        .order_by("next_mark_at")[:BATCH]
    )
    for application in due:
        _reach(application, at)
    return len(due)


def _reach(application: Application, at: datetime) -> None:
    standard = catalogue.published_version(application.version_id).standard
    intervals = calendars.intervals_of(application.intervals.all())
    percents = clockwork.percents_of(standard)
    reached = marks_ahead(standard.duration, application.unit_id, intervals, percents, at)
    for percent in percents:
        if percent in reached and reached[percent] <= at:
            _new, created = Mark.objects.get_or_create(application=application, percent=percent, defaults={"at": at})
            if created:
                ledger.record(
                    MarkReached(
                        subject=application.id,
                        unit_id=application.holder_unit_id,
                        percent=percent,
                        due_at=application.due_at,
                    ),
                    by=SYSTEM,
                    at=at,
                )
    clockwork.set_due(application, at)
    application.save(update_fields=["due_at", "next_mark_at", "work_order"])


def recompute_due(at: datetime, unit_ids: frozenset | None = None) -> int:
    """After a calendar changed: bring the kept due times of open cases up to date. The past stays as stored."""
    rows = Application.objects.filter(state__in=OPEN)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    count = 0
    for application_id in rows.values_list("id", flat=True).iterator():
        with transaction.atomic():
            application = Application.objects.select_for_update().get(id=application_id)
            clockwork.set_due(application, at)
            application.save(update_fields=["due_at", "next_mark_at", "work_order"])
            count += 1
    return count
