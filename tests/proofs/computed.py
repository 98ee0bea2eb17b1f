"""How much of F-02 the demo's regency has computed from facts, and whether every computed point opens to a fact that is in the ledger."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from typing import Any

WANTED, CLOSED = 60, "disdukcapil"


def run(*, cases: int) -> dict[str, Any]:
    """Seed the demo, read its sheets again. ``wrong``: computed indicators without facts, and a closed sheet below the wanted share."""
    from maklumat.kernel import clock
    from maklumat.kernel.models import Entry
    from maklumat.modules.evaluation.models import Assessment
    from maklumat.modules.evaluation.queries import sheets
    from maklumat.site.demo import run as demo

    with redirect_stdout(StringIO()):
        demo._seed(cases)
    found: dict[str, Any] = {}
    examples = []
    for row in Assessment.objects.order_by("state"):
        one = sheets.sheet_of(row, clock.now())
        opened = 0
        for line in one.lines:
            if not line.alone:
                continue
            ids = {fact.id for fact in sheets.facts_of(line, 2000)}
            opened += 1
            if not ids or Entry.objects.filter(id__in=ids).count() != len(ids):
                examples.append(f"{one.unit.code}: indicator {line.indicator.number} is computed and opens to nothing")
        known, attested, missing = one.points
        found[one.unit.code] = {"computed": known, "attested": attested, "missing": missing, "indicators": opened}
        if one.unit.code == CLOSED and known < WANTED:
            examples.append(f"{one.unit.code}: {known} points of 100 are computed, wanted are {WANTED}")
    return {"cases": cases, **found, "wrong": len(examples) if CLOSED in found else 1, "examples": examples}
