"""The dashboards from the ledger alone: everything is deleted and counted again. Proof that nothing was made up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import batched

from django.db import connection, transaction
from django.db.models import Model

from maklumat.kernel.events import Fact
from maklumat.kernel.models import Entry
from maklumat.modules.units import api as units

from ..models import Counted, Figure, Outcome, Tally
from .reading import COUNTS, ENDS, Months, Place, outcome_of, places_of
from .refreshing import REPLAY, Subject, compute, hold, subjects_of

BATCH = 5000


@transaction.atomic
def recompute_all(at: datetime) -> None:
    """Replay the ledger. Followers wait meanwhile; the pages go on showing the former figures."""
    hold([REPLAY])
    with connection.cursor() as cursor:
        # Followers are kept out, readers are not. DELETE, because the pages' role may not TRUNCATE.
        cursor.execute(
            "LOCK TABLE dashboards_counted, dashboards_outcome, dashboards_tally IN SHARE ROW EXCLUSIVE MODE"
        )
        for model in (Counted, Outcome, Tally, Figure):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
    months = Months()
    for batch in _facts(ENDS):
        _copy([outcome_of(fact, months) for fact in batch])
    counts: dict[Place, Counter[str]] = defaultdict(Counter)
    for batch in _facts(COUNTS):
        places = places_of(batch, months)
        for fact in batch:
            if fact.id in places:
                counts[places[fact.id]][COUNTS[fact.kind]] += 1
        _copy([Counted(fact_id=fact_id) for fact_id in places])
    _copy([Tally(service_id=p.service_id, unit_id=p.unit_id, month=p.month, **n) for p, n in counts.items()])
    _compute_figures(at)


def _facts(kinds: dict[str, str]) -> Iterator[tuple[Fact, ...]]:
    """The facts of these kinds, a batch at a time."""
    columns = ("id", "kind", "subject", "unit_id", "at", "by", "by_kind", "data")
    rows = Entry.objects.filter(kind__in=list(kinds)).order_by("id").values_list(*columns)
    yield from batched((Fact(*row) for row in rows.iterator(BATCH)), BATCH)


def _copy(rows: Sequence[Model]) -> None:
    """Write new rows the fast way, because a replay holds up the followers."""
    if not rows:
        return
    table = rows[0]._meta.db_table
    names = [field.attname for field in rows[0]._meta.concrete_fields if field.attname != "pk"]
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([getattr(row, name) for name in names])


def _compute_figures(at: datetime) -> None:
    tree = units.tree()
    touched: dict[Subject, set[date]] = defaultdict(set)
    columns = ("service_id", "unit_id", "month")
    for rows in (Outcome.objects.values_list(*columns), Tally.objects.values_list(*columns)):
        for service_id, unit_id, month in rows.distinct():
            for subject in subjects_of(service_id, unit_id, tree):
                touched[subject].add(month)
    for subject, its_months in touched.items():
        compute(subject, its_months, tree, at)
