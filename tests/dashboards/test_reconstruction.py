"""The attack finds planted leaks and nothing where nothing can be found; then it is turned on the real method."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from typing import Any

import pytest

from tests.proofs import reconstructing
from tests.proofs import reconstruction as attack
from tests.proofs.governments import YEAR, Government, bare, chance, full, line, primary, share


def small(counts: Mapping[str, int], *, months: int = 1, act: str = "received") -> Government:
    """One unit under a government; ``counts``: of ``service`` (a letter) or ``service 2`` (in February)."""
    leaves = {(f"{name[0]}/u", f"{YEAR}-{int(name[1:] or 1):02d}", act): n for name, n in counts.items() if n}
    return Government({"g": "", "u": "g"}, {name[0]: "u" for name in counts}, {act: leaves}, months)


def check(here: Government, rows: list[dict[str, Any]], **how: Any) -> dict[attack.Cell, tuple[int, str]]:
    """The attack; whatever it claims is true."""
    found, cells = attack.attack(rows, **how), here.cells()
    assert {cell: value for cell, (value, _) in found.items()} == {cell: cells.get(cell, 0) for cell in found}
    return found


def both(code: str, measure: str = "received") -> set[attack.Cell]:
    return {(code, YEAR, measure), (code, f"{YEAR}-01", measure)}


# Planted leaks


def test_alone_without_another() -> None:
    here = small({"a": 3, "b": 9, "c": 7})
    assert check(here, bare(here, primary(here.cells()))).keys() == both("a")


def test_two_that_are_one_each() -> None:
    here = small({"a": 1, "b": 1, "c": 7})
    assert check(here, bare(here, primary(here.cells()))).keys() == both("a") | both("b")


def test_two_of_three() -> None:
    here = small({"a": 1, "b": 2, "c": 7})
    assert not check(here, bare(here, primary(here.cells())))


def test_sibling_is_zero() -> None:
    """A second cell hidden in January, where it is nothing, does not help in the year."""
    here = small({"a": 2, "b": 0, "b 2": 8, "a 2": 6}, months=2)
    hidden = primary(here.cells()) | {("a", YEAR, "received"), ("u", YEAR, "received")}
    assert ("a", f"{YEAR}-01", "received") in check(here, bare(here, hidden))


def test_kinds_of_an_end() -> None:
    kinds = {"issued/False/False": 9, "rejected/False/False": 2}
    here = Government(
        {"g": ""}, {"a": "g"}, {"applications": {("a/g", f"{YEAR}-01", kind): n for kind, n in kinds.items()}}, 1
    )
    assert check(here, bare(here, primary(here.cells()))).keys() == both("a", "rejected") | both("g", "rejected")


def test_month_out_of_the_year() -> None:
    here = small({"a": 9, "a 2": 3, "b": 5, "b 2": 5}, months=2)
    hidden = primary(here.cells()) | {("b", f"{YEAR}-02", "received")}
    assert ("a", f"{YEAR}-02", "received") in check(here, bare(here, hidden))


def test_share_with_its_interval() -> None:
    """Part and whole behind a share and its interval, though both are hidden; of many candidates one fits."""
    for part, n, told in [
        (3, 7, True),
        (0, 6, True),
        (6, 6, True),
        (4, 9, False),
        (0, 8, False),
        (8, 8, False),
        (371, 913, False),
    ]:
        rows = [line("service", "a", "", YEAR, m, None, hidden=True) for m in ("kept", "issued")]
        found = attack.recovered([*rows, share("service", "a", "", YEAR, "kept_share", part, n, told=told)])
        assert found == {("a", YEAR, "kept"): part, ("a", YEAR, "issued"): n}


def test_whole_numbers_only() -> None:
    """Half of each would fit the sums: only whole numbers decide."""
    here = Government({"g": ""}, {"a": "g", "b": "g"}, {"applications": {}}, 1)
    for service in "ab":
        for kind in ("issued/False/False", "rejected/False/False"):
            here.leaves["applications"][f"{service}/g", f"{YEAR}-01", kind] = 1
    found = check(
        here, bare(here, both("a", "issued") | both("b", "issued") | both("a", "rejected") | both("b", "rejected"))
    )
    assert len(found) == 8


def test_unlisted_service() -> None:
    """What a unit has besides the listed ones is unknown: then its sum proves nothing."""
    here = small({"a": 3, "b": 9})
    assert not check(here, bare(here, primary(here.cells())), complete=False)


def test_reports_of_no_service() -> None:
    here = small({"a": 3, "b": 9}, act="reports_received")
    assert not check(here, bare(here, primary(here.cells())))


def test_not_adding_up() -> None:
    here = small({"a": 3, "b": 9})
    rows = [r | {"value": 1} if r["code"] == "u" else r for r in bare(here, primary(here.cells()))]
    assert attack.recovered(rows) == {}


@pytest.mark.parametrize("seed", range(40))
def test_against_all_worlds(seed: int) -> None:
    """On a table so small that every world can be listed, it finds exactly what they agree on."""
    rng, most = random.Random(seed), 9
    spots = [(f"{s}/u", f"{YEAR}-{m:02d}", "received") for s in "ab" for m in (1, 2)]
    here = Government(
        {"g": "", "u": "g"}, {"a": "u", "b": "u"}, {"received": {s: n for s in spots if (n := rng.randint(0, 3))}}, 2
    )
    cells = here.cells()
    hidden = {cell for cell in sorted(cells) if rng.random() < 0.6}
    rows = bare(here, hidden)
    fits = []
    for counts in itertools.product(range(most + 1), repeat=4):
        here.leaves = {"received": {spot: n for spot, n in zip(spots, counts, strict=True) if n}}
        world = here.cells()
        if world.keys() == cells.keys() and all(world[cell] == cells[cell] for cell in cells if cell not in hidden):
            fits.append(world)
    agreed = {cell: cells[cell] for cell in hidden if len({world[cell] for world in fits}) == 1}
    assert attack.recovered(rows) == agreed


# Chance


@pytest.mark.parametrize("seed", range(25))
def test_naive_leaks(seed: int) -> None:
    """With the small cells alone hidden, most of them come back; what is claimed is true."""
    here = chance(seed)
    check(here, bare(here, primary(here.cells())))
    check(here, full(here, primary(here.cells())))


def test_naive_leaks_often() -> None:
    lost, total = 0, 0
    for seed in range(40):
        here = chance(seed)
        hidden = primary(here.cells())
        lost, total = lost + len(check(here, bare(here, hidden), deep=False)), total + len(hidden)
    assert lost > total / 3


@pytest.mark.parametrize("seed", range(25))
def test_real_method(seed: int) -> None:
    here = chance(seed)
    hidden = here.hidden()
    assert not check(here, bare(here, hidden))
    assert not check(here, full(here, hidden)).keys() & primary(here.cells())


def test_a_sample_of_the_proof() -> None:
    assert reconstructing.run(governments=12)["wrong"] == 0
