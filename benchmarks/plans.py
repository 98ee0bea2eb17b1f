"""The plans behind the slowest pages: PLANS.md, written anew by each complete run."""

from __future__ import annotations

import re
from pathlib import Path

from django.db import connection

from .stage import Stage
from .worklists import Case

PLANS = Path(__file__).parent / "PLANS.md"
SHOWN = 12
LONGEST = 220
IDS = re.compile(r"(?:'?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'?(?:::uuid)?,? ?){2,}")
MARKS = re.compile(r"(?:%s, ){2,}%s")
COLUMNS = re.compile(r'SELECT (?:"[\w".]+, )+"[\w".]+ FROM')
TABLE = re.compile(r'"?applications_application"?\.')


def write(stage: Stage, cases: list[Case]) -> None:
    """The slowest statement of each page, explained; a statement of the same shape only once."""
    lines = [
        "# Query plans", "",
        f"The slowest statements with {stage.size.applications:,} applications, {stage.size.open:,} open, MODE="
        f"{stage.size.name}. Look for `Seq Scan`, `Rows Removed` and many `Buffers`.", "",
    ]  # fmt: skip
    known: set[str] = set()
    for case in sorted(cases, key=lambda case: -case.slowest[0]):
        took, statement, params = case.slowest
        shape = _short(statement)
        if len(known) >= SHOWN or shape in known or not statement.lstrip().upper().startswith("SELECT"):
            continue
        known.add(shape)
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + statement, params)
            plan = [_short(row[0])[:LONGEST] for row in cursor.fetchall()]
        noise = ("Planning:", "Index Searches", "Worker ", "Heap Fetches")
        lines += [
            f"## {case.actor or 'anyone'}: {case.name} ({took * 1000:.1f} ms)",
            "",
            "```sql",
            shape,
            "```",
            "",
            "```",
        ]
        lines += [line for line in plan if not line.strip().startswith(noise)] + ["```", ""]
    PLANS.write_text("\n".join(lines), encoding="utf-8")


def _short(text: str) -> str:
    """Without what says nothing here: column lists, long lists of units."""
    return TABLE.sub("", COLUMNS.sub("SELECT … FROM", MARKS.sub("…", IDS.sub("… ", text))))
