"""Followers of the applications' facts: one fact becomes a row or one more in a count, once, and its figures are due."""

from __future__ import annotations

from django.db import connection, transaction

from maklumat.kernel.events import Fact

from ..models import Outcome
from .reading import COUNTS, Months, Place, outcome_of, places_of
from .refreshing import call_for

_ONE_MORE = """
INSERT INTO dashboards_tally AS t (service_id, unit_id, month, received, returned, outside)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (service_id, unit_id, month) DO UPDATE SET received = t.received + EXCLUDED.received,
  returned = t.returned + EXCLUDED.returned, outside = t.outside + EXCLUDED.outside
"""


@transaction.atomic
def note_outcome(fact: Fact) -> None:
    """An application ended: keep its measures."""
    outcome = outcome_of(fact, Months())
    Outcome.objects.bulk_create([outcome], ignore_conflicts=True)
    call_for(Place(outcome.service_id, outcome.unit_id, outcome.month), fact.at)


@transaction.atomic
def count_received(fact: Fact) -> None:
    """An application was handed in."""
    _count(fact)


@transaction.atomic
def count_returned(fact: Fact) -> None:
    """An application went back to be completed."""
    _count(fact)


@transaction.atomic
def count_outside(fact: Fact) -> None:
    """Something was asked for that the standard does not name."""
    _count(fact)


def _count(fact: Fact) -> None:
    place = places_of([fact], Months()).get(fact.id)
    if place is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO dashboards_counted (fact_id) VALUES (%s) ON CONFLICT DO NOTHING", [fact.id])
        if cursor.rowcount == 0:
            return
        counts = [int(COUNTS[fact.kind] == name) for name in ("received", "returned", "outside")]
        cursor.execute(_ONE_MORE, [place.service_id, place.unit_id, place.month, *counts])
    call_for(place, fact.at)
