"""Small cells stay hidden: for each there is another world that publishes the same. The proof does not trust the code's own moves."""

from __future__ import annotations

import itertools
from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from maklumat.modules.dashboards.rules.shield import FEWEST, Table

PLACES = {
    "s1/u1": frozenset({"s1", "u1", "gov"}), "s2/u1": frozenset({"s2", "u1", "gov"}), "s3/u2": frozenset({"s3", "u2", "gov"}),
    "none/u2": frozenset({"u2", "gov"}),
}  # fmt: skip
MONTHS = {month: frozenset({month, "year"}) for month in ("01", "02", "03")}
KINDS = {
    "kept": frozenset({"finished", "issued", "kept"}), "late": frozenset({"finished", "issued"}), "rejected": frozenset({"finished", "rejected"}),
}  # fmt: skip
GUARDED = frozenset({"finished", "issued", "rejected"})
leaves = st.dictionaries(
    st.tuples(st.sampled_from(sorted(PLACES)), st.sampled_from(sorted(MONTHS)), st.sampled_from(sorted(KINDS))),
    st.one_of(st.integers(1, 6), st.integers(1, 60)),
)


def sums(found: dict) -> dict:
    """Every published sum of these leaves, counted the slow way."""
    cells: dict = defaultdict(int)
    for (place, month, kind), count in found.items():
        for cell in itertools.product(PLACES[place], MONTHS[month], KINDS[kind]):
            cells[cell] += count
    return cells


@settings(max_examples=150, deadline=None)
@given(found=leaves)
def test_what_is_hidden_is_small_or_protects_what_is(found):
    table = Table(found, (PLACES, MONTHS, KINDS), GUARDED)
    hidden, cells = table.hidden(), sums(found)
    assert dict(table.cells) == dict(cells)
    small = {cell for cell, count in cells.items() if 0 < count < FEWEST and cell[2] in GUARDED}
    assert small <= hidden
    assert bool(small) == bool(hidden)  # nothing is hidden for nothing
    assert all(cells[cell] > 0 for cell in hidden)  # zero is told as zero


@settings(max_examples=60, deadline=None)
@given(found=leaves)
def test_every_hidden_cell_could_be_another_number(found):
    """A search over single and double steps of whole cases, by hand: some other world, as good as ours, has another number there."""
    hidden, cells = Table(found, (PLACES, MONTHS, KINDS), GUARDED).hidden(), sums(found)
    steps = [dict(zip(corners, signs, strict=True)) for corners, signs in cubes(found)]
    open_to_doubt = set()
    for step in steps:
        other = dict(found)
        for leaf, more in step.items():
            other[leaf] = other.get(leaf, 0) + more
        if any(count < 0 for count in other.values()):
            continue
        theirs = sums(other)
        changed = {cell for cell in {*cells, *theirs} if cells.get(cell, 0) != theirs.get(cell, 0)}
        if changed <= hidden and all(theirs.get(cell, 0) > 0 for cell in hidden):
            open_to_doubt |= changed
    assert hidden == open_to_doubt


def cubes(found: dict):
    """Plus and minus one around every cube, edge or point between two leaves, in both directions."""
    for one in found:
        for place, month, kind in itertools.product(PLACES, MONTHS, KINDS):
            ends = [
                dict.fromkeys((mine,), 1) if mine == its else {mine: 1, its: -1}
                for mine, its in zip(one, (place, month, kind), strict=True)
            ]
            corners = {(a, b, c): ends[0][a] * ends[1][b] * ends[2][c] for a, b, c in itertools.product(*ends)}
            for sign in (1, -1):
                yield list(corners), [sign * value for value in corners.values()]
                if one != (place, month, kind):
                    yield [one, (place, month, kind)], [sign, -sign]


def test_what_was_told_cannot_be_hidden_again():
    found = {
        ("s1/u1", "01", "kept"): 20,
        ("s2/u1", "01", "kept"): 9,
        ("s1/u1", "02", "kept"): 20,
        ("s2/u1", "02", "rejected"): 2,
    }
    told = frozenset({("u1", "01", "issued"), ("s1", "01", "issued"), ("s2", "01", "issued"), ("gov", "01", "issued")})
    assert not Table(found, (PLACES, MONTHS, KINDS), GUARDED, told).hidden() & told


def test_a_closed_month_stays_open_to_doubt_whatever_follows():
    """Closed with the moves that protect it, and those are kept: what a greedy choice in February would give away of January stays hidden."""
    january = {
        ("s1/u1", "01", "rejected"): 2, ("s2/u1", "01", "rejected"): 3, ("s3/u2", "01", "kept"): 9, ("s1/u1", "01", "kept"): 30, ("s2/u1", "01", "kept"): 12,
    }  # fmt: skip
    first = Table(january, (PLACES, MONTHS, KINDS), GUARDED)
    hidden = first.hidden()
    told = frozenset(cell for cell in first.cells if cell[1] == "01" and cell not in hidden)
    february = {("s1/u1", "02", "rejected"): 9, ("s2/u1", "02", "rejected"): 8, ("s3/u2", "02", "kept"): 20}
    second = Table(january | february, (PLACES, MONTHS, KINDS), GUARDED, told, {}, first.moves)
    later = second.hidden()
    assert not second.bare and not later & told
    assert {cell for cell in hidden if cell[1] == "01"} <= later
    careless = Table(january | february, (PLACES, MONTHS, KINDS), GUARDED, told)
    assert {("s1", "year", "rejected"), ("s1", "02", "rejected")} & later
    assert later != careless.hidden()  # without January's moves another choice is made
