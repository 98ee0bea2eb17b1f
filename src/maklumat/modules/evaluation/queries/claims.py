"""F-03's claims of days and rupiah beside the facts of the same unit, services and year. Four queries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from maklumat.modules.calendars import api as calendars
from maklumat.modules.surveys import api as surveys

from ..rules.claims import Compared, compare_days, compare_fees
from .ground import Ground

_DAYS, _FEE = "claimed-days", "claimed-fee"
# Answers that look forged (flags) are left out: two of them could make a difference of nothing.
_CLAIMED = """
data->>'service', (data->'values'->>known.days)::bigint, (data->'values'->>known.fee)::bigint, count(*)
FROM ledger_entry JOIN unnest(%(ids)s::text[], %(days)s::int[], %(fees)s::int[]) AS known (id, days, fee) ON known.id = data->>'questionnaire'
WHERE kind = 'surveys.answered' AND unit_id = ANY(%(below)s::uuid[]) AND at < %(end)s AND data->>'period' LIKE %(period)s
  AND (data->>'flags')::int = 0
GROUP BY 1, 2, 3
"""
_CASES = """
FROM ledger_entry WHERE kind = %(kind)s AND unit_id = ANY(%(below)s::uuid[]) AND at >= %(start)s AND at < %(end)s
  AND (%(services)s::text[] IS NULL OR data->>'service_id' = ANY(%(services)s::text[]))
GROUP BY 1
"""
# As the question counts: zero when it was the same day where the unit is.
_LASTED = """
((data->>'finished_at')::timestamptz AT TIME ZONE %(zone)s)::date - ((data->>'submitted_at')::timestamptz AT TIME ZONE %(zone)s)::date, count(*)
"""


@dataclass(frozen=True)
class Claims:
    """``days`` None and ``fees`` empty: too few answers, or no case in the ledger."""

    days: Compared | None
    fees: tuple[Compared, ...]


def claims(ground: Ground, instrument: str) -> Claims:
    """What users claim in the F-03 of this variant, of the services that they were asked about (all of the unit, where several were asked
    together)."""
    days, fees, services = _claimed(ground, instrument)
    about = None if None in services or not services else sorted(one for one in services if one)
    values = {
        "below": ground.below, "start": ground.start, "end": ground.end, "services": about, "zone": calendars.zone_of(ground.unit_id),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + _LASTED + _CASES, values | {"kind": "applications.issued"})
        lasted = dict(cursor.fetchall())
        cursor.execute("SELECT (data->>'fee')::bigint, count(*) " + _CASES, values | {"kind": "applications.submitted"})
        charged = dict(cursor.fetchall())
    return Claims(compare_days(days, lasted), compare_fees(fees, charged))


def _claimed(ground: Ground, instrument: str) -> tuple[Counter[int], Counter[int], set[str | None]]:
    """How often each number of days and of rupiah was said, and about which services. Two queries."""
    known: dict[UUID, tuple[int, ...]] = surveys.places(instrument, _DAYS, _FEE)
    values = {
        "ids": [str(one) for one in known], "days": [places[0] for places in known.values()], "fees": [places[1] for places in known.values()],
        "below": ground.below, "end": ground.end, "period": f"{ground.year}%",
    }  # fmt: skip
    days: Counter[int] = Counter()
    fees: Counter[int] = Counter()
    services: set[str | None] = set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + _CLAIMED, values)
        for service, lasted, paid, count in cursor.fetchall():
            if lasted is not None:
                days[lasted] += count
            if paid is not None:
                fees[paid] += count
            if lasted is not None or paid is not None:
                services.add(service)
    return days, fees, services
