"""Issuing: the number, the content and the token, in the transaction of whoever decides."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger, numbering, outbox
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid
from maklumat.kernel.ids import new_id

from ..events import CertificateNumbered, CertificateSuperseded
from ..models import Certificate, authority
from ..rules import numbers, states, token
from ..rules.certificates import TEMPLATES, IssueRequest
from ..rules.content import Content, content_hash, mask_name, public_facts


def issue(request: IssueRequest, *, by: Actor, at: datetime) -> Certificate:
    """Take the next number and register the certificate; the worker renders and signs it after commit.

    Runs in the caller's transaction, who has checked that ``by`` may decide. A second call for the same subject
    returns the certificate that is there. Raises Invalid; RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a certificate is issued inside the transaction of the decision")
    there = Certificate.objects.filter(subject=request.subject, state__in=states.LIVING).first()
    return there or _register(request, new_id(), by=by, at=at)


def supersede(certificate_id: UUID, request: IssueRequest, *, by: Actor, at: datetime) -> Certificate:
    """Replace a signed certificate by a corrected one with a new number, in the caller's transaction.

    Raises Conflict when it is not signed or was ended before.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a certificate is superseded inside the transaction of the decision")
    old = Certificate.objects.select_for_update().get(id=certificate_id)
    if old.subject != request.subject:
        raise Invalid(_("Dokumen pengganti harus untuk permohonan yang sama."))
    fresh_id = new_id()
    try:
        old.state = states.after("supersede", old.state)
    except states.Impossible:
        raise Conflict(_("Hanya dokumen yang sudah ditandatangani dan masih berlaku yang dapat diganti.")) from None
    old.ended_at, old.replaced_by_id = at, fresh_id  # the foreign key is checked at commit
    old.save(update_fields=["state", "ended_at", "replaced_by"])
    fresh = _register(request, fresh_id, by=by, at=at)
    event = CertificateSuperseded(subject=old.subject, unit_id=old.unit_id, certificate=old.id, by_certificate=fresh.id)
    ledger.record(event, by=by, at=at)
    return fresh


def _register(request: IssueRequest, certificate_id: UUID, *, by: Actor, at: datetime) -> Certificate:
    _check(request)
    day = timezone.localdate(at)
    scope = f"{request.register}/{day.year}"
    sequence = numbering.take(f"documents:{scope}")
    number = numbers.number_text(
        request.pattern, number=sequence, unit=request.unit_code, month=day.month, year=day.year
    )
    content = _content(request, number, at)
    row = Certificate(
        id=certificate_id,
        subject=request.subject,
        unit_id=request.unit_id,
        scope=scope,
        sequence=sequence,
        number=number,
        product=content.product,
        template=request.template,
        masked=public_facts(content),
        sealed=crypto.seal_json({"content": content.as_dict(), "emblem": request.emblem}, "certificate"),
        content_hash=content_hash(content),
        token=_token(content, at),
        issued_at=at,
        valid_until=content.valid_until,
    )
    row.save(force_insert=True)
    event = CertificateNumbered(
        subject=row.subject, unit_id=row.unit_id, certificate=row.id, scope=scope, sequence=sequence
    )
    ledger.record(event, by=by, at=at, private=content.as_dict())
    outbox.enqueue("documents.produce", certificate_id=str(row.id))
    return row


def _check(request: IssueRequest) -> None:
    if problem := numbers.problem_of(request.pattern):
        raise Invalid(_("Pola nomor dokumen tidak benar: %(problem)s.") % {"problem": problem})
    if request.template not in TEMPLATES:
        raise Invalid(_("Bentuk dokumen «%(name)s» tidak dikenal.") % {"name": request.template})


def _content(request: IssueRequest, number: str, at: datetime) -> Content:
    same = ("product", "government", "unit", "unit_address", "holder", "body", "place", "valid_until",
            "signatory_name", "signatory_title", "signatory_nip", "service", "language")  # fmt: skip
    return Content(
        **{name: getattr(request, name) for name in same},
        number=number,
        masked_holder=mask_name(request.holder),
        facts=tuple((str(label), str(value)) for label, value in request.facts),
        issued_on=timezone.localdate(at),
        application_ref=str(request.subject),
        verify_url=f"{settings.BASE_URL}/v/",
        salt=secrets.token_hex(16),
    )


def _token(content: Content, at: datetime) -> str:
    keys = authority()
    keys.prepare(at)
    key = keys.token_key()
    claims = token.Claims(
        issuer=content.government,
        number=content.number,
        product=content.product,
        holder=content.masked_holder,
        issued_on=content.issued_on,
        valid_until=content.valid_until,
        content_hash=content_hash(content),
    )
    return token.mint(claims, key.private_pem, key.kid)
