"""Planted fraud, in data made by somebody who had not seen the detector. `make prove` looks at many more seeds."""

from __future__ import annotations

import pytest

from tests.proofs.fraud import measure


@pytest.mark.parametrize("seed", [101, 102])
def test_planted_fraud_is_found_and_honest_people_are_left_alone(seed):
    found = measure(seed, answers=4000)
    assert found.recall >= 0.9
    assert found.false <= 0.02
