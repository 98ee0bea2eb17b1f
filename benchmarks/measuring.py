"""Figures of a year: replayed from five million facts, compared with the incremental ones and with a second implementation; and their public pages."""

from __future__ import annotations

import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import duckdb
import psycopg
from django.db import connection
from tests.proofs import reconstruction as attack
from tests.proofs import second_opinion

from maklumat.kernel import clock
from maklumat.kernel.events import Fact
from maklumat.kernel.models import Entry
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.dashboards import actions
from maklumat.modules.dashboards.actions.replaying import replay
from maklumat.modules.dashboards.api import COUNTED
from maklumat.modules.dashboards.models import Figure
from maklumat.modules.dashboards.queries import opendata
from maklumat.modules.dashboards.rules.measures import in_force
from maklumat.modules.dashboards.rules.periods import Period
from maklumat.modules.units import api as units

from .report import Section, median, quantile, spread
from .stage import Stage, cpu_each, shares

CASES = {"tiny": 20_000, "quick": 1_500_000, "mid": 1_500_000, "full": 1_500_000}
LATE = 500  # cases that come one by one, as followers see them
YEAR, RATE, P95 = 2025, 500, 0.050

# One case: handed in, worked on, perhaps returned, perhaps late, ended. Every 30th resident also reports something.
_CASE = """
SELECT n, md5('case' || n)::uuid AS subject, s.service_id, s.unit_id, s.place,
  timestamptz '2025-01-01 00:00+07' + (n::bigint * 7919 %% 31536000) * interval '1 second' AS submitted_at,
  (n * 31 %% 1000) AS fate, (n * 17 %% 100) AS luck, (1 + (n::bigint * 104729 %% 900000)) AS net, (n * 13 %% 160) AS used
FROM generate_series(%(first)s::int, %(last)s::int) AS n
JOIN (SELECT service_id, unit_id, place FROM unnest(%(services)s::uuid[], %(units)s::uuid[]) WITH ORDINALITY AS one (service_id, unit_id, place)) AS s
  ON s.place = 1 + ((n::bigint * n) %% %(many)s)
"""
_FACTS = f"""
WITH one AS ({_CASE}),
told AS (
  SELECT 'applications.submitted' AS kind, subject, unit_id, submitted_at AS at, jsonb_build_object('service_id', service_id, 'fee', 0) AS data FROM one
  UNION ALL SELECT 'applications.claimed', subject, unit_id, submitted_at + interval '1 hour', '{{"step": "periksa"}}'::jsonb FROM one WHERE luck < 85
  UNION ALL SELECT 'applications.returned', subject, unit_id, submitted_at + interval '2 hours', jsonb_build_object('late', luck < 5, 'number', 1) FROM one WHERE luck < 30
  UNION ALL SELECT 'applications.mark_reached', subject, unit_id, submitted_at + interval '3 days', '{{"percent": 100}}'::jsonb FROM one WHERE used > 100
  UNION ALL SELECT CASE WHEN fate < 880 THEN 'applications.issued' WHEN fate < 950 THEN 'applications.rejected' ELSE 'applications.withdrawn' END, subject, unit_id,
    submitted_at + net * interval '1.4 seconds', jsonb_build_object('service_id', service_id, 'finished_at', submitted_at + net * interval '1.4 seconds',
      'net_seconds', net, 'gross_seconds', (net * 1.4)::bigint, 'used_percent', used, 'kept', used <= 100, 'returns', (luck < 30)::int) FROM one WHERE fate < 980
  UNION ALL SELECT 'complaints.filed', md5('report' || n)::uuid, unit_id, submitted_at, jsonb_build_object('oversight', luck = 3, 'service_id', CASE WHEN luck %% 2 = 0 THEN service_id END) FROM one WHERE n %% 30 = 0
  UNION ALL SELECT 'complaints.verified', md5('report' || n)::uuid, unit_id, submitted_at + interval '1 day', '{{"report_kind": "complaint"}}'::jsonb FROM one WHERE n %% 30 = 0
  UNION ALL SELECT 'complaints.closed', md5('report' || n)::uuid, unit_id, submitted_at + interval '9 days', jsonb_build_object('ending', (ARRAY['confirmed', 'silent', 'disputed'])[1 + luck %% 3],
      'in_time', luck < 80, 'net_seconds', net, 'gross_seconds', net * 2) FROM one WHERE n %% 30 = 0)
INSERT INTO ledger_entry (id, kind, subject, unit_id, at, by_kind, data) SELECT gen_random_uuid(), kind, subject, unit_id, at, 'system', data FROM told
"""


def measure(stage: Stage) -> list[Section]:
    """Replay and comparisons in this process; then, with the server, the pages."""
    cases = CASES.get(stage.size.name, 1_500_000)
    with clock.standing_at(stage.at):
        return [_replaying(stage, cases), _serving(stage)]


def _replaying(stage: Stage, cases: int) -> Section:
    began = time.perf_counter()
    _write(stage, 1, cases)
    facts = Entry.objects.count()
    section = Section(f"Figures · {cases:,} cases of a year, {facts:,} facts in the ledger")
    section.notes.append(f"written in {time.perf_counter() - began:.0f} s")
    began = time.perf_counter()
    replay(stage.at)
    took = time.perf_counter() - began
    section.add("all figures, replayed from the ledger", f"{took:.0f} s", "< 300 s", took < 300)
    began = time.perf_counter()
    actions.shield(year=YEAR, at=stage.at)
    section.add("what the public may see of a year", f"{time.perf_counter() - began:.1f} s")
    section.add("  figures and measures", f"{Figure.objects.count():,} × {len(in_force(Period(YEAR).first))}")
    late = _follow(stage, cases)
    section.add(f"{late:,} further facts, one by one", "done")
    before = _figures()
    replay(stage.at)
    after = _figures()
    wrong = sum(before.get(key) != after.get(key) for key in before.keys() | after.keys())
    section.add("  incremental and replayed differ in", f"{wrong} of {len(after):,} figures", "0", wrong == 0)
    began = time.perf_counter()
    compared, other = _second(stage, after)
    section.add(
        "second implementation (DuckDB) differs in",
        f"{other} of {compared:,} numbers, in {time.perf_counter() - began:.0f} s",
        "0",
        other == 0,
    )
    for year in (YEAR, YEAR - 1):
        actions.shield(year=year, at=stage.at)
        rows = list(opendata.rows(year, stage.at))
        hidden = sum(row["hidden"] for row in rows)
        found = attack.attack(rows, deep=False, complete=False)
        lost = len(found)
        section.notes += [
            f"recovered by {how}: {' '.join(cell)} = {value}" for cell, (value, how) in list(found.items())[:12]
        ]
        section.add(
            f"reconstruction of {year}, as published",
            f"{lost} of {hidden:,} hidden among {len(rows):,}",
            "0",
            lost == 0,
        )
    return section


def _write(stage: Stage, first: int, last: int) -> None:
    """Facts of these cases, as the owner and without the sequencer's list: it would be five million lines long."""
    versions = catalogue.shelf(stage.at).versions
    values: dict[str, Any] = {
        "services": [v.service_id for v in versions],
        "units": [v.unit_id for v in versions],
        "many": len(versions),
    }
    with psycopg.connect(stage.environment["MAKLUMAT_OWNER_DATABASE_URL"]) as owner:
        owner.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        for start in range(first, last + 1, 250_000):
            owner.execute(_FACTS, values | {"first": start, "last": min(start + 249_999, last)})
        owner.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")
        owner.commit()
        owner.execute("ANALYZE ledger_entry")


def _follow(stage: Stage, cases: int) -> int:
    """Further cases, through the follower and the jobs it calls for. Returns how many facts."""
    _write(stage, cases + 1, cases + LATE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(md5('case' || n)::uuid) || array_agg(md5('report' || n)::uuid) FROM generate_series(%s::int, %s::int) AS n",
            [cases + 1, cases + LATE],
        )
        subjects = cursor.fetchone()[0]
    columns = ("id", "kind", "subject", "unit_id", "at", "by", "by_kind", "data")
    found = [Fact(*row) for row in Entry.objects.filter(subject__in=subjects, kind__in=COUNTED).values_list(*columns)]
    for fact in found:
        actions.count(fact)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = 'dashboards.refresh' AND status = 'todo' RETURNING args::text"
        )
        jobs = {tuple(sorted(json.loads(row[0]).items())) for row in cursor.fetchall()}
    for job in jobs:
        given = dict(job)
        month = Period.of(given["month"]).first
        actions.refresh(kind=given["kind"], subject_id=UUID(given["subject"]), month=month, at=stage.at)
    return len(found)


def _figures() -> dict[tuple[str, str], Any]:
    columns = ("subject_id", "period", "values", "bounds")
    return {
        (str(subject), period): (values, bounds)
        for subject, period, values, bounds in Figure.objects.values_list(*columns)
    }


def _second(stage: Stage, figures: dict[tuple[str, str], Any]) -> tuple[int, int]:
    """How many numbers were compared with those of tests.proofs.second_opinion, and how many differ."""
    tree = units.tree()
    zones = [
        (str(unit.id), "0001-01-01", "9999-12-31", calendars.zone_of(unit.id, stage.at.date())) for unit in tree.units
    ]
    periods = sorted({period for _subject, period in figures})
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "facts.parquet")
        _export(path, folder)
        found = second_opinion.figures(
            path,
            [(str(unit.id), str(unit.parent_id) if unit.parent_id else None) for unit in tree.units],
            zones,
            periods,
            str(stage.at.date()),
        )
    mine = {
        (subject, period, key): value
        for (subject, period), (values, _bounds) in figures.items()
        for key, value in values.items()
    }
    known = set(figures)
    wrong = 0
    for key in mine.keys() | {key for key in found if key[:2] in known}:
        wrong += (mine.get(key) or 0) != round(found.get(key) or 0, 3)  # a thousandth is where the figures end
    return len(mine), wrong


def _export(path: str, folder: str) -> None:
    """The facts that are counted, as Parquet."""
    wanted = (*COUNTED, "complaints.filed")
    source = Path(folder) / "facts.csv"
    with connection.cursor() as cursor, source.open("wb") as file:
        columns = "id, kind, subject, unit_id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"') AS at, data"
        names = ", ".join(f"'{kind}'" for kind in wanted)
        with cursor.copy(
            f"COPY (SELECT {columns} FROM ledger_entry WHERE kind IN ({names})) TO STDOUT (FORMAT csv, HEADER)"
        ) as copy:
            for block in copy:
                file.write(block)
    types = {
        "id": "VARCHAR",
        "kind": "VARCHAR",
        "subject": "VARCHAR",
        "unit_id": "VARCHAR",
        "at": "TIMESTAMPTZ",
        "data": "VARCHAR",
    }
    with duckdb.connect(":memory:", config={"threads": 2}) as engine:
        engine.read_csv(str(source), header=True, dtype=types, quotechar='"', escapechar='"').write_parquet(path)
    source.unlink()


def _serving(stage: Stage) -> Section:
    section = Section("Figures · The public dashboard over HTTP, five million facts behind it")
    months = [f"{YEAR}-{month:02d}" for month in (1, 6, 12)]
    when = [str(YEAR), *months]
    plan = {
        "overview": {"weight": 30, "paths": [f"/angka/?masa={one}" for one in when]},
        "unit": {"weight": 30, "paths": [f"/angka/unit/{code}/?masa={YEAR}" for code in stage.units]},
        "service": {"weight": 30, "paths": [f"/angka/layanan/{slug}/?masa={YEAR}" for slug in stage.slugs[:60]]},
        "file": {"weight": 10, "paths": [f"/angka/unit/{code}/angka.csv?masa={YEAR}" for code in stage.units[:20]]},
    }
    common = {"kind": "read", "connections": 8, "pages": plan}
    stage.load(**common, seconds=6, seed=97)
    told = [stage.load(**common, seconds=stage.size.seconds * 1.5, seed=n) for n in range(stage.size.repeats)]
    rate = median(one["asked"] / one["seconds"] for one in told)
    failed = sum(one["failed"] for one in told)
    section.add(
        "all pages together", f"{rate:,.0f} requests/s, {failed} failed", f"≥ {RATE}/s", rate >= RATE and not failed
    )
    seconds = [value for one in told for times in one["times"].values() for value in times]
    p95 = quantile(seconds, 0.95)
    section.add("  each", f"{spread(seconds)}, p95 {1000 * p95:.1f} ms", f"p95 < {1000 * P95:.0f} ms", p95 < P95)
    for kind in plan:
        section.add(f"  {kind}", spread([value for one in told for value in one["times"][kind]]))
    section.add("CPU for one", cpu_each(told, [one["asked"] for one in told]))
    section.notes = [f"8 connections on keep-alive; shares of all cores: {shares(told[-1])}", *(told[-1]["errors"][:2])]
    return section
