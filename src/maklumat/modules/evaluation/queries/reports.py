"""What reports of residents prove: indicators 19 B, and 25 to 28. Of reports on abuse of office nobody here learns that they exist."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from maklumat.kernel.models import Entry
from maklumat.modules.units import api as units

from .ground import Computed, Ground, found
from .standards import shown

# By which way a report came → the online medium of indicator 25. Counter and letter are not online.
_MEDIA = {"lapor": "sp4n", "web": "web-form", "email": "email", "phone": "call-centre", "api": "other"}
# A medium in which standards are shown, as the catalogue logs it → as indicator 19 calls it.
_BESIDE = {
    "instagram": "instagram",
    "facebook": "facebook",
    "youtube": "youtube",
    "whatsapp": "whatsapp",
    "social": "other",
}
_GIVEN = ("complaints.verified", "complaints.part_made", "complaints.placed")  # which unit answers
_LIFE = (
    "complaints.filed", "complaints.verified", "complaints.part_made", "complaints.placed", "complaints.answered",
    "complaints.archived", "complaints.joined", "complaints.objected", "complaints.closed",
)  # fmt: skip
_HEARD = """
subject, min(at) FILTER (WHERE kind IN ('complaints.filed', 'complaints.part_made')), max(data->>'channel') FILTER (WHERE kind = 'complaints.filed'),
  min(at) FILTER (WHERE kind IN ('complaints.answered', 'complaints.archived', 'complaints.joined')),
  max(at) FILTER (WHERE kind IN ('complaints.answered', 'complaints.closed'))
    > coalesce(max(at) FILTER (WHERE kind = 'complaints.objected'), '-infinity')
FROM ledger_entry WHERE kind = ANY(%(life)s) AND at < %(end)s AND subject IN (
  SELECT subject FROM ledger_entry
  WHERE kind = ANY(%(given)s) AND unit_id = ANY(%(below)s::uuid[]) AND at >= %(start)s AND at < %(end)s)
GROUP BY subject
HAVING (array_agg(unit_id ORDER BY at DESC) FILTER (WHERE kind = ANY(%(given)s)))[1] = ANY(%(below)s::uuid[])
  AND NOT coalesce(bool_or((data->>'oversight')::boolean OR data->>'report_kind' = 'oversight'), false)
"""


@dataclass(frozen=True)
class Heard:
    """A report that the unit is to answer. ``answered_at``: when its writer first heard what came of it; ``finished``: answered, with no
    objection since."""

    subject: UUID
    filed_at: datetime
    channel: str
    answered_at: datetime | None
    finished: bool


def heard(ground: Ground) -> tuple[Heard, ...]:
    """The reports that came to the unit in the year and stayed there. One query, once."""
    if "heard" not in ground.kept:
        values = {
            "below": ground.below, "start": ground.start, "end": ground.end, "life": list(_LIFE), "given": list(_GIVEN),
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SELECT " + _HEARD, values)
            ground.kept["heard"] = tuple(
                Heard(subject, filed_at, channel or "", answered_at, bool(finished))
                for subject, filed_at, channel, answered_at, finished in cursor.fetchall()
                if filed_at is not None
            )
    return ground.kept["heard"]


def facts_of(reports: Iterable[Heard], ground: Ground, *kinds: str) -> QuerySet[Entry]:
    """Facts of these kinds of these reports, wherever they lay at that moment."""
    return Entry.objects.filter(kind__in=kinds, subject__in=[one.subject for one in reports], at__lt=ground.end)


def media_beside(ground: Ground) -> Computed | None:
    """19 online: media besides the site itself in which something happened: reports by letter, accounts in which standards are shown."""
    if ground.variant != "B":
        return None
    by_mail = [one for one in heard(ground) if one.channel == "email"]
    beside = shown(ground).filter(data__medium__in=list(_BESIDE))
    items = {_BESIDE[medium] for medium in beside.values_list("data__medium", flat=True)} | (
        {"email"} if by_mail else set()
    )
    entries = facts_of(by_mail, ground, "complaints.filed") | beside
    return found(ground, items, entries, note=_("media sosial lain yang memuat standar"))


def facilities(ground: Ground) -> Computed | None:
    """25: who receives reports, the register of reports, the published way; of boxes and refreshments the system knows nothing.
    Online: the ways by which reports really came."""
    reports = heard(ground)
    filed = facts_of(reports, ground, "complaints.filed", "complaints.verified")
    if ground.variant == "A":
        items = ["register", "mechanism"]
        line = [one.id for one in units.tree().above(ground.unit_id)]
        if units.holders("complaint_coordinator", [*line, *ground.below], ground.end):
            items.append("officer")
        return found(ground, items, filed)
    return found(ground, {_MEDIA[one.channel] for one in reports if one.channel in _MEDIA}, filed, note=_("aplikasi lain"))  # fmt: skip


def means(ground: Ground) -> Computed | None:
    """26: reports come in online on this site; whether the counter for them is apart, the unit states. Online: the longest that anybody
    waited for an answer, in whole hours of the clock begun; who still waits counts with the time until now."""
    reports = heard(ground)
    entries = facts_of(
        reports, ground, "complaints.filed", "complaints.answered", "complaints.archived", "complaints.joined"
    )
    if ground.variant == "A":
        return found(ground, ["within-online"], entries)
    if not any(one.answered_at for one in reports):
        return None
    longest = max((one.answered_at or ground.end) - one.filed_at for one in reports)
    return found(ground, (), entries, {"hours": math.ceil(longest.total_seconds() / 3600)})


def accountable(ground: Ground) -> Computed | None:
    """27: reports are kept, watched by the clock and answered; a month that was closed told and published their figures. Each only where it happened."""
    reports = heard(ground)
    if not reports:
        return None
    items = ["archived"]
    if any(one.answered_at for one in reports):
        items += ["monitored", "followed-up"]  # the fact of an answer says whether it came in time
    entries = facts_of(reports, ground, "complaints.verified", "complaints.answered", "complaints.closed")
    above = [one.id for one in units.tree().above(ground.unit_id)]
    closed = Entry.objects.filter(
        kind="dashboards.period_closed", unit_id__in=above, at__gte=ground.start, at__lt=ground.end
    )
    if closed.exists():
        return found(ground, [*items, "reported", "published"], entries | closed)
    return found(ground, items, entries)


def finished(ground: Ground) -> Computed | None:
    """28: of the reports that reached the unit in the year, how many it answered without an objection that is still open."""
    reports = heard(ground)
    if not reports:
        return None
    numbers = {"received": len(reports), "finished": sum(one.finished for one in reports)}
    entries = facts_of(
        reports, ground, "complaints.filed", "complaints.verified", "complaints.answered", "complaints.objected", "complaints.closed"
    )  # fmt: skip
    return found(ground, ["uses-sp4n"] if any(one.channel == "lapor" for one in reports) else [], entries, numbers)
