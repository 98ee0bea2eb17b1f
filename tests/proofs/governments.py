"""Governments made by chance, with services, units and what happened in them, published as the product does."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from maklumat.modules.dashboards.rules.shield import Move, Table
from tests.proofs import reconstruction as attack

YEAR = "2026"
FEW = range(1, 5)
OFFICE = frozenset(["kept", "outside", "reports_in_time"])
ENDS = {
    "applications": ("issued", "rejected", "withdrawn"),
    "reports": ("confirmed", "silent", "disputed"),
}
ACTS = ("received", "returned", "outside", "reports_received", "reports_objected")
KINDS = {
    "applications": {
        f"{ended}/{kept}/{back}": frozenset(
            [ended, *(["kept"] if kept and ended == "issued" else []), *(["sent_back"] if back else [])]
        )
        for ended in ENDS["applications"] for kept in (True, False) for back in (True, False)
    },
    "reports": {
        f"{ended}/{kept}/{back}": frozenset(
            ["reports_closed", f"reports_{ended}", *(["reports_in_time"] if kept else [])]
        )
        for ended in ENDS["reports"] for kept in (True, False) for back in (True, False)
    },
    **{act: {act: frozenset([act])} for act in ACTS},
}  # fmt: skip
MEASURES = {
    family: frozenset().union(*kinds.values(), ["finished"] if family == "applications" else [])
    for family, kinds in KINDS.items()
}
GUARDED = frozenset().union(*MEASURES.values()) - OFFICE
DEAR = Counter(
    [
        *attack.COUNTS,
        *attack.PART_OF.values(),
        *(key for pair in attack.SHARES.values() for key in pair),
        *attack.QUANTILES.values(),
    ]
)
Leaves = dict[tuple[str, str, str], int]  # place (service/unit), month, kind


@dataclass
class Government:
    """``units``: of each unit the one above it. ``services``: of each its unit. ``leaves``: of each family what happened."""

    units: dict[str, str]
    services: dict[str, str]
    leaves: dict[str, Leaves] = field(default_factory=dict)
    months: int = 12

    def above(self, unit: str) -> list[str]:
        return [unit, *(self.above(self.units[unit]) if self.units[unit] else [])]

    def places(self) -> dict[str, frozenset[str]]:
        """Services, and what of a unit concerns none."""
        found = {f"{s}/{u}": frozenset([s, *self.above(u)]) for s, u in self.services.items()}
        return found | {f"/{u}": frozenset(self.above(u)) for u in self.units}

    def subjects(self) -> list[tuple[str, str, str]]:
        units = [("unit" if above else "government", unit, above) for unit, above in self.units.items()]
        return units + [("service", service, unit) for service, unit in self.services.items()]

    def periods(self) -> list[str]:
        return [YEAR, *(f"{YEAR}-{month:02d}" for month in range(1, self.months + 1))]

    def cells(self) -> dict[attack.Cell, int]:
        """All counts but zeros."""
        found: dict[attack.Cell, int] = defaultdict(int)
        places = self.places()
        for family, leaves in self.leaves.items():
            for (place, month, kind), count in leaves.items():
                for code in places[place]:
                    for measure in KINDS[family][kind] | (MEASURES[family] & {"finished"}):
                        found[code, month, measure] += count
                        found[code, YEAR, measure] += count
        return found

    def tables(
        self, published: frozenset[attack.Cell] = frozenset(), covers: Mapping[str, list[Move]] | None = None
    ) -> dict[str, Table]:
        """As the real action builds them: of each family, only places, months and kinds in which something happened."""
        places, found = self.places(), {}
        for family, leaves in self.leaves.items():
            here = {place: places[place] for place, _, _ in leaves}
            months = {month: frozenset([month, YEAR]) for _, month, _ in leaves}
            kinds = {kind: KINDS[family][kind] for _, _, kind in leaves}
            found[family] = Table(
                leaves, (here, months, kinds), GUARDED, published, DEAR, (covers or {}).get(family, ())
            )
        return found

    def hidden(self, published: frozenset[attack.Cell] = frozenset()) -> frozenset[attack.Cell]:
        """What the method hides; what is finished goes with its parts."""
        gone = frozenset().union(*(table.hidden() for table in self.tables(published).values()))
        return gone | {(code, period, "finished") for code, period, m in gone if m in attack.KINDS["finished"]}


def primary(cells: Mapping[attack.Cell, int]) -> set[attack.Cell]:
    """The small cells."""
    return {cell for cell, count in cells.items() if count in FEW and cell[2] in GUARDED}


def bare(here: Government, hidden: Iterable[attack.Cell], measures: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The counts alone, each hidden for itself."""
    cells, gone = here.cells(), set(hidden)
    asked = list(measures) or sorted(frozenset().union(*(MEASURES[family] for family in here.leaves)))
    return [
        line(kind, code, above, period, m, None if (code, period, m) in gone else cells.get((code, period, m), 0), hidden=(code, period, m) in gone)
        for kind, code, above in here.subjects() for period in here.periods() for m in asked
    ]  # fmt: skip


def full(here: Government, hidden: Iterable[attack.Cell]) -> list[dict[str, Any]]:
    """As the open data have it: what tells of something hidden is hidden along; with shares, their n and their intervals."""
    cells, gone, found = here.cells(), set(hidden), []
    for kind, code, above in here.subjects():
        for period in here.periods():
            veiled = {m for m in GUARDED | OFFICE if (code, period, m) in gone}
            veiled |= {m for m in attack.ALONG if attack.PART_OF[m] in veiled}
            for m in sorted(GUARDED | OFFICE):
                n = attack.PART_OF.get(m)
                found.append(
                    line(kind, code, above, period, m, None if m in veiled else cells.get((code, period, m), 0), hidden=m in veiled,
                         n=None if n is None or n in veiled else cells.get((code, period, n), 0))
                )  # fmt: skip
            for m, (part, of) in attack.SHARES.items():
                a, n = cells.get((code, period, part), 0), cells.get((code, period, of), 0)
                found.append(
                    share(kind, code, above, period, m, a, n)
                    if not veiled & {part, of}
                    else line(kind, code, above, period, m, None, hidden=True, n=None if of in veiled else n)
                )
    return found


def line(
    kind: str, code: str, above: str, period: str, measure: str, value: float | None, *, hidden: bool = False, n: int | None = None,
    low: float | None = None, high: float | None = None,
) -> dict[str, Any]:  # fmt: skip
    """A published figure."""
    found = {"kind": kind, "code": code, "above": above, "period": period, "measure": measure, "value": value}
    return found | {"n": n, "low": low, "high": high, "hidden": hidden}


def share(
    kind: str, code: str, above: str, period: str, measure: str, part: int, n: int, *, told: bool = True
) -> dict[str, Any]:
    """A share with its interval; ``told``: and its n."""
    if n < 5:
        return line(kind, code, above, period, measure, None, n=n if told else None)
    p, z = part / n, 1.96
    half = z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    low, high = ((p + z * z / (2 * n) + sign * half) / (1 + z * z / n) for sign in (-1, 1))
    value = 100.0 * p if part in (0, n) else min(max(round(100 * part / n, 1), 0.1), 99.9)
    return line(
        kind,
        code,
        above,
        period,
        measure,
        value,
        n=n if told else None,
        low=100 * max(0.0, low),
        high=100 * min(1.0, high),
    )


def chance(seed: int) -> Government:
    """A government of varied size, depth and sparsity."""
    rng = random.Random(seed)
    units = {"g": ""}
    for number in range(rng.choice([0, 1, 2, 2, 3, 5])):
        units[f"u{number}"] = rng.choice(list(units)) if rng.random() < 0.4 else "g"
    homes = rng.sample(list(units), rng.randint(1, len(units)))
    services = {
        f"s{number}": homes[number % len(homes)] for number in range(rng.choice([len(homes), 2 * len(homes), 8]))
    }
    here = Government(units, services, {}, rng.choice([1, 1, 2, 3, 12]))
    months = here.periods()[1:]
    full_months = rng.sample(months, rng.randint(1, len(months)))
    density, most = rng.choice([0.05, 0.15, 0.4, 0.9]), rng.choice([1, 2, 3, 5, 8, 30])
    for family in rng.sample(list(KINDS), rng.randint(1, 4)):
        kinds = rng.sample(list(KINDS[family]), rng.randint(1, len(KINDS[family])))
        leaves = {
            (place, month, kind): rng.randint(1, most) * rng.choice([1, 1, 1, 9])
            for place in here.places() if family.startswith("reports") or place[0] != "/"
            for month in full_months for kind in kinds if rng.random() < density
        }  # fmt: skip
        if leaves:
            here.leaves[family] = leaves
    return here
