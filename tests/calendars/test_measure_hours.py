"""Minutes and hours: only opening time counts, and it counts from the moment of the start."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from maklumat.modules.calendars.rules.calendar import DEFAULT_VERSION, Calendar
from maklumat.modules.calendars.rules.stopwatch import due, kept, reached, used

from .cases import ALWAYS, OFFICE, SIX_DAYS, at, hours, line, minutes


@pytest.mark.parametrize(
    ("start", "promise", "expected"),
    [
        ("06-02 09:00", minutes(15), "06-02 09:15"),
        ("06-02 11:50", minutes(15), "06-02 13:05"),  # over the break
        ("06-02 12:10", minutes(15), "06-02 13:15"),  # within the break
        ("06-05 11:20", minutes(15), "06-05 13:05"),  # Friday prayer break
        ("06-02 15:50", minutes(15), "06-03 08:05"),  # over the night
        ("06-05 15:50", minutes(15), "06-08 08:05"),  # over the weekend
        ("06-06 10:00", minutes(15), "06-08 08:15"),  # starts on Saturday
        ("06-02 05:00", minutes(240), "06-02 12:00"),  # used up at the break, not after it
        ("06-02 08:00", hours(7), "06-02 16:00"),
        ("06-02 08:00", hours(8), "06-03 09:00"),
        ("06-02 08:00", hours(24), "06-05 11:00"),
    ],
)
def test_opening_hours_count(start, promise, expected):
    assert due(promise, OFFICE, line(start), at(start)) == at(expected)


def test_holiday_in_between():
    calendar = Calendar((DEFAULT_VERSION,), {date(2026, 6, 3): "libur"})
    assert due(hours(2), calendar, line("06-02 15:00"), at("06-02 15:00")) == at("06-04 09:00")


def test_six_days_and_round_the_clock():
    assert due(hours(4), Calendar((SIX_DAYS,)), line("06-05 09:00"), at("06-05 09:00")) == at("06-06 09:30")
    assert due(hours(72), Calendar((ALWAYS,)), line("06-05 09:00"), at("06-05 09:00")) == at("06-08 09:00")


def test_a_pause_moves_due_by_its_opening_time():
    case = line("06-02 09:00", "06-02 10:00", "06-03 09:00")  # 1 h used, then waiting for the applicant
    assert due(hours(2), OFFICE, case, at("06-03 09:30")) == at("06-03 10:00")
    assert due(hours(2), OFFICE, case, at("06-02 12:00")) is None
    assert used(hours(2), OFFICE, case, at("06-03 09:30")) == Fraction(3, 2)


def test_used_up_in_the_past():
    case = line("06-02 09:00", "06-02 11:00", "06-03 09:00")
    assert due(hours(1), OFFICE, case, at("06-20 09:00")) == at("06-02 10:00")
    assert due(hours(2), OFFICE, case, at("06-02 12:00")) == at("06-02 11:00")  # paused at the very last microsecond
    assert kept(hours(2), OFFICE, case, at("06-03 09:00"))
    assert not kept(hours(2), OFFICE, case, at("06-03 09:00") + timedelta(microseconds=1))


def test_paused_from_the_first_moment():
    case = line("06-02 09:00", "06-02 10:00", paused_first=True)
    assert due(hours(1), OFFICE, case, at("06-02 09:30")) is None
    assert due(hours(1), OFFICE, case, at("06-02 10:00")) == at("06-02 11:00")


def test_asked_before_the_start_it_answers_for_the_start():
    assert due(hours(1), OFFICE, line("06-02 09:00"), at("06-01 09:00")) == at("06-02 10:00")
    assert used(hours(1), OFFICE, line("06-02 09:00"), at("06-01 09:00")) == 0


def test_microseconds_are_exact():
    start = at("06-02 09:00") + timedelta(microseconds=7)
    assert due(minutes(1), OFFICE, line(start), start) == start + timedelta(minutes=1)
    assert used(minutes(1), OFFICE, line(start), start + timedelta(microseconds=1)) == Fraction(1, 60_000_000)
    assert reached(minutes(1), OFFICE, line(start), "1/3", start) == start + timedelta(seconds=20)
