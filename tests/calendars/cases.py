"""Small vocabulary of the calendar tests. 1 June 2026 is a Monday."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from maklumat.modules.calendars.rules.calendar import DEFAULT_VERSION, DEFAULT_WEEK, Calendar, WeekVersion
from maklumat.modules.calendars.rules.promise import Promise
from maklumat.modules.calendars.rules.stopwatch import Interval

OFFICE = Calendar((DEFAULT_VERSION,))
SIX_DAYS = WeekVersion(
    date(2000, 1, 1), "Asia/Jakarta", (((450, 840),),) * 4 + (((450, 660),), ((450, 780),), ())
)  # Mon-Thu 07.30-14.00, Fri -11.00, Sat -13.00
ALWAYS = WeekVersion(date(2000, 1, 1), "Asia/Jakarta", (((0, 1440),),) * 7)
MOVED = Calendar(
    (
        WeekVersion(date(2000, 1, 1), "Asia/Jakarta", DEFAULT_WEEK),
        WeekVersion(date(2026, 6, 10), "Asia/Makassar", DEFAULT_WEEK),
    )
)  # WIB until Tuesday 9 June, WITA from Wednesday 10 June


def at(text: str, zone: str = "Asia/Jakarta") -> datetime:
    """Local wall clock -> UTC; ``"06-02 09:00"`` is 2 June 2026, WIB."""
    local = datetime.fromisoformat(text if text.count("-") == 2 else f"2026-{text}")
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def line(*marks: str | datetime, paused_first: bool = False, closed: bool = False) -> list[Interval]:
    """Intervals that change state at each mark; the last is open unless ``closed`` (then the last mark ends it)."""
    moments = [at(mark) if isinstance(mark, str) else mark for mark in marks]
    ends = [*moments[1:], None]
    states = ("paused", "running") if paused_first else ("running", "paused")
    made = [Interval(states[i % 2], start, end) for i, (start, end) in enumerate(zip(moments, ends, strict=True))]
    return made[:-1] if closed else made


def days(number: int) -> Promise:
    return Promise(number, "working_days")


def dates(number: int) -> Promise:
    return Promise(number, "calendar_days")


def hours(number: int) -> Promise:
    return Promise(number, "hours")


def minutes(number: int) -> Promise:
    return Promise(number, "minutes")
