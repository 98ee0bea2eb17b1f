"""Reports of residents by the million, as the actions would have left them, made by set-wise SQL.

Everything is drawn from the row's number by a hash, each once (MATERIALIZED, OFFSET 0). Shared on purpose: one ciphertext of a text among some thousand reports,
one of the reporter. Left out: entries, evidence, messages, commitment keys.
"""

from __future__ import annotations

import os
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import psycopg

from maklumat.kernel import crypto
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.complaints import api as complaints
from maklumat.modules.complaints.queries.wording import words_of
from maklumat.modules.units import api as units
from maklumat.site.demo import seed

from .bulk import dropped_indexes
from .places import Size

TEXTS, PLACES, BATCH, SIDE_BY_SIDE = 4_000, 3_000, 20_000, 2
SETTINGS = (
    "session_replication_role = replica",
    "synchronous_commit = off",
    "work_mem = '256MB'",
    "maintenance_work_mem = '512MB'",
)
TABLES = (
    "complaints_report",
    "complaints_imprint",
    "complaints_publication",
    "complaints_interval",
    "complaints_identity",
    "ledger_entry",
    "ledger_position",
)
SOUTH, WEST, WIDE = -7.60, 110.00, 0.40  # a regency of 44 km each way
WHAT = ("lubang besar", "lampu mati", "sampah menumpuk", "selokan mampet", "pohon miring", "air keruh", "antrean panjang", "petugas tidak ada",
        "blangko habis", "pungutan tanpa kuitansi", "kursi tunggu rusak", "bantuan terpotong", "jembatan retak", "kabel menjuntai", "asap bakaran",
        "ternak bau", "parkir liar", "obat kosong", "dokter terlambat", "informasi berbeda")  # fmt: skip
SINCE = (
    "sudah dua minggu",
    "sejak kemarin",
    "setiap malam",
    "kalau hujan",
    "sejak lebaran",
    "tiap pagi",
    "hampir sebulan",
    "berkali kali",
)
ASKED = ("mohon segera diperbaiki", "tolong ditindaklanjuti", "warga sudah lelah", "anak anak terganggu", "sudah dilaporkan ke desa",
         "belum ada tanggapan", "membahayakan pengendara", "harap ada solusi")  # fmt: skip
HELPERS = """
CREATE TABLE bench.text (k int PRIMARY KEY, content bytea, words bigint[], title text, body text, category uuid);
CREATE TABLE bench.place (k int PRIMARY KEY, words bigint[], name text, north float8, east float8);
CREATE TABLE bench.office (k int PRIMARY KEY, unit_id uuid);
"""
FILLS = {
    "reports": """
WITH drawn AS MATERIALIZED (
  SELECT n, n > %(total)s * .9 AS open, bench.h(n, 'rk') AS k, bench.h(n, 'rs') AS s, bench.h(n, 'rt') AS t, bench.h(n, 'ru') AS u,
    bench.h(n, 'rd') AS d, 1 + floor(%(texts)s * bench.h(n, 'rx'))::int AS text, 1 + floor(%(places)s * power(bench.h(n, 'rp'), 1.6))::int AS place,
    1 + floor(%(offices)s * power(bench.h(n, 'ro'), 1.7))::int AS office
  FROM generate_series(%(first)s, %(last)s) AS n
), placed AS MATERIALIZED (
  SELECT drawn.*, CASE WHEN open THEN %(at)s::timestamptz - u * interval '40 days'
      ELSE %(at)s::timestamptz - interval '40 days' - (1 - n / (%(total)s * .9)) * interval '1420 days' END AS filed_at,
    CASE WHEN k < .03 THEN 'oversight' WHEN k < .18 THEN 'request' WHEN k < .28 THEN 'aspiration' ELSE 'complaint' END AS kind,
    CASE WHEN open THEN CASE WHEN t < .2 THEN 'received' WHEN t < .4 THEN 'forwarded' WHEN t < .75 THEN 'in_process'
        WHEN t < .82 THEN 'asked' ELSE 'answered' END ELSE CASE WHEN t < .94 THEN 'closed' ELSE 'archived' END END AS state
  FROM drawn
)
INSERT INTO complaints_report (id, number, state, ending, kind, category_id, about_unit_id, holder_unit_id, assigned_to, anonymous,
  secret, hidden, named, content, region, latitude, longitude, cell, public_title, public_text, public_place, published_at, channel, language, code,
  code_index, ladder, returns, judged, objections, created_at, changed_at, filed_at, desk_since, answered_at, finished_at, due_at,
  wait_until, next_step_at, work_order, forgotten, revision)
SELECT bench.id(filed_at, n, 'r'), 'ADU-' || to_char(filed_at, 'YY') || '-' || lpad(n::text, 8, '0'), state,
  CASE WHEN state = 'closed' THEN CASE WHEN s < .3 THEN 'confirmed' WHEN s < .9 THEN 'silent' ELSE 'disputed' END ELSE '' END,
  kind, x.category, f.unit_id, CASE WHEN kind = 'oversight' THEN %(inspectorate)s ELSE f.unit_id END,
  CASE WHEN state IN ('in_process', 'asked', 'answered') THEN people[1 + floor(d * cardinality(people))::int] END, s < .35, secret,
  CASE WHEN kind = 'oversight' THEN ARRAY[f.unit_id] ELSE '{}'::uuid[] END, '{}'::uuid[], x.content, '',
  CASE WHEN d < .8 THEN north END, CASE WHEN d < .8 THEN east END,
  CASE WHEN d < .8 THEN floor((north + 90) / .005)::bigint * 100000 + floor((east + 180) / .005)::bigint END,
  CASE WHEN public THEN x.title ELSE '' END, CASE WHEN public THEN x.body || ' ' || p.name ELSE '' END,
  CASE WHEN public THEN p.name ELSE '' END,
  CASE WHEN public THEN filed_at + interval '1 day' END, 'web', 'id', %(code)s, substr(sha256(('k' || n)::bytea), 1, 16), 1, 0, false,
  0, filed_at, filed_at, filed_at, filed_at, CASE WHEN state IN ('answered', 'closed') THEN filed_at + u * interval '12 days' END,
  CASE WHEN NOT open THEN filed_at + u * interval '25 days' END,
  CASE WHEN state IN ('asked', 'answered') THEN NULL ELSE filed_at + interval '20 days' END,
  CASE WHEN state IN ('asked', 'answered') THEN %(at)s::timestamptz + (1 + d) * interval '9 days' END,
  CASE WHEN open AND state NOT IN ('asked', 'answered') THEN %(at)s::timestamptz + (1 + d) * interval '400 days' END,
  CASE WHEN open AND state NOT IN ('asked', 'answered') THEN filed_at + interval '20 days' ELSE '9000-01-01 00:00+00' END, 0, 3
FROM (SELECT placed.*, kind = 'oversight' OR s > .9 AS secret, kind <> 'oversight' AND s <= .9 AND state <> 'received' AND state <> 'archived' AS public
  FROM placed) AS b JOIN bench.text AS x ON x.k = b.text JOIN bench.office AS f ON f.k = b.office
  LEFT JOIN bench.staff AS w ON w.unit_id = f.unit_id AND w.role = 'complaint_coordinator'
  JOIN LATERAL (SELECT name, north + (bench.h(n, 'ry') - .5) * .002 AS north, east + (bench.h(n, 'rz') - .5) * .002 AS east
    FROM bench.place WHERE place.k = b.place OFFSET 0) AS p ON true""",
    "their words": """
INSERT INTO complaints_imprint (report_id, words, category_id, cell, latitude, longitude, filed_at, is_open)
SELECT r.id, x.words || p.words, r.category_id, r.cell, r.latitude, r.longitude, r.filed_at, r.finished_at IS NULL
FROM complaints_report AS r CROSS JOIN LATERAL (SELECT substr(r.number, 8)::int AS n) AS given
JOIN bench.text AS x ON x.k = 1 + floor(%(texts)s * bench.h(n, 'rx'))::int
JOIN bench.place AS p ON p.k = 1 + floor(%(places)s * power(bench.h(n, 'rp'), 1.6))::int
WHERE substr(r.number, 8)::int BETWEEN %(first)s AND %(last)s""",
    "what is public": """
INSERT INTO complaints_publication (report_id, published_at, text)
SELECT id, published_at, to_tsvector('indonesian', public_title || ' ' || public_text) FROM complaints_report
WHERE published_at IS NOT NULL AND state NOT IN ('archived', 'joined') AND substr(number, 8)::int BETWEEN %(first)s AND %(last)s""",
    "their clocks": """
INSERT INTO complaints_interval (report_id, state, reason, started_at, ended_at)
SELECT id, CASE WHEN state IN ('asked', 'answered') THEN 'paused' ELSE 'running' END, '', filed_at, finished_at FROM complaints_report
WHERE substr(number, 8)::int BETWEEN %(first)s AND %(last)s""",
    "who reported": """
INSERT INTO complaints_identity (report_id, sealed, phone_index)
SELECT id, %(identity)s, substr(sha256(('i' || number)::bytea), 1, 16) FROM complaints_report
WHERE substr(number, 8)::int BETWEEN %(first)s AND %(last)s AND NOT anonymous""",
    "their facts": """
INSERT INTO ledger_entry (id, kind, subject, unit_id, at, by, by_kind, data, commitment)
SELECT bench.id(filed_at, substr(number, 8)::int, 'rf'), 'complaints.filed', id, holder_unit_id, filed_at, NULL::uuid, 'anonymous',
  jsonb_build_object('channel', 'web', 'anonymous', anonymous, 'secret', secret, 'evidence', 0), NULL::bytea FROM complaints_report
WHERE substr(number, 8)::int BETWEEN %(first)s AND %(last)s
UNION ALL SELECT bench.id(finished_at, substr(number, 8)::int, 'rg'), 'complaints.closed', id, holder_unit_id, finished_at, NULL, 'system',
  jsonb_build_object('ending', ending, 'in_time', true, 'net_seconds', 0, 'gross_seconds', 0), NULL FROM complaints_report
WHERE substr(number, 8)::int BETWEEN %(first)s AND %(last)s AND finished_at IS NOT NULL""",
}
# The rows of a batch are found by this index while they are filled, and by nothing afterwards.
BY_NUMBER = "CREATE INDEX bench_number ON complaints_report ((substr(number, 8)::int))"


def build(connection: Any, size: Size, at: datetime, bar: Any) -> None:
    """Categories through the real action, then reports. ``bar(name)`` shows progress."""
    for row in seed.sample("reports.json")["categories"]:
        complaints.add_category(by=SYSTEM, **{"unit": "", "stopper": "", "parent": ""} | row, at=at)
    with connection.cursor() as cursor:
        for line in SETTINGS:
            cursor.execute(f"SET {line}")
        cursor.execute(HELPERS)
        values = _fill_helpers(cursor) | {"total": size.reports, "at": at}
        later = dropped_indexes(cursor, TABLES)
        for name, statement in FILLS.items():
            with bar(f"{name}: {size.reports:,}" if name == "reports" else name) as step:
                _fill(statement, values, size.reports, step)
                if name == "reports":
                    cursor.execute(BY_NUMBER)
                    cursor.execute("ANALYZE complaints_report")
        with bar("positions, indexes") as step:
            todo = [
                "DROP INDEX bench_number",
                "INSERT INTO ledger_position (position, entry_id) SELECT (SELECT coalesce(max(position), 0) FROM ledger_position) + row_number() "
                "OVER (ORDER BY id), id FROM ledger_entry AS e WHERE NOT EXISTS (SELECT FROM ledger_position AS p WHERE p.entry_id = e.id)",
                f"INSERT INTO kernel_counter (scope, last) VALUES ('complaints/{at:%y}', {size.reports}) ON CONFLICT (scope) DO UPDATE SET last = {size.reports}",
                *later,
                "RESET ALL",
            ]  # fmt: skip
            for n, statement in enumerate(todo):
                cursor.execute(statement)
                step(n + 1, len(todo))
    from maklumat.modules.complaints.actions import count_words

    with bar("words, counted") as step:
        count_words(at)
        step(1, 1)


def _fill(statement: str, values: dict[str, Any], total: int, step: Any) -> None:
    """Batch after batch, by two connections side by side: one for each core."""
    done = 0

    def some(start: int) -> None:
        nonlocal done
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, cursor_factory=psycopg.ClientCursor) as own:
            for line in SETTINGS:
                own.execute(f"SET {line}")
            for first in range(1 + start * BATCH, total + 1, SIDE_BY_SIDE * BATCH):
                last = min(first + BATCH - 1, total)
                own.execute(statement, values | {"first": first, "last": last})
                done += last - first + 1
                step(done, total)

    with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
        list(threads.map(some, range(SIDE_BY_SIDE)))


def _fill_helpers(cursor: Any) -> dict[str, Any]:
    chance = random.Random(11)
    cursor.execute("SELECT id FROM complaints_category WHERE is_open AND stopper = '' ORDER BY code")
    categories = [row[0] for row in cursor.fetchall()]
    for k in range(1, TEXTS + 1):
        what = WHAT[k % len(WHAT)]
        body = f"{what} {chance.choice(SINCE)}, {chance.choice(ASKED)}. {chance.choice(ASKED)}, {chance.choice(SINCE)} {chance.choice(WHAT)}."
        title = body.partition(",")[0]
        content = crypto.seal_json({"title": title, "text": body * 2, "place": ""}, "report content")
        row = [k, content, words_of(body), title, body, categories[k % len(WHAT) % len(categories)]]
        cursor.execute("INSERT INTO bench.text VALUES (%s, %s, %s, %s, %s, %s)", row)
    for k in range(1, PLACES + 1):
        name = f"Jalan {chance.choice(NAMES).title()} {chance.choice(NAMES).title()} nomor {k}"
        row = [k, words_of(name), name, SOUTH + WIDE * chance.random(), WEST + WIDE * chance.random()]
        cursor.execute("INSERT INTO bench.place VALUES (%s, %s, %s, %s, %s)", row)
    offices = [unit for unit in units.tree().units if unit.kind in ("agency", "service_unit")]
    for k, unit in enumerate(sorted(offices, key=lambda one: (one.code != "disdukcapil", one.code)), 1):
        cursor.execute("INSERT INTO bench.office VALUES (%s, %s)", [k, unit.id])
    known = {"name": "Siti Rahmawati", "phone": "+6281234567890", "email": ""}
    return {
        "texts": TEXTS, "places": PLACES, "offices": len(offices), "inspectorate": units.tree().by_code["inspektorat"].id,
        "code": crypto.seal(b"BENCHBENCHBE", "report code"), "identity": crypto.seal_json(known, "reporter"),
    }  # fmt: skip


NAMES = ("melati", "kenanga", "anggrek", "cempaka", "flamboyan", "mahoni", "randu", "asem", "waru", "beringin", "jambu", "rambutan", "manggis",
         "durian", "salak", "nangka", "pisang", "kelapa", "aren", "bambu", "padi", "jagung", "merpati", "kutilang", "perkutut", "rajawali",
         "garuda", "elang", "bangau", "kasuari", "merapi", "sindoro", "sumbing", "lawu", "slamet", "muria", "serayu", "progo", "opak")  # fmt: skip
