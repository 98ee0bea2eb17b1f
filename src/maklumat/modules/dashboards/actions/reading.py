"""What facts say, as the dashboards' rows: the same statement for one fact as it arrives and for the whole ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from maklumat.modules.calendars import api as calendars

from ..models import NOBODY

ENDS = ("applications.issued", "applications.rejected", "applications.withdrawn", "complaints.closed")
ACTS = (
    "applications.submitted", "applications.returned", "applications.asked_outside", "applications.mark_reached", "applications.issued",
    "applications.rejected", "applications.withdrawn", "complaints.verified", "complaints.part_made", "complaints.objected", "complaints.handed_back",
)  # fmt: skip
COUNTED = tuple(sorted({*ENDS, *ACTS}))  # the facts that figures are made of


@dataclass(frozen=True, order=True)
class Place:
    """Where something counts: a service (or none) of a unit, in a local month."""

    service_id: UUID
    unit_id: UUID
    month: date


def zones(unit_ids: Iterable[UUID]) -> dict[str, Any]:
    """The time zones of units as parameters of the statements: from which day (in UTC) until which each holds."""
    ids, firsts, afters, names = [], [], [], []
    for unit_id in unit_ids:
        versions = calendars.calendar_of(unit_id).versions
        for number, version in enumerate(versions):
            ids.append(unit_id)
            firsts.append(version.valid_from if number else date.min)
            afters.append(versions[number + 1].valid_from if number + 1 < len(versions) else date.max)
            names.append(version.zone)
    return {"zone_units": ids, "zone_firsts": firsts, "zone_afters": afters, "zone_names": names}


_ZONE = """
JOIN unnest(%(zone_units)s::uuid[], %(zone_firsts)s::date[], %(zone_afters)s::date[], %(zone_names)s::text[]) AS zone (unit_id, first, after, name)
  ON zone.unit_id = {unit} AND (({moment}) AT TIME ZONE 'UTC')::date >= zone.first AND (({moment}) AT TIME ZONE 'UTC')::date < zone.after
"""
# What is known of a report from its earlier facts: whether it is about abuse of office, and which service it is about.
_REPORT = """
LEFT JOIN LATERAL (
  SELECT bool_or(coalesce((earlier.data->>'oversight')::boolean, false) OR earlier.data->>'report_kind' = 'oversight') AS oversight,
    max(earlier.data->>'service_id') AS service_id
  FROM ledger_entry AS earlier
  WHERE earlier.subject = entry.subject AND earlier.kind IN ('complaints.filed', 'complaints.verified', 'complaints.part_made')
    AND entry.kind >= 'complaints' AND entry.kind < 'complaintt'
) AS report ON true
"""
_MOMENT = "coalesce((entry.data->>'finished_at')::timestamptz, entry.at)"
OUTCOMES = f"""
INSERT INTO dashboards_outcome (fact_id, family, service_id, unit_id, day, net_seconds, gross_seconds, used_percent, kept, ended, returns)
SELECT entry.id,
  CASE WHEN entry.kind <> 'complaints.closed' THEN 'applications' WHEN report.oversight THEN 'oversight' ELSE 'reports' END,
  coalesce(entry.data->>'service_id', report.service_id, '{NOBODY}')::uuid, entry.unit_id, ({_MOMENT} AT TIME ZONE zone.name)::date,
  (entry.data->>'net_seconds')::bigint, (entry.data->>'gross_seconds')::bigint, coalesce((entry.data->>'used_percent')::int, 0),
  coalesce((entry.data->>'kept')::boolean, (entry.data->>'in_time')::boolean), coalesce(entry.data->>'ending', split_part(entry.kind, '.', 2)),
  coalesce((entry.data->>'returns')::int, 0)
FROM ledger_entry AS entry {_ZONE.format(unit="entry.unit_id", moment=_MOMENT)} {_REPORT}
WHERE {{which}} ON CONFLICT DO NOTHING
RETURNING service_id, unit_id, date_trunc('month', day)::date
"""
# An act of an application counts under the service and unit it was handed in to, wherever it lies meanwhile.
_WHATS = """
CASE entry.kind
  WHEN 'applications.submitted' THEN ARRAY['received']
  WHEN 'applications.returned' THEN CASE WHEN (entry.data->>'late')::boolean THEN ARRAY['returned', 'late_returned'] ELSE ARRAY['returned'] END
  WHEN 'applications.asked_outside' THEN ARRAY['outside']
  WHEN 'applications.mark_reached' THEN CASE WHEN (entry.data->>'percent')::int = 100 THEN ARRAY['overdue'] ELSE ARRAY[]::text[] END
  WHEN 'complaints.verified' THEN CASE WHEN report.oversight THEN ARRAY['oversight_received'] ELSE ARRAY['reports_received'] END
  WHEN 'complaints.part_made' THEN CASE WHEN report.oversight THEN ARRAY['oversight_received'] ELSE ARRAY['reports_received'] END
  WHEN 'complaints.objected' THEN CASE WHEN report.oversight THEN ARRAY[]::text[] ELSE ARRAY['reports_objected'] END
  WHEN 'complaints.handed_back' THEN CASE WHEN report.oversight THEN ARRAY[]::text[] ELSE ARRAY['reports_handed_back'] END
  ELSE ARRAY['ended'] END
"""
TALLIES = f"""
WITH fresh AS (
  INSERT INTO dashboards_counted (fact_id) SELECT entry.id FROM ledger_entry AS entry WHERE {{which}} ON CONFLICT DO NOTHING RETURNING fact_id),
placed AS (
  SELECT home.unit_id, home.service_id, ({_MOMENT} AT TIME ZONE zone.name)::date AS day, {_WHATS} AS whats
  FROM ledger_entry AS entry JOIN fresh ON fresh.fact_id = entry.id
  LEFT JOIN LATERAL (
    SELECT first.unit_id, first.data->>'service_id' AS service_id FROM ledger_entry AS first
    WHERE first.subject = entry.subject AND first.kind = 'applications.submitted' AND entry.data->>'service_id' IS NULL
      AND entry.kind < 'complaints' LIMIT 1) AS submitted ON true
  {_REPORT}
  CROSS JOIN LATERAL (SELECT coalesce(submitted.unit_id, entry.unit_id) AS unit_id,
    coalesce(entry.data->>'service_id', submitted.service_id, report.service_id, CASE WHEN entry.kind > 'complaints' THEN '{NOBODY}' END)::uuid AS service_id
  ) AS home
  {_ZONE.format(unit="home.unit_id", moment=_MOMENT)}
  WHERE home.service_id IS NOT NULL)
INSERT INTO dashboards_tally AS tally (unit_id, service_id, day, what, count)
SELECT unit_id, service_id, day, what, count(*) FROM placed, unnest(whats) AS what GROUP BY 1, 2, 3, 4
ON CONFLICT (unit_id, service_id, day, what) DO UPDATE SET count = tally.count + EXCLUDED.count
RETURNING service_id, unit_id, date_trunc('month', day)::date
"""
