"""Messages to people, all through the outbox: written with the act, sent by the worker, never lost.

A carrier takes one channel to the outside. ``mailbox`` keeps messages in the installation's own visible
mailbox (demo); ``smtp`` sends e-mail; ``webhook`` posts JSON to a gateway (WhatsApp, SMS) with an HMAC.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction

from . import clock, crypto, outbox, outside
from .models import Message


@dataclass(frozen=True)
class Letter:
    """A message as a carrier sees it."""

    id: UUID
    channel: str
    address: str
    subject: str
    text: str


class CarrierError(Exception):
    """The carrier did not take the message; it is tried again later."""


def send(
    *,
    channel: str,
    address: str,
    subject: str,
    text: str,
    at: datetime,
    about: UUID | None = None,
    once: str | None = None,
    burns: bool = False,
) -> None:
    """Write a message and its sending job in the present transaction.

    ``channel``: email | phone. ``once``: a key that makes a repeated call send nothing new. ``burns``: the row goes when it was sent, so
    that nobody can read here later what was written to whom; the demo's visible mailbox, where the row is the letter, keeps it.
    """
    message = Message(
        channel=channel,
        address=crypto.seal(address.encode(), "message"),
        content=crypto.seal_json({"subject": subject, "text": text}, "message"),
        about=about,
        once=once,
        created_at=at,
        burns=burns,
    )
    if once is not None and not _first(message):
        return
    if once is None:
        message.save(force_insert=True)
    outbox.enqueue("notify.send", message_id=str(message.id))


def _first(message: Message) -> bool:
    """Insert unless the ``once`` key is there already, also when another transaction is writing it now."""
    return bool(Message.objects.bulk_create([message], ignore_conflicts=True)) and (
        Message.objects.filter(id=message.id).exists()
    )


@outbox.job("notify.send", queue="messages")
def send_now(message_id: str) -> None:
    """Hand one message to its carrier. A crash between sending and marking sends it a second time."""
    with transaction.atomic():
        message = Message.objects.select_for_update(skip_locked=True).filter(id=message_id).first()
        if message is None or message.state == Message.State.SENT:
            return
        carrier = settings.CARRIERS[message.channel]
        message.attempts += 1
        _CARRIERS[carrier](letter_of(message))
        if message.burns and carrier != "mailbox":
            message.delete()
            return
        message.state, message.sent_at, message.carrier = Message.State.SENT, clock.now(), carrier
        message.save()


def mailbox(limit: int = 50) -> list[tuple[datetime, Letter]]:
    """The newest messages that went to the local mailbox, for the demo's visible mailbox."""
    rows = Message.objects.filter(carrier="mailbox").order_by("-created_at")[:limit]
    return [(row.created_at, letter_of(row)) for row in rows]


def answered(message_id: str, address: str) -> UUID | None:
    """What the message was about that this person answers: only if it was sent to this very address."""
    name, _at, domain = message_id.strip("<> \t").partition("@")
    try:
        message = Message.objects.filter(id=UUID(name)).first() if domain == settings.MAIL_DOMAIN else None
    except ValueError:
        return None
    if message is None or crypto.unseal(message.address, "message").decode().casefold() != address.casefold():
        return None
    return message.about


def pending() -> int:
    """How many messages wait."""
    return Message.objects.filter(state=Message.State.PENDING).count()


def forget(about: UUID) -> None:
    """Erase the messages about a subject."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_message WHERE about = %s AND state <> 'pending'", [about])


def letter_of(message: Message) -> Letter:
    """A kept message, opened."""
    content = crypto.unseal_json(message.content, "message")
    address = crypto.unseal(message.address, "message").decode()
    return Letter(message.id, message.channel, address, content["subject"], content["text"])


def _keep(letter: Letter) -> None:
    """The local mailbox: the row itself is the delivery."""


def _smtp(letter: Letter) -> None:
    mail = EmailMessage(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [letter.address],
        headers={"Message-ID": f"<{letter.id}@{settings.MAIL_DOMAIN}>"},
    )
    try:
        mail.send()
    except OSError as error:
        raise CarrierError(str(error)) from error


def _webhook(letter: Letter) -> None:
    body = json.dumps({"id": str(letter.id), "to": letter.address, "text": letter.text}).encode()
    signature = hmac.new(settings.WEBHOOK_SECRET.encode(), body, hashlib.sha256).hexdigest()
    request = urllib.request.Request(
        settings.WEBHOOK_URL,
        body,
        {"Content-Type": "application/json", "Idempotency-Key": str(letter.id), "X-Signature": f"sha256={signature}"},
    )
    try:
        with outside.straight(request, timeout=15) as answer:
            answer.read(1)
    except OSError as error:
        raise CarrierError(type(error).__name__) from error


_CARRIERS: dict[str, Callable[[Letter], Any]] = {"mailbox": _keep, "smtp": _smtp, "webhook": _webhook}
