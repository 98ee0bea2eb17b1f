"""Who reported: asked for by one person with a reason, agreed by another, told to the reporter; each look is a fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, Missing, NotAllowed

from ..access import REVEAL, VERIFY, get_for, get_for_reading
from ..events import IdentityViewed, RevealAgreed, RevealAsked
from ..models import Identity, Report, Reveal
from ..queries.desks import concerned_units
from ..queries.parts import IDENTITY

REASON = "reveal reason"
OPEN_FOR = timedelta(days=3)


@dataclass(frozen=True)
class Reporter:
    """What the reporter told about himself; empty where nothing."""

    name: str
    phone: str
    email: str


@transaction.atomic
def ask_reveal(*, by: Actor, report_id: UUID, reason: str, at: datetime) -> UUID:
    """Ask to know who reported. The unit complained about never may."""
    report = get_for(by, VERIFY, report_id)
    _require_unconcerned(by, report)
    if not reason.strip():
        raise Invalid(_("Tulis mengapa identitas pelapor perlu diketahui."), fields={"reason": _("Wajib diisi.")})
    if not Identity.objects.filter(report_id=report.root_id or report.id, erased_at=None).exists():
        raise Conflict(_("Pelapor tidak meninggalkan identitas."))
    one = Reveal.objects.create(
        report=report, asked_by=by.account_id, reason=crypto.seal(reason.strip().encode(), REASON), asked_at=at
    )
    ledger.record(RevealAsked(subject=report.id, unit_id=report.holder_unit_id, reveal_id=one.id), by=by, at=at)
    return one.id


@transaction.atomic
def agree_reveal(*, by: Actor, reveal_id: UUID, at: datetime) -> None:
    """A second person, of the inspectorate, agrees. The reporter is told, and the look ends after three days."""
    one = Reveal.objects.select_for_update().filter(id=reveal_id).first()
    if one is None:
        raise Missing(_("Permintaan ini tidak ditemukan."))
    report = get_for(by, REVEAL, one.report_id)
    _require_unconcerned(by, report)
    if one.asked_by == by.account_id:
        raise NotAllowed(_("Anda sendiri yang meminta. Persetujuan harus dari orang kedua."))
    if one.agreed_by is not None:
        raise Conflict(_("Permintaan ini sudah disetujui."))
    one.agreed_by, one.agreed_at, one.ends_at = by.account_id, at, at + OPEN_FOR
    one.save(update_fields=["agreed_by", "agreed_at", "ends_at"])
    ledger.record(
        RevealAgreed(subject=report.id, unit_id=report.holder_unit_id, reveal_id=one.id, ends_at=one.ends_at),
        by=by,
        at=at,
    )


@transaction.atomic
def look_at_reporter(*, by: Actor, reveal_id: UUID, at: datetime) -> Reporter:
    """The name, for the two who asked and agreed, while the time lasts. Each look is recorded."""
    one = Reveal.objects.filter(id=reveal_id).first()
    if one is None or by.account_id not in (one.asked_by, one.agreed_by):
        raise Missing(_("Permintaan ini tidak ditemukan."))
    report = get_for_reading(by, one.report_id)
    if one.ends_at is None or at > one.ends_at:
        raise Conflict(_("Belum disetujui orang kedua, atau waktu melihatnya sudah habis."))
    identity = Identity.objects.filter(report_id=report.root_id or report.id, erased_at=None).first()
    if identity is None:
        raise Missing(_("Identitas pelapor sudah tidak disimpan."))
    ledger.record(IdentityViewed(subject=report.id, unit_id=report.holder_unit_id, reveal_id=one.id), by=by, at=at)
    known = crypto.unseal_json(identity.sealed, IDENTITY)
    return Reporter(known.get("name", ""), known.get("phone", ""), known.get("email", ""))


def _require_unconcerned(by: Actor, report: Report) -> None:
    """Of an anonymous report: nobody of the unit complained about, of what lies below it, or of its agency."""
    if report.anonymous and not by.posts.isdisjoint(concerned_units(report.about_unit_id)):
        raise NotAllowed(_("Laporan ini anonim. Unit yang dilaporkan tidak boleh mengetahui pelapornya."))
