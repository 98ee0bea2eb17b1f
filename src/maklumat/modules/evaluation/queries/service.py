"""What the work itself proves: hours, the online service, the counter: indicators 10, 15 to 18, 20, 22 to 24."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from maklumat.kernel.models import Entry
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units

from .ground import Computed, Ground, found
from .reports import facts_of, heard
from .standards import versions

# What changes the pages that everybody reads.
_NEWS = (
    "applications.submitted", "applications.issued", "catalogue.standard_published", "catalogue.maklumat_published", "calendars.week_set",
    "surveys.answered", "surveys.result_published",
)  # fmt: skip
# What officers do to a case on the clock: out of these the program measures their work.
_ACTS = ("applications.checked", "applications.advanced", "applications.issued")


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
    online = ground.entries("applications.submitted") if ground.variant == "B" else Entry.objects.none()
    if online.exists():
        items.append("core-24h")  # applying on this site knows no closing time
    root = units.tree().government
    weeks = Q(unit_id__in=[one.id for one in units.tree().above(ground.unit_id)]) | Q(unit_id=root.id if root else None)
    set_weeks = Entry.objects.filter(weeks, kind="calendars.week_set", at__lt=ground.end)
    return found(ground, items, set_weeks | online) if set_weeks.exists() else None


def platform(*items: str, kinds: tuple[str, ...] = (), note: str = "") -> Callable[[Ground], Computed | None]:
    """What the online service has because it runs on this program: proved by its own tests and pages, wherever cases came in online.
    ``kinds``: facts that prove what the rule calls "other", which ``note`` names."""

    def known(ground: Ground) -> Computed | None:
        if ground.variant != "B" or not ground.versions:
            return None
        there = [item for item in items if item != "encryption" or settings.HTTPS]
        entries = ground.entries("applications.submitted")
        if kinds and ground.count(*kinds):
            there.append("other")
            entries |= ground.entries(*kinds)
        return found(ground, there, entries, note=_(note) if note else "")

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
    """22: one system holds the standards, the reports of SP4N-LAPOR!, the survey, the work of officers (acts on the clock) and the fees."""
    if not ground.versions:
        return None
    items, shared = ["standards"], [one for one in heard(ground) if one.channel == "lapor"]
    if shared:
        items.append("complaints")  # the rule asks for SP4N-LAPOR!, so reports must have come from there
    if ground.count("surveys.answered"):
        items.append("skm")
    if ground.count(*_ACTS):
        items += ["staff-performance", "faq-fees-other"]
    entries = (
        versions(ground) | facts_of(shared, ground, "complaints.filed") | ground.entries("surveys.answered", *_ACTS)
    )
    return found(ground, items, entries)


def quality(ground: Ground) -> Computed | None:
    """23: easy, accessible and compatible are what the program's tests hold; the domain is what it is."""
    if not ground.versions:
        return None
    items = ["easy", "accessible", "compatible"]
    if settings.BASE_URL.rstrip("/").endswith(".go.id"):
        items += ["go-id"]
    return found(ground, [*items, "navigation"], ground.entries("applications.submitted"))


def rhythm(ground: Ground) -> Computed | None:
    """24: on how many days something that everybody reads was new, since the first of them in the year: each is on the pages at once."""
    entries = ground.entries(*_NEWS)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT (at AT TIME ZONE %s)::date), min(at) FROM ledger_entry "
            "WHERE kind = ANY(%s) AND unit_id = ANY(%s::uuid[]) AND at >= %s AND at < %s",
            [calendars.zone_of(ground.unit_id), list(_NEWS), ground.below, ground.start, ground.end],
        )
        days, first = cursor.fetchone()
    if not days or not ground.versions:
        return None
    share = days / max(1, (ground.end - first).days)
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
    return found(ground, [level], entries)
