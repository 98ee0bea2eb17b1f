"""The plans behind the work list: PLANS.md, written by each run."""

from __future__ import annotations

import re
from pathlib import Path

from django.db import connection

from .stage import Stage
from .worklists import Case

PLANS = Path(__file__).parent / "PLANS.md"
LONGEST = 1400


def write(stage: Stage, cases: list[Case]) -> None:
    """The slowest statement of each case, explained and analysed."""
    lines = [
        "# Query plans of the work list", "",
        f"The slowest statement of each page with {stage.size.applications:,} applications, {stage.size.open:,} open "
        f"(MODE={stage.size.name}). `Rows Removed` and big `Buffers` are what to look for.", "",
    ]  # fmt: skip
    for case in sorted(cases, key=lambda case: -case.slowest[0]):
        took, statement, params = case.slowest
        if not statement.lstrip().upper().startswith("SELECT"):
            continue
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, SUMMARY ON) " + statement, params)
            plan = [row[0] for row in cursor.fetchall()]
        lines += [
            f"## {case.actor or 'anyone'}: {case.name} ({took * 1000:.1f} ms)",
            "",
            "```sql",
            _short(statement),
            "```",
            "```",
        ]
        lines += [line[:200] for line in plan if not line.strip().startswith(("Planning:", "Settings"))] + ["```", ""]
    PLANS.write_text("\n".join(lines), encoding="utf-8")


def _short(statement: str) -> str:
    """Without the column list, which says nothing here."""
    found = re.sub(r'SELECT ("[\w"., ]+?) FROM', "SELECT … FROM", statement)
    return found[:LONGEST]
