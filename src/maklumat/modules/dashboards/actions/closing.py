"""A month is closed some days after it ended, a year with its December: its figures are frozen with the definitions they were computed under,
and the ledger keeps their digest. What arrives later about a closed period changes it no more."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from maklumat.kernel import ledger
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.ids import new_id
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units

from ..events import PeriodClosed
from ..models import Closing, Figure, Revision
from ..rules.periods import Period
from ..rules.shield import Table
from .shielding import decide

DAYS_OPEN = 10  # days after its end in which a period still takes what arrives late


def close_periods(at: datetime) -> int:
    """Close what is over. Returns how many periods."""
    root = units.tree().government
    if root is None:
        return 0
    today = at.astimezone(ZoneInfo(calendars.zone_of(root.id))).date()
    done = 0
    for name in _over(today):
        done += _close(name, at)
    return done


def _over(today: date) -> list[str]:
    """Open periods whose days are over, months before their year."""
    names = Figure.objects.filter(closed_at=None).values_list("period", flat=True).distinct()
    over = [name for name in names if Period.of(name).after + timedelta(days=DAYS_OPEN) <= today]
    return sorted(over, key=lambda name: (name[:4], len(name) == 4, name))


@transaction.atomic
def _close(name: str, at: datetime) -> int:
    root, tables = units.tree().government, decide(int(name[:4]))
    rows = list(
        Figure.objects.select_for_update()
        .filter(period=name, closed_at=None, shown__isnull=False)
        .order_by("subject_id")
    )
    if not rows or root is None:
        return 0
    if "-" in name:
        _keep(name, tables)
    told = [[str(row.subject_id), row.values, row.bounds, row.shown, row.versions] for row in rows]
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    Figure.objects.filter(period=name, closed_at=None, shown__isnull=False).update(closed_at=at, as_of=F("as_of"))
    Revision.objects.create(at=at, what="closed", period=name, digest=digest)
    ledger.record(
        PeriodClosed(subject=new_id(), unit_id=root.id, period=name, figures=len(rows), digest=digest), by=SYSTEM, at=at
    )
    return 1


def _keep(name: str, tables: dict[str, Table]) -> None:
    """Keep a month's counts, and the moves that keep its hidden cells open to doubt, for the decisions on the rest of its year."""
    leaves, moves = {}, {}
    for key, table in tables.items():
        leaves[key] = [[*leaf, count] for leaf, count in table.leaves.items() if leaf[1] == name]
        moves[key] = [move for move in table.moves if name in (move[0][1], move[1][1])]
    Closing.objects.create(period=name, leaves=leaves, moves=moves)
