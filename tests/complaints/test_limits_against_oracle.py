"""The time limits of reports against the oracle of ``limit_oracle.py``; ``tests/proofs/limits.py`` asks for every hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maklumat.modules.calendars.rules import holidays
from maklumat.modules.calendars.rules.calendar import Calendar, WeekVersion
from maklumat.modules.calendars.rules.promise import Promise
from maklumat.modules.calendars.rules.stopwatch import Interval, due, reached
from tests.complaints import limit_oracle as oracle
from tests.proofs import limits

FIRST = date(2026, 2, 1)
WINDOW = 90
JAKARTA = ZoneInfo("Asia/Jakarta")


def test_a_sample_of_the_proof() -> None:
    found = limits.run(1000, processes=1)
    assert found["cases"] == 1000
    assert found["differences"] == 0, found["shown"]
    rare = {name: found["of these"][name] for name in limits.SPECIAL if found["of these"][name] < 10}
    assert not rare, "the dice no longer roll these"


@pytest.mark.parametrize("zone", limits.ZONES)
@pytest.mark.parametrize("week", limits.WEEKS)
def test_every_hour_of_a_date_before_long_holidays(zone: str, week: str) -> None:
    before_lebaran = date(2026, 3, 17)  # cuti bersama, Nyepi and Idulfitri follow
    figures, shown = limits.compare(limits.every_hour(zone, week, before_lebaran, 1))
    assert figures["cases"] == 24 * len(limits.NAMES) * len(limits.LADDERS)
    assert figures["differences"] == 0, shown


@pytest.mark.parametrize("year", oracle.NATIONAL)
def test_closed_dates_are_those_of_the_decrees(year: int) -> None:
    found = holidays.base(year)
    for kind, listed in (("national", oracle.NATIONAL), ("collective_leave", oracle.COLLECTIVE_LEAVE)):
        assert [f"{day:%m-%d}" for day, one in sorted(found.items()) if one.kind == kind] == listed[year].split()


def test_the_oracle_itself_against_a_calendar_on_the_wall() -> None:
    unit = oracle.Unit("Asia/Jakarta", limits.OFFICE, oracle.closed_dates((2026,)))

    def wall(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
        return datetime(2026, month, day, hour, minute, tzinfo=JAKARTA)

    filed = wall(13, 15)  # Friday. Working days: 16, 17, then leave, Nyepi, Idulfitri, leave; 25, 26, 27
    assert unit.deadline(filed, 5) == wall(27, 16)
    assert unit.deadline(filed, 5, "0.8") == wall(26, 16)
    assert unit.deadline(filed, 3, "0.8") == wall(25, 10, 48)  # 0.4 of seven hours
    assert unit.deadline(filed, 5, "0.9") == wall(27, 11, 15)  # half of a Friday: 3.25 of 6.5 hours
    pause = (wall(26, 8), wall(26, 15))  # all of Thursday but its last hour
    assert unit.paused_deadline(filed, [pause], filed, 5) == wall(27, 16)  # not known yet
    assert unit.paused_deadline(filed, [pause], wall(26, 9), 5) is None
    # After the pause 1 + 1/7 of the days are left on the 26th at 15: one seventh, Friday, and 6/7 of Monday
    assert unit.paused_deadline(filed, [pause], wall(26, 15), 5) == wall(30, 15)


# --- anything at all --------------------------------------------------------------------------------------------

moments = st.integers(0, 60 * 86_400 * 10**6).map(
    lambda number: datetime(2026, 2, 2, tzinfo=UTC) + number * oracle.MICROSECOND
)
spells = st.one_of(
    st.just(timedelta()),
    st.integers(0, 40 * 24).map(lambda number: timedelta(hours=number)),
    st.integers(0, 86_400 * 10**6).map(lambda number: number * oracle.MICROSECOND),
)


@st.composite
def hours(draw: st.DrawFn) -> oracle.Hours:
    edges = draw(st.lists(st.integers(0, 1440), unique=True, max_size=6).map(sorted))
    return tuple(zip(edges[::2], edges[1::2], strict=False))


weeks = st.one_of(st.sampled_from((limits.OFFICE, limits.SIX_DAYS)), st.tuples(st.just(((480, 720),)), *[hours()] * 6))
closed_days = st.frozensets(st.integers(0, WINDOW).map(lambda number: FIRST + timedelta(days=number)), max_size=40)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(
    st.sampled_from(limits.ZONES),
    weeks,
    closed_days,
    moments,
    st.lists(st.tuples(spells, spells), max_size=4),
    spells,
    st.integers(1, 80),
    st.sampled_from(("1", "0.8", "1.25", "1.5", "0.1", "0.777", "0.3333333333333333")),
)
def test_any_week_any_holidays_any_pauses(
    zone: str,
    week: tuple[oracle.Hours, ...],
    closed: frozenset[date],
    filed_at: datetime,
    turns: list[tuple[timedelta, timedelta]],
    later: timedelta,
    days: int,
    share: str,
) -> None:
    calendar = Calendar((WeekVersion(date(2020, 1, 1), zone, week),), dict.fromkeys(closed, "Libur"))
    unit = oracle.Unit(zone, week, closed)
    pauses, intervals, at = [], [], filed_at
    for running, paused in turns:
        begin, end = at + running, at + running + paused
        intervals += [Interval("running", at, begin), Interval("paused", begin, end)]
        pauses.append((begin, end))
        at = end
    intervals.append(Interval("running", at))
    promise = Promise(days, "working_days")
    for now in (filed_at, *(edge for pause in pauses for edge in pause), at + later):
        life = filed_at, pauses, now
        assert due(promise, calendar, intervals, now) == unit.paused_deadline(*life, days)
        assert reached(promise, calendar, intervals, share, now) == unit.paused_deadline(*life, days, share)
    if not pauses:
        assert reached(promise, calendar, intervals, share, filed_at) == unit.deadline(filed_at, days, share)
