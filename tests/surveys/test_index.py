"""The index in exact arithmetic: against an oracle written from the rule's text by somebody who had not seen this code."""

from __future__ import annotations

import json
import os
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maklumat.modules.surveys.queries.instruments import _shipped
from maklumat.modules.surveys.rules import index
from maklumat.modules.surveys.rules.layout import tallies, ticks
from tests.surveys import index_oracle as oracle

SKM = next(one.instrument for one in _shipped() if one.instrument.key == "skm")
REAL = Path(os.environ.get("MAKLUMAT_REAL_DATA", "../shared/data")) / "skm" / "kasus_uji_skm.json"
VALUES = st.lists(st.lists(st.sampled_from([1, 2, 3, 4, None]), min_size=9, max_size=9), min_size=1, max_size=40)


def scored(rows, weight="exact"):
    """Through the counters, as the product does."""
    total = [0] * 36
    for row in rows:
        total = [a + b for a, b in zip(total, ticks(SKM, [*row, None]), strict=True)]
    return index.score(SKM, tallies(SKM, total), weight)


@given(VALUES, st.sampled_from(["exact", "0.11", "0.111"]))
@settings(max_examples=300, deadline=None)
def test_the_index_is_that_of_the_oracle(rows, weight):
    found = scored(rows, weight)
    if not any(value is not None for row in rows for value in row):
        assert found is None
        return
    value, _details = oracle.index(rows, weight)
    assert found.value == value
    assert index.rounded(found.value) == oracle.rounded(value)
    assert index.grade(SKM, found.value) == oracle.grade(value)


def test_all_four_is_exactly_a_hundred():
    assert scored([[4] * 9] * 7).value == 100
    assert scored([[4] * 9] * 7, "0.11").value == 99
    assert scored([[4] * 9] * 7, "0.111").value == Fraction(999, 10)


@pytest.mark.parametrize(
    ("value", "letter"),
    [("25", "D"), ("64.99", "D"), ("64.994", "D"), ("64.995", "C"), ("65", "C"), ("76.60", "C"), ("76.604", "C"), ("76.605", "B"), ("76.61", "B"),
     ("88.30", "B"), ("88.304", "B"), ("88.305", "A"), ("88.31", "A"), ("100", "A")],
)  # fmt: skip
def test_grades_at_their_borders(value, letter):
    assert index.grade(SKM, Fraction(value)) == letter == oracle.grade(Fraction(value))


def test_sample_sizes_are_the_printed_ones_but_for_the_documented_cell():
    for population, printed in oracle.PRINTED.items():
        found = index.krejcie_morgan(population)
        assert found == oracle.DEVIATING.get(population, printed) == oracle.krejcie_morgan(population)


@given(st.integers(0, 2_000_000))
@settings(max_examples=300, deadline=None)
def test_sample_sizes_are_those_of_the_oracle(population):
    assert index.krejcie_morgan(population) == oracle.krejcie_morgan(population)


def test_elements_go_by_name_and_not_by_position():
    """The form asks for facilities as question 8 and complaints as question 9; the article names them the other way round."""
    found = scored([[3, 3, 3, 3, 3, 3, 3, 1, 4]]).groups
    assert found["sarpras"] == 1 and found["pengaduan"] == 4
    assert [group.key for group in SKM.groups][-2:] == ["pengaduan", "sarpras"]


@pytest.mark.skipif(not REAL.is_file(), reason=f"the real respondents are not here ({REAL})")
def test_the_real_respondents():
    data = json.loads(REAL.read_text())
    rows = data.get("responden") or data.get("rows") or data
    values = [[row[name] for name in sorted(row)] if isinstance(row, dict) else row for row in rows]
    for weight, printed in (("exact", "78.74"), ("0.11", "77.95"), ("0.111", "78.66")):
        assert str(index.rounded(scored(values, weight).value)) == printed
