"""After a calendar changed: every open clock anew, many at a time, and the reason in the history of each that moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from maklumat.kernel import ledger, memo
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.calendars import api as calendars

from ..events import ClockMoved
from ..models import Fired, Interval, Report
from ..rules.states import OPEN
from .moving import clockwork

BATCH = 1000
_KEPT = ("due_at", "next_step_at", "work_order")
_WRITE = """
UPDATE complaints_report AS report SET due_at = new.due_at, next_step_at = new.next_step_at, work_order = new.work_order
FROM unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[]) AS new (id, due_at, next_step_at, work_order)
WHERE report.id = new.id
"""


def recompute_due(at: datetime, ground: str = "") -> int:
    """Bring the kept due times of open reports up to date; the past stays as stored. ``ground``: what changed, for the
    history. Returns how many were looked at. A crash between two batches loses nothing: the next run begins anew."""
    last, count = UUID(int=0), 0
    while rows := _one_batch(last, at, ground):
        last, count = rows[-1], count + len(rows)
    return count


@transaction.atomic
def _one_batch(after: UUID, at: datetime, ground: str) -> Sequence[UUID]:
    wanted = ("id", "state", "kind", "holder_unit_id", "desk_since", "returns", "judged", "ladder", *_KEPT)
    rows = list(
        Report.objects.select_for_update()
        .filter(state__in=OPEN, id__gt=after, next_step_at__isnull=False)
        .only(*wanted)
        .order_by("id")[:BATCH]
    )
    ids = [row.id for row in rows]
    intervals, fired = _stretches(ids), _fired(ids)
    moved, facts = [], []
    with memo.remembering(looking=False):  # calendars and units are looked up once for all of them
        sums = [(row, (row.due_at, row.next_step_at, row.work_order)) for row in rows]
        for row in rows:
            clockwork.sum_up(row, intervals[row.id], fired[row.id], at)
    for row, before in sums:
        if (row.due_at, row.next_step_at, row.work_order) == before:
            continue
        moved.append(row)
        if row.due_at != before[0]:
            facts.append(
                ClockMoved(
                    subject=row.id, unit_id=row.holder_unit_id, ground=ground, before=before[0], due_at=row.due_at
                )
            )
    if moved:
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [[getattr(row, name) for row in moved] for name in ("id", *_KEPT)])
    ledger.record_each(facts, by=SYSTEM, at=at)
    return ids


def _stretches(ids: Sequence[UUID]) -> dict[UUID, tuple[calendars.Interval, ...]]:
    found: dict[UUID, list[calendars.Interval]] = defaultdict(list)
    rows = Interval.objects.filter(report__in=ids).order_by("report_id", "started_at", "id")
    for report_id, *stretch in rows.values_list("report_id", "state", "started_at", "ended_at", "reason"):
        found[report_id].append(calendars.Interval(*stretch))
    return {report_id: tuple(many) for report_id, many in found.items()}


def _fired(ids: Sequence[UUID]) -> dict[UUID, frozenset[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    for report_id, step in Fired.objects.filter(report__in=ids).values_list("report_id", "step"):
        found[report_id].add(step)
    return defaultdict(frozenset, {report_id: frozenset(many) for report_id, many in found.items()})
