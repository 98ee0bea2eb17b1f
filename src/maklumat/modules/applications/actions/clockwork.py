"""Starting, pausing, running on and stopping an application's clock. Pause only, never reset."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from maklumat.kernel import rows
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue

from ..models import PAUSED_LAST, Application, ClockInterval
from ..queries.timing import Timing, marks_ahead, timing

DUE = 100


def percents_of(standard: catalogue.Standard) -> tuple[int, ...]:
    """The marks of a standard: its warnings, and 100 where something follows from it."""
    rules = standard.consequences
    return (*rules.warn_at, DUE) if rules.escalate_at_due or rules.apologise or rules.complain else rules.warn_at


def start(application: Application, at: datetime) -> None:
    """The clock starts to run, once."""
    if not application.intervals.exists():
        ClockInterval.objects.create(application=application, state="running", started_at=at)


def begin(application: Application, at: datetime) -> None:
    """Start the clock of what was a draft until now, and set its kept sums; the caller saves the row."""
    rows.insert(ClockInterval(application=application, state="running", started_at=at))
    _sum_up(application, (calendars.Interval("running", at, None, ""),), frozenset(), at)


def pause(application: Application, reason: str, at: datetime) -> None:
    """Stop counting while the applicant has to act."""
    _turn(application, "paused", reason, at)


def run_on(application: Application, at: datetime) -> None:
    """Count on from where it stood."""
    _turn(application, "running", "", at)


def stop(application: Application, at: datetime) -> Timing:
    """Close the last stretch; the sum is final. Marks end."""
    application.intervals.filter(ended_at=None).update(ended_at=at)
    application.next_mark_at = None
    return timing_of(application, at)


def timing_of(application: Application, now: datetime) -> Timing:
    """The clock of this application under its pinned version."""
    duration = _standard(application).duration
    return timing(duration, application.unit_id, calendars.intervals_of(application.intervals.all()), now)


def set_due(application: Application, at: datetime) -> None:
    """Bring the kept sums ``due_at`` and ``next_mark_at`` up to date; the caller saves the row."""
    passed = frozenset(application.marks.values_list("percent", flat=True))
    _sum_up(application, calendars.intervals_of(application.intervals.all()), passed, at)


def _sum_up(
    application: Application, intervals: Sequence[calendars.Interval], passed: Collection[int], at: datetime
) -> None:
    standard = _standard(application)
    marks = percents_of(standard)
    ahead = marks_ahead(standard.duration, application.unit_id, intervals, {*marks, DUE}, at)
    application.due_at = ahead.get(DUE)
    application.work_order = application.due_at or PAUSED_LAST
    left = [moment for percent, moment in ahead.items() if percent in marks and percent not in passed]
    application.next_mark_at = min(left) if left else None


def _turn(application: Application, state: str, reason: str, at: datetime) -> None:
    last = application.intervals.filter(ended_at=None).first()
    if last is None or last.state == state:
        return
    last.ended_at = at
    last.save(update_fields=["ended_at"])
    ClockInterval.objects.create(application=application, state=state, reason=reason, started_at=at)


def _standard(application: Application) -> catalogue.Standard:
    return catalogue.published_version(application.version_id).standard
