"""Signing: one port, two signers. ``MAKLUMAT_SIGNER`` = ``local`` (default) or ``bsre``.

Local: PAdES B-B with a key of our own authority (electronic, not certified: PP 71/2019 Art. 60), certifying
«no changes allowed». With ``MAKLUMAT_TSA_URL`` it becomes B-T: the time stamp sits inside the signature, so that
the signature still covers the whole file. B-LTA is left out on purpose: its document time stamp is a revision
after the signature, and «nothing may follow the signature» is the simplest rule a stranger can check.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from django.conf import settings

from ..models import Authority, SigningKey, authority
from ..rules.content import Content
from .credential import Credential

_RESERVED = 4096  # hexadecimal digits for the signature container; ours takes about 2,260


class Signer(Protocol):
    """Signs one PDF. ``personal``: needs a signatory's :class:`Credential`, so the worker cannot do it alone."""

    name: str
    personal: bool

    def sign(self, pdf: bytes, content: Content, *, at: datetime, credential: Credential | None = None) -> bytes: ...

    def roots(self) -> list[bytes]:
        """Trusted root certificates (PEM) that the signature must chain to."""
        ...


@dataclass(frozen=True)
class LocalSigner:
    """Our own authority's seal."""

    keys: Authority
    timestamper: Any = None
    name: str = "local"
    personal: bool = False

    def sign(self, pdf: bytes, content: Content, *, at: datetime, credential: Credential | None = None) -> bytes:
        self.keys.prepare(at)
        return pades(pdf, _simple_signer(self.keys.signer()), content, at=at, timestamper=self.timestamper)

    def roots(self) -> list[bytes]:
        return [self.keys.root_pem()]


def current() -> Signer:
    """The signer that the settings name."""
    from django.core.exceptions import ImproperlyConfigured

    makers: dict[str, Callable[[], Signer]] = {"local": _local, "bsre": _bsre}
    name = getattr(settings, "MAKLUMAT_SIGNER", "local")
    if name not in makers:
        raise ImproperlyConfigured(f"MAKLUMAT_SIGNER is local or bsre, not {name!r}")
    return makers[name]()


def pades(pdf: bytes, signer: Any, content: Content, *, at: datetime, timestamper: Any = None) -> bytes:
    """Sign with an invisible field (the QR is what people see). The stated time is ``at``."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata

    about = PdfSignatureMetadata(
        field_name="Segel",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        name=content.signatory_name,
        location=content.place,
        reason=f"{content.product} {content.number}",
    )
    out, draft = io.BytesIO(), IncrementalPdfFileWriter(io.BytesIO(pdf))
    reserved = None if timestamper else _RESERVED
    _pdf_signer_class()(about, signer, timestamper, at).sign_pdf(draft, bytes_reserved=reserved, output=out)
    return out.getvalue()


@lru_cache(maxsize=1)
def _pdf_signer_class() -> type:
    """pyHanko reads the clock itself; ours takes the time as an argument. Made late: pyHanko is slow to import."""
    from pyhanko.sign.signers.pdf_signer import PdfSigner

    class AtPdfSigner(PdfSigner):
        def __init__(self, about: Any, signer: Any, timestamper: Any, at: datetime) -> None:
            super().__init__(about, signer, timestamper=timestamper)
            self._at = at

        def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
            session = super().init_signing_session(*args, **kwargs)
            session.system_time = self._at
            return session

    return AtPdfSigner


@lru_cache(maxsize=4)
def _simple_signer(key: SigningKey) -> Any:
    from asn1crypto import keys, pem, x509
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    certificate = x509.Certificate.load(pem.unarmor(key.public_pem)[2])
    private = keys.PrivateKeyInfo.load(pem.unarmor(key.private_pem)[2])
    return SimpleSigner(certificate, private, SimpleCertificateStore(), embed_roots=False)


def _local() -> LocalSigner:
    url = getattr(settings, "MAKLUMAT_TSA_URL", "")
    if not url:
        return LocalSigner(authority())
    from .timestamping import UrlTimeStamper

    return LocalSigner(authority(), UrlTimeStamper(url))


def _bsre() -> Signer:
    from .bsre import BsreSigner

    return BsreSigner.from_settings()
