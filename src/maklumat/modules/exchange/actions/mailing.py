"""Reports by e-mail: a letter becomes a report, an answer to our letter goes into its thread."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from html.parser import HTMLParser
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import notify
from maklumat.kernel.actor import ANONYMOUS
from maklumat.kernel.errors import Conflict, Invalid, Refusal
from maklumat.modules.complaints import api as complaints

MAIL = UUID("01936f00-0000-7000-8000-6d61696c0001")  # e-mail as one of the programs that file reports
PICTURES, MOST_BYTES, SHORTEST = ("image/jpeg", "image/png", "application/pdf"), 25_000_000, 15
# Where the quoted letter begins in an answer, as the usual programs write it.
_QUOTE = re.compile(
    r"^\s*(>|On .{0,200}wrote:|Pada .{0,200}menulis:|-{2,}\s*(Original Message|Pesan Asli))", re.I | re.M
)


def take_mail(*, content: bytes, at: datetime) -> str:
    """File a letter; the number of its report, empty if nobody wrote it (a bounce, a list, an absence notice).

    The same letter again is the same report. Raises a :class:`Refusal` after telling the writer what to do.
    """
    letter = message_from_bytes(content, policy=policy.default)
    _name, sender = parseaddr(str(letter.get("From", "")))
    if "@" not in sender or _by_machine(letter):
        return ""
    text = _text_of(letter)
    about = notify.answered(str(letter.get("In-Reply-To", "")), sender)
    if about is not None and about in complaints.outlines([about]):
        return _answer(about, letter, _without_quote(text), sender, at)
    subject = " ".join(str(letter.get("Subject", "")).split())[:200]
    body = _without_quote(text)
    try:
        if len(body) < SHORTEST:
            raise Invalid(_("Ceritakan apa yang terjadi, di mana, dan kapan. Balaslah dengan email baru."))
        receipt = complaints.receive(client_id=MAIL, incoming=_incoming(letter, sender, subject, body), at=at)
    except Refusal as refusal:
        _tell(sender, refusal.message, content, at)
        raise
    return receipt.number


def _incoming(letter: EmailMessage, sender: str, subject: str, body: str) -> complaints.Incoming:
    text = body if not subject or body.startswith(subject) else f"{subject}\n\n{body}"
    return complaints.Incoming(
        category="",
        text=text,
        name=" ".join(parseaddr(str(letter.get("From", "")))[0].split())[:120],
        email=sender[:200],
        evidence=_pictures(letter),
        channel="email",
        request_key=_key(letter),
    )


def _key(letter: EmailMessage) -> str:
    known = (
        str(letter.get("Message-ID", "")).strip()
        or f"{letter.get('From')}/{letter.get('Date')}/{letter.get('Subject')}"
    )
    return hashlib.sha256(known.encode()).hexdigest()


def _answer(report_id: UUID, letter: EmailMessage, text: str, sender: str, at: datetime) -> str:
    known = complaints.outlines([report_id])[report_id]
    try:
        complaints.reply(by=ANONYMOUS, code=complaints.code_of(report_id), text=text, evidence=_pictures(letter), at=at)
    except Conflict:
        sentence = _(
            "Laporan %(number)s sedang tidak menunggu keterangan Anda. Buka halaman lacaknya, atau kirim email baru."
        )
        _tell(sender, sentence % {"number": known.number}, _key(letter).encode(), at)
        raise
    except Refusal as refusal:
        _tell(sender, f"{known.number}: {refusal.message}", _key(letter).encode(), at)
        raise
    return known.number


def _tell(sender: str, text: str, content: bytes, at: datetime) -> None:
    once = "mail/" + hashlib.sha256(content).hexdigest()[:40]
    with transaction.atomic():
        notify.send(
            channel="email", address=sender, subject=_("Email Anda belum menjadi laporan"), text=text, at=at, once=once
        )


def _by_machine(letter: EmailMessage) -> bool:
    automatic = str(letter.get("Auto-Submitted", "no")).strip().lower() != "no"
    bulk = str(letter.get("Precedence", "")).strip().lower() in ("bulk", "list", "junk", "auto_reply")
    return automatic or bulk or "List-Id" in letter or str(letter.get("Return-Path", "")).strip() == "<>"


def _text_of(letter: EmailMessage) -> str:
    body = letter.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    try:
        text = body.get_content()
    except (LookupError, UnicodeError, ValueError):
        payload = body.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return (
        (_Plain.of(text) if body.get_content_type() == "text/html" else text)
        .replace("\0", "")
        .replace("\r\n", "\n")
        .strip()
    )


def _without_quote(text: str) -> str:
    found = _QUOTE.search(text)
    return (text[: found.start()] if found and found.start() > 0 else text).strip()


def _pictures(letter: EmailMessage) -> list[bytes]:
    found, size = [], 0
    for part in letter.iter_attachments():
        if part.get_content_type() in PICTURES:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and size + len(payload) <= MOST_BYTES:
                found.append(payload)
                size += len(payload)
    return found


class _Plain(HTMLParser):
    """The words of a page, without style and script."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    @classmethod
    def of(cls, html: str) -> str:
        reader = cls()
        reader.feed(html)
        return "".join(reader.words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("style", "script", "head")
        if tag in ("br", "p", "div", "li", "tr"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("style", "script", "head")

    def handle_data(self, data: str) -> None:
        if self._silent <= 0:
            self.words.append(data)
