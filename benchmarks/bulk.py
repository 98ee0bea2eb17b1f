"""Applications by the hundred thousand, as the actions would have left them, made by set-wise SQL.

Everything is drawn from the row's number by a hash, so the same size gives the same data. Shared on purpose: one
ciphertext of answers, contact and certificate. Left out: attachments, checks, messages, done jobs, commitment keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from maklumat.kernel import clock, crypto
from maklumat.kernel.ids import new_code
from maklumat.modules.applications.access import index_of
from maklumat.modules.applications.rules.completeness import name_tokens
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units
from maklumat.site.demo import seed
from maklumat.site.demo.history import BUSY, answer

from . import regency
from .places import Size

CODES = 2000  # applications whose tracking code is known
BATCH = 10_000
SECONDS = {"minutes": 60, "hours": 3600, "working_days": 86_400, "calendar_days": 86_400}
TABLES = ("applications_application", "applications_interval", "ledger_entry", "ledger_position",
          "documents_certificate", "kernel_file")  # fmt: skip
HELPERS = """
CREATE SCHEMA bench;
CREATE FUNCTION bench.h(n bigint, salt text) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT ('x' || substr(md5(salt || n), 1, 8))::bit(32)::bigint / 4294967296.0 $$;
CREATE FUNCTION bench.id(moment timestamptz, n bigint, salt text) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '7' || substr(md5(salt || n), 1, 3)
     || '8' || substr(md5(salt || n), 4, 15))::uuid $$;
CREATE TABLE bench.service (k int PRIMARY KEY, service_id uuid, version_id uuid, unit_id uuid, prefix text, slug text,
  content_hash text, steps int, promised float8, product text);
CREATE TABLE bench.step (version_id uuid, step int, role text, unit_id uuid, PRIMARY KEY (version_id, step));
CREATE TABLE bench.staff (unit_id uuid, role text, people uuid[], PRIMARY KEY (unit_id, role));
CREATE TABLE bench.name (k int PRIMARY KEY, tokens varchar[]);
CREATE TABLE bench.code (n bigint PRIMARY KEY, code text, code_index bytea);
"""
BASE = """
CREATE UNLOGGED TABLE bench.base AS
WITH drawn AS (
  SELECT n, n > %(total)s - %(open)s AS open, 1 + floor(%(services)s * power(bench.h(n, 'k'), 2.2))::int AS k,
    bench.h(n, 's') AS s, bench.h(n, 'd') AS d, bench.h(n, 't') AS t, bench.h(n, 'u') AS u
  FROM generate_series(1, %(total)s) AS n
), placed AS (
  SELECT drawn.*, service_id, version_id, unit_id, prefix, content_hash, steps, promised, product,
    CASE WHEN open THEN %(at)s::timestamptz - u * interval '30 days'
      ELSE %(at)s::timestamptz - interval '30 days'
        - (1 - n / (%(total)s - %(open)s)::float8) * interval '1090 days' END AS submitted_at,
    CASE WHEN open THEN CASE WHEN t < .90 THEN 'in_process' WHEN t < .96 THEN 'returned' ELSE 'approved' END
      ELSE CASE WHEN t < .88 THEN 'issued' WHEN t < .95 THEN 'rejected' ELSE 'withdrawn' END END AS state,
    CASE WHEN open AND t < .96 THEN floor(s * steps)::int ELSE steps - 1 END AS step, 10 + d * d * 125 AS used
  FROM drawn JOIN bench.service USING (k)
)
SELECT n, bench.id(submitted_at, n, 'a') AS id, k, service_id, placed.version_id, placed.unit_id, state, placed.step, submitted_at,
  used, content_hash, product, step.role, step.unit_id AS holder, promised * used / 100 AS net,
  CASE WHEN NOT open THEN least(submitted_at + promised * used / 100 * 1.4 * interval '1 second',
    %(at)s::timestamptz - interval '1 minute') END AS finished_at,
  CASE WHEN state = 'returned' THEN NULL WHEN open THEN %(at)s::timestamptz + (d * 34 - 4) * interval '1 day'
    ELSE submitted_at + promised * 1.4 * interval '1 second' END AS due_at,
  CASE WHEN state = 'in_process' AND u < .6 THEN people[1 + floor(d * cardinality(people))::int] END AS assigned_to,
  prefix, row_number() OVER (PARTITION BY prefix, to_char(submitted_at, 'YY') ORDER BY n) AS sequence,
  (state = 'returned' OR s < .15)::int AS returns
FROM placed JOIN bench.step ON step.version_id = placed.version_id AND step.step = placed.step
  LEFT JOIN bench.staff ON staff.unit_id = step.unit_id AND staff.role = step.role;
ALTER TABLE bench.base ADD PRIMARY KEY (n);
"""
SLICE = "FROM bench.base AS b WHERE b.n BETWEEN %(first)s AND %(last)s"
FILLS = {
    "applications": """
INSERT INTO applications_application (id, number, service_id, version_id, unit_id, state, step, holder_unit_id, holder_role,
  assigned_to, channel, language, answers, contact, code, code_index, phone_index, name_index, fee, created_at, changed_at,
  submitted_at, finished_at, due_at, next_mark_at, work_order, returns, late_return, entered_by, revision)
SELECT b.id, b.prefix || to_char(b.submitted_at, '-YY-') || lpad(b.sequence::text, greatest(5, length(b.sequence::text)), '0'),
  b.service_id, b.version_id, b.unit_id, b.state, b.step, b.holder, b.role, b.assigned_to, 'web', 'id',
  %(answers)s, %(contact)s, %(code)s, coalesce(c.code_index, substr(sha256(('c' || b.n)::bytea), 1, 16)),
  substr(sha256(('p' || b.n)::bytea), 1, 16), m.tokens, 0, b.submitted_at, coalesce(b.finished_at, b.submitted_at),
  b.submitted_at, b.finished_at, b.due_at, CASE WHEN b.finished_at IS NULL THEN %(at)s::timestamptz + interval '10 years' END,
  coalesce(b.due_at, '9000-01-01 00:00+00'), b.returns, false, NULL, 3
FROM bench.base AS b JOIN bench.name AS m ON m.k = floor(%(names)s * power(bench.h(b.n, 'm'), 1.5))::int
  LEFT JOIN bench.code AS c USING (n) WHERE b.n BETWEEN %(first)s AND %(last)s""",
    "clock intervals": f"""
INSERT INTO applications_interval (application_id, state, reason, started_at, ended_at)
SELECT id, 'running', '', submitted_at, CASE WHEN state = 'returned'
  THEN submitted_at + (%(at)s::timestamptz - submitted_at) / 2 ELSE finished_at END {SLICE}
UNION ALL SELECT id, 'paused', 'waiting_for_applicant', submitted_at + (%(at)s::timestamptz - submitted_at) / 2, NULL
{SLICE} AND state = 'returned'""",
    "ledger": f"""
INSERT INTO ledger_entry (id, kind, subject, unit_id, at, by, by_kind, data, commitment)
SELECT bench.id(submitted_at, n, 'f'), 'applications.submitted', id, unit_id, submitted_at, NULL::uuid, 'anonymous',
  jsonb_build_object('service_id', service_id, 'version_id', version_id, 'content_hash', content_hash, 'channel', 'web',
    'fee', 0, 'documents', 2, 'due_at', due_at), NULL::bytea {SLICE}
UNION ALL SELECT bench.id(finished_at, n, 'g'), 'applications.' || state, id, unit_id, finished_at, NULL, 'system',
  jsonb_build_object('service_id', service_id, 'version_id', version_id, 'submitted_at', submitted_at, 'finished_at',
    finished_at, 'net_seconds', net::bigint, 'gross_seconds', (net * 1.4)::bigint, 'used_percent', ceil(used)::int,
    'kept', used <= 100, 'returns', returns), NULL {SLICE} AND finished_at IS NOT NULL""",
    "certificates": f"""
WITH given AS (SELECT *, coalesce(finished_at, %(at)s::timestamptz) AS done {SLICE} AND state IN ('issued', 'approved')),
files AS (INSERT INTO kernel_file (id, media_type, size, digest, scan, stored_at, key)
  SELECT bench.id(done, n, 'q'), 'application/pdf', 60000, sha256(n::text::bytea), 'not_scanned', done, NULL FROM given
  WHERE state = 'issued')
INSERT INTO documents_certificate (id, subject, unit_id, scope, sequence, number, product, template, masked, sealed,
  content_hash, token, state, signer, issued_at, valid_until, signed_at, file_id, file_sha256)
SELECT bench.id(done, n, 'e'), id, unit_id, 'bench', n, 'BENCH/' || n, product, 'letter', jsonb_build_object('holder',
  'S*** R***', 'government', 'Pemerintah Kabupaten Tirtamulya', 'unit', 'Unit', 'issued_on', done::date), %(sealed)s,
  sha256(('h' || n)::bytea), repeat('A', 400), CASE state WHEN 'issued' THEN 'signed' ELSE 'numbered' END, 'local', done,
  NULL, finished_at, CASE WHEN state = 'issued' THEN bench.id(done, n, 'q') END,
  CASE WHEN state = 'issued' THEN sha256(('s' || n)::bytea) END FROM given""",
}
AFTERWARDS = (
    "INSERT INTO ledger_position (position, entry_id) SELECT (SELECT coalesce(max(position), 0) FROM ledger_position) + "
    "row_number() OVER (ORDER BY id), id FROM ledger_entry AS e "
    "WHERE NOT EXISTS (SELECT FROM ledger_position AS p WHERE p.entry_id = e.id)",
    "INSERT INTO kernel_counter (scope, last) SELECT 'applications/' || prefix || '/' || to_char(submitted_at, 'YY'), "
    "max(sequence) FROM bench.base GROUP BY 1",
    "DROP TABLE bench.base",
)  # fmt: skip


def build(connection: Any, size: Size, at: datetime, bar: Any) -> None:
    """Fill the tables of the regency that is there already. ``bar(name)`` shows progress."""
    with connection.cursor() as cursor:
        for line in ("session_replication_role = replica", "synchronous_commit = off", "work_mem = '256MB'",
                     "maintenance_work_mem = '512MB'"):  # fmt: skip
            cursor.execute(f"SET {line}")
        cursor.execute(HELPERS)
        _fill_helpers(cursor, size)
        values = _values(size, at)
        with bar("applications, drawn") as step:
            cursor.execute(BASE, values)
            step(1, 1)
        later = dropped_indexes(cursor)
        for name, statement in FILLS.items():
            with bar(name) as step:
                for first in range(1, size.applications + 1, BATCH):
                    last = min(first + BATCH - 1, size.applications)
                    cursor.execute(statement, values | {"first": first, "last": last})
                    step(last, size.applications)
        with bar("positions, indexes") as step:
            todo = [*AFTERWARDS, *later, "RESET ALL"]
            for n, statement in enumerate(todo):
                cursor.execute(statement)
                step(n + 1, len(todo))


def _values(size: Size, at: datetime) -> dict[str, Any]:
    person = seed.sample("people.json")["residents"][0]
    standard = catalogue.in_force(BUSY[0], clock.now()).standard
    answers = {q.key: _any(q, person) for q in standard.questions()}
    emblem = units.tree().government.emblem
    return {
        "total": size.applications, "open": size.open, "services": size.services, "at": at, "names": len(regency.names()),
        "answers": crypto.seal_json(answers, "application answers"), "code": crypto.seal(b"BENCHBENCHBE", "application code"),
        "contact": crypto.seal_json({"phone": "+6281234567890", "email": ""}, "application contact"),
        "sealed": crypto.seal_json({"content": answers, "emblem": emblem[:2000]}, "certificate"),
    }  # fmt: skip


def _any(question: Any, person: dict) -> object:
    import random

    return answer(question, person, random.Random(1))


def _fill_helpers(cursor: Any, size: Size) -> None:
    tree, versions = units.tree(), list(catalogue.shelf(clock.now()).versions)
    versions.sort(key=lambda v: (v.standard.slug not in BUSY, v.content_hash))
    for k, v in enumerate(versions, 1):
        s, unit = v.standard, tree.by_id[v.unit_id]
        promised = s.duration.number * SECONDS[s.duration.unit]
        row = [k, v.service_id, v.id, v.unit_id, unit.number_code or unit.code.upper(), s.slug, v.content_hash, len(s.steps),
               promised, s.product.name]  # fmt: skip
        cursor.execute("INSERT INTO bench.service VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", row)
        for n, step in enumerate(s.steps):
            home = tree.by_code[step.unit].id if step.unit in tree.by_code else v.unit_id
            cursor.execute("INSERT INTO bench.step VALUES (%s, %s, %s, %s)", [v.id, n, step.role, home])
    cursor.execute(
        "INSERT INTO bench.staff SELECT unit_id, role, array_agg(DISTINCT account_id) FROM units_appointment GROUP BY 1, 2"
    )
    for k, name in enumerate(regency.names()):
        tokens = [crypto.blind(token, "name").hex()[:16] for token in name_tokens(name)]
        cursor.execute("INSERT INTO bench.name VALUES (%s, %s)", [k, tokens])
    for n in range(1, size.applications + 1, max(size.applications // CODES, 1)):
        code = new_code()
        cursor.execute("INSERT INTO bench.code VALUES (%s, %s, %s)", [n, code, index_of(code)])


def dropped_indexes(cursor: Any, tables: Sequence[str] = TABLES) -> list[str]:
    """Drop the indexes that guard nothing; returns the statements that make them again."""
    cursor.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index AS i WHERE i.indrelid = "
        "ANY(%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conindid = i.indexrelid)",
        [list(tables)],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        with suppress(LookupError):
            cursor.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in found]
