"""Out of whose sight a report on abuse of office is kept follows the organisation: a new unit above the one it names sees no more
than the old ones."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from maklumat.kernel import ledger
from maklumat.kernel.actor import SYSTEM

from ..events import Hidden
from ..models import Report
from ..queries.desks import hidden_from
from ..rules.ladder import Kind


@transaction.atomic
def follow_the_tree(at: datetime) -> int:
    """Bring what is out of sight up to date; it only grows. How many reports changed."""
    rows = list(
        Report.objects.select_for_update().filter(kind=Kind.OVERSIGHT, about_unit__isnull=False).exclude(state="draft")
    )
    changed = []
    for row in rows:
        hidden = sorted({*row.hidden, *hidden_from(row.about_unit_id)})
        if hidden != sorted(row.hidden):
            row.hidden = hidden
            changed.append(row)
    for row in changed:
        row.save(update_fields=["hidden"])
    ledger.record_each(
        [Hidden(subject=row.id, unit_id=row.holder_unit_id, units=len(row.hidden)) for row in changed], by=SYSTEM, at=at
    )
    return len(changed)
