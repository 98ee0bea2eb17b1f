"""The dashboards from the ledger alone: everything is deleted and counted again. Proof that nothing was made up."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.db import connection, transaction

from maklumat.modules.units import api as units

from ..models import Counted, Figure, Outcome, Tally
from .computing import compute
from .reading import ACTS, ENDS, OUTCOMES, TALLIES, zones
from .refreshing import REPLAY, Subject, hold, subjects_of
from .shielding import shield


def recompute_all(at: datetime) -> None:
    """Replay the ledger. Followers wait meanwhile; the pages go on showing the former figures. Closed periods stay as they are."""
    replay(at)
    for year in sorted({period[:4] for period in Figure.objects.values_list("period", flat=True)}):
        shield(year=int(year), at=at)


@transaction.atomic
def replay(at: datetime) -> None:
    """The rows and figures of the ledger, in one transaction."""
    hold([REPLAY])
    with connection.cursor() as cursor:
        # Followers are kept out, readers are not. DELETE, because the pages' role may not TRUNCATE.
        cursor.execute(
            "LOCK TABLE dashboards_counted, dashboards_outcome, dashboards_tally IN SHARE ROW EXCLUSIVE MODE"
        )
        for model in (Counted, Outcome, Tally):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
        cursor.execute("DELETE FROM dashboards_figure WHERE closed_at IS NULL")
        cursor.execute(
            "SELECT DISTINCT unit_id FROM ledger_entry WHERE kind = ANY(%s) AND unit_id IS NOT NULL", [[*ENDS, *ACTS]]
        )
        values = zones(row[0] for row in cursor.fetchall())
        cursor.execute(OUTCOMES.format(which="entry.kind = ANY(%(kinds)s)"), values | {"kinds": list(ENDS)})
        cursor.execute(TALLIES.format(which="entry.kind = ANY(%(kinds)s)"), values | {"kinds": list(ACTS)})
    _compute_figures(at)


def _compute_figures(at: datetime) -> None:
    tree = units.tree()
    touched: dict[Subject, set[date]] = defaultdict(set)
    with connection.cursor() as cursor:
        for table in ("outcome", "tally"):
            cursor.execute(
                f"SELECT DISTINCT service_id, unit_id, date_trunc('month', day)::date FROM dashboards_{table}"
            )
            for service_id, unit_id, month in cursor.fetchall():
                for subject in subjects_of(service_id, unit_id, tree):
                    touched[subject].add(month)
    for subject, months in touched.items():
        compute(subject.kind, subject.id, months, tree, at)
