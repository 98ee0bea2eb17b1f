"""What a fact says, as the dashboards' rows: the same for one fact as it arrives and for the whole ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from maklumat.kernel.events import Fact
from maklumat.kernel.models import Entry
from maklumat.modules.applications.events import AskedOutside, Issued, Rejected, Returned, Submitted, Withdrawn
from maklumat.modules.calendars import api as calendars

from ..models import Outcome
from ..rules import month_of

ENDS = {Issued.kind: Outcome.End.ISSUED, Rejected.kind: Outcome.End.REJECTED, Withdrawn.kind: Outcome.End.WITHDRAWN}
COUNTS = {Submitted.kind: "received", Returned.kind: "returned", AskedOutside.kind: "outside"}


@dataclass(frozen=True, order=True)
class Place:
    """Where something counts: a service of a unit, in a local month."""

    service_id: UUID
    unit_id: UUID
    month: date


@dataclass
class Months:
    """Local months; the calendar of each unit is read once."""

    calendars: dict[UUID, calendars.Calendar] = field(default_factory=dict)

    def of(self, unit_id: UUID, moment: datetime) -> date:
        if unit_id not in self.calendars:
            self.calendars[unit_id] = calendars.calendar_of(unit_id)
        return month_of(moment, self.calendars[unit_id].version_on(moment.date()).zone)


def outcome_of(fact: Fact, months: Months) -> Outcome:
    """The row of a finished application."""
    said = fact.data
    finished_at = datetime.fromisoformat(said["finished_at"])
    return Outcome(
        fact_id=fact.id,
        service_id=UUID(said["service_id"]),
        unit_id=fact.unit_id,
        version_id=UUID(said["version_id"]),
        finished_at=finished_at,
        month=months.of(fact.unit_id, finished_at),
        net_seconds=said["net_seconds"],
        gross_seconds=said["gross_seconds"],
        used_percent=said["used_percent"],
        kept=said["kept"],
        ended=ENDS[fact.kind],
        returns=said["returns"],
    )


def places_of(facts: Iterable[Fact], months: Months) -> dict[UUID, Place]:
    """Where each fact counts: under the service and unit of its application. One query, or none.

    A fact about an application that was never submitted has no place.
    """
    found = list(facts)
    homes = {fact.subject: _home(fact) for fact in found if "service_id" in fact.data}
    unknown = {fact.subject for fact in found} - set(homes)
    if unknown:
        rows = Entry.objects.filter(kind=Submitted.kind, subject__in=unknown).values_list(
            "subject", "data__service_id", "unit_id"
        )
        homes |= {subject: (UUID(service_id), unit_id) for subject, service_id, unit_id in rows}
    return {
        fact.id: Place(*homes[fact.subject], months.of(homes[fact.subject][1], fact.at))
        for fact in found
        if fact.subject in homes
    }


def _home(fact: Fact) -> tuple[UUID, UUID]:
    return UUID(fact.data["service_id"]), fact.unit_id
