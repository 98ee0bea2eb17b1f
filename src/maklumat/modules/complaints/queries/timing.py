"""The clock of one report: its intervals against the calendar of the unit that holds it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from maklumat.modules.calendars import api as calendars

from ..models import Fired, Interval, Report
from ..rules.ladder import Kind, Ladder
from ..rules.states import State

STAGE_OF = {State.RECEIVED: "verify", State.JUDGING: "verify", State.FORWARDED: "follow_up"}


@dataclass(frozen=True)
class Timing:
    """``used`` of ``allowed`` working days (exact), ``percent`` rounded up, seconds net and gross."""

    used: Fraction
    allowed: int
    percent: int
    kept: bool
    paused: bool
    due_at: datetime | None
    net_seconds: int
    gross_seconds: int


def kind_of(report: Report) -> Kind | None:
    return Kind(report.kind) if report.kind else None


def timing(report: Report, ladder: Ladder, intervals: Sequence[calendars.Interval], now: datetime) -> Timing:
    """The clock at ``now``; for a finished report pass its end."""
    days = ladder.limit(kind_of(report))
    calendar, promise = calendars.calendar_of(report.holder_unit_id), calendars.Promise(days, "working_days")
    used = calendars.used(promise, calendar, intervals, now)
    return Timing(
        used=used,
        allowed=days,
        percent=math.ceil(used * 100 / days),
        kept=used <= days,
        paused=intervals[-1].state == "paused",
        due_at=calendars.due(promise, calendar, intervals, now),
        net_seconds=int(calendars.net(calendar, intervals, now).total_seconds()),
        gross_seconds=int(calendars.gross(intervals, now).total_seconds()),
    )


def after_working_days(unit_id: UUID, days: int, at: datetime) -> datetime:
    """The end of the last of so many working days after ``at``; that date itself is day 0."""
    running = (calendars.Interval("running", at),)
    found = calendars.due(calendars.Promise(days, "working_days"), calendars.calendar_of(unit_id), running, at)
    if found is None:
        raise LookupError("the unit never opens")
    return found


@dataclass(frozen=True)
class Ahead:
    """When the limit is used up (None while the clock stands still), and the steps that have not fired: key → moment and
    whom it tells. Nothing of those that a pause holds back."""

    due_at: datetime | None
    steps: dict[str, tuple[datetime, tuple[str, ...]]]


def ahead(
    report: Report, ladder: Ladder, intervals: Sequence[calendars.Interval], fired: Collection[str], now: datetime
) -> Ahead:
    """What lies before an open report. A stage that is entered again after a return has its steps again."""
    calendar, kind, due_at = calendars.calendar_of(report.holder_unit_id), kind_of(report), None
    stages: list[tuple[str, Sequence[calendars.Interval], str]] = [("limit", intervals, "")]
    stage_now = STAGE_OF.get(State(report.state))
    if stage_now and report.desk_since:
        at_desk = (calendars.Interval("running", report.desk_since),)
        stages.append((stage_now, at_desk, f"/{report.returns}{'j' if report.judged else ''}"))
    steps: dict[str, tuple[datetime, tuple[str, ...]]] = {}
    for stage, stretch, again in stages:
        amounts = ladder.amounts(stage, kind)
        moments = calendars.reached_each("working_days", calendar, stretch, [days for days, _step in amounts], now)
        for (_days, step), moment in zip(amounts, moments, strict=True):
            if step is None:
                due_at = moment if stage == "limit" else due_at
            elif moment is not None and step.key + again not in fired:
                steps[step.key + again] = (moment, step.tell)
    return Ahead(due_at, steps)


def stretches_of(ids: Sequence[UUID]) -> dict[UUID, tuple[calendars.Interval, ...]]:
    """The clocks of many reports. One query."""
    found: dict[UUID, list[calendars.Interval]] = defaultdict(list)
    rows = Interval.objects.filter(report__in=ids).order_by("report_id", "started_at", "id")
    for report_id, *stretch in rows.values_list("report_id", "state", "started_at", "ended_at", "reason"):
        found[report_id].append(calendars.Interval(*stretch))
    return {report_id: tuple(many) for report_id, many in found.items()}


def fired_of(ids: Sequence[UUID]) -> dict[UUID, frozenset[str]]:
    """The steps that many reports have behind them. One query."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for report_id, step in Fired.objects.filter(report__in=ids).values_list("report_id", "step"):
        found[report_id].add(step)
    return defaultdict(frozenset, {report_id: frozenset(many) for report_id, many in found.items()})
