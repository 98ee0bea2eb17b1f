"""The figures of a subject out of its outcomes and tallies: one statement, put together from the definitions in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from maklumat.kernel.shares import Z
from maklumat.modules.units import api as units

from ..rules.measures import Measure, in_force
from ..rules.periods import ENOUGH, Period

_COLUMNS = {"net_seconds", "gross_seconds", "used_percent"}
_STATEMENT = """
INSERT INTO dashboards_figure (subject_id, period, kind, values, bounds, shown, versions, as_of)
SELECT %(subject)s, p.period, %(kind)s, outcomes.counts || acts.counts || stock.counts || times.found, times.bounds, NULL, %(versions)s, %(at)s
FROM unnest(%(periods)s::text[], %(firsts)s::date[], %(afters)s::date[]) AS p (period, first, after)
CROSS JOIN LATERAL (SELECT jsonb_build_object({counts}) AS counts
  FROM dashboards_outcome WHERE {column} = ANY(%(ids)s::uuid[]) AND day >= p.first AND day < p.after) AS outcomes
CROSS JOIN LATERAL (SELECT {quantiles} FROM dashboards_outcome
  WHERE {column} = ANY(%(ids)s::uuid[]) AND day >= p.first AND day < p.after) AS q
CROSS JOIN LATERAL (SELECT jsonb_strip_nulls(jsonb_build_object({found})) AS found, jsonb_strip_nulls(jsonb_build_object({bounds})) AS bounds) AS times
CROSS JOIN LATERAL (SELECT jsonb_build_object({acts}) AS counts
  FROM dashboards_tally WHERE {column} = ANY(%(ids)s::uuid[]) AND day >= p.first AND day < p.after) AS acts
CROSS JOIN LATERAL (SELECT jsonb_build_object({stock}) AS counts
  FROM dashboards_tally WHERE {column} = ANY(%(ids)s::uuid[]) AND day < p.after) AS stock
ON CONFLICT (subject_id, period) DO UPDATE SET kind = EXCLUDED.kind, values = EXCLUDED.values, bounds = EXCLUDED.bounds, versions = EXCLUDED.versions, as_of = EXCLUDED.as_of
WHERE dashboards_figure.closed_at IS NULL
"""


def compute(kind: str, subject_id: UUID, months: Iterable[date], tree: units.Tree, at: datetime) -> None:
    """Write the figures of a subject for months and their years; closed ones stay as they are. One statement for each set of definitions."""
    ids = [subject_id] if kind == "service" else list(tree.below(subject_id))
    one = [Period(m.year, m.month) for m in months]
    by_definition: dict[tuple[tuple[str, int], ...], list[Period]] = defaultdict(list)
    for period in {*one, *(p.whole_year for p in one)}:
        by_definition[tuple((key, m.number) for key, m in in_force(period.first).items())].append(period)
    for versions, periods in by_definition.items():
        periods.sort(key=str)
        values = {
            "kind": kind, "subject": subject_id, "ids": ids, "at": at, "versions": Jsonb(dict(versions)), "enough": ENOUGH, "today": at.date(),
            "periods": [str(p) for p in periods], "firsts": [p.first for p in periods], "afters": [p.after for p in periods],
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(statement(kind == "service", periods[0].first), values)


@lru_cache(maxsize=100)
def statement(of_service: bool, day: date) -> str:
    """The statement for the definitions in force on a day. Quantiles end at a thousandth: what lies beyond is the error of adding fractions."""
    measures = in_force(day)
    of = {source: [m for m in measures.values() if m.source == source] for source in ("outcome", "tally", "stock")}
    times = [m for m in of["outcome"] if m.aggregate == "quantile"]
    return _STATEMENT.format(
        column="service_id" if of_service else "unit_id",
        counts=_pairs({m.key: f"count(*) FILTER (WHERE {_where(m)})" for m in of["outcome"] if m.aggregate == "count"}),
        acts=_pairs({m.key: f"coalesce(sum(count) FILTER (WHERE what IN ({_names(m.what)})), 0)" for m in of["tally"]}),
        stock=_pairs({m.key: _stock(m) for m in of["stock"]}),
        quantiles=", ".join(f"{_quantile(m)} AS {m.key}" for m in times) or "1",
        found=_pairs({m.key: f"round((q.{m.key})[1]::numeric, 3)" for m in times}),
        bounds=_pairs({m.key: f"to_jsonb((q.{m.key})[2:3]::numeric(20, 3)[])" for m in times}),
    )


def _pairs(parts: Mapping[str, str]) -> str:
    return ", ".join(f"'{key}', {sql}" for key, sql in parts.items())


def _names(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _where(measure: Measure) -> str:
    told, parts = measure.where, [f"family = '{measure.where['family']}'"]
    if "ended" in told:
        parts.append(f"ended IN ({_names(told['ended'])})")
    if "kept" in told:
        parts.append("kept" if told["kept"] else "NOT kept")
    if "sent_back" in told:
        parts.append("returns > 0" if told["sent_back"] else "returns = 0")
    return " AND ".join(parts)


def _quantile(measure: Measure) -> str:
    """The quantile and the ends of its interval; nothing of too few. What it is of was counted just before."""
    if measure.field not in _COLUMNS:
        raise ValueError(f"{measure.key}: no such column")
    share, n = measure.quantile or 0.5, f"(outcomes.counts->>'{measure.of}')::float8"
    off = f"{Z * (share * (1 - share)) ** 0.5!r} / sqrt(greatest({n}, 1))"
    points = f"ARRAY[{share}, greatest({share} - {off}, 0), least({share} + {off}, 1)]"
    return f"CASE WHEN {n} >= %(enough)s THEN percentile_cont({points}) WITHIN GROUP (ORDER BY {measure.field}) FILTER (WHERE {_where(measure)}) END"


def _stock(measure: Measure) -> str:
    """What came (the first word) less what went (the second): at the end, or as the mean of the days until today."""
    came, went = measure.what
    sign = f"CASE what WHEN '{came}' THEN count WHEN '{went}' THEN -count ELSE 0 END"
    if measure.aggregate == "stock":
        return f"coalesce(sum({sign}), 0)"
    last = "least(p.after - 1, %(today)s::date)"
    days = f"greatest(({last}) - p.first + 1, 1)"
    return (
        f"round(coalesce(sum(({sign}) * greatest(({last}) - greatest(day, p.first) + 1, 0)), 0)::numeric / {days}, 3)"
    )
