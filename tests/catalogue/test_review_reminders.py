"""Head and editor are told once when a review comes near and once when its date has passed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from maklumat.kernel import clock, notify
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.models import Message
from maklumat.modules.accounts.models import Account
from maklumat.modules.catalogue import actions, queries, tasks
from maklumat.modules.catalogue.models import Service
from maklumat.modules.catalogue.rules import regulation
from maklumat.modules.catalogue.rules.standard import Decision
from maklumat.modules.units import api as units
from tests import world
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
SLUG = "ktp-el-hilang-rusak"
BAMBANG = world.CAST["bambang"]


@pytest.fixture
def here():
    return world.build((SLUG,))


def run(at: datetime) -> None:
    with clock.standing_at(at):
        tasks.remind()


def letters() -> list[tuple[str, str]]:
    """Address and subject of everything that was written, oldest first."""
    found = [notify.letter_of(row) for row in Message.objects.order_by("created_at", "id")]
    return sorted((one.address, one.subject) for one in found)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, 0, tzinfo=UTC)


@pytest.fixture
def last(here) -> date:
    return queries.in_force(SLUG, MONDAY).review_due


def keepers() -> set[str]:
    """The addresses of head and editor, looked up by hand."""
    unit_id = Service.objects.get(slug=SLUG).unit_id
    chain = [unit.id for unit in units.tree().above(unit_id)]
    heads = units.holders("head", [unit_id], MONDAY)
    editors = units.holders("catalogue_editor", chain, MONDAY)
    nearest = next(one for one in reversed(chain) if any(editor.unit_id == one for editor in editors))
    ids = {one.account_id for one in heads} | {one.account_id for one in editors if one.unit_id == nearest}
    return set(Account.objects.filter(id__in=ids).values_list("email", flat=True))


def test_nothing_is_said_before(here, last):
    run(noon(last - timedelta(days=31)))
    assert letters() == []


def test_each_keeper_is_told_once_in_each_stage(here, last):
    expected = keepers()
    assert BAMBANG in expected and len(expected) >= 2
    for days in (30, 30, 29, 1, 0):
        run(noon(last - timedelta(days=days)))
    near = letters()
    assert {address for address, _subject in near} == expected and len(near) == len(expected)
    assert all(subject.startswith("Standar perlu ditinjau: ") for _address, subject in near)
    for days in (1, 1, 2, 400):
        run(noon(last + timedelta(days=days)))
    passed = [one for one in letters() if one not in near]
    assert {address for address, _subject in passed} == expected and len(passed) == len(expected)
    assert all(subject.startswith("Tanggal tinjau sudah lewat: ") for _address, subject in passed)


def test_one_that_was_overlooked_is_told_as_passed_only(here, last):
    run(noon(last + timedelta(days=3)))
    assert {subject.partition(":")[0] for _address, subject in letters()} == {"Tanggal tinjau sudah lewat"}


def test_the_letter_says_what_to_do_and_when(here, last):
    run(noon(last))
    text = notify.letter_of(Message.objects.first()).text
    assert "/petugas/standar/" in text and "Perbarui" in text and str(last.year) in text


def test_the_next_version_is_reminded_of_its_own_date(here, last):
    run(noon(last))
    said, service = len(letters()), Service.objects.get(slug=SLUG)
    version_id = actions.draft_from(by=SYSTEM, service_id=service.id, at=noon(last))
    decision = Decision(number="9", date=last, signatory="Kepala", signatory_title="Kepala Dinas")
    actions.publish(by=SYSTEM, version_id=version_id, decision=decision, consultation=None, at=noon(last))
    run(noon(last + timedelta(days=1)))
    assert len(letters()) == said, "the former version is not in force any more"
    run(noon(last + regulation.on(last).review_standard_after))
    assert len(letters()) == 2 * said
