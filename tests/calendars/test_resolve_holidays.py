"""Closed dates: the base, decrees that change it, local holidays, and who stays closed on what."""

from datetime import UTC, date, datetime

import pytest

from maklumat.modules.calendars.rules.calendar import DEFAULT_VERSION, DEFAULT_WEEK, WeekVersion
from maklumat.modules.calendars.rules.holidays import (
    COVERED,
    Closure,
    Decree,
    DecreeDay,
    LocalDay,
    base,
    closed_dates,
    closures,
    is_certain,
)  # fmt: skip
from maklumat.modules.calendars.rules.resolution import WeekRecord, resolve, timeline

from .cases import ALWAYS, at, days, line

# SKB 3 Menteri on 2026 (as the library holds it): pinned, so that a new library version cannot move a due date unseen.
NATIONAL_2026 = "01-01 01-16 02-17 03-19 03-21 03-22 04-03 04-05 05-01 05-14 05-27 05-31 06-01 06-16 08-17 08-25 12-25"
LEAVE_2026 = "02-16 03-18 03-20 03-23 03-24 05-15 05-28 12-24"


def moment(day: str) -> datetime:
    return datetime.fromisoformat(f"2026-{day}").replace(tzinfo=UTC)


def decree(number: str, issued: str, *lines: DecreeDay, recorded: str = "") -> Decree:
    return Decree(number, date.fromisoformat(f"2026-{issued}"), moment(recorded or issued), lines)


def leave(day: str, effect: str = "closed") -> DecreeDay:
    return DecreeDay(date.fromisoformat(f"2026-{day}"), "Cuti Bersama", "collective_leave", effect)


def of_kind(year: int, kind: str) -> str:
    return " ".join(f"{day:%m-%d}" for day, one in sorted(base(year).items()) if one.kind == kind)


def test_base_of_2026_is_the_skb():
    assert of_kind(2026, "national") == NATIONAL_2026
    assert of_kind(2026, "collective_leave") == LEAVE_2026


@pytest.mark.parametrize(("year", "national", "leave"), [(2023, 16, 11), (2024, 19, 10), (2025, 17, 11),
                                                         (2026, 17, 8), (2027, 18, 8)])  # fmt: skip
def test_covered_years_have_not_changed(year, national, leave):
    assert (len(of_kind(year, "national").split()), len(of_kind(year, "collective_leave").split())) == (national, leave)
    assert is_certain(year) and year in COVERED


def test_other_years_are_said_to_be_uncertain():
    assert not is_certain(2028)
    assert of_kind(2028, "collective_leave") == ""
    assert any("perkiraan" in one.name for one in base(2028).values())


def test_a_decree_adds_and_a_later_one_takes_away():
    add, drop = decree("1", "02-01", leave("05-29")), decree("2", "04-01", leave("05-29", "open"))
    day = date(2026, 5, 29)
    assert day not in closed_dates([2026])
    assert closed_dates([2026], [add])[day] == "Cuti Bersama"
    assert day not in closed_dates([2026], [add, drop])
    assert day not in closed_dates([2026], [drop, add])  # the order of the list says nothing


def test_a_decree_opens_a_base_date_and_closes_another():
    moved = decree("3", "05-20", DecreeDay(date(2026, 5, 27), "Idul Adha", "national", "open"),
                   DecreeDay(date(2026, 5, 26), "Idul Adha", "national"))  # fmt: skip
    closed = closed_dates([2026], [moved])
    assert date(2026, 5, 27) not in closed and closed[date(2026, 5, 26)] == "Idul Adha"


def test_later_issued_wins_even_if_recorded_earlier():
    add = decree("1", "02-01", leave("05-29"), recorded="06-01")
    drop = decree("2", "04-01", leave("05-29", "open"), recorded="05-01")
    assert date(2026, 5, 29) not in closed_dates([2026], [add, drop])


def test_the_same_number_recorded_again_replaces_the_whole_text():
    wrong = decree("1", "02-01", leave("05-29"), leave("06-02"), recorded="02-02")
    right = decree("1", "02-01", leave("05-29"), recorded="02-03")
    closed = closed_dates([2026], [right, wrong])
    assert date(2026, 5, 29) in closed and date(2026, 6, 2) not in closed


def test_local_holidays_stand_beside_national_ones():
    jubilee, newyear = date(2026, 6, 10), date(2026, 1, 1)
    local = [LocalDay(jubilee, "Hari Jadi", moment("05-01")), LocalDay(newyear, "Pasar", moment("05-01"))]
    found = closures([2026], (), local)
    assert found[jubilee] == Closure("Hari Jadi", "local")
    assert found[newyear].kind == "national"
    opened = decree("9", "05-02", leave("06-10", "open"))
    assert jubilee in closures([2026], [opened], local)  # a decree does not take away a local holiday


def test_a_local_holiday_is_withdrawn_at_its_own_place_only():
    day = date(2026, 6, 10)
    closed = LocalDay(day, "Hari Jadi", moment("05-01"), place="a")
    withdrawn = LocalDay(day, "Hari Jadi", moment("05-02"), effect="open", place="a")
    elsewhere = LocalDay(day, "Pasar", moment("04-01"), place="b")
    assert day not in closed_dates([2026], (), [withdrawn, closed])
    assert closed_dates([2026], (), [withdrawn, closed, elsewhere])[day] == "Pasar"


def test_only_the_years_asked_for():
    far = LocalDay(date(2031, 6, 10), "Hari Jadi", moment("05-01"))
    assert {day.year for day in closures([2026], (), [far])} == {2026}


def test_some_units_work_through_cuti_bersama_or_through_everything():
    nyepi, day_before = date(2026, 3, 19), date(2026, 3, 18)
    assert {nyepi, day_before} <= set(closed_dates([2026]))
    assert day_before not in closed_dates([2026], observes="national") and nyepi in closed_dates(
        [2026], observes="national"
    )
    assert closed_dates([2026], observes="none") == {}


def week(day: str, zone: str = "Asia/Jakarta", recorded: str = "01-01", observes: str = "all", hours=DEFAULT_WEEK):
    return WeekRecord(WeekVersion(date.fromisoformat(f"2026-{day}"), zone, hours), moment(recorded), observes)


def test_a_unit_lives_by_the_unit_above_until_its_own_first_date():
    government, unit = week("01-01", "Asia/Makassar"), week("06-01", "Asia/Jayapura")
    later = week("09-01", "Asia/Makassar")
    line_of = [(r.valid_from.month, r.version.zone) for r in timeline([[government, later], [], [unit]])[1:]]
    assert line_of == [(1, "Asia/Makassar"), (6, "Asia/Jayapura")]
    assert timeline([[], []])[0].version == DEFAULT_VERSION


def test_the_week_recorded_last_for_a_date_holds():
    first, second = week("01-01", recorded="01-02"), week("01-01", "Asia/Jayapura", recorded="01-03")
    assert timeline([[second, first]])[-1].version.zone == "Asia/Jayapura"


def test_closures_follow_the_week_version_of_their_date():
    ward = [week("01-01"), week("04-01", observes="none", hours=ALWAYS.week)]
    calendar = resolve([ward], (), ())
    assert date(2026, 3, 19) in calendar.closed and date(2026, 5, 1) not in calendar.closed


def test_decree_changed_in_the_middle_of_a_case_moves_its_due():
    from maklumat.modules.calendars.rules.stopwatch import due

    case, now = line("05-25 09:00"), at("05-25 09:00")
    add = decree("5", "05-26", leave("05-29"))
    assert due(days(2), resolve([], (), ()), case, now) == at("05-29 16:00")  # 27 and 28 May are closed
    assert due(days(2), resolve([], [add], ()), case, now) == at("06-02 16:00")
