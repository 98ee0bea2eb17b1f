"""Small samples of `make prove linkage` and `make prove racing`."""

from __future__ import annotations

import pytest

from tests.proofs import linkage, racing


@pytest.mark.django_db
def test_no_attack_links_an_answer_to_a_person():
    found = linkage.run(rounds=12, seed=3)
    assert found["wrong"] == 0, found["verdicts"]
    assert (
        found["control"] > 2 * found["right_of_best"]
    )  # the same attacker would succeed, had answers kept their moment


@pytest.mark.django_db(transaction=True)
def test_of_each_place_one_answer_counts_however_many_try():
    assert racing.run(attempts=400, at_once=4)["wrong"] == 0
