"""Reading calendars: what is in force, what was known, from whom a unit inherits, and at what cost."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.clock import standing_at
from maklumat.modules.calendars import api as calendars
from maklumat.modules.calendars.rules.calendar import DEFAULT_WEEK

from .cases import SIX_DAYS, at, days, line
from .writing import NOW, add_local_holiday, import_decree, place, set_week

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 6, 1)


def test_a_unit_without_calendar_has_the_default(clinic):
    rows = calendars.opening_hours(clinic, MONDAY)
    assert [row.day for row in rows] == ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
    assert rows[0].hours == ("08.00–12.00", "13.00–16.00")
    assert rows[4].hours == ("08.00–11.30", "13.00–16.00")
    assert rows[6].hours == ()
    assert calendars.zone_of(clinic, MONDAY) == "Asia/Jakarta"


def test_a_unit_inherits_from_above_until_its_own_first_date(government, clinic):
    set_week(government, valid_from=date(2026, 1, 1), week=DEFAULT_WEEK)
    set_week(clinic, valid_from=date(2026, 6, 1), zone="Asia/Jayapura")
    calendar = calendars.calendar_of(clinic)
    assert calendar.version_on(date(2026, 5, 31)).zone == "Asia/Makassar"
    assert calendar.version_on(MONDAY).zone == "Asia/Jayapura"
    assert calendar.version_on(MONDAY).week == SIX_DAYS.week
    assert calendars.calendar_of(government).version_on(MONDAY).week == DEFAULT_WEEK
    desk = place("loket", clinic)
    assert calendars.calendar_of(desk) == calendar
    with standing_at(at("05-31 21:59")):  # 23:59 in Jayapura; the first day in WIT begins with midnight there
        assert calendars.zone_of(clinic) == "Asia/Makassar"
    with standing_at(at("06-01 08:00")):
        assert calendars.zone_of(clinic) == "Asia/Jayapura"
        assert calendars.opening_hours(clinic)[5].hours == ("07.30–13.00",)


def test_what_was_known_at_a_moment_can_be_asked(government, clinic):
    before = calendars.calendar_of(clinic)
    import_decree()
    set_week(clinic)
    add_local_holiday(clinic)
    now = calendars.calendar_of(clinic)
    assert date(2026, 5, 29) in now.closed and date(2026, 5, 28) not in now.closed
    assert date(2026, 6, 10) in now.closed and now.version_on(MONDAY).zone == "Asia/Makassar"
    assert calendars.calendar_of(clinic, known_at=NOW - timedelta(microseconds=1)) == before
    assert (
        calendars.calendar_of(clinic, known_at=NOW) == now == calendars.calendar_of(clinic, known_at=at("12-01 00:00"))
    )


def test_a_decree_moves_a_running_case(government):
    case, asked = line("05-26 09:00"), at("05-26 10:00")
    assert calendars.due(days(1), calendars.calendar_of(government), case, asked) == at("05-29 16:00")
    import_decree()  # opens 28 May, closes 29 May
    assert calendars.due(days(1), calendars.calendar_of(government), case, asked) == at("05-28 16:00")


def test_local_holidays_reach_the_units_below_only(government, clinic):
    other = place("dinas", government)
    add_local_holiday(clinic)
    add_local_holiday(None, date=date(2026, 6, 11))
    assert date(2026, 6, 10) in calendars.calendar_of(clinic).closed
    for unit in (other, government, None):
        assert date(2026, 6, 10) not in calendars.calendar_of(unit).closed
        assert date(2026, 6, 11) in calendars.calendar_of(unit).closed
    add_local_holiday(clinic, effect="open")
    assert date(2026, 6, 10) not in calendars.calendar_of(clinic).closed


def test_upcoming_closures_fall_on_days_of_the_week_of_the_unit(clinic):
    coming = calendars.upcoming_closures(clinic, date(2026, 5, 28), 3)
    assert [(c.date.isoformat(), c.name) for c in coming] == [
        ("2026-05-28", "Cuti Bersama Hari Raya Idul Adha"),
        ("2026-06-01", "Hari Lahir Pancasila"),  # Waisak, 31 May, is a Sunday
        ("2026-06-16", "Tahun Baru Islam"),
    ]


def test_an_unchanged_calendar_costs_two_stamps(clinic):
    calendars.calendar_of(clinic)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        first, second = calendars.calendar_of(clinic), calendars.calendar_of(clinic)
    assert first is second
    assert len(queries) == 4  # per call one stamp of the units, one of the calendars


def test_a_write_that_was_rolled_back_is_forgotten(clinic):
    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        add_local_holiday(clinic)
        assert date(2026, 6, 10) in calendars.calendar_of(clinic).closed
        raise Undone
    assert date(2026, 6, 10) not in calendars.calendar_of(clinic).closed
    calendars.add_local_holiday(by=SYSTEM, unit_id=clinic, date=date(2026, 6, 12), name="Pasar", basis="SK", at=NOW)
    closed = calendars.calendar_of(clinic).closed
    assert date(2026, 6, 12) in closed and date(2026, 6, 10) not in closed
