"""The deadlines of the rule, in working days of the unit; what is late is told once, what was not completed in time lapses."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import SYSTEM, Actor
from maklumat.kernel.errors import Conflict
from maklumat.modules.calendars import api as calendars

from ..events import ClockMoved, Lapsed, Overdue
from ..models import Report, Step
from ..queries.parts import envelope_of, local_date
from ..rules.provisions import Provision, provisions
from ..rules.retention import kept_until
from ..rules.states import FINISHED, RETURNED, RUNNING, after


def provision_of(row: Report) -> Provision:
    """The rule it was judged by."""
    return next(one for one in provisions() if one.key == row.provision)


def deadline(unit_id: UUID, start: datetime, days: int, now: datetime) -> datetime | None:
    """The last moment of the n-th working day of the unit after the day of ``start``. The rule counts days: whoever reports in the evening of the
    last one, after the office has closed, is in time."""
    calendar = calendars.calendar_of(unit_id)
    closing = calendars.due(
        calendars.Promise(days, "working_days"), calendar, (calendars.Interval("running", start),), max(now, start)
    )
    if closing is None:
        return None
    zone = ZoneInfo(calendars.zone_of(unit_id))
    return datetime.combine(closing.astimezone(zone).date(), time.max, zone)


def noon(unit_id: UUID, day: date) -> datetime:
    """A moment of a day, where the unit is: the day itself is not counted."""
    return datetime.combine(day, time(12), ZoneInfo(calendars.zone_of(unit_id)))


def due_of(row: Report, now: datetime) -> datetime | None:
    """When the present step must be done, by the calendar in force."""
    step = RUNNING.get(row.state)
    return deadline(row.unit_id, row.step_since, provision_of(row).days[step], now) if step else None


def move(row: Report, act: str, by: Actor, at: datetime, note: str = "") -> None:
    """To the state that follows an act that is open, with its deadline, and a line in its history."""
    row.state = after(row.state, act) or row.state
    row.revision += 1
    row.step_since = at
    row.due_at = due_of(row, at)
    row.told_overdue = False
    row.finished_at = at if row.state in FINISHED else None
    row.kept_until = kept_until(row.state, local_date(at)) if row.state in FINISHED else None
    row.save()
    write_step(row, act, by, at, note)


def write_step(row: Report, act: str, by: Actor, at: datetime, note: str = "") -> None:
    """A line of the history; a note is sealed with the report. Raises Conflict where the report's key is gone."""
    envelope = envelope_of(row.id) if note else None
    if note and envelope is None:
        raise Conflict(_("Laporan ini tidak dapat dibuka lagi: kuncinya tidak ada."))
    sealed = envelope.seal_json(note) if envelope else None
    Step.objects.create(report=row, act=act, by=by.account_id, at=at, note=sealed)


def recompute_due(at: datetime, ground: str = "") -> int:
    """Bring the kept due times of open reports up to date after a calendar changed; what was in time or late before stays so in the facts. Returns how
    many were looked at. A crash loses nothing: the next run begins anew."""
    ids = list(Report.objects.filter(state__in=list(RUNNING)).order_by("id").values_list("id", flat=True))
    for one in ids:
        _recompute(one, at, ground)
    return len(ids)


@transaction.atomic
def _recompute(report_id: UUID, at: datetime, ground: str) -> None:
    row = Report.objects.select_for_update().filter(id=report_id, state__in=list(RUNNING)).first()
    if row is None:
        return
    before, row.due_at = row.due_at, due_of(row, at)
    if row.due_at == before:
        return
    row.told_overdue = (
        row.told_overdue and row.due_at is not None and row.due_at < at
    )  # given days: told again if they pass
    row.save(update_fields=["due_at", "told_overdue"])
    moved = ClockMoved(subject=row.id, unit_id=row.unit_id, ground=ground, before=before, due_at=row.due_at)
    ledger.record(moved, by=SYSTEM, at=at)


def sweep(at: datetime) -> int:
    """Tell what is late, let lapse what was not completed. Returns how many reports."""
    ids = list(Report.objects.filter(due_at__lt=at, told_overdue=False).values_list("id", flat=True)[:500])
    return sum(_late(one, at) for one in ids)


@transaction.atomic
def _late(report_id: UUID, at: datetime) -> bool:
    row = Report.objects.select_for_update().filter(id=report_id, due_at__lt=at, told_overdue=False).first()
    if row is None:
        return False
    if row.state == RETURNED:
        move(row, "lapse", SYSTEM, at)
        ledger.record(Lapsed(subject=row.id, unit_id=row.unit_id), by=SYSTEM, at=at)
        return True
    row.told_overdue = True
    row.save(update_fields=["told_overdue"])
    ledger.record(Overdue(subject=row.id, unit_id=row.unit_id, step=RUNNING[row.state]), by=SYSTEM, at=at)
    return True
