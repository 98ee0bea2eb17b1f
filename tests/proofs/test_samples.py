"""Short samples of the proofs that need no browser. The long ones: `make prove`."""

from __future__ import annotations

import pytest

from tests.proofs import clock


def test_clock():
    assert clock.run(400, processes=1)["differences"] == 0


@pytest.mark.django_db(transaction=True)
def test_numbers_are_neither_given_twice_nor_lost():
    from tests.proofs import numbers

    found = numbers.run(30)
    assert found["wrong"] == 0, found


@pytest.mark.django_db
def test_forged_documents_and_codes_are_not_taken_for_good():
    from tests.proofs import forgery

    found = forgery.run(100)
    assert found["verified"] == 0, "\n".join(found["examples"])
