"""Production: render, sign, store, read back, verify, and only then say «signed».

Everything before the last transaction may be lost and done again: rendering is deterministic, a signature that
was not kept binds nobody, and the row changes only together with the stored, verified file and the fact.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, files, ledger
from maklumat.kernel.actor import SYSTEM, Actor
from maklumat.kernel.errors import Invalid, Refusal

from .. import access
from ..events import CertificateRendered, CertificateSigned
from ..models import Certificate, authority
from ..rules import offline, states
from ..rules.content import Content, content_hash, from_dict
from .bsre import Unavailable
from .rendering import Sheet, render
from .signing import Credential, Signer, current

_log = logging.getLogger("maklumat.documents")


class Unsound(RuntimeError):
    """What was read back from the store is not what should have been signed. Nothing was changed."""


@dataclass(frozen=True)
class SignResult:
    """``state`` afterwards; ``problem`` says in a sentence why it was not signed, or is empty."""

    id: UUID
    state: str
    problem: str = ""

    @property
    def signed(self) -> bool:
        return self.state == states.SIGNED


def produce(certificate_id: UUID, *, at: datetime, by: Actor = SYSTEM, credential: Credential | None = None) -> str:
    """Bring a certificate to ``signed``; returns its state. Run again at will: a finished one is left alone.

    With a personal signer and no credential it stops at ``rendered`` and waits for its signatory.
    """
    row = Certificate.objects.get(id=certificate_id)
    if row.state not in states.WAITING:
        return row.state
    signer = current()
    sheet = sheet_of(row, signer.name)
    pdf = render(sheet, row.issued_at)
    if signer.personal and credential is None:
        return _wait(row.id, by=by, at=at)
    signed = signer.sign(pdf, sheet.content, at=at, credential=credential)
    return _keep(row.id, signed, sheet.content, signer, by=by, at=at)


def sign_batch(
    ids: Iterable[UUID], *, by: Actor, at: datetime, credential: Credential | None = None
) -> tuple[SignResult, ...]:
    """Sign many, each on its own. Needs ``documents.sign`` for each; one that cannot be signed holds up no other.

    Only what the signing service refuses, or does not answer, ends the batch: a wrong passphrase is not tried again
    with every document, for that locks the signatory's certificate.
    """
    results, ended = [], False
    for one in ids:
        if ended:
            results.append(
                SignResult(one, "", _("Belum dicoba, karena layanan tanda tangan tidak menerima dokumen sebelumnya."))
            )
            continue
        try:
            row = access.get_for_sign(by, one)
            state = produce(row.id, at=at, by=by, credential=credential)
            results.append(SignResult(one, state, _unsigned(state)))
        except Refusal as refusal:
            results.append(SignResult(one, "", refusal.message))
            ended = isinstance(refusal, Invalid | Unavailable)
        except Exception:  # what got stuck is often what cannot be made: the others shall not wait for it
            _log.exception("certificate %s could not be made", one)
            results.append(SignResult(one, "", _("Dokumen ini gagal dibuat. Beri tahu pengelola sistem.")))
    return tuple(results)


def _unsigned(state: str) -> str:
    """Why a certificate in this state has no signature that counts."""
    if state == states.RENDERED:
        return _("Masukkan NIK dan passphrase BSrE Anda untuk menandatangani.")
    return "" if state == states.SIGNED else _("Dokumen ini sudah dicabut atau diganti.")


def sheet_of(row: Certificate, signer_name: str) -> Sheet:
    """What the row's document looks like."""
    sealed = crypto.unseal_json(row.sealed, "certificate")
    return Sheet(
        content=from_dict(sealed["content"]),
        token=row.token,
        template=row.template,
        signer=signer_name,
        emblem=sealed["emblem"],
    )


@transaction.atomic
def _wait(certificate_id: UUID, *, by: Actor, at: datetime) -> str:
    row = access.get_for_produce(certificate_id)
    if row.state == states.NUMBERED:
        row.state = states.after("render", row.state)
        row.save(update_fields=["state"])
        ledger.record(CertificateRendered(subject=row.subject, unit_id=row.unit_id, certificate=row.id), by=by, at=at)
    return row.state


@transaction.atomic
def _keep(certificate_id: UUID, signed: bytes, content: Content, signer: Signer, *, by: Actor, at: datetime) -> str:
    row = access.get_for_produce(certificate_id)
    if row.state not in states.WAITING:
        return row.state  # another worker was quicker; its file is the one that counts
    stored = files.put(signed, "application/pdf", scan="not_scanned", at=at)
    kept, _kind = files.read(stored.id)
    verify(kept, content, row.token, signer)
    row.state = states.after("sign", states.after("render", row.state))
    row.signer, row.signed_at = signer.name, at
    row.file_id, row.file_sha256 = stored.id, hashlib.sha256(kept).digest()
    row.save(update_fields=["state", "signer", "signed_at", "file", "file_sha256"])
    event = CertificateSigned(
        subject=row.subject,
        unit_id=row.unit_id,
        certificate=row.id,
        signer=signer.name,
        file_sha256=row.file_sha256.hex(),
        size=stored.size,
    )
    ledger.record(event, by=by, at=at)
    return row.state


def verify(kept: bytes, content: Content, token: str, signer: Signer) -> None:
    """Check bytes that came back from the store. Raises :class:`Unsound`."""
    keys = authority()
    others = [] if signer.name == "local" else signer.roots()
    root = signer.roots()[0] if signer.name == "local" else keys.root_pem()
    finding = offline.check_pdf(kept, root, keys.token_keys(), others=others)
    if finding.outcome != "genuine" or finding.claims is None:
        raise Unsound(f"{finding.outcome}: {finding.reason}")
    if finding.claims.content_hash != content_hash(content) or finding.token != token:
        raise Unsound("another certificate came back")
