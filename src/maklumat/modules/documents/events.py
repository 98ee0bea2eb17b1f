from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from maklumat.kernel.events import Event

# ``subject`` is the application the certificate answers; ``certificate`` its own id.


@dataclass(frozen=True, kw_only=True)
class CertificateNumbered(Event):
    kind: ClassVar[str] = "documents.certificate_numbered"
    certificate: UUID
    scope: str
    sequence: int


@dataclass(frozen=True, kw_only=True)
class CertificateRendered(Event):
    """The document waits for its signatory (only where a signer needs a person's passphrase)."""

    kind: ClassVar[str] = "documents.certificate_rendered"
    certificate: UUID


@dataclass(frozen=True, kw_only=True)
class CertificateSigned(Event):
    """``file_sha256`` is in hex; ``signer``: local | bsre."""

    kind: ClassVar[str] = "documents.certificate_signed"
    certificate: UUID
    signer: str
    file_sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(Event):
    kind: ClassVar[str] = "documents.certificate_revoked"
    certificate: UUID


@dataclass(frozen=True, kw_only=True)
class CertificateSuperseded(Event):
    kind: ClassVar[str] = "documents.certificate_superseded"
    certificate: UUID
    by_certificate: UUID
