"""A standard begins on its date: until then the former one is in force, from midnight of the unit on the new one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maklumat.kernel import clock
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.applications import actions as applications
from maklumat.modules.applications.models import Application
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import actions, queries
from maklumat.modules.catalogue.models import Maklumat, Service, StandardVersion
from maklumat.modules.catalogue.rules.standard import Decision, load
from tests import world
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
SLUG = "ktp-el-hilang-rusak"
FIRST_DAY = date(2026, 12, 1)
MIDNIGHT = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)  # 00.00 WIB
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def here():
    with clock.standing_at(MONDAY):
        yield world.build((SLUG,))


def publish(name: str, effective_from: date | None, at: datetime = MONDAY) -> StandardVersion:
    """The next version of the service under another name, published by a decision of the day."""
    service = Service.objects.get(slug=SLUG)
    version_id = actions.draft_from(by=SYSTEM, service_id=service.id, at=at)
    row = StandardVersion.objects.get(id=version_id)
    standard = load(row.content).model_copy(update={"name": name})
    actions.save_draft(by=SYSTEM, version_id=version_id, standard=standard, revision=row.revision, at=at)
    decision = Decision(number="9/2026", date=at.date(), signatory="Kepala", signatory_title="Kepala Dinas")
    actions.publish(
        by=SYSTEM, version_id=version_id, decision=decision, consultation=None, effective_from=effective_from, at=at
    )
    return StandardVersion.objects.get(id=version_id)


def number_at(at: datetime) -> int | None:
    found = queries.in_force(SLUG, at)
    return found.number if found else None


def test_the_former_one_is_in_force_until_midnight_of_the_unit(here):
    new = publish("KTP Baru", FIRST_DAY)
    assert (new.in_force_from, new.published_at) == (MIDNIGHT, MONDAY)
    assert [number_at(at) for at in (MONDAY, MIDNIGHT - MOMENT, MIDNIGHT, MIDNIGHT + timedelta(days=400))] == [
        1,
        1,
        2,
        2,
    ]


def test_midnight_is_that_of_the_unit(here):
    unit_id = Service.objects.get(slug=SLUG).unit_id
    week = calendars.DEFAULT_WEEK
    calendars.set_week(
        by=SYSTEM, unit_id=unit_id, valid_from=date(2026, 11, 1), week=week, zone="Asia/Jayapura",
        legal_basis="Keputusan Bupati", at=MONDAY,
    )  # fmt: skip
    assert publish("KTP Baru", FIRST_DAY).in_force_from == MIDNIGHT - timedelta(hours=2)


def test_everything_that_everybody_sees_follows(here, client):
    publish("Penggantian Kartu Zebra", FIRST_DAY)
    page, found = reverse("catalogue:service", args=[SLUG]), {"q": "zebra"}
    before = client.get(page).content.decode()
    assert "Mulai 1 Desember 2026 berlaku standar baru." in before and "Penggantian Kartu Zebra" not in before
    assert "Penggantian Kartu Zebra" not in client.get(reverse("catalogue:search"), found).content.decode()
    history = client.get(reverse("catalogue:versions", args=[SLUG])).content.decode()
    assert "Akan berlaku" in history and "Mulai berlaku 1 Desember 2026" in history
    assert client.get(reverse("catalogue:json", args=[SLUG])).json()["version"] == 1
    with clock.standing_at(MIDNIGHT):
        after = client.get(page).content.decode()
        assert "Penggantian Kartu Zebra" in after and "berlaku standar baru" not in after
        assert "Penggantian Kartu Zebra" in client.get(reverse("catalogue:search"), found).content.decode()
        assert client.get(reverse("catalogue:json", args=[SLUG])).json()["version"] == 2
        assert "Akan berlaku" not in client.get(reverse("catalogue:versions", args=[SLUG])).content.decode()
        assert "Penggantian Kartu Zebra" in client.get(reverse("applications:intro", args=[SLUG])).content.decode()
        assert "Penggantian Kartu Zebra" in client.get(reverse("dashboards:overview")).content.decode()


def test_an_application_begins_under_what_is_in_force(here):
    new = publish("KTP Baru", FIRST_DAY)
    old, young = (
        applications.start(by=world.ANONYMOUS, slug=SLUG, at=at) for at in (MIDNIGHT - MOMENT, MIDNIGHT)
    )  # fmt: skip
    assert Application.objects.get(id=old.id).version.number == 1
    assert Application.objects.get(id=young.id).version_id == new.id


def test_a_maklumat_promises_what_is_in_force(here):
    publish("KTP Baru", FIRST_DAY)
    unit_id = Service.objects.get(slug=SLUG).unit_id
    decision = Decision(number="1/M", date=MONDAY.date(), signatory="Kepala", signatory_title="Kepala Dinas")
    for at, number in ((MONDAY, 1), (MIDNIGHT, 2)):
        found = actions.publish_maklumat(by=SYSTEM, unit_id=unit_id, decision=decision, at=at)
        assert Maklumat.objects.get(id=found).standards[0]["version"] == number


def test_a_correction_before_the_first_day_takes_its_place(here):
    wrong, right = publish("Salah", FIRST_DAY), publish("Benar", FIRST_DAY, MONDAY + timedelta(days=1))
    assert [number_at(at) for at in (MIDNIGHT - MOMENT, MIDNIGHT)] == [1, right.number]
    wrong.refresh_from_db()
    assert wrong.superseded_at == wrong.in_force_from, "it never was in force"
    assert [v.number for v in queries.history(wrong.service_id, MIDNIGHT)] == [3, 1]


def test_one_that_begins_at_once_is_not_followed_by_an_older_decision(here):
    publish("Nanti", FIRST_DAY)
    publish("Sekarang", None, MONDAY + timedelta(days=1))
    later = [MONDAY, MONDAY + timedelta(days=1), MIDNIGHT, MIDNIGHT + timedelta(days=9)]
    assert [number_at(at) for at in later] == [1, 3, 3, 3]


def test_a_date_that_has_passed_begins_now_and_not_in_the_past(here):
    publish("KTP Baru", date(2026, 10, 1))
    assert [number_at(at) for at in (MONDAY - MOMENT, MONDAY)] == [1, 2]


def test_the_database_keeps_the_first_moment(here):
    new = publish("KTP Baru", FIRST_DAY)
    for change in ({"in_force_from": MONDAY}, {"effective_from": date(2026, 11, 3)}):
        with pytest.raises((ProgrammingError, IntegrityError, ValidationError)), transaction.atomic():
            StandardVersion.objects.filter(id=new.id).update(**change)


def test_the_head_is_told_when_it_begins_and_the_desk_shows_it(here, client):
    client.force_login(here.account("bambang"))
    service = Service.objects.get(slug=SLUG)
    version_id = actions.draft_from(by=SYSTEM, service_id=service.id, at=MONDAY)
    sent = {"number": "9/2026", "signatory": "Bambang", "signatory_title": "Kepala Dinas", "signatory_nip": ""}
    sent |= {"date_day": "2", "date_month": "11", "date_year": "2026"}
    sent |= {"effective_from_day": "1", "effective_from_month": "12", "effective_from_year": "2026"}
    answer = client.post(reverse("catalogue:publish", args=[version_id]), sent, follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(reverse("catalogue:desk"), 302)]
    assert "mulai berlaku pada 1 Desember 2026" in text and "versi 1" in text and "versi baru mulai 1 Des 2026" in text


days = st.integers(-20, 60)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(st.tuples(st.integers(0, 40), st.none() | days), min_size=1, max_size=5),
    asked=st.lists(st.integers(-10, 100 * 24), min_size=5, max_size=12),
)
def test_at_any_instant_exactly_one_version_is_in_force(here, acts, asked):
    """Whatever is published in whatever order with whatever date; and the shelf in memory agrees with the table."""
    savepoint = transaction.savepoint()
    now = MONDAY
    for later, first in acts:
        now += timedelta(days=later, minutes=1)
        publish(f"Versi {now:%j}", None if first is None else now.date() + timedelta(days=first), now)
    turns = StandardVersion.objects.filter(in_force_from__gt=MONDAY).values_list("in_force_from", flat=True)
    near = [turn + apart for turn in turns for apart in (-MOMENT, timedelta(0), MOMENT)]
    for at in [*(MONDAY + timedelta(hours=hours) for hours in asked), *near]:
        rows = StandardVersion.objects.in_force(at)
        assert rows.count() == 1
        assert number_at(at) == rows.get().number
    transaction.savepoint_rollback(savepoint)
