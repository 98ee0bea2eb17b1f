"""Telling those who look after a standard that its review is due: once when it comes near, once when it has passed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from maklumat.kernel import notify
from maklumat.modules.accounts import api as accounts
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units

from ..queries import VersionFacts, shelf

NEAR = timedelta(days=30)
ROLES = ("head", "catalogue_editor")


def remind_reviews(at: datetime) -> int:
    """Write to head and editor of each standard in force whose review is due. Returns for how many standards.

    A repeated call sends nothing new: each person gets one message per version and stage.
    """
    due = [(version, stage) for version in shelf(at).versions if (stage := stage_of(version, at))]
    for version, stage in due:
        _remind(version, stage, at)
    return len(due)


def stage_of(version: VersionFacts, at: datetime) -> str:
    """``near`` from 30 days before the review date on, ``passed`` from the day after it, else nothing."""
    zone = ZoneInfo(calendars.zone_of(version.unit_id, at.date()))
    today, last = at.astimezone(zone).date(), version.review_due or date.max
    if today > last:
        return "passed"
    return "near" if last - today <= NEAR else ""


@transaction.atomic
def _remind(version: VersionFacts, stage: str, at: datetime) -> None:
    """``about`` the service; the key of each message keeps it from being sent twice."""
    words = {"service": version.standard.name, "date": formats.date_format(version.review_due, "j F Y")}
    if stage == "near":
        subject = _("Standar perlu ditinjau: %(service)s") % words
        text = _("Standar pelayanan “%(service)s” perlu ditinjau paling lambat %(date)s.") % words
    else:
        subject = _("Tanggal tinjau sudah lewat: %(service)s") % words
        text = _("Standar pelayanan “%(service)s” seharusnya ditinjau paling lambat %(date)s.") % words
    todo = _("Buka daftar standar, pilih “Perbarui”, lalu terbitkan versi berikutnya, juga bila isinya tetap.")
    text = f"{text}\n\n{todo}\n\n{settings.BASE_URL}/petugas/standar/"
    for account_id, address in accounts.staff_addresses(_keepers(version.unit_id, at)).items():
        once = f"review/{version.id.hex}/{stage}/{account_id.hex}"
        notify.send(channel="email", address=address, subject=subject, text=text, at=at, once=once)


def _keepers(unit_id: UUID, at: datetime) -> Iterable[UUID]:
    """Of each role those of the unit itself, or of the nearest unit above that has any."""
    chain = [unit.id for unit in reversed(units.tree().above(unit_id))]
    found: set[UUID] = set()
    for role in ROLES:
        held = units.holders(role, chain, at)
        nearest = next((one for one in chain if any(holder.unit_id == one for holder in held)), None)
        found |= {holder.account_id for holder in held if holder.unit_id == nearest}
    return found
