from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from maklumat.kernel import files
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing

from . import access
from .models import Certificate, authority
from .rules import offline, states, token
from .rules.certificates import IssuedCertificate
from .rules.envelope import LARGEST

__all__ = ["LARGEST", "Verdict", "verify_by_number", "verify_by_token", "verify_pdf"]
AT_ONCE = 25  # certificates on one page of the sign desk, and signed by one press of its button


@dataclass(frozen=True)
class Verdict:
    """What a stranger is told. ``state``: signed | unsigned | revoked | superseded | unknown | altered.

    ``headline`` is the answer in one sentence, ``explanations`` what to know besides. ``good`` only for a genuine
    document that is in force. The facts are masked, and empty where nothing may or can be said.
    """

    state: str
    headline: str
    explanations: tuple[str, ...] = ()
    good: bool = False
    number: str = ""
    product: str = ""
    holder: str = ""
    government: str = ""
    unit: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    signed_at: datetime | None = None
    ended_at: datetime | None = None
    content_hash: str = ""
    replaced_by: str = ""
    token: str = ""


def verify_by_token(text: str, *, at: datetime) -> Verdict:
    """Judge a scanned code: first by its own signature, then by the register. One SQL query."""
    written = token.token_of(text)
    claims = token.read(written, authority().token_keys())
    if isinstance(claims, token.Forged):
        return Verdict("altered", _("Kode ini tidak asli."), (
            _("Kode QR ini tidak dibuat oleh kami, atau sudah diubah. Jangan terima dokumennya."),
        ))  # fmt: skip
    row = _rows().filter(number=claims.number).first()
    if row is None or bytes(row.content_hash) != claims.content_hash:
        return Verdict("unknown", _("Dokumen ini tidak ada dalam catatan kami."), (
            _("Tanda tangan pada kodenya benar, tetapi dokumennya tidak tercatat. Hubungi unit penerbit."),
        ))  # fmt: skip
    return _judge(row, at, compare=True)


def verify_by_number(number: str, *, at: datetime) -> Verdict:
    """Judge a number that was typed. One SQL query."""
    row = _rows().filter(number__iexact=" ".join(number.split())).first()
    if row is None:
        return Verdict("unknown", _("Nomor ini tidak ada dalam catatan kami."), (
            _("Periksa lagi penulisannya. Bila sudah sama dengan yang tertulis di dokumen, laporkan kepada kami."),
        ))  # fmt: skip
    return _judge(row, at, compare=True)


def verify_pdf(content: bytes, *, at: datetime) -> Verdict:
    """Judge a file. Never raises. One SQL query; untrusted bytes are never parsed as a PDF."""
    row = _rows().filter(file_sha256=hashlib.sha256(content).digest()).first()
    keys = authority()
    if row is not None:
        found = offline.check_pdf(content, keys.root_pem(), keys.token_keys(), others=_other_roots(row.signer))
        agrees = found.claims is not None and found.claims.content_hash == bytes(row.content_hash)
        if found.outcome == "genuine" and agrees and found.token == row.token:
            return _judge(row, at, compare=False)
        return _altered()
    found = offline.check_pdf(content, keys.root_pem(), keys.token_keys())
    if found.outcome == "altered":
        return _altered()
    headline, hint = {
        "genuine": (_("Berkas ini tidak ada dalam catatan kami."), _("Tanda tangannya benar, tetapi bukan berkas yang kami serahkan. Mintalah berkas aslinya.")),
        "foreign": (_("Berkas ini bukan terbitan kami."), _("Berkas ini ditandatangani oleh pihak lain. Periksa kepada penandatangannya.")),
        "unsigned": (_("Berkas ini tidak bertanda tangan elektronik."), _("Keasliannya tidak dapat dipastikan dari berkas. Mintalah berkas PDF aslinya, atau pindai kode QR pada dokumen.")),
        "unreadable": (_("Berkas ini bukan PDF yang dapat kami periksa."), _("Pilih berkas PDF asli, paling besar 10 MB. Foto dan hasil pindai diperiksa dengan kode QR.")),
    }[found.outcome]  # fmt: skip
    return Verdict("unsigned" if found.outcome == "unsigned" else "unknown", headline, (hint,))


def certificate_of(subject: UUID) -> IssuedCertificate | None:
    """The newest certificate of an application. One SQL query."""
    row = Certificate.objects.filter(subject=subject).order_by("-issued_at", "-id").first()
    return plain(row) if row else None


@dataclass(frozen=True)
class SignRow:
    """``holder`` is masked, ``unit`` as it is printed on the certificate."""

    id: UUID
    number: str
    product: str
    unit: str
    holder: str
    issued_at: datetime


@dataclass(frozen=True)
class SignPage:
    """``older``: keyset mark of the next page, or empty. ``personal``: each signatory signs with an own passphrase."""

    rows: tuple[SignRow, ...]
    older: str
    personal: bool


def sign_page(actor: Actor, after: str = "") -> SignPage:
    """What waits for a signature where the actor signs, oldest first. One SQL query. Raises NotAllowed."""
    access.require_sign_desk(actor)
    rows = access.visible_to(actor).filter(state__in=states.WAITING).order_by("issued_at", "id")
    if mark := _read_mark(after):
        rows = rows.filter(issued_at__gte=mark[0]).exclude(issued_at=mark[0], id__lte=mark[1])
    found = [_sign_row(row) for row in rows.defer("sealed")[: AT_ONCE + 1]]
    shown = tuple(found[:AT_ONCE])
    older = f"{shown[-1].issued_at.isoformat()} {shown[-1].id}" if len(found) > AT_ONCE else ""
    return SignPage(shown, older, settings.MAKLUMAT_SIGNER == "bsre")


def sign_rows(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, SignRow]:
    """These certificates, as far as the actor signs them, in whatever state. One SQL query."""
    return {row.id: _sign_row(row) for row in access.visible_to(actor).filter(id__in=list(ids)).defer("sealed")}


def _sign_row(row: Certificate) -> SignRow:
    return SignRow(row.id, row.number, row.product, row.masked["unit"], row.masked["holder"], row.issued_at)


def _read_mark(mark: str) -> tuple[datetime, UUID] | None:
    """The keyset of a mark; a broken one is the first page."""
    moment, _space, row_id = mark.partition(" ")
    try:
        read = datetime.fromisoformat(moment), UUID(row_id)
    except ValueError:
        return None
    return read if read[0].tzinfo else None


def plain(row: Certificate) -> IssuedCertificate:
    """A row as other rooms may see it."""
    same = ("id", "subject", "unit_id", "number", "product", "state", "issued_at", "valid_until", "signed_at")
    return IssuedCertificate(
        **{name: getattr(row, name) for name in same},
        holder=row.masked["holder"],
        content_hash=bytes(row.content_hash).hex(),
        verify_url=token.url(settings.BASE_URL, row.token),
        ready=row.state in states.HANDED_OUT,
    )


def pdf_of(subject: UUID) -> bytes:
    """The newest signed PDF of an application, also when it was ended since. Raises Missing."""
    row = Certificate.objects.filter(subject=subject, file__isnull=False).order_by("-issued_at", "-id").first()
    if row is None:
        raise Missing(_("Dokumen ini belum selesai ditandatangani. Coba lagi beberapa saat lagi."))
    return files.read(row.file_id)[0]


def files_held(ids: Iterable[UUID]) -> set[UUID]:
    """Those of these files that are certificates."""
    return set(Certificate.objects.filter(file_id__in=list(ids)).values_list("file_id", flat=True))


def public_keys() -> dict[str, Any]:
    """What anyone needs to check tokens and PDFs without us: a JWK set (RFC 7517) and the root certificate."""
    keys = authority()
    return {
        "issuer": settings.BASE_URL,
        "keys": list(keys.token_keys().values()),
        "root_certificate": keys.root_pem().decode(),
        "token": "CWT in COSE_Sign1 (ES256), base32 without padding, after /v/ in the QR code",
    }


def _rows():
    return Certificate.objects.select_related("replaced_by")


def _other_roots(signer: str) -> list[bytes]:
    named = getattr(settings, "MAKLUMAT_BSRE_ROOTS", "") if signer == "bsre" else ""
    return [Path(name).read_bytes() for name in named.split(":") if name]


def _altered() -> Verdict:
    return Verdict("altered", _("Berkas ini sudah diubah."), (
        _("Isinya tidak sama lagi dengan yang ditandatangani. Jangan terima berkas ini; mintalah berkas aslinya."),
    ))  # fmt: skip


def _judge(row: Certificate, at: datetime, *, compare: bool) -> Verdict:
    """The verdict on a registered document. ``compare``: the paper or file itself was not seen."""
    state = "unsigned" if row.state in states.WAITING else row.state
    expired = row.valid_until is not None and timezone.localdate(at) > row.valid_until
    headline, hints = _words(state, expired)
    if compare and state == "signed":
        hints += (
            _(
                "Cocokkan nomor, jenis, dan tanggalnya dengan dokumen di tangan Anda. Untuk memastikan seluruh isinya, periksa berkas PDF-nya."
            ),
        )
    masked = row.masked
    return Verdict(
        state=state,
        headline=headline,
        explanations=hints,
        good=state == "signed" and not expired,
        number=row.number,
        product=row.product,
        holder=masked["holder"],
        government=masked["government"],
        unit=masked["unit"],
        issued_on=date.fromisoformat(masked["issued_on"]),
        valid_until=row.valid_until,
        signed_at=row.signed_at,
        ended_at=row.ended_at,
        content_hash=bytes(row.content_hash).hex(),
        replaced_by=row.replaced_by.number if row.replaced_by else "",
        token=row.token,
    )


def _words(state: str, expired: bool) -> tuple[str, tuple[str, ...]]:
    if state == "signed" and expired:
        return _("Dokumen ini asli, tetapi masa berlakunya sudah habis."), ()
    return {
        "signed": (_("Dokumen ini asli dan masih berlaku."), ()),
        "unsigned": (_("Dokumen ini tercatat, tetapi belum ditandatangani."), (_("Dokumen ini belum dapat dipakai sebagai bukti."),)),
        "revoked": (_("Dokumen ini sudah dicabut."), (_("Dokumen ini pernah terbit, tetapi tidak berlaku lagi. Jangan dipakai."),)),
        "superseded": (_("Dokumen ini sudah diganti."), (_("Dokumen ini asli, tetapi sudah ada penggantinya. Mintalah yang terbaru."),)),
    }[state]  # fmt: skip
