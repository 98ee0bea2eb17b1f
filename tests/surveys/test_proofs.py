"""Small samples of `make prove linkage` and `make prove racing`."""

from __future__ import annotations

from random import Random

import pytest

from tests import world
from tests.proofs import linkage, racing
from tests.proofs.linkage_life import Life


@pytest.mark.django_db
def test_no_attack_links_an_answer_to_a_person():
    officer = world.build(()).with_role("organisation_bureau", "bag-organisasi")
    right, _of, guesses = linkage.control(1, 3, officer)["copies"].split()
    assert int(right) == int(guesses) > 0  # the same attacker would find everybody, were answers not counted in steps
    found = linkage.figures(Life(2, Random(3), officer))
    assert found["wrong"] == 0 and found["facts"] > 8, found


@pytest.mark.django_db(transaction=True)
def test_of_each_place_one_answer_counts_however_many_try():
    assert racing.run(attempts=400, at_once=4)["wrong"] == 0
