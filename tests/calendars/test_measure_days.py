"""Working days and calendar days, with dates worked out by hand."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from maklumat.modules.calendars.rules.calendar import DEFAULT_VERSION, Calendar, WeekVersion
from maklumat.modules.calendars.rules.stopwatch import due, gross, kept, net, reached, remaining, used

from .cases import ALWAYS, MOVED, OFFICE, SIX_DAYS, at, dates, days, line


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        ("06-02 09:00", 1, "06-03 16:00"),  # Tue -> Wed close
        ("06-02 00:00", 1, "06-03 16:00"),  # the first second of Tuesday is still day 0
        ("06-02 23:59", 1, "06-03 16:00"),
        ("06-04 15:00", 1, "06-05 16:00"),  # Thu -> Fri close
        ("06-05 09:00", 1, "06-08 16:00"),  # Fri -> Mon
        ("06-06 10:00", 1, "06-08 16:00"),  # Sat -> Mon
        ("06-07 10:00", 1, "06-08 16:00"),  # Sun -> Mon
        ("06-02 09:00", 5, "06-09 16:00"),
        ("06-02 09:00", 14, "06-22 16:00"),
        ("06-02 09:00", 60, "08-25 16:00"),
    ],
)
def test_working_days_end_at_closing_time_of_the_nth_working_day(start, number, expected):
    assert due(days(number), OFFICE, line(start), at(start)) == at(expected)


def test_day_of_receipt_is_day_zero():
    case = line("06-02 08:00")
    assert used(days(3), OFFICE, case, at("06-02 16:00")) == 0
    assert used(days(3), OFFICE, case, at("06-03 08:00")) == 0
    assert used(days(3), OFFICE, case, at("06-03 12:00")) == Fraction(4, 7)
    assert used(days(3), OFFICE, case, at("06-03 12:30")) == Fraction(4, 7)  # the break counts nothing
    assert used(days(3), OFFICE, case, at("06-03 16:00")) == 1
    assert remaining(days(3), OFFICE, case, at("06-05 16:00")) == 0
    assert remaining(days(3), OFFICE, case, at("06-08 16:00")) == -1


def test_friday_is_a_whole_day_although_it_is_shorter():
    case = line("06-04 10:00")
    assert used(days(2), OFFICE, case, at("06-05 11:30")) == Fraction(210, 390)
    assert used(days(2), OFFICE, case, at("06-05 16:00")) == 1


def test_six_day_week_counts_saturday():
    six = Calendar((SIX_DAYS,))
    assert due(days(1), six, line("06-05 09:00"), at("06-05 09:00")) == at("06-06 13:00")
    assert due(days(2), six, line("06-05 09:00"), at("06-05 09:00")) == at("06-08 14:00")


def test_holidays_and_cuti_bersama_are_skipped():
    closed = {date(2026, 3, day): "Idul Fitri" for day in (18, 19, 20, 23, 24)}
    calendar = Calendar((DEFAULT_VERSION,), closed)
    assert due(days(2), calendar, line("03-16 10:00"), at("03-16 10:00")) == at("03-25 16:00")


def test_start_on_a_holiday_is_day_zero_too():
    calendar = Calendar((DEFAULT_VERSION,), {date(2026, 6, 2): "libur", date(2026, 6, 3): "libur"})
    assert due(days(1), calendar, line("06-02 10:00"), at("06-02 10:00")) == at("06-04 16:00")


def test_a_pause_of_half_a_working_day_moves_due_by_half_a_working_day():
    # Wednesday 3 June has 420 open minutes; paused 12:30-16:30 = 180 of them; Thursday gives them back at 11:00.
    case = line("06-02 09:00", "06-03 12:30", "06-03 16:30")
    assert due(days(1), OFFICE, case, at("06-03 17:00")) == at("06-04 11:00")
    # Half a day (210 minutes) paused on Wednesday ends at 11:30 on Thursday.
    case = line("06-02 09:00", "06-03 08:00", "06-03 11:30")
    assert due(days(1), OFFICE, case, at("06-03 12:00")) == at("06-04 11:30")


def test_a_pause_of_half_a_thursday_is_half_a_friday():
    case = line("06-03 09:00", "06-04 08:00", "06-04 11:30")  # half of Thursday's 420 minutes
    assert due(days(1), OFFICE, case, at("06-04 12:00")) == at("06-05 11:15")  # half of Friday's 390 minutes


def test_a_pause_over_days_and_a_weekend():
    case = line("06-02 09:00", "06-03 16:00", "06-08 08:00")  # 1 day used, paused Thursday and Friday
    assert due(days(3), OFFICE, case, at("06-08 09:00")) == at("06-09 16:00")


def test_a_pause_outside_opening_hours_changes_nothing():
    case = line("06-02 09:00", "06-02 16:00", "06-03 08:00", "06-05 16:00", "06-08 08:00")
    assert due(days(5), OFFICE, case, at("06-08 09:00")) == at("06-09 16:00")


def test_a_pause_on_day_zero_changes_nothing():
    case = line("06-02 09:00", "06-02 10:00", "06-02 15:00")
    assert due(days(1), OFFICE, case, at("06-02 15:00")) == at("06-03 16:00")


def test_paused_case_has_no_due_unless_it_was_used_up_before():
    case = line("06-02 09:00", "06-04 10:00")
    assert due(days(2), OFFICE, case, at("06-04 11:00")) is None
    assert due(days(2), OFFICE, case, at("06-30 11:00")) is None
    assert due(days(1), OFFICE, case, at("06-04 11:00")) == at("06-03 16:00")
    assert due(days(2), OFFICE, case, at("06-04 09:00")) == at("06-04 16:00")  # asked before the pause
    assert reached(days(2), OFFICE, case, Fraction(1, 2), at("06-30 11:00")) == at("06-03 16:00")


def test_used_up_exactly_is_kept_and_a_microsecond_later_is_not():
    close = at("06-03 16:00")
    assert kept(days(1), OFFICE, line("06-02 09:00", close, closed=True), close)
    assert kept(days(1), OFFICE, line("06-02 09:00"), at("06-04 08:00"))  # the night costs nothing
    assert not kept(days(1), OFFICE, line("06-02 09:00"), at("06-04 08:00") + timedelta(microseconds=1))


def test_due_between_two_microseconds_is_the_one_before():
    # A third of a microsecond-odd share: pause 1 us of Thursday (420 min), owed on Friday (390 min): 390/420 us.
    pause = at("06-04 09:00")
    case = line("06-03 09:00", pause, pause + timedelta(microseconds=1))
    moment = due(days(1), OFFICE, case, at("06-04 12:00"))
    assert moment == at("06-05 08:00")
    assert used(days(1), OFFICE, case, moment) < 1 < used(days(1), OFFICE, case, moment + timedelta(microseconds=1))


def test_shares_of_the_budget():
    case, now = line("06-02 09:00"), at("06-02 09:00")
    assert reached(days(5), OFFICE, case, "0.8", now) == at("06-08 16:00")
    assert reached(days(5), OFFICE, case, 0.8, now) == at("06-08 16:00")
    assert reached(days(1), OFFICE, case, Fraction(1, 2), now) == at("06-03 11:30")
    assert reached(days(1), OFFICE, case, 0, now) == now
    assert reached(days(1), OFFICE, case, 2, now) == at("06-04 16:00")


def test_unit_moves_from_wib_to_wita():
    # Tuesday 9 June 16:00 WIB closes; Wednesday 10 June 08:00-16:00 WITA.
    assert due(days(1), MOVED, line("06-08 09:00"), at("06-08 09:00")) == at("06-09 16:00")
    assert due(days(2), MOVED, line("06-08 09:00"), at("06-08 09:00")) == at("06-10 16:00", "Asia/Makassar")
    # Dates still partition the time line: 9 June lasts 23 hours and counts as one calendar day.
    assert due(dates(1), MOVED, line("06-08 09:00"), at("06-08 09:00")) == at("06-09 23:00")
    assert used(dates(9), MOVED, line("06-08 09:00"), at("06-09 11:30")) == Fraction(1, 2)
    # 23:30 WIB on 9 June is already 10 June for the unit, so day 1 is Thursday.
    late = line("06-09 23:30")
    assert due(days(1), MOVED, late, at("06-09 23:30")) == at("06-11 16:00", "Asia/Makassar")


def test_hours_past_the_end_of_a_shortened_day_are_cut_off():
    moved = Calendar((ALWAYS, WeekVersion(date(2026, 6, 10), "Asia/Makassar", ALWAYS.week)))
    assert net(moved, line("06-09 00:00"), at("06-10 01:00")) == timedelta(hours=25)
    assert moved.day(date(2026, 6, 9)).open == 23 * 3600 * 10**6
    back = Calendar((WeekVersion(date(2000, 1, 1), "Asia/Makassar", ALWAYS.week),
                     WeekVersion(date(2026, 6, 10), "Asia/Jakarta", ALWAYS.week)))  # fmt: skip
    assert back.day(date(2026, 6, 9)).end - back.day(date(2026, 6, 9)).start == 25 * 3600 * 10**6
    assert back.day(date(2026, 6, 9)).open == 24 * 3600 * 10**6


def test_new_hours_in_the_middle_of_a_case():
    ramadan = WeekVersion(date(2026, 6, 4), "Asia/Jakarta", (((480, 900),),) * 5 + ((), ()))
    calendar = Calendar((DEFAULT_VERSION, ramadan))
    assert due(days(1), calendar, line("06-02 09:00"), at("06-02 09:00")) == at("06-03 16:00")
    assert due(days(2), calendar, line("06-02 09:00"), at("06-02 09:00")) == at("06-04 15:00")


def test_earliest_version_also_applies_before_its_date():
    late = Calendar((WeekVersion(date(2030, 1, 1), "Asia/Jakarta", DEFAULT_VERSION.week),))
    assert due(days(1), late, line("06-02 09:00"), at("06-02 09:00")) == at("06-03 16:00")


@pytest.mark.parametrize(("number", "expected"), [(1, "06-04 00:00"), (5, "06-08 00:00"), (30, "07-03 00:00")])
def test_calendar_days_end_with_the_nth_date(number, expected):
    calendar = Calendar((DEFAULT_VERSION,), {date(2026, 6, 3): "libur"})  # holidays count as well
    assert due(dates(number), calendar, line("06-02 09:00"), at("06-02 09:00")) == at(expected)


def test_calendar_days_pause_by_the_whole_day():
    case = line("06-02 09:00", "06-03 18:00", "06-04 06:00")  # 6 h of 3 June and 6 h of 4 June
    assert due(dates(2), OFFICE, case, at("06-04 07:00")) == at("06-05 12:00")


def test_gross_counts_everything_and_net_only_open_running_time():
    case = line("06-02 09:00", "06-02 11:00", "06-03 15:00")
    now = at("06-03 20:00")
    assert gross(case, now) == timedelta(hours=35)
    assert net(OFFICE, case, now) == timedelta(hours=3)
    assert net(OFFICE, case, at("06-02 08:00")) == gross(case, at("06-02 08:00")) == timedelta(0)


def test_closed_case_stands_still_after_its_end():
    case = line("06-02 09:00", "06-04 12:00", closed=True)
    assert used(days(5), OFFICE, case, at("06-30 12:00")) == used(days(5), OFFICE, case, at("06-04 12:00"))
    assert gross(case, at("06-30 12:00")) == timedelta(hours=51)
    assert due(days(5), OFFICE, case, at("06-30 12:00")) == at("06-09 16:00")
