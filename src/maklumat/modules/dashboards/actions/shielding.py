"""What the public may see of a year: decided for all its tables at once, because small cells can be worked out from the others (rules.shield)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from maklumat.modules.units import api as units

from ..models import NOBODY, Closing, Figure
from ..rules.measures import Measure, Sensitivity, in_force
from ..rules.periods import Period
from ..rules.shield import Cell, Leaf, Move, Nodes, Table
from .refreshing import SHIELD, hold

_ENDS = """
SELECT service_id, unit_id, to_char(day, 'YYYY-MM'), family, ended, kept, returns > 0, count(*) FROM dashboards_outcome
WHERE day >= %s AND day < %s GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
_ACTS = """
SELECT service_id, unit_id, to_char(day, 'YYYY-MM'), what, sum(count)::bigint FROM dashboards_tally
WHERE day >= %s AND day < %s GROUP BY 1, 2, 3, 4
"""
_SHOW = """
UPDATE dashboards_figure AS figure SET shown = given.shown FROM unnest(%s::uuid[], %s::text[], %s::jsonb[]) AS given (subject_id, period, shown)
WHERE figure.subject_id = given.subject_id AND figure.period = given.period AND figure.closed_at IS NULL
  AND figure.shown IS DISTINCT FROM given.shown
"""


def shield(*, year: int, at: datetime) -> None:
    """Decide for the figures of a year what is shown. The counts that are shown are of one moment, so that they add up."""
    key = f"{SHIELD}/{year}"
    with transaction.atomic():
        hold([key])  # the gate: who relied on this job has committed
    with transaction.atomic():
        decide(year)


def decide(year: int) -> dict[str, Table]:
    """Write what is shown of a year, one at a time, in the caller's transaction. Returns the tables it rests on."""
    hold([f"{SHIELD}/{year}/turn"])
    rows = list(Figure.objects.filter(period__startswith=str(year)))
    tables = _tables(year, rows)
    known: dict[Cell, int] = {}
    hidden: set[Cell] = set()
    for table in tables.values():
        hidden |= table.hidden()
        known |= table.cells
    told = [(row.subject_id, row.period, Jsonb(_shown(row, known, hidden))) for row in rows if row.closed_at is None]
    if told:
        with connection.cursor() as cursor:
            cursor.execute(_SHOW, [list(column) for column in zip(*told, strict=True)])
    return tables


def _tables(year: int, rows: list[Figure]) -> dict[str, Table]:
    """Of each family of outcomes, and of each act that residents do, what happened in the year. Closed months as they were closed."""
    measures = [
        m
        for m in in_force(date(year, 1, 1)).values()
        if m.sensitivity == Sensitivity.PUBLIC and m.counts and m.shield != "parts"
    ]
    closed = list(Closing.objects.filter(period__startswith=str(year)).order_by("period"))
    found = _leaves(year, measures, {one.period for one in closed})
    covers: dict[str, list[Move]] = defaultdict(list)
    for one in closed:
        for name, its_leaves in one.leaves.items():
            found[name] |= {(place, month, kind): count for place, month, kind, count in its_leaves}
        for name, moves in one.moves.items():
            covers[name] += [(tuple(leaf), tuple(other), straight) for leaf, other, straight in moves]
    guarded = frozenset(m.key for m in measures if m.shield == "residents")
    dear = Counter(key for m in in_force(date(year, 1, 1)).values() for key in (m.key, m.of, m.part) if key)
    return {
        name: Table(leaves, _trees(name, year, leaves, measures), guarded, _published(rows), dear, covers[name])
        for name, leaves in found.items()
    }


def _published(rows: list[Figure]) -> frozenset[Cell]:
    """What closed periods tell for good."""
    return frozenset(
        (str(row.subject_id), row.period, key)
        for row in rows
        if row.closed_at and row.shown
        for key in row.shown["values"]
    )


def _leaves(year: int, measures: list[Measure], closed: set[str]) -> dict[str, dict[Leaf, int]]:
    span = [Period(year).first, Period(year).after]
    leaves: dict[str, dict[Leaf, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_ENDS, span)
        for service_id, unit_id, month, family, ended, kept, back, count in cursor.fetchall():
            if month not in closed:
                leaves[family][(f"{service_id}/{unit_id}", month, f"{ended}/{kept}/{back}")] = count
        cursor.execute(_ACTS, span)
        for service_id, unit_id, month, what, count in cursor.fetchall():
            for measure in measures:
                if measure.source == "tally" and what in measure.what and month not in closed:
                    leaves[measure.key][(f"{service_id}/{unit_id}", month, what)] = count
    return leaves


def _trees(name: str, year: int, leaves: dict[Leaf, int], measures: list[Measure]) -> tuple[Nodes, Nodes, Nodes]:
    """What holds each place, month and kind of a table."""
    tree = units.tree()
    places, kinds = {}, {}
    for place in {leaf[0] for leaf in leaves}:
        service_id, _slash, unit_id = place.partition("/")
        above = [str(unit.id) for unit in tree.above(UUID(unit_id))]
        places[place] = frozenset([*above, *([service_id] if service_id != NOBODY else [])])
    for kind in {leaf[2] for leaf in leaves}:
        ended, kept, back = (*kind.split("/"), "", "")[:3]
        held = [
            m.key for m in measures if m.source == "outcome" and _holds(m, name, ended, kept == "True", back == "True")
        ]
        kinds[kind] = frozenset(held or [name])
    return places, {leaf[1]: frozenset([leaf[1], str(year)]) for leaf in leaves}, kinds


def _holds(measure: Measure, family: str, ended: str, kept: bool, sent_back: bool) -> bool:
    """Whether a measure counts such an outcome."""
    told = measure.where
    return (
        told["family"] == family
        and ended in told.get("ended", [ended])
        and kept == told.get("kept", kept)
        and sent_back == told.get("sent_back", sent_back)
    )


def _shown(row: Figure, known: Mapping[Cell, int], hidden: set[Cell]) -> dict[str, Any]:
    """The public's part of a figure: counts of the moment, quantiles, and which are hidden. What tells of something hidden is hidden."""
    measures = [m for m in in_force(Period.of(row.period).first).values() if m.sensitivity == Sensitivity.PUBLIC]
    cells = {m.key: (str(row.subject_id), row.period, m.key) for m in measures}
    gone = {key for key, cell in cells.items() if cell in hidden}
    told = [m for m in measures if m.counts and (m.shield == "residents" or m.source == "outcome")]
    values = row.values | {m.key: known.get(cells[m.key], 0) for m in told}
    for one in measures:
        if one.shield == "parts":
            values[one.key] = sum(values[part] for part in one.parts)
            gone |= {one.key} if gone.intersection(one.parts) else set()
    # A count of residents' matters is told or hidden for itself; shares, quantiles and what the office did would tell of a hidden whole.
    gone |= {m.key for m in measures if {m.of, m.part} & gone and not (m.counts and m.shield == "residents")}
    if "kept" in gone:  # how much of the promise was used tells whether it was kept
        gone |= {m.key for m in measures if m.field == "used_percent"}
    seen = {m.key for m in measures if m.key in values} - gone
    return {
        "values": {key: values[key] for key in sorted(seen)},
        "bounds": {key: bounds for key, bounds in row.bounds.items() if key in seen},
        "hidden": sorted(gone),
    }
