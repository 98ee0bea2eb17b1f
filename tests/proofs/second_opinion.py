"""A second opinion on the public measures: the same figures, worked out again from the ledger alone, in DuckDB.

It shares no code with the application. The definitions are stated again here, on purpose; :func:`differences`
says where the catalogue of measures has moved away from them. Everything is computed over columns: the facts are
read once, become *outcomes* (one row per ended case) and *tallies* (acts per subject and local day), and each
period is then summed per subject. A subject is a service, or a unit with everything below it in the tree. Facts
whose ``unit_id`` is null count nowhere; they still say what a report is about (see ``_REPORTS``).
"""

from __future__ import annotations

import json
import tempfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb

THREADS = 2
MEMORY = "5GB"

FEWEST = 5
"""A quantile is told only when at least so many cases are in the group that it describes."""

COUNTS: dict[str, dict] = {
    "finished": {"family": "applications"},
    "issued": {"family": "applications", "ended": ["issued"]},
    "rejected": {"family": "applications", "ended": ["rejected"]},
    "withdrawn": {"family": "applications", "ended": ["withdrawn"]},
    "kept": {"family": "applications", "ended": ["issued"], "kept": True},
    "sent_back": {"family": "applications", "sent_back": True},
    "reports_closed": {"family": "reports"},
    "reports_in_time": {"family": "reports", "kept": True},
    "reports_confirmed": {"family": "reports", "ended": ["confirmed"]},
    "reports_silent": {"family": "reports", "ended": ["silent"]},
    "reports_disputed": {"family": "reports", "ended": ["disputed"]},
    "oversight_closed": {"family": "oversight"},
}
"""Measures that count outcomes (cases): which outcomes each takes."""

QUANTILES: dict[str, tuple[str, float, str]] = {
    "used_median": ("used_percent", 0.5, "issued"),
    "used_p90": ("used_percent", 0.9, "issued"),
    "net_median": ("net_seconds", 0.5, "issued"),
    "net_p90": ("net_seconds", 0.9, "issued"),
    "gross_median": ("gross_seconds", 0.5, "issued"),
    "gross_p90": ("gross_seconds", 0.9, "issued"),
    "reports_gross_median": ("gross_seconds", 0.5, "reports_closed"),
}
"""Percentiles over outcomes: the field (percent of the promise, working seconds, seconds), the quantile from 0 to 1,
and the count whose outcomes are taken and must reach ``FEWEST``."""

_ACT_NAMES = "received returned outside late_returned overdue"
_REPORT_NAMES = "reports_received reports_objected reports_handed_back oversight_received"
TALLIES: dict[str, list[str]] = {name: [name] for name in f"{_ACT_NAMES} {_REPORT_NAMES}".split()}
"""Measures that count acts (times): the kinds of act that each adds up. Every one counts the kind it is named after."""

STOCKS: dict[str, tuple[str, list[str]]] = {
    "open": ("stock", ["received", "ended"]),
    "open_daily": ("stock_mean", ["received", "ended"]),
}
"""Measures of what is there (cases): at the end of the period, or as the mean over its days; what came, what went."""


# One row per fact that can matter, its JSON read once. finished_at is a moment; the numbers are seconds or percent.
_FACTS = """
CREATE TABLE fact AS
WITH read AS (
    SELECT kind, id::uuid AS id, subject::uuid AS subject, unit_id::uuid AS unit, "at"::timestamptz AS told_at,
        json_extract_string(data::json, [
            '$.service_id', '$.finished_at', '$.kept', '$.in_time', '$.ending', '$.net_seconds', '$.gross_seconds',
            '$.used_percent', '$.returns', '$.late', '$.percent', '$.oversight', '$.report_kind']) AS said
    FROM ledger
    WHERE kind IN (
        'applications.submitted', 'applications.returned', 'applications.asked_outside', 'applications.mark_reached',
        'applications.issued', 'applications.rejected', 'applications.withdrawn', 'complaints.filed',
        'complaints.verified', 'complaints.part_made', 'complaints.objected', 'complaints.handed_back',
        'complaints.closed'))
SELECT kind, id, subject, unit, told_at, said[1]::uuid AS service, said[2]::timestamptz AS finished_at,
    coalesce(said[3]::boolean, false) AS kept, coalesce(said[4]::boolean, false) AS in_time, said[5] AS ending,
    said[6]::double AS net_seconds, said[7]::double AS gross_seconds, said[8]::double AS used_percent,
    coalesce(said[9]::double, 0) AS returns, coalesce(said[10]::boolean, false) AS late,
    said[11]::double AS percent, coalesce(said[12]::boolean, false) OR coalesce(said[13] = 'oversight', false) AS grave
FROM read
"""

# What is known of an application from its handing in: where its acts count when they name no service themselves.
# Should one subject have been handed in twice, the first time stands.
_SUBMITTED = """
CREATE TABLE submitted AS
SELECT subject, arg_min(struct_pack(service := service, unit := unit), (told_at, id)) AS home
FROM fact WHERE kind = 'applications.submitted' GROUP BY subject
"""

# What a report is, over all that was ever said of it: of the oversight family or not, and the service it is about.
_REPORTS = """
CREATE TABLE report AS
SELECT subject, bool_or(grave) AS oversight, max(service::varchar)::uuid AS service
FROM fact WHERE kind IN ('complaints.filed', 'complaints.verified', 'complaints.part_made') GROUP BY subject
"""

# One row per fact that ends a case, with the moment that decides its day.
_ENDS = """
CREATE TABLE ends AS
SELECT 'applications' AS family, split_part(kind, '.', 2) AS ended, kept, returns > 0 AS sent_back,
    net_seconds, gross_seconds, used_percent, unit, service, coalesce(finished_at, told_at) AS moment
FROM fact
WHERE kind IN ('applications.issued', 'applications.rejected', 'applications.withdrawn') AND unit IS NOT NULL
UNION ALL
SELECT CASE WHEN report.oversight THEN 'oversight' ELSE 'reports' END, ending, in_time, false,
    net_seconds, gross_seconds, NULL, unit, report.service, told_at
FROM fact LEFT JOIN report USING (subject)
WHERE kind = 'complaints.closed' AND unit IS NOT NULL
"""

# One row per act that is counted, with the unit and service under which it counts. A late return is two acts.
_ACTS = """
CREATE TABLE acts AS
WITH of_application AS (
    SELECT unnest(CASE kind
            WHEN 'applications.submitted' THEN ['received']
            WHEN 'applications.returned' THEN CASE WHEN late THEN ['returned', 'late_returned'] ELSE ['returned'] END
            WHEN 'applications.asked_outside' THEN ['outside']
            WHEN 'applications.mark_reached' THEN CASE WHEN percent = 100 THEN ['overdue'] END
            ELSE ['ended'] END) AS what,
        CASE WHEN fact.service IS NULL THEN home.unit ELSE fact.unit END AS unit,
        coalesce(fact.service, home.service) AS service,
        coalesce(finished_at, told_at) AS moment
    FROM fact LEFT JOIN submitted USING (subject)
    WHERE kind LIKE 'applications.%' AND fact.unit IS NOT NULL),
of_report AS (
    SELECT CASE
            WHEN kind NOT IN ('complaints.objected', 'complaints.handed_back')
                THEN CASE WHEN report.oversight THEN 'oversight_received' ELSE 'reports_received' END
            WHEN report.oversight THEN NULL
            WHEN kind = 'complaints.objected' THEN 'reports_objected'
            ELSE 'reports_handed_back' END AS what,
        unit, report.service, coalesce(finished_at, told_at) AS moment
    FROM fact LEFT JOIN report USING (subject)
    WHERE kind IN ('complaints.verified', 'complaints.part_made', 'complaints.objected', 'complaints.handed_back')
        AND unit IS NOT NULL)
SELECT * FROM of_application WHERE unit IS NOT NULL
UNION ALL SELECT * FROM of_report WHERE what IS NOT NULL
"""

# The zone that holds for a unit at a moment is looked up by the moment's UTC date; the day is the date in that zone.
_DAY = """
CREATE TABLE {made} AS
SELECT {source}.* EXCLUDE (moment), zone.unit IS NULL AS nowhere, timezone(zone.name, moment)::date AS day
FROM {source} LEFT JOIN zone
    ON zone.unit = {source}.unit
    AND timezone('UTC', moment)::date >= zone.first AND timezone('UTC', moment)::date < zone.after
"""

# Acts per subject and local day, over all history.
_TALLIES = """
CREATE TABLE tally AS
WITH daily AS (SELECT what, unit, service, day, count(*) AS n FROM dated_act GROUP BY ALL)
SELECT subject, what, day, sum(n)::bigint AS n FROM (
    SELECT place.subject, what, day, n FROM daily JOIN place USING (unit)
    UNION ALL
    SELECT service, what, day, n FROM daily WHERE service IS NOT NULL)
GROUP BY ALL
"""

# The figures of one period: a row per subject, a column per measure. Stocks ask for all days before its end.
_OUTCOMES_OF = """
WITH near AS (SELECT * FROM outcome WHERE day >= $first AND day < $after),
of_subject AS (
    SELECT place.subject, near.* FROM near JOIN place USING (unit)
    UNION ALL
    SELECT service, near.* FROM near WHERE service IS NOT NULL)
SELECT subject::varchar, {columns} FROM of_subject GROUP BY subject
"""

_TALLIES_OF = "SELECT subject::varchar, {columns} FROM tally WHERE day >= $first AND day < $after GROUP BY subject"


def figures(
    facts: str,
    units: list[tuple[str, str | None]],
    zones: list[tuple[str, str, str, str]],
    periods: list[str],
    today: str,
) -> dict[tuple[str, str, str], float | int]:
    """(subject id, period, measure key) → value: counts as int; percent, seconds and mean cases as float.

    ``facts`` is a Parquet file of the ledger, ``units`` pairs of unit and parent, ``zones`` rows of unit, first day,
    day after the last (UTC dates) and IANA zone, ``periods`` years and months, ``today`` the day of counting.
    A zero may be absent. Raises ``ValueError`` where a count would have to be guessed: a unit that is counted has no
    zone at that moment, or two; the tree runs in a circle; a period is neither a year nor a month.
    """
    spans = {period: _span(period) for period in periods}
    found: dict[tuple[str, str, str], float | int] = {}
    with tempfile.TemporaryDirectory() as spill, duckdb.connect() as base:
        base.execute(f"SET threads = {THREADS}; SET memory_limit = '{MEMORY}'; SET preserve_insertion_order = false")
        base.execute(f"SET temp_directory = '{spill}'; SET TimeZone = 'UTC'")
        base.read_parquet(facts).create_view("ledger")
        _place(base, units, zones)
        for statement in (_FACTS, _SUBMITTED, _REPORTS, _ENDS, _ACTS, "DROP TABLE fact"):
            base.execute(statement)
        for source, made in (("ends", "outcome"), ("acts", "dated_act")):
            base.execute(_DAY.format(source=source, made=made) + f"; DROP TABLE {source}")
            lost = base.execute(f"SELECT min(unit)::varchar FROM {made} WHERE nowhere").fetchone()[0]
            if lost:
                raise ValueError(f"no zone holds for unit {lost} at a moment that counts")
        base.execute(_TALLIES + "; DROP TABLE dated_act")
        for period, (first, after) in spans.items():
            for query, columns, since in (
                (_OUTCOMES_OF, _outcome_columns(), first),
                (_TALLIES_OF, {key: f"sum(n) FILTER (what IN {what})::bigint" for key, what in TALLIES.items()}, first),
                (_TALLIES_OF, _stock_columns(first, after, date.fromisoformat(today)), date.min),
            ):
                base.execute(query.format(columns=", ".join(columns.values())), {"first": since, "after": after})
                for subject, *values in base.fetchall():
                    row = zip(columns, values, strict=True)
                    found |= {(subject, period, key): value for key, value in row if value is not None}
    return found


def differences(catalogue: str) -> list[str]:
    """The keys of measures that the catalogue (a JSON file) defines otherwise than here, or in several versions."""
    mine: dict[str, tuple] = {key: ("outcome", "count", where) for key, where in COUNTS.items()}
    mine |= {key: ("outcome", "quantile", *how, COUNTS[how[2]]) for key, how in QUANTILES.items()}
    mine |= {key: ("tally", "count", what) for key, what in TALLIES.items()}
    mine |= {key: ("stock", *how) for key, how in STOCKS.items()}
    theirs: dict[str, tuple] = {}
    for measure in json.loads(Path(catalogue).read_text(encoding="utf-8"))["measures"]:
        key, (version, *later) = measure["key"], measure["versions"]
        head = (version["source"], version["aggregate"])
        if later:
            theirs[key] = ("several versions",)
        elif head == ("outcome", "quantile"):
            theirs[key] = (*head, version["field"], version["quantile"], version["of"], version["where"])
        elif version["source"] not in ("derived", "survey"):
            theirs[key] = (*head, version["where"] if version["source"] == "outcome" else version["what"])
    return sorted(key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key))


def _span(period: str) -> tuple[date, date]:
    """First day and day after the last of ``2026`` or ``2026-10``."""
    if len(period) == 4:
        return date(int(period), 1, 1), date(int(period) + 1, 1, 1)
    first = date.fromisoformat(f"{period}-01")
    return first, (first + timedelta(days=31)).replace(day=1)


def _place(base: duckdb.DuckDBPyConnection, units: list, zones: list) -> None:
    """Table ``place``: every unit with itself and all above it as subjects. Table ``zone``: which zone holds when."""
    above, pairs = dict(units), []
    for unit in above:
        chain, current = [], unit
        while current is not None:
            if current in chain:
                raise ValueError(f"the tree of units runs in a circle at {unit}")
            chain.append(current)
            current = above.get(current)
        pairs += [(unit, subject) for subject in chain]
    ordered = sorted(zones)
    for (unit, _, after, _), (other, first, _, _) in pairwise(ordered):
        if unit == other and first < after:
            raise ValueError(f"two zones hold at once for unit {unit}")
    for table, shape, rows in (
        ("place", {"unit": "uuid", "subject": "uuid"}, pairs),
        ("zone", {"unit": "uuid", "first": "date", "after": "date", "name": "varchar"}, ordered),
    ):
        base.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in shape.items())})")
        columns = [[row[i] for row in rows] for i in range(len(shape))]
        base.execute(f"INSERT INTO {table} SELECT {', '.join('unnest(?::varchar[])' for _ in shape)}", columns)


def _matches(where: dict) -> str:
    """The filter of a definition as SQL: family a word, ended a list of words, kept and sent_back true or false."""
    return " AND ".join(f"{name} {'IN' if isinstance(value, list) else '='} {value!r}" for name, value in where.items())


def _outcome_columns() -> dict[str, str]:
    """SQL per measure over outcomes. Percentiles interpolate linearly and are null below ``FEWEST`` cases."""
    columns = {key: f"count(*) FILTER (WHERE {_matches(where)})" for key, where in COUNTS.items()}
    for key, (field, quantile, of) in QUANTILES.items():
        value = f"quantile_cont({field}, {quantile}) FILTER (WHERE {_matches(COUNTS[of])})"
        columns[key] = f"CASE WHEN {columns[of]} >= {FEWEST} THEN {value} END"
    return columns


def _stock_columns(first: date, after: date, today: date) -> dict[str, str]:
    """SQL per stock. A mean counts each act for the days from its own (or the first) to the last, today at the latest;
    it is rounded to three decimals, halves away from zero, in whole numbers so that no half is lost."""
    last = min(after - timedelta(days=1), today)
    days = max((last - first).days + 1, 1)
    stayed = f"greatest(DATE '{last}' - greatest(day, DATE '{first}') + 1, 0)"
    columns = {}
    for key, (aggregate, (came, went)) in STOCKS.items():
        signed = f"CASE what WHEN '{came}' THEN n WHEN '{went}' THEN -n END"
        total = f"sum(({signed}) * {stayed})::bigint"
        mean = f"sign({total}) * ((2000 * abs({total}) + {days}) // {2 * days}) / 1000.0::double"
        columns[key] = mean if aggregate == "stock_mean" else f"sum({signed})::bigint"
    return columns
