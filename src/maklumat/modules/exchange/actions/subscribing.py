"""Webhooks: programs are told of public reports, signed, until they take it."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger, outbox, outside
from maklumat.kernel.actor import ANONYMOUS
from maklumat.kernel.errors import Conflict, Invalid, Missing
from maklumat.kernel.events import Fact
from maklumat.modules.complaints import api as complaints
from maklumat.modules.units import api as units

from ..events import Subscribed, Unsubscribed
from ..models import Sending, Subscriber

SECRET, MOST_EACH, MOST_TRIES, GONE = "webhook secret", 20, 16, 410
EVENTS = {
    "complaints.verified": "report.published",
    "complaints.answered": "report.answered",
    "complaints.objected": "report.objected",
    "complaints.closed": "report.closed",
    "complaints.gathered": "report.closed",
    "complaints.narrowed": "report.updated",
    "complaints.joined": "report.updated",
    "complaints.archived": "report.updated",
}
WITHDRAWN = "report.withdrawn"


@dataclass(frozen=True)
class Subscription:
    """``secret``: with which messages are signed; shown once."""

    id: UUID
    secret: str


class NotTaken(Exception):
    """The program did not take the message; it is sent again later."""


@transaction.atomic
def subscribe(*, client_id: UUID, url: str, unit: str, at: datetime) -> Subscription:
    """Tell this address of every public report, or of those of one unit with all below it."""
    if not url.startswith("https://") and not (settings.OUTSIDE_MAY_BE_LOCAL and url.startswith("http://")):
        raise Invalid(_("Alamat webhook harus mulai dengan https://."), fields={"url": _("Periksa alamat ini.")})
    if len(url) > 500 or any(ord(letter) <= 32 for letter in url):
        raise Invalid(_("Alamat webhook tidak terbaca."), fields={"url": _("Periksa alamat ini.")})
    chosen = units.tree().by_code.get(unit) if unit else None
    if unit and chosen is None:
        raise Invalid(_("Unit ini tidak ada."), fields={"unit": _("Periksa kode unit.")})
    if Subscriber.objects.filter(client_id=client_id, ended_at=None).count() >= MOST_EACH:
        raise Conflict(_("Paling banyak %(most)d webhook. Hapus salah satu dulu.") % {"most": MOST_EACH})
    secret = secrets.token_urlsafe(32)
    row = Subscriber.objects.create(
        client_id=client_id, url=url, secret=crypto.seal(secret.encode(), SECRET), unit_id=chosen.id if chosen else None, created_at=at
    )  # fmt: skip
    ledger.record(Subscribed(subject=row.id, unit_id=row.unit_id, client=client_id), by=ANONYMOUS, at=at)
    return Subscription(row.id, secret)


@transaction.atomic
def unsubscribe(*, client_id: UUID, subscriber_id: UUID, at: datetime) -> None:
    """Tell it no more. Only the program that asked for it may end it."""
    row = Subscriber.objects.select_for_update().filter(id=subscriber_id, client_id=client_id, ended_at=None).first()
    if row is None:
        raise Missing(_("Webhook ini tidak ada."))
    _end(row, at, gone=False)


def announce(fact: Fact) -> None:
    """What happened to a public report, for whoever wants to know; to those who knew it also that it is public no more."""
    known = complaints.outlines([fact.subject]).get(fact.subject)
    if known is None:
        return
    line = [unit.id for unit in units.tree().above(known.holder)]
    for row in Subscriber.objects.filter(ended_at=None):
        told = row.sendings.filter(report_id=known.whole).exists()
        wanted = row.unit_id is None or row.unit_id in line
        if known.public and wanted:
            _put(row, fact, known.whole, EVENTS[fact.kind])
        elif told and not known.public and known.whole == known.id:
            _put(row, fact, known.whole, WITHDRAWN)


def _put(row: Subscriber, fact: Fact, report_id: UUID, event: str) -> None:
    sending, made = Sending.objects.get_or_create(
        subscriber=row, fact_id=fact.id, defaults={"report_id": report_id, "event": event, "at": fact.at}
    )
    if made:
        outbox.enqueue("exchange.deliver", sending_id=str(sending.id))


def deliver(*, sending_id: UUID, at: datetime) -> None:
    """Send one message. It is signed as ``X-Maklumat-Signature: t=<seconds>,v1=<HMAC-SHA256 of "t.body">``. Raises
    :class:`NotTaken` to be sent again; after the last try it is given up, which the page shows."""
    sending = Sending.objects.select_related("subscriber").filter(id=sending_id, state=Sending.State.WAITING).first()
    if sending is None:
        return
    subscriber = sending.subscriber
    if subscriber.ended_at is not None:
        _note(sending, None, Sending.State.GIVEN_UP)
        return
    body, moment = json.dumps(_message(sending), ensure_ascii=False).encode(), int(at.timestamp())
    secret = crypto.unseal(subscriber.secret, SECRET)
    signature = hmac.new(secret, b"%d." % moment + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json; charset=utf-8", "Idempotency-Key": str(sending.id), "X-Maklumat-Event": sending.event,
        "X-Maklumat-Signature": f"t={moment},v1={signature}",
    }  # fmt: skip
    try:
        status: int | None = outside.ask(subscriber.url, method="POST", body=body, headers=headers).status
    except outside.Unreachable:
        status = None
    if status is not None and 200 <= status < 300:
        _note(sending, status, Sending.State.TAKEN)
        return
    if status == GONE:
        _note(sending, status, Sending.State.GIVEN_UP)
        with transaction.atomic():
            _end(subscriber, at, gone=True)
        return
    last = sending.attempts + 1 >= MOST_TRIES
    _note(sending, status, Sending.State.GIVEN_UP if last else Sending.State.WAITING)
    if not last:
        raise NotTaken(f"status {status}")


@transaction.atomic
def _note(sending: Sending, status: int | None, state: str) -> None:
    sending.status, sending.state = status, state
    sending.attempts += 1
    sending.save(update_fields=["status", "state", "attempts"])


def _message(sending: Sending) -> dict[str, Any]:
    """What is public now: what was narrowed since is not told any more."""
    known = complaints.outlines([sending.report_id]).get(sending.report_id)
    number = known.number if known else ""
    wanted = complaints.Wanted(numbers=(number,), extensions=True)
    found = complaints.requests(wanted) if known and known.public else []
    return {
        "id": str(sending.id), "event": sending.event if found else WITHDRAWN, "at": sending.at.isoformat(timespec="seconds"),
        "service_request_id": number, "request": found[0] if found else None,
    }  # fmt: skip


def _end(row: Subscriber, at: datetime, *, gone: bool) -> None:
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    ledger.record(Unsubscribed(subject=row.id, unit_id=row.unit_id, gone=gone), by=ANONYMOUS, at=at)
