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


def test_changed_letters_and_files_are_refused_and_three_programs_read_each_other():
    from tests.proofs import sealing
    from tests.whistleblowing.driving import node

    if node() is None:
        pytest.skip("the browser's modules are NOT RUN: there is no Node here")
    found = sealing.mutations(1500, seed=7)
    assert found["wrong"] == 0 and found["control: unchanged ones read"], found
    assert sealing.trips(60, seed=7)["wrong"] == 0
