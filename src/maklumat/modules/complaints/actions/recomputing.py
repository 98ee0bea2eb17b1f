"""Many clocks at a time: after a calendar changed, and when steps are reached. Few statements for a thousand reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from maklumat.kernel import ledger, memo
from maklumat.kernel.actor import SYSTEM

from ..events import ClockMoved
from ..models import Report, in_states
from ..queries.timing import fired_of, stretches_of
from ..rules.states import OPEN
from .moving import clockwork

BATCH = 1000
SUMS = ("due_at", "next_step_at", "work_order")
READ = ("id", "state", "kind", "holder_unit_id", "desk_since", "returns", "judged", "ladder", *SUMS)
_WRITE = """
UPDATE complaints_report AS report SET due_at = new.due_at, next_step_at = new.next_step_at, work_order = new.work_order
FROM unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[]) AS new (id, due_at, next_step_at, work_order)
WHERE report.id = new.id
"""


def write_sums(rows: Sequence[Report]) -> None:
    """Keep the sums of these locked rows. One statement."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [[getattr(row, name) for row in rows] for name in ("id", *SUMS)])


def recompute_due(at: datetime, ground: str = "") -> int:
    """Bring the kept due times of open reports up to date; the past stays as stored. ``ground``: what changed, for the
    history. Returns how many were looked at. A crash between two batches loses nothing: the next run begins anew."""
    rows = Report.objects.filter(in_states(OPEN), next_step_at__isnull=False)
    ids = sorted(rows.values_list("id", flat=True))
    for first in range(0, len(ids), BATCH):
        _one_batch(ids[first : first + BATCH], at, ground)
    return len(ids)


@transaction.atomic
def _one_batch(ids: Sequence[UUID], at: datetime, ground: str) -> None:
    rows = list(Report.objects.select_for_update().filter(in_states(OPEN), id__in=ids).only(*READ).order_by("id"))
    intervals, fired = stretches_of(ids), fired_of(ids)
    before = [(row.due_at, row.next_step_at, row.work_order) for row in rows]
    with memo.remembering(looking=False):  # calendars and units are looked up once for all of them
        for row in rows:
            clockwork.sum_up(row, intervals[row.id], fired[row.id], at)
    moved = [
        (row, was)
        for row, was in zip(rows, before, strict=True)
        if (row.due_at, row.next_step_at, row.work_order) != was
    ]
    write_sums([row for row, _was in moved])
    facts = [
        ClockMoved(subject=row.id, unit_id=row.holder_unit_id, ground=ground, before=was[0], due_at=row.due_at)
        for row, was in moved
        if row.due_at != was[0]
    ]
    ledger.record_each(facts, by=SYSTEM, at=at)
