"""The published figures of reports: computed from the rows every hour, one statement for all units and regions.

They count what everybody can read one by one in the public list, and nothing else: so no small number tells of a report that is not there. All reports,
secret ones too, are counted by the dashboards, which hide small numbers.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from ..models import SQUARE

DAYS = 365
_PUBLIC = "{row}.published_at IS NOT NULL AND NOT {row}.secret AND {row}.kind <> 'oversight' AND {row}.state NOT IN ('draft', 'archived', 'joined')"
_WITHIN = "state NOT IN ('draft', 'archived', 'joined')"
_WHOLE = f"root_id IS NULL AND {_PUBLIC.format(row='complaints_report')}"
# A unit is counted by what it answers itself: the parts of a divided report, not the desk that divided it.
_OWN = (
    "NOT EXISTS (SELECT FROM complaints_report part WHERE part.root_id = complaints_report.id) AND EXISTS "
    f"(SELECT FROM complaints_report whole WHERE whole.id = coalesce(complaints_report.root_id, complaints_report.id) AND {_PUBLIC.format(row='whole')})"
)


# A middle value's interval by ranks: n/2 -/+ 1.96 * sqrt(n)/2 (order statistics, no assumption about the times).
_COMPUTE = """
INSERT INTO complaints_figure (unit_id, region, at, received, answered, in_time, confirmed, silent, disputed, hours_median, hours_low, hours_high)
SELECT unit_id, coalesce(region, ''), %(at)s, received, answered, in_time, confirmed, silent, disputed, hours[greatest(1, (answered + 1) / 2)],
  hours[greatest(1, floor(answered / 2.0 - .98 * sqrt(answered))::int)], hours[least(answered, 1 + ceil(answered / 2.0 + .98 * sqrt(answered))::int)]
FROM (SELECT {key}, count(*) AS received, count(answered_at) AS answered,
    count(*) FILTER (WHERE answered_in_time) AS in_time, count(*) FILTER (WHERE ending = 'confirmed') AS confirmed,
    count(*) FILTER (WHERE ending = 'silent') AS silent, count(*) FILTER (WHERE ending = 'disputed') AS disputed,
    (array_agg((extract(epoch FROM answered_at - filed_at) / 3600)::int ORDER BY answered_at - filed_at) FILTER (WHERE answered_at IS NOT NULL)) AS hours
  FROM (SELECT *, nullif(left(region, 8), '') AS district, CASE WHEN length(region) = 13 THEN region END AS village
    FROM complaints_report WHERE filed_at >= %(since)s AND {which}) AS report GROUP BY {sets}) AS counted
"""
_OF_UNITS = _COMPUTE.format(
    key="holder_unit_id AS unit_id, NULL::text AS region", which=f"{_WITHIN} AND {_OWN}", sets="holder_unit_id"
)
_OF_PLACES = _COMPUTE.format(
    key="NULL::uuid AS unit_id, coalesce(village, district) AS region",
    which=f"{_WITHIN} AND {_WHOLE}",
    sets="GROUPING SETS ((district), (village), ()) HAVING grouping(district, village) = 3 OR coalesce(village, district) IS NOT NULL",
)
_SQUARES = """
INSERT INTO complaints_square ("row", "column", reports, open)
SELECT floor(latitude / %(square)s)::int, floor(longitude / %(square)s)::int, count(*), count(*) FILTER (WHERE finished_at IS NULL)
FROM complaints_report WHERE published_at >= %(since)s AND NOT secret AND kind <> 'oversight' AND state NOT IN ('draft', 'archived', 'joined')
  AND latitude IS NOT NULL GROUP BY 1, 2
"""


@transaction.atomic
def compute_figures(at: datetime) -> None:
    """Replace all published figures by those of now."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM complaints_figure")
        for statement in (_OF_UNITS, _OF_PLACES):
            cursor.execute(statement, {"at": at, "since": at - timedelta(days=DAYS)})
        cursor.execute("DELETE FROM complaints_square")
        cursor.execute(_SQUARES, {"square": SQUARE, "since": at - timedelta(days=DAYS)})
