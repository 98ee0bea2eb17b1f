"""Deadlines: counted here once more, day by day, by a loop that knows nothing of the calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from maklumat.kernel.errors import Conflict
from maklumat.kernel.models import Entry
from maklumat.modules.gratuities import actions
from maklumat.modules.gratuities.queries.register import public_page, register
from tests.gratuities.gifts import act, completed, give, upg
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
JAKARTA = ZoneInfo("Asia/Jakarta")


def last_day(day: date, working_days: int) -> date:
    """The n-th working day after a day; November 2026 has no holiday."""
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() < 5
    return day


def evening(day: date) -> datetime:
    return datetime.combine(day, time(21), JAKARTA)


@pytest.mark.parametrize("day", [date(2026, 11, number) for number in range(1, 10)])
def test_a_report_is_in_time_until_the_end_of_the_tenth_working_day(here, day):
    ani, last = here.actor("ani"), last_day(day, 10)
    assert give(ani, received_on=day, at=evening(last)).within  # the office has closed, the day has not
    assert not give(ani, received_on=day, at=evening(last) + timedelta(hours=3, minutes=1)).within
    assert last_day(date(2026, 11, 2), 10) == date(2026, 11, 16)  # Monday and ten working days is a Monday


def test_every_step_ends_with_its_last_working_day(here):
    row = give(here.actor("ani"))
    assert row.due_at.astimezone(JAKARTA).date() == last_day(MONDAY.date(), 10)
    row = act("forward", here, row.id, at=evening(last_day(MONDAY.date(), 10)))
    assert row.state == "forwarded" and actions.sweep(evening(last_day(MONDAY.date(), 10))) == 0
    assert Entry.objects.get(kind="gratuities.forwarded").data["within"] is True


def test_what_is_completed_too_late_is_refused_before_the_night(here):
    ani = here.actor("ani")
    row = act("return_", here, give(ani).id)
    last = evening(row.due_at.astimezone(JAKARTA).date())
    with pytest.raises(Conflict, match="sudah lewat"):
        completed(ani, row.id, at=last + timedelta(hours=4))
    assert completed(ani, row.id, at=last).state == "submitted"


def test_the_year_begins_at_midnight_of_the_government(here):
    """One o'clock in the night of New Year is still last year in Greenwich."""
    at = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)
    row = give(here.actor("ani"), received_on=date(2026, 12, 30), at=at)
    assert row.number == "GRT-27-00001"
    assert [len(list(register(upg(here), year))) for year in (2026, 2027)] == [0, 1]
    assert public_page(at).until == date(2026, 12, 31) and public_page(at).provision.key == "kpk-1-2026"
