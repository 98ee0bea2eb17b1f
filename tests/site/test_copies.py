"""The world that tests begin with is copied back as it was seeded, and nothing of another test is in it."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from maklumat.kernel import ledger
from maklumat.modules.catalogue import queries
from maklumat.modules.units.models import Unit
from tests import copies, world

pytestmark = pytest.mark.django_db
SLUGS = ("surat-keterangan-sehat",)


@pytest.fixture(autouse=True)
def _no_copies(monkeypatch):
    monkeypatch.setattr(copies, "_copies", {})


def rows() -> dict[str, tuple]:
    """How many rows each table has, and the sum of all they hold; what triggers write bears its own number and time."""
    found = {}
    with connection.cursor() as cursor:
        for name in copies._tables():
            left_out = "- 'id' - 'at'" if name == "procrastinate_events" else ""
            cursor.execute(f"SELECT count(*), sum(hashtextextended((to_jsonb(x) {left_out})::text, 0)) FROM {name} x")
            found[name] = cursor.fetchone()
    return found


def undone(work):
    """What ``work`` gives; then it never happened, as at the end of a test."""
    with transaction.atomic():
        result = work()
        transaction.set_rollback(True)
    return result


def test_a_copy_is_what_was_seeded():
    seeded, copied = (undone(lambda: (world.build(SLUGS), rows())) for _twice in range(2))
    assert len(copies._copies) == 1
    assert copied == seeded
    assert seeded[1]["ledger_entry"][0] > 50 < seeded[1]["ledger_waiting"][0]


def test_what_a_test_did_to_a_version_is_forgotten():
    def supersede():
        world.build(SLUGS)
        version = queries.published_version(queries.shelf(world.MONDAY).by_slug[SLUGS[0]].id)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE catalogue_standard SET state = 'superseded' WHERE id = %s", [version.id])
        queries.published_version.cache_clear()
        return queries.published_version(version.id)

    left = undone(supersede)
    world.build(SLUGS)
    assert (left.state, queries.published_version(left.id).state) == ("superseded", "published")


def test_no_copy_where_something_stands_or_others_follow():
    copied = undone(lambda: world.build(SLUGS))
    flows = list(ledger._by_name.values())
    ledger.follow([])
    try:
        undone(lambda: world.build(SLUGS))
    finally:
        ledger.follow(flows)
    assert len(copies._copies) == 2
    Unit.objects.create(code="lain", path="/lain/", kind="government", name="Kabupaten Lain")
    assert world.build(SLUGS).accounts["dewi.kartikasari@tirtamulya.example"] not in copied.accounts.values()
