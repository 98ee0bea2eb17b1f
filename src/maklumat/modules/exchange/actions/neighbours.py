"""A report that belongs to another government is sent to its Open311, and followed there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger, outbox
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid, Missing
from maklumat.kernel.outside import Unreachable
from maklumat.modules.complaints import api as complaints

from ..events import Met
from ..models import Partner, Twin
from ..ports.open311 import Refused
from ..queries.partners import open311_of, partner_of, twin_of

TOKEN, WAITING, OVER = "token:", "sending", ("closed", "refused")
CHUNK = 50


@transaction.atomic
def hand_over(*, by: Actor, number: str, partner_id: UUID, service_code: str, at: datetime) -> UUID:
    """Send the public form of a report to another government. Who reported is not told; it stays with us, too, until it is ended
    here."""
    partner = partner_of(partner_id)
    report_id = complaints.number_of(number)
    if report_id is None or not complaints.may_hand_over(by, report_id):
        raise Missing(_("Laporan ini tidak ditemukan, atau bukan tugas Anda untuk mengirimnya."))
    known = complaints.outlines([report_id])[report_id]
    if not known.public:
        raise Conflict(_("Hanya laporan yang terbuka untuk umum yang dapat dikirim. Verifikasi dulu, lalu ulangi."))
    row = complaints.requests(complaints.Wanted(numbers=(known.number,)))[0]
    if not row["address"] and row["lat"] is None:
        raise Conflict(_("Laporan ini tidak menyebut tempat, dan sistem tujuan memerlukannya."))
    if partner.protocol != Partner.Protocol.OPEN311 or not service_code:
        raise Invalid(_("Pilih layanan di sistem tujuan."), fields={"service_code": _("Wajib diisi.")})
    if Twin.objects.filter(partner=partner, report_id=report_id).exists():
        raise Conflict(_("Laporan ini sudah pernah dikirim ke sana."))
    twin = Twin(
        partner=partner,
        report_id=report_id,
        theirs=False,
        code=crypto.seal(b"", "twin code"),
        foreign_state=WAITING,
        met_at=at,
    )
    twin.foreign_id = str(twin.id)
    twin.save(force_insert=True)
    ledger.record(Met(subject=report_id, unit_id=known.holder, partner=partner.id, theirs=False), by=by, at=at)
    outbox.enqueue("exchange.send_over", twin_id=str(twin.id), service_code=service_code[:120])
    return twin.id


def send_over(*, twin_id: UUID, service_code: str, at: datetime) -> None:
    """Send it. Raises :class:`Unreachable` to be tried again; the same key makes it one request there."""
    twin = twin_of(twin_id)
    known = complaints.outlines([twin.report_id]).get(twin.report_id)
    if twin.foreign_id != str(twin.id) or twin.foreign_state != WAITING:
        return
    found = complaints.requests(complaints.Wanted(numbers=(known.number,))) if known and known.public else []
    if not found:
        _seen(twin, "refused", at)
        return
    row = found[0]
    fields = {
        name: str(row[name]) for name in ("description", "lat", "long", "media_url") if row.get(name) not in (None, "")
    }
    if row["address"]:
        fields["address_string"] = row["address"]
    try:
        told = open311_of(twin.partner).send({"service_code": service_code, **fields}, key=str(twin.id))
    except Refused as refusal:
        _trouble(twin.partner, f"{refusal.status} {refusal.message}")
        _seen(twin, "refused", at)
        return
    number, token = str(told.get("service_request_id") or ""), str(told.get("token") or "")
    twin.foreign_id = number or (TOKEN + token)
    _seen(twin, "open", at)


def watch(*, partner_id: UUID, at: datetime) -> int:
    """Ask how those stand that were sent there; how many were told of."""
    partner, count = partner_of(partner_id), 0
    port = open311_of(partner)
    rows = list(partner.twins.filter(theirs=False).exclude(foreign_state__in=(*OVER, WAITING)))
    try:
        for twin in rows:
            if twin.foreign_id.startswith(TOKEN) and (number := port.resolve(twin.foreign_id.removeprefix(TOKEN))):
                twin.foreign_id = number
                _seen(twin, twin.foreign_state, at)
        known = {one.foreign_id: one for one in rows if not one.foreign_id.startswith(TOKEN)}
        for start in range(0, len(known), CHUNK):
            for row in port.requests(numbers=list(known)[start : start + CHUNK]):
                if (one := known.get(str(row.get("service_request_id")))) is not None:
                    _seen(one, str(row.get("status", ""))[:40], at)
                    count += 1
    except (Unreachable, Refused) as error:
        _trouble(partner, str(error))
        return count
    _trouble(partner, "")
    return count


@transaction.atomic
def _seen(twin: Twin, state: str, at: datetime) -> None:
    twin.foreign_state, twin.seen_at = state, at
    twin.save(update_fields=["foreign_state", "foreign_id", "seen_at"])


@transaction.atomic
def _trouble(partner: Partner, text: str) -> None:
    partner.trouble = text[:200]
    partner.save(update_fields=["trouble"])
