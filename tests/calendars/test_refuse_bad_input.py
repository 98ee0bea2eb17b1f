"""What the rules refuse, so that no loop can be endless and no number silently wrong."""

from datetime import date, datetime, timedelta

import pytest

from maklumat.modules.calendars.rules.calendar import DEFAULT_WEEK, Calendar, WeekVersion
from maklumat.modules.calendars.rules.promise import Promise
from maklumat.modules.calendars.rules.stopwatch import Interval, due, reached, used

from .cases import OFFICE, at, days, line

A, B, C = at("06-02 09:00"), at("06-02 10:00"), at("06-02 11:00")


@pytest.mark.parametrize(
    "intervals",
    [
        [],
        [Interval("running", A, B), Interval("paused", C)],  # gap
        [Interval("running", A, C), Interval("paused", B)],  # overlap
        [Interval("running", B, A)],  # backwards
        [Interval("running", A), Interval("paused", B)],  # open before the last
        [Interval("sleeping", A)],
        [Interval("running", datetime(2026, 6, 2, 9))],  # noqa: DTZ001
    ],
)
def test_intervals(intervals):
    with pytest.raises(ValueError):
        used(days(1), OFFICE, intervals, C)


@pytest.mark.parametrize("week", [
    ((),) * 7,
    DEFAULT_WEEK[:6],
    (((480, 480),), *DEFAULT_WEEK[1:]),
    (((480, 1441),), *DEFAULT_WEEK[1:]),
    (((-1, 60),), *DEFAULT_WEEK[1:]),
    (((480, 720), (700, 960)), *DEFAULT_WEEK[1:]),
    (((780, 960), (480, 720)), *DEFAULT_WEEK[1:]),
    (((480, 720.5),), *DEFAULT_WEEK[1:]),
])  # fmt: skip
def test_weeks(week):
    with pytest.raises(ValueError):
        WeekVersion(date(2026, 1, 1), "Asia/Jakarta", week)


def test_zones_and_versions():
    for zone in ("Asia/Bekasi", "../etc/passwd", "", "Asia"):
        with pytest.raises(ValueError):
            WeekVersion(date(2026, 1, 1), zone, DEFAULT_WEEK)
    version = WeekVersion(date(2026, 1, 1), "Asia/Jayapura", DEFAULT_WEEK)
    for versions in ((), (version, version)):
        with pytest.raises(ValueError):
            Calendar(versions)


@pytest.mark.parametrize(("number", "unit"), [(0, "hours"), (-1, "hours"), (True, "hours"), (1.5, "hours"),
                                              (1, "weeks"), (100_001, "minutes")])  # fmt: skip
def test_promises(number, unit):
    with pytest.raises(ValueError):
        Promise(number, unit)


def test_shares_and_moments():
    with pytest.raises(ValueError):
        reached(days(1), OFFICE, line("06-02 09:00"), -1, A)
    with pytest.raises(ValueError):
        due(days(1), OFFICE, line("06-02 09:00"), datetime(2026, 6, 2))  # noqa: DTZ001


def test_the_longest_promise_still_ends():
    assert due(days(3000), OFFICE, line("06-02 09:00"), A) > A + timedelta(days=3000)


def test_a_calendar_is_a_value():
    closed = {date(2026, 6, 3): "libur"}
    one, other = Calendar((OFFICE.versions[0],), closed), Calendar((OFFICE.versions[0],), dict(closed))
    assert one == other and hash(one) == hash(other)
    closed.clear()
    assert not one.is_working_day(date(2026, 6, 3))
    with pytest.raises(TypeError):
        one.closed[date(2026, 6, 4)] = "x"
