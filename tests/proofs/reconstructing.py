"""Published figures with hidden cells, attacked: governments by chance, published at once and month by month as their periods are closed."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from maklumat.modules.dashboards.rules.shield import Move
from tests.proofs import reconstruction as attack
from tests.proofs.governments import GUARDED, MEASURES, YEAR, Government, bare, chance, full, line, primary


def run(governments: int = 300, seed: int = 0) -> dict[str, Any]:
    """So many governments. Wrong is a small hidden cell that the attack proves; and a control that finds little (small cells alone hidden)."""
    small = naive = once = shares = monthly = cells = bare_cells = 0
    leaks = []
    for number in range(seed * 100_000, seed * 100_000 + governments):
        here = chance(number)
        few, hidden = primary(here.cells()), here.hidden()
        small, cells = small + len(few), cells + len(hidden)
        naive += len(attack.recovered(bare(here, few), deep=False).keys() & few)
        once += len(attack.recovered(bare(here, hidden)).keys() & few)
        shares += len(attack.recovered(full(here, hidden)).keys() & few)
        rows, few, without = month_by_month(here)
        bare_cells += without
        found = attack.recovered(rows).keys() & few
        monthly += len(found)
        leaks += [(number, cell) for cell in sorted(found)]
    return {
        "governments": governments, "small_cells": small, "hidden": cells, "recovered_where_only_small_ones_are_hidden": naive, "recovered": once,
        "recovered_with_shares": shares, "recovered_month_by_month": monthly, "without_a_move": bare_cells, "examples": leaks[:3],
        "wrong": once + shares + monthly + int(naive < small / 4),
    }  # fmt: skip


def month_by_month(final: Government) -> tuple[list[dict[str, Any]], set[attack.Cell], int]:
    """The rows as they stand after every month was decided, closed, and kept with its moves; the small cells among them; cells without a move."""
    here = Government(final.units, final.services, {}, final.months)
    published: set[attack.Cell] = set()
    closed_hidden: set[attack.Cell] = set()
    covers: dict[str, list[Move]] = defaultdict(list)
    measures = sorted(frozenset().union(*(MEASURES[family] for family in final.leaves)) if final.leaves else [])
    veiled: set[attack.Cell] = set()
    without = 0
    for month in final.periods()[1:]:
        for family, leaves in final.leaves.items():
            here.leaves.setdefault(family, {}).update(
                {leaf: count for leaf, count in leaves.items() if leaf[1] == month}
            )
        tables = here.tables(frozenset(published), covers)
        gone = {cell for table in tables.values() for cell in table.hidden()}
        without += sum(len(table.bare) for table in tables.values())
        veiled = gone | {
            (code, period, "finished") for code, period, measure in gone if measure in attack.KINDS["finished"]
        }
        veiled |= {
            (code, period, part) for code, period, of in veiled for part in attack.ALONG if attack.PART_OF[part] == of
        }
        for family, table in tables.items():
            covers[family] += [
                move for move in table.moves if month in (move[0][1], move[1][1]) and move not in covers[family]
            ]
        for _kind, code, _above in here.subjects():
            for measure in measures:
                cell = (code, month, measure)
                (closed_hidden if cell in veiled else published).add(cell)
    counts, rows, few = here.cells(), [], set()
    for kind, code, above in here.subjects():
        for period in here.periods():
            for measure in measures:
                cell = (code, period, measure)
                hidden = cell in (veiled if period == YEAR else closed_hidden)
                value = counts.get(cell, 0)
                few |= {cell} if value in range(1, 5) and measure in GUARDED else set()
                rows.append(line(kind, code, above, period, measure, None if hidden else value, hidden=hidden))
    return rows, few, without
