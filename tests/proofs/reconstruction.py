"""A reconstruction attack on published figures with hidden cells: which of the hidden numbers can be proven from the others.

What is shown, with what everybody knows of sums over places, months and kinds, is a system of equations and inequalities in whole numbers. A hidden
cell is recovered when all solutions agree on it. Three ways to show that: linear algebra, bounds, and (integer) linear programming.
"""

from __future__ import annotations

import itertools
import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Cell = tuple[str, str, str]  # code, period, measure
Terms = dict[Cell, int]
Row = tuple[Terms, int, bool]  # the terms add up to this number; or (True) to at most this number

PRIME = 2**61 - 1
ENOUGH = 5  # a share or a quantile of fewer is not told
Z = 1.96  # of the intervals of shares
BIGGEST, PATIENCE = 4_000, 5.0  # variables of a component that linear programming is tried on; seconds for one program
NEAR = 1e-6  # what counts as equal among floating-point numbers

KINDS = {
    "finished": ("issued", "rejected", "withdrawn"),
    "reports_closed": ("reports_confirmed", "reports_silent", "reports_disputed"),
}
PART_OF = {"kept": "issued", "sent_back": "finished"} | dict.fromkeys(
    ("reports_in_time", *KINDS["reports_closed"]), "reports_closed"
)
ALONG = {"kept", "reports_in_time"}  # what the office did: hidden with its whole, so it may be zero
SHARES = {
    f"{part}_share": (part, PART_OF[part]) for part in ("kept", "sent_back", "reports_in_time", "reports_confirmed")
}
QUANTILES = {f"{what}_{which}": "issued" for what in ("used", "net", "gross") for which in ("median", "p90")}
QUANTILES["reports_gross_median"] = "reports_closed"
OTHERS = ("received", "returned", "outside", "reports_received", "reports_objected")
COUNTS = frozenset([*KINDS, *(kind for kinds in KINDS.values() for kind in kinds), *PART_OF, *OTHERS])


class Contradiction(Exception):
    """The figures do not add up: nothing can be proven from them."""


def recovered(
    rows: list[dict[str, Any]], *, deep: bool = True, complete: bool = True, least: int | None = None
) -> dict[Cell, int]:
    """The hidden counts of which the published rows leave one value only. See :func:`attack`."""
    return {cell: value for cell, (value, _how) in attack(rows, deep=deep, complete=complete, least=least).items()}


def attack(
    rows: list[dict[str, Any]], *, deep: bool = True, complete: bool = True, least: int | None = None
) -> dict[Cell, tuple[int, str]]:
    """Each recovered cell with its value and the way that found it: ``share``, ``algebra``, ``bounds`` or ``program``.

    ``deep``: try linear programming. ``complete``: all units and services are listed, so that a unit is the sum of what belongs to it; otherwise it is
    at least that sum. ``least``: of a hidden cell. By default one, and zero for what the office did where its whole is hidden, and hides it along.
    """
    world = World(rows, complete, least)
    return {cell: (world.low[cell], how) for cell, how in world.solve(deep).items() if cell in world.hidden}


class World:
    """What is known of all cells: bounds of each, and rows that tie them together. Whoever knows better narrows the bounds and solves again."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], complete: bool = True, least: int | None = None) -> None:
        self.lines = {(r["code"], r["period"], r["measure"]): r for r in rows}
        counts = {cell: r for cell, r in self.lines.items() if cell[2] in COUNTS}
        self.hidden = {cell for cell, r in counts.items() if r["hidden"] or r["value"] is None}
        self.low: dict[Cell, int] = {}
        self.high: dict[Cell, float] = {}
        for cell, r in counts.items():
            along = cell[2] in ALONG and (*cell[:2], PART_OF[cell[2]]) in self.hidden
            floor = least if least is not None else not along
            self.low[cell], self.high[cell] = (int(floor), math.inf) if cell in self.hidden else (int(r["value"]),) * 2
        self.rows: list[Row] = []
        self._sums(
            {r["code"]: r["above"] for r in self.lines.values()},
            {r["code"] for r in self.lines.values() if r["kind"] == "service"},
            complete,
        )
        self.told = {cell for cell, value in self._hints() if self._set(cell, value)}

    def _sums(self, above: Mapping[str, str], services: set[str], complete: bool) -> None:
        """Places, months and kinds. What a unit has besides its services and units is a place of its own, ``/code``, of which nothing is shown."""
        below = {unit: [code for code, one in above.items() if one == unit] for unit in above.keys() - services}
        codes, periods, measures = ({cell[part] for cell in self.low} for part in range(3))
        for unit, period, m in itertools.product(codes - services, periods, measures):
            if not complete or m.startswith("reports_"):
                self.low[f"/{unit}", period, m], self.high[f"/{unit}", period, m] = 0, math.inf
            self._sum((unit, period, m), [(code, period, m) for code in (*below[unit], f"/{unit}")])
        for year, (code, m) in itertools.product(
            (period for period in periods if len(period) == 4), {cell[::2] for cell in self.low}
        ):
            self._sum((code, year, m), [(code, month, m) for month in periods if month.startswith(f"{year}-")])
        for code, period in {cell[:2] for cell in self.low}:
            for whole, parts in ((whole, [(code, period, kind) for kind in kinds]) for whole, kinds in KINDS.items()):
                if self.low.keys() >= set(parts):
                    self._sum((code, period, whole), parts)
            for part, of in (((code, period, part), (code, period, of)) for part, of in PART_OF.items()):
                if self.low.keys() >= {part, of}:
                    self.rows.append(({part: 1, of: -1}, 0, True))

    def _sum(self, whole: Cell, parts: Iterable[Cell]) -> None:
        terms = {part: -1 for part in parts if part in self.low}
        if whole in self.low and terms:
            self.rows.append(({**terms, whole: 1}, 0, False))

    def _hints(self) -> Iterator[tuple[Cell, int]]:
        """What shares, quantiles and n tell of counts that are hidden; bounds are narrowed on the way."""
        for (code, period, measure), r in self.lines.items():
            part, of = SHARES.get(measure, ("", QUANTILES.get(measure, PART_OF.get(measure, ""))))
            whole = (code, period, of)
            if not of or whole not in self.low:
                continue
            if r["n"] is not None:
                yield whole, int(r["n"])
            if measure not in COUNTS and r["value"] is not None:
                self.low[whole] = max(self.low[whole], ENOUGH)
            elif measure not in COUNTS and not r["hidden"]:
                self.high[whole] = min(self.high[whole], ENOUGH - 1)
            for found in (
                _behind(r, self.high[whole] if r["n"] is None else int(r["n"]))
                if part and r["value"] is not None
                else ()
            ):
                yield from zip(((code, period, part), whole), found, strict=True)

    def _set(self, cell: Cell, value: int) -> bool:
        if cell not in self.low or not self.low[cell] <= value <= self.high[cell]:
            return False
        fresh, self.low[cell], self.high[cell] = self.low[cell] < self.high[cell], value, value
        return fresh

    def solve(self, deep: bool) -> dict[Cell, str]:
        """The cells whose bounds met, and how."""
        how = dict.fromkeys(self.told, "share")
        for rows in _components(self._reduced()):
            before = {cell: (self.low[cell], self.high[cell]) for terms, _, _ in rows for cell in terms}
            try:
                how |= self._component(rows, deep)
            except Contradiction:
                self.low |= {cell: low for cell, (low, _) in before.items()}
                self.high |= {cell: high for cell, (_, high) in before.items()}
        return how

    def _component(self, rows: list[Row], deep: bool) -> dict[Cell, str]:
        how: dict[Cell, str] = {}
        cells = fresh = {cell for terms, _, _ in rows for cell in terms}
        while fresh:
            for cell, value in _algebra(self._reduced(rows)):
                if not self.low[cell] <= value <= self.high[cell]:
                    raise Contradiction
                if self._set(cell, value):
                    how[cell] = "algebra"
            self._propagate(rows)
            fresh = {cell for cell in cells - how.keys() if self.low[cell] == self.high[cell]}
            how |= dict.fromkeys(fresh, "bounds")
        for part in _components(self._reduced(rows)) if deep else ():
            how |= dict.fromkeys(self._programs(part), "program")
        return how

    def _reduced(self, rows: list[Row] | None = None) -> list[Row]:
        """The rows without what is known. One that fails already is left out at first, and kept later as one that cannot hold."""
        found = []
        for terms, rhs, most in self.rows if rows is None else rows:
            left = {cell: factor for cell, factor in terms.items() if self.low[cell] < self.high[cell]}
            rest = rhs - sum(factor * self.low[cell] for cell, factor in terms.items() if cell not in left)
            if left or (rows is not None and (rest < 0 or (rest and not most))):
                found.append((left, rest, most) if left else ({next(iter(terms)): 0}, 1, False))
        return found

    def _propagate(self, rows: list[Row]) -> None:
        """Narrow each bound by the others of its row, all of them taken once, until nothing moves."""
        of = defaultdict(list)
        for number, cell in ((number, cell) for number, row in enumerate(rows) for cell in row[0]):
            of[cell].append(number)
        waiting = set(range(len(rows)))
        while waiting:
            terms, rhs, most = rows[waiting.pop()]
            for sign in (1,) if most else (1, -1):  # sum <= rhs, and for equations -sum <= -rhs
                floors = {c: self.low[c] if sign * f > 0 else -self.high[c] for c, f in terms.items() if f}
                endless = [c for c, floor in floors.items() if floor == -math.inf]
                total = sum(floor for floor in floors.values() if floor != -math.inf)
                for cell in floors if not endless else endless if len(endless) == 1 else ():
                    room = sign * rhs - total + (0 if endless else floors[cell])
                    bound, end = (self.high, room) if sign * terms[cell] > 0 else (self.low, -room)
                    if end < self.high[cell] if bound is self.high else end > self.low[cell]:
                        bound[cell] = end
                        waiting.update(of[cell])
                    if self.low[cell] > self.high[cell]:
                        raise Contradiction

    def _programs(self, rows: list[Row]) -> list[Cell]:
        """The cells whose least and greatest value are the same. Every solution met on the way is a witness that some others are open."""
        cells, sure = sorted({cell for terms, _, _ in rows for cell in terms}), []
        program = _Program(rows, cells, [self.low[cell] for cell in cells], [self.high[cell] for cell in cells])
        shut, chance = set(range(len(cells))), random.Random(1)
        if len(cells) > BIGGEST or (first := program.best({})) is None:
            return []
        for _ in range(8):
            other = program.best({at: chance.choice((-1, 1)) for at in shut})
            shut -= {at for at in shut if other and other[at] != first[at]}
        for at in sorted(shut):
            ends = [program.best({at: sign}) for sign in (1, -1)] if at in shut else [None]
            shut -= {one for one in shut for end in ends if end and end[one] != first[one]}
            sure += [cells[at]] if at in shut and None not in ends and self._set(cells[at], first[at]) else []
        return sure


class _Program:
    """A component as an integer program. The relaxation comes first: its corners are mostly whole already."""

    def __init__(self, rows: list[Row], cells: list[Cell], low: list[int], high: list[float]) -> None:
        import highspy
        import numpy as np

        self.np, self.size, self.solver = np, len(cells), highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0)):
            self.solver.setOptionValue(option, value)
        self.optimal, self.kinds = (
            highspy.HighsModelStatus.kOptimal,
            (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger),
        )
        at = {cell: number for number, cell in enumerate(cells)}
        far = 10**6 + 2 * sum(abs(rhs) for _, rhs, _ in rows)  # no number that follows from the rows is greater
        self.solver.addVars(self.size, np.array(low, float), np.array([min(end, far) for end in high], float))
        for terms, rhs, most in rows:
            which = np.array([at[cell] for cell in terms], np.int32)
            self.solver.addRow(
                -highspy.kHighsInf if most else rhs, rhs, len(which), which, np.array(list(terms.values()), float)
            )

    def best(self, costs: Mapping[int, int]) -> list[int] | None:
        """Whole numbers that make the sum of the costs least; None when none were found in time."""
        every = self.np.arange(self.size, dtype=self.np.int32)
        self.solver.changeColsCost(
            self.size, every, self.np.array([costs.get(at, 0) for at in range(self.size)], float)
        )
        for kind in self.kinds:
            self.solver.changeColsIntegrality(self.size, every, self.np.full(self.size, kind.value, self.np.uint8))
            self.solver.setOptionValue("time_limit", self.solver.getRunTime() + PATIENCE)
            self.solver.run()
            if self.solver.getModelStatus() != self.optimal:
                return None
            found = list(self.solver.getSolution().col_value)
            if all(abs(one - round(one)) < NEAR for one in found):
                return [round(one) for one in found]
        return None


def _behind(r: Mapping[str, Any], most: float) -> list[tuple[int, int]]:
    """The one pair of part and whole behind a share and its interval, or none."""
    if r["n"] is None and r["low"] is not None and r["high"] is not None:
        low, high = r["low"] / 100, r["high"] / 100
        left, right = (math.sqrt(max(0.0, end * (1 - end))) for end in (low, high))
        share = (low * right + high * left) / (left + right) if left + right else low
        end = low if share - low > high - share else high
        most = Z * Z * end * (1 - end) / (share - end) ** 2 if share != end else math.inf
    if most > 10**7:
        return []
    n = round(most)
    near = range(
        max(0, math.floor(n * (r["value"] - 0.11) / 100)), min(n, math.ceil(n * (r["value"] + 0.11) / 100)) + 1
    )
    fits = [(part, n) for part in near if n and _fits(r, part, n)]
    return fits if len(fits) == 1 else []


def _fits(r: Mapping[str, Any], part: int, n: int) -> bool:
    """Whether a share of so many looks as it was published."""
    p, half = part / n, Z * math.sqrt(part / n * (1 - part / n) / n + Z * Z / (4 * n * n))
    ends = [100 * (p + Z * Z / (2 * n) + sign * half) / (1 + Z * Z / n) for sign in (-1, 1)]
    shown = 100 * p if part in (0, n) else min(max(round(100 * p, 1), 0.1), 99.9)
    near = (
        said is None or abs(min(max(end, 0), 100) - said) < NEAR
        for end, said in zip(ends, (r["low"], r["high"]), strict=True)
    )
    return abs(shown - r["value"]) < NEAR and all(near)


def _components(rows: list[Row]) -> list[list[Row]]:
    """Rows that share no cell are solved apart."""
    root: dict[Cell, Cell] = {}

    def find(cell: Cell) -> Cell:
        while root.setdefault(cell, cell) != cell:
            root[cell] = cell = root[root[cell]]
        return cell

    for other, one in ((cell, min(terms)) for terms, _, _ in rows for cell in terms):
        root[find(other)] = find(one)
    groups = defaultdict(list)
    for row in rows:
        groups[find(min(row[0]))].append(row)
    return list(groups.values())


def _algebra(rows: list[Row]) -> Iterator[tuple[Cell, int]]:
    """The cells on which all solutions of the equations agree: their row of the reduced form holds nothing else."""
    pivots: dict[Cell, tuple[Terms, int]] = {}
    holders: dict[Cell, set[Cell]] = defaultdict(set)  # pivots whose row holds a cell
    for terms, rhs, _ in sorted((row for row in rows if not row[2]), key=lambda row: len(row[0])):
        left, right = {cell: factor for cell, factor in terms.items() if factor}, rhs
        for cell in [cell for cell in left if cell in pivots]:
            right = _subtract(left, right, *pivots[cell], left[cell])
        if not left:
            if right % PRIME:
                raise Contradiction
            continue
        cell = min(left, key=lambda one: (len(holders[one]), one))
        inverse = pow(left[cell], -1, PRIME)
        left, right = {one: factor * inverse % PRIME for one, factor in left.items()}, right * inverse % PRIME
        for other in holders.pop(cell, ()):
            old, value = pivots[other]
            before = set(old)
            pivots[other] = old, _subtract(old, value, left, right, old[cell])
            for one in before ^ old.keys():
                (holders[one].add if one in old else holders[one].discard)(other)
        pivots[cell] = left, right
        for one in left.keys() - {cell}:
            holders[one].add(cell)
    yield from (
        (cell, right if right < PRIME // 2 else right - PRIME)
        for cell, (left, right) in pivots.items()
        if len(left) == 1
    )


def _subtract(left: Terms, right: int, terms: Mapping[Cell, int], rhs: int, factor: int) -> int:
    """Take a multiple of a row from another, in place. Returns the new right side."""
    for cell, one in terms.items():
        left[cell] = (left.get(cell, 0) - factor * one) % PRIME
        if not left[cell]:
            del left[cell]
    return (right - factor * rhs) % PRIME
