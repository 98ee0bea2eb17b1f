"""What the work itself proves: hours, the online service, the counter, reports: indicators 10, 15 to 18, 20, 22 to 28."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection
from django.db.models import Q

from maklumat.kernel.models import Entry
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units

from .ground import Computed, Ground, found
from .standards import versions


def hours(ground: Ground) -> Computed | None:
    """10: what the week of the calendar tells."""
    week = calendars.calendar_of(ground.unit_id).version_on(ground.end.date()).week
    items = ["hours-policy"]
    days = [day for day in week[:5] if day]
    if days and all(len(day) == 1 for day in days):
        items.append("no-break")
    if any(end > 16 * 60 for day in days for _start, end in day):
        items.append("extra-hours")
    if week[5] or week[6]:
        items.append("extra-days-routine")
    if ground.variant == "B" and ground.versions:
        items.append("core-24h")  # applying on this site knows no closing time
    root = units.tree().government
    weeks = Q(unit_id__in=[one.id for one in units.tree().above(ground.unit_id)]) | Q(unit_id=root.id if root else None)
    return found(ground, items, Entry.objects.filter(weeks, kind="calendars.week_set", at__lt=ground.end))


def platform(*items: str) -> Callable[[Ground], Computed | None]:
    """What the online service has because it runs on this program: proved by its own tests and pages, wherever cases came in online."""

    def known(ground: Ground) -> Computed | None:
        if ground.variant != "B" or not ground.versions:
            return None
        extra = {"encryption"} if settings.HTTPS else set()
        shown = [item for item in items if item != "encryption" or item in extra]
        return found(ground, shown, ground.entries("applications.submitted"))

    return known


def front_office(ground: Ground) -> Computed | None:
    """20 A: somebody is appointed for the counter."""
    if ground.variant != "A" or not units.holders("front_desk", ground.below, ground.end):
        return None
    entries = Entry.objects.filter(
        kind="units.appointed", unit_id__in=ground.below, data__role="front_desk", at__lt=ground.end
    )
    return found(ground, ["officer"], entries)


def operations(ground: Ground) -> Computed | None:
    """22: one system holds the standards, the reports, the survey, the work of officers (acts on the clock) and the fees."""
    if not ground.versions:
        return None
    items = ["standards", "complaints"]
    if ground.count("surveys.answered"):
        items.append("skm")
        if ground.count("applications.advanced", "applications.checked", "applications.issued"):
            items += ["staff-performance", "faq-fees-other"]
    return found(ground, items, versions(ground) | ground.entries("surveys.answered", "applications.issued"))


def quality(ground: Ground) -> Computed | None:
    """23: easy, accessible and compatible are what the program's tests hold; the domain is what it is."""
    if not ground.versions:
        return None
    items = ["easy", "accessible", "compatible"]
    if settings.BASE_URL.rstrip("/").endswith(".go.id"):
        items += ["go-id"]
    return found(ground, [*items, "navigation"], ground.entries("applications.submitted"))


def rhythm(ground: Ground) -> Computed | None:
    """24: how often something about the unit changed in the ledger: each change is on the pages at once."""
    if not ground.versions:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT (at AT TIME ZONE 'Asia/Jakarta')::date) FROM ledger_entry WHERE unit_id = ANY(%s::uuid[]) AND at >= %s AND at < %s",
            [ground.below, datetime(ground.year, 1, 1, tzinfo=UTC), ground.end],
        )
        days = cursor.fetchone()[0]
    passed = max(1, (ground.end - datetime(ground.year, 1, 1, tzinfo=UTC)).days)
    share = days / passed
    level = (
        "daily"
        if share >= 0.6
        else "weekly"
        if share >= 1 / 7
        else "monthly"
        if days >= 6
        else "half-yearly"
        if days >= 2
        else "yearly"
    )
    return found(
        ground,
        [level],
        ground.entries(
            "applications.submitted", "applications.issued", "surveys.answered", "catalogue.standard_published"
        ),
    )


def facilities(ground: Ground) -> Computed | None:
    """25: who receives reports, the register of reports, the published way; of boxes and refreshments the system knows nothing."""
    filed = ground.entries("complaints.filed", "complaints.verified")
    if ground.variant == "A":
        items = ["register", "mechanism"]
        line = [one.id for one in units.tree().above(ground.unit_id)]
        if units.holders("complaint_coordinator", [*line, *ground.below], ground.end):
            items.append("officer")
        return found(ground, items, filed)
    return found(ground, ["web-form", "email"], filed)


def means(ground: Ground) -> Computed | None:
    """26: reports come in online on this site; whether the counter for them is apart, the unit states. Online: how fast the first answer came."""
    if ground.variant == "A":
        return found(ground, ["within-online"], ground.entries("complaints.filed", "complaints.verified"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered.at - filed.at) / 3600) FROM ledger_entry answered "
            "JOIN ledger_entry filed ON filed.subject = answered.subject AND filed.kind = 'complaints.filed' "
            "WHERE answered.kind = 'complaints.answered' AND answered.unit_id = ANY(%s::uuid[]) AND answered.at >= %s AND answered.at < %s",
            [ground.below, datetime(ground.year, 1, 1, tzinfo=UTC), ground.end],
        )
        median = cursor.fetchone()[0]
    return (
        found(ground, (), ground.entries("complaints.answered"), {"hours": round(median)})
        if median is not None
        else None
    )


def accountable(ground: Ground) -> Computed | None:
    """27: reports are kept, counted, watched by the clock, answered and shown; each only where it happened."""
    if not ground.count("complaints.verified", "complaints.filed"):
        return None
    items = ["archived", "reported", "monitored"]
    if ground.count("complaints.answered"):
        items += ["followed-up", "published"]
    return found(
        ground,
        items,
        ground.entries("complaints.verified", "complaints.answered", "complaints.step_reached", "complaints.closed"),
    )


def finished(ground: Ground) -> Computed | None:
    """28: of the reports that reached the unit in the year, how many it answered."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT subject) FILTER (WHERE kind = 'complaints.verified'), count(DISTINCT subject) FILTER (WHERE kind = 'complaints.answered'), "
            "bool_or(data->>'channel' = 'lapor') FROM ledger_entry WHERE kind IN ('complaints.filed', 'complaints.verified', 'complaints.answered') "
            "AND unit_id = ANY(%s::uuid[]) AND at >= %s AND at < %s",
            [ground.below, datetime(ground.year, 1, 1, tzinfo=UTC), ground.end],
        )
        received, finished, sp4n = cursor.fetchone()
    if not received:
        return None
    numbers = {"received": received, "finished": min(finished, received)}
    return found(
        ground, ["uses-sp4n"] if sp4n else [], ground.entries("complaints.verified", "complaints.answered"), numbers
    )
