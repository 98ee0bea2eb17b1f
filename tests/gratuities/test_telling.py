"""Letters that follow facts: who gets one, and that it says nothing of the gift. And deadlines that follow the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from maklumat.kernel import notify
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.models import Entry, Message
from maklumat.modules.calendars import api as calendars
from maklumat.modules.gratuities import actions
from maklumat.modules.gratuities.models import Report
from tests.dashboards.writing import waiting, work
from tests.gratuities.gifts import act, give, of_colleague, upg
from tests.gratuities.test_erasing import SECRETS
from tests.world import MONDAY

pytestmark = pytest.mark.django_db


def letters() -> list[tuple[str, str]]:
    """What was sent since the last call: to whom, and the text; nothing of it tells of the gift."""
    work()
    found = [notify.letter_of(row) for row in Message.objects.filter(about__isnull=False).order_by("created_at", "id")]
    Message.objects.all().delete()
    assert not [secret for secret in (*SECRETS, "85.000", "Laras") for one in found if secret in one.subject + one.text]
    return sorted((one.address.partition("@")[0].partition(".")[0], one.text) for one in found)


def test_the_reporter_hears_what_is_asked_of_him(here):
    row = give(here.actor("ani"))
    letters()
    act("return_", here, row.id)
    [(who, text)] = letters()
    assert who == "ani" and row.number in text and "lengkapi" in text and f"/petugas/gratifikasi/{row.id}/" in text


def test_who_lapses_and_who_is_late_is_told_with_the_unit(here):
    row = act("return_", here, give(here.actor("ani")).id)
    other = give(here.actor("ani"))
    letters()
    actions.sweep(other.due_at + timedelta(hours=2))
    found = letters()
    assert [who for who, _text in found] == ["ani", "laras"] and all(other.number in text for _who, text in found)
    actions.sweep(row.due_at + timedelta(hours=2))
    found = letters()
    assert [who for who, _text in found] == ["ani", "laras"]
    assert all(row.number in text and "tidak diproses" in text for _who, text in found)
    actions.sweep(row.due_at + timedelta(days=2))
    assert letters() == []  # once


def test_an_officer_of_the_unit_is_not_told_as_officer_of_his_own(here):
    row = give(upg(here))
    letters()
    actions.sweep(row.due_at + timedelta(hours=2))
    [(who, text)] = letters()
    assert who == "laras" and "UPG sudah diberi tahu" in text


def test_the_unit_hears_that_another_report_changed_the_advice(here):
    ani = here.actor("ani")
    for day in (2, 3, 4):
        row = of_colleague(ani, 500_000, received_on=date(2026, 10, day))
    act("record", here, row.id)
    letters()
    of_colleague(ani, 500_000, received_on=date(2026, 10, 1))
    [(who, text)] = letters()
    assert who == "laras" and row.number in text and "berubah" in text


def test_an_erased_report_writes_to_nobody(here):
    row = act("return_", here, give(here.actor("ani")).id)
    actions.sweep(row.due_at + timedelta(hours=2))
    Report.objects.update(reporter=None, erased_at=MONDAY)
    assert letters() == []


def test_deadlines_follow_a_new_holiday(here):
    row, done = give(here.actor("ani")), act("record", here, give(here.actor("ani")).id)
    before, at = row.due_at, MONDAY + timedelta(hours=1)
    day = date(2026, 11, 10)
    calendars.add_local_holiday(by=SYSTEM, unit_id=None, date=day, name="Hari Jadi", basis="SK 1", at=at)
    work()
    assert waiting("gratuities.recompute_due")[-1] == {"ground": day.isoformat()}
    assert actions.recompute_due(at, "2026-11-10") == 1
    row.refresh_from_db()
    assert row.due_at == before + timedelta(days=1)  # Tuesday instead of Monday
    fact = Entry.objects.get(kind="gratuities.clock_moved")
    assert fact.subject == row.id and fact.data["ground"] == "2026-11-10" and fact.data["before"] != fact.data["due_at"]
    actions.recompute_due(at)
    assert Entry.objects.filter(kind="gratuities.clock_moved").count() == 1  # what did not move leaves no fact
    assert Report.objects.get(id=done.id).due_at is None


def test_who_was_given_days_is_told_again_when_they_pass(here):
    row = give(here.actor("ani"))
    late = row.due_at + timedelta(hours=2)
    assert actions.sweep(late) == 1
    calendars.add_local_holiday(
        by=SYSTEM, unit_id=None, date=date(2026, 11, 10), name="Hari Jadi", basis="SK 1", at=late
    )
    actions.recompute_due(late, "2026-11-10")
    row.refresh_from_db()
    assert row.due_at > late and actions.sweep(late) == 0 and actions.sweep(row.due_at + timedelta(hours=2)) == 1
    assert Entry.objects.filter(kind="gratuities.overdue").count() == 2
