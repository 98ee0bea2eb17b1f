"""What everybody may know: numbers that are not small, of months that are over, and the rule."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maklumat.kernel import clock
from maklumat.modules.gratuities.queries.register import public_page
from tests.gratuities.gifts import act, completed, give
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
DECEMBER = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)  # midnight in Jakarta


def test_numbers_come_when_their_month_is_over(here, client):
    for _number in range(6):
        give(here.actor("ani"), kind="refused")
    give(here.actor("ani"))
    before = public_page(DECEMBER - timedelta(microseconds=1))
    assert (before.received, before.refused, before.until) == (0, 0, date(2026, 10, 31))
    page = public_page(DECEMBER)
    assert (page.received, page.refused, page.until) == (None, 6, date(2026, 11, 30))
    give(here.actor("bambang"), kind="refused", at=DECEMBER)
    assert public_page(DECEMBER + timedelta(days=20)) == page  # nobody sees that somebody has just reported
    assert public_page(DECEMBER + timedelta(days=31)).refused == 7
    with clock.standing_at(DECEMBER), CaptureQueriesContext(connection) as found:
        text = client.get("/gratifikasi/").content.decode()
    assert (
        ">6<" in text
        and "di bawah 5" in text
        and "30 November 2026" in text
        and "Rp1.500.000" in text
        and "1/2026" in text
    )
    assert len(found) <= 6


def test_in_january_it_is_the_year_before(here):
    for _number in range(5):
        give(here.actor("ani"), at=MONDAY)
    found = public_page(datetime(2027, 1, 31, 16, 59, tzinfo=UTC))
    assert (found.year, found.until, found.received) == (2026, date(2026, 12, 31), 5)
    found = public_page(datetime(2027, 1, 31, 17, 0, tzinfo=UTC))
    assert (found.year, found.received) == (2027, 0)


def test_only_what_was_received_was_passed_on(here):
    """Each counted once, however long its history; refused ones never among those received."""
    for kind in ("refused", "received"):
        for _number in range(5):
            row = give(here.actor("ani"), kind=kind)
            act("return_", here, row.id)
            completed(here.actor("ani"), row.id)
            act("forward", here, row.id)
            act("determine", here, row.id, outcome="state")
    found = public_page(DECEMBER)
    assert (found.received, found.refused, found.forwarded, found.state_owned) == (5, 5, 5, 5)


def test_what_the_unit_does_shows_when_its_month_is_over(here):
    for row in [give(here.actor("ani")) for _number in range(5)]:
        act("forward", here, row.id, at=DECEMBER + timedelta(days=1))
    assert (
        public_page(DECEMBER + timedelta(days=2)).forwarded,
        public_page(DECEMBER + timedelta(days=31)).forwarded,
    ) == (0, 5)
