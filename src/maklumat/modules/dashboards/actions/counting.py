"""Followers of facts: one fact becomes a row, or one more in a count, once; and the figures it is part of are due."""

from __future__ import annotations

from django.db import connection, transaction

from maklumat.kernel.events import Fact
from maklumat.kernel.models import Entry

from .reading import ACTS, ENDS, OUTCOMES, TALLIES, Place, zones
from .refreshing import call_for


@transaction.atomic
def count(fact: Fact) -> None:
    """A case ended, or something happened on its way."""
    homes = set(Entry.objects.filter(subject=fact.subject, unit_id__isnull=False).values_list("unit_id", flat=True)) | {
        fact.unit_id
    }
    values = {"id": fact.id, **zones(one for one in homes if one)}
    found: set[Place] = set()
    with connection.cursor() as cursor:
        for kinds, statement in ((ENDS, OUTCOMES), (ACTS, TALLIES)):
            if fact.kind in kinds:
                cursor.execute(statement.format(which="entry.id = %(id)s"), values)
                found.update(Place(*row) for row in cursor.fetchall())
    for place in sorted(found):
        call_for(place, fact.at)
