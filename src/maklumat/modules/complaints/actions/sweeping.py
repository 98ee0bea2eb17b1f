"""What the clock does by itself: steps of the ladder, and the end of the reporter's days. Each exactly once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from maklumat.kernel import files, ledger, memo
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.calendars import api as calendars

from ..events import LeftUntold, StepReached
from ..models import Fired, Report
from ..queries.ladders import ladder_of
from ..queries.timing import ahead, fired_of, stretches_of
from ..rules.states import State
from .moving import clockwork, move, save
from .recomputing import READ, write_sums
from .working import close

BATCH = 200
DRAFTS_KEPT = timedelta(days=30)


def reach_steps(at: datetime) -> int:
    """Record every step that was reached until ``at``. Returns how many reports were looked at."""
    looked_at = 0
    while count := _one_batch(at):
        looked_at += count
    return looked_at


@transaction.atomic
def _one_batch(at: datetime) -> int:
    """Up to a few hundred reports, locked; what another worker has in hand is passed over."""
    due = Report.objects.select_for_update(skip_locked=True).filter(next_step_at__lte=at).only(*READ)
    rows = list(due.order_by("next_step_at")[:BATCH])
    ids = [row.id for row in rows]
    intervals, fired = stretches_of(ids), fired_of(ids)  # read after the lock: nobody else adds to it
    steps: list[Fired] = []
    facts: list[StepReached] = []
    with memo.remembering(looking=False):
        for row in rows:
            reached = _reached(row, intervals[row.id], fired[row.id], at)
            steps += [Fired(report=row, step=key, at=at) for key, _tell in reached]
            facts += [
                StepReached(subject=row.id, unit_id=row.holder_unit_id, step=key, tell=tell) for key, tell in reached
            ]
            clockwork.sum_up(row, intervals[row.id], fired[row.id] | {key for key, _tell in reached}, at)
    Fired.objects.bulk_create(steps)
    ledger.record_each(facts, by=SYSTEM, at=at)
    write_sums(rows)
    return len(rows)


def _reached(
    report: Report, intervals: tuple[calendars.Interval, ...], fired: frozenset[str], at: datetime
) -> list[tuple[str, tuple[str, ...]]]:
    """The steps that were reached until ``at`` and have not fired, in their order, with whom they tell."""
    steps = ahead(report, ladder_of(report.ladder), intervals, fired, at).steps
    passed = [(moment, key, tell) for key, (moment, tell) in steps.items() if moment <= at]
    return [(key, tell) for _moment, key, tell in sorted(passed)]


def end_waits(at: datetime) -> int:
    """Where the reporter's days are over: an unanswered question lets the clock run on, an answer ends the report."""
    ended = 0
    while count := _one_batch_of_waits(at):
        ended += count
    return ended


@transaction.atomic
def _one_batch_of_waits(at: datetime) -> int:
    over = list(
        Report.objects.select_for_update(skip_locked=True).filter(wait_until__lt=at).order_by("wait_until")[:BATCH]
    )
    for report in over:
        report.wait_until = None
        if report.state == State.ASKED:
            move(report, "left_untold")
            clockwork.turn(report, "running", "", at)
            save(report, at)
            ledger.record(LeftUntold(subject=report.id, unit_id=report.holder_unit_id), by=SYSTEM, at=at)
        elif report.state == State.ANSWERED:
            move(report, "lapsed")
            close(report, "lapsed", SYSTEM, at)
        else:
            report.save(update_fields=["wait_until"])
    return len(over)


@transaction.atomic
def sweep_drafts(at: datetime) -> int:
    """Delete what was begun and not sent within a month, with its pictures. Returns how many."""
    old = Report.objects.select_for_update(skip_locked=True).filter(state=State.DRAFT, changed_at__lt=at - DRAFTS_KEPT)
    rows = list(old[:BATCH])
    for report in rows:
        for one in report.evidence.all():
            files.shred(one.file_id)
        report.delete()
    return len(rows)
