"""What the clock does by itself: steps of the ladder, and the end of the reporter's days. Each exactly once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from maklumat.kernel import ledger
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.calendars import api as calendars

from ..events import LeftUntold, StepReached
from ..models import Fired, Report
from ..queries.ladders import ladder_of
from ..queries.timing import ahead
from ..rules.states import State
from .moving import clockwork, move, save
from .working import close

BATCH = 100


def reach_steps(at: datetime) -> int:
    """Record every step that was reached until ``at``. Returns how many reports were looked at."""
    looked_at = 0
    while count := _one_batch(at):
        looked_at += count
    return looked_at


@transaction.atomic
def _one_batch(at: datetime) -> int:
    """Up to a hundred reports, locked; what another worker has in hand is passed over."""
    due = list(
        Report.objects.select_for_update(skip_locked=True).filter(next_step_at__lte=at).order_by("next_step_at")[:BATCH]
    )
    for report in due:
        _reach(report, at)
    return len(due)


def _reach(report: Report, at: datetime) -> None:
    fired = frozenset(report.fired.values_list("step", flat=True))
    intervals = calendars.intervals_of(report.intervals.all())
    steps = ahead(report, ladder_of(report.ladder), intervals, fired, at).steps
    for key, (moment, tell) in sorted(steps.items(), key=lambda one: one[1][0]):
        if moment > at:
            continue
        Fired.objects.create(report=report, step=key, at=at)  # the row is locked: what has fired was read after that
        reached = StepReached(subject=report.id, unit_id=report.holder_unit_id, step=key, tell=tell)
        ledger.record(reached, by=SYSTEM, at=at)
    clockwork.set_due(report, at)
    report.save(update_fields=["due_at", "next_step_at", "work_order"])


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
