"""Starting, pausing, running on and stopping a report's clock. Pause only, never reset."""

from __future__ import annotations

from datetime import datetime

from maklumat.kernel import rows
from maklumat.modules.calendars import api as calendars

from ..models import PAUSED_LAST, Interval, Report
from ..queries.ladders import ladder_of
from ..queries.timing import Timing, ahead, timing


def start(report: Report, at: datetime) -> None:
    """The clock starts to run; the caller saves the row."""
    report.stretches = []
    _go_on(report, "running", "", at)
    sum_up(report, _intervals(report), frozenset(), at)


def turn(report: Report, state: str, reason: str, at: datetime) -> None:
    """Pause with a reason, or run on."""
    last = report.stretches[-1]
    if last.ended_at is None and last.state == state:
        return
    if last.ended_at is None:
        last.ended_at = at
        rows.update(last, ["ended_at"])
    else:
        # Closed and opened again: the first clock runs on, the time between counts as a pause.
        _go_on(report, "paused", "closed", last.ended_at, at)
    _go_on(report, state, reason, at)


def _go_on(report: Report, state: str, reason: str, at: datetime, until: datetime | None = None) -> None:
    one = Interval(report=report, state=state, reason=reason, started_at=at, ended_at=until)
    rows.insert(one)
    report.stretches.append(one)


def stop(report: Report, at: datetime) -> Timing:
    """Close the last stretch: the sum is final, nothing is due any more."""
    last = report.stretches[-1]
    if last.ended_at is None:
        last.ended_at = at
        rows.update(last, ["ended_at"])
    report.next_step_at = report.wait_until = None
    report.work_order = PAUSED_LAST
    return timing_of(report, at)


def timing_of(report: Report, now: datetime) -> Timing:
    """The clock of this report under the limits it was filed under."""
    return timing(report, ladder_of(report.ladder), _intervals(report), now)


def _intervals(report: Report) -> tuple[calendars.Interval, ...]:
    return tuple(calendars.Interval(one.state, one.started_at, one.ended_at, one.reason) for one in report.stretches)


def set_due(report: Report, at: datetime) -> None:
    """Bring the kept sums up to date; the caller saves the row."""
    sum_up(report, _intervals(report), report.steps_fired, at)


def sum_up(report: Report, intervals: tuple[calendars.Interval, ...], fired: frozenset[str], at: datetime) -> None:
    """The sums that lists and alarms live by, from what is at hand; the caller saves the row."""
    before = ahead(report, ladder_of(report.ladder), intervals, fired, at)
    report.due_at = before.due_at
    report.work_order = report.due_at or PAUSED_LAST
    soonest = min((moment for moment, _tell in before.steps.values()), default=None)
    # People are reminded in office hours only.
    report.next_step_at = calendars.next_open(report.holder_unit_id, soonest) if soonest else None
