"""The keys of this installation, kept outside the database: a local certificate authority and the token keys.

Folder ``DATA_DIR/signing``: ``root``, ``signer-0001``…, ``token-0001``…, each as ``.key`` (PKCS#8, sealed by
kernel.crypto) and ``.pem`` (certificate or public key). Everything is EC P-256, made at first use under a file
lock. The newest signer and token key are used; older ones stay, so that what they signed can be checked.
Signatures under this authority are electronic but *not certified* (PP 71/2019 Art. 60).
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from cryptography.x509.oid import NameOID, ObjectIdentifier

from maklumat.kernel import crypto

_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
_SIGNER_LIFE, _ROOT_LIFE, _RENEW_BEFORE = timedelta(days=5 * 365), timedelta(days=25 * 365), timedelta(days=90)
_EARLIER = timedelta(days=3 * 365)  # records of earlier years may be brought in under their own dates


@dataclass(frozen=True)
class SigningKey:
    """A key that signs. ``name`` is the file's stem; for token keys its last part is the key id."""

    name: str
    private_pem: bytes
    public_pem: bytes

    @property
    def kid(self) -> str:
        return self.name.rpartition("-")[2]


class Authority:
    """The folder of keys. Public parts are read without opening any private key."""

    def __init__(self, folder: Path, host: str) -> None:
        self.folder, self.host = folder, host

    def prepare(self, at: datetime) -> None:
        """Make what is missing: root, signer, token key. A signer near its end gets a successor."""
        if self._complete(at):
            return
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._lock():
            if not self._names("root"):
                self._make_root(at)
            if not self._names("signer-") or self._ends(at):
                self._make_signer(at)
            if not self._names("token-"):
                self._make_token_key()
        self.__dict__.pop("_newest", None)

    def root_pem(self) -> bytes:
        """The root certificate that this installation publishes; empty before the first use."""
        path = self.folder / "root.pem"
        return path.read_bytes() if path.exists() else b""

    def token_keys(self) -> dict[str, dict[str, Any]]:
        """All public token keys as JWK (RFC 7517) by key id, with the same key as PEM."""
        pems = [(name.rpartition("-")[2], (self.folder / f"{name}.pem").read_bytes()) for name in self._names("token-")]
        return {kid: _jwk(kid, pem) for kid, pem in pems}

    def signer(self) -> SigningKey:
        return self._newest["signer-"]

    def token_key(self) -> SigningKey:
        return self._newest["token-"]

    @cached_property
    def _newest(self) -> dict[str, SigningKey]:
        return {prefix: self._load(self._names(prefix)[-1]) for prefix in ("signer-", "token-")}

    def _load(self, name: str) -> SigningKey:
        sealed = (self.folder / f"{name}.key").read_bytes()
        return SigningKey(name, crypto.unseal(sealed, "signing"), (self.folder / f"{name}.pem").read_bytes())

    def _names(self, prefix: str) -> list[str]:
        return sorted(path.stem for path in self.folder.glob(f"{prefix}*.pem"))

    def _complete(self, at: datetime) -> bool:
        return bool(self._names("root") and self._names("token-") and self._names("signer-")) and not self._ends(at)

    def _ends(self, at: datetime) -> bool:
        newest = x509.load_pem_x509_certificate((self.folder / f"{self._names('signer-')[-1]}.pem").read_bytes())
        return at > newest.not_valid_after_utc - _RENEW_BEFORE

    def _make_root(self, at: datetime) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name("Penerbit lokal (tidak tersertifikasi)", self.host)
        builder = _certificate(name, name, key.public_key(), at - _EARLIER, at + _ROOT_LIFE)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        self._keep("root", key, builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))

    def _make_signer(self, at: datetime) -> None:
        root = x509.load_pem_x509_certificate(self.root_pem())
        root_key = load_pem_private_key(self._load("root").private_pem, None)
        key = ec.generate_private_key(ec.SECP256R1())
        ends = min(at + _SIGNER_LIFE, root.not_valid_after_utc)
        starts = max(at - _EARLIER, root.not_valid_before_utc)
        name = _name("Segel dokumen elektronik", self.host)
        builder = _certificate(name, root.subject, key.public_key(), starts, ends)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        builder = builder.add_extension(x509.ExtendedKeyUsage([_DOCUMENT_SIGNING]), critical=False)
        aki = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key())
        builder = builder.add_extension(aki, critical=False)
        number = len(self._names("signer-")) + 1
        self._keep(f"signer-{number:04d}", key, builder.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM))

    def _make_token_key(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        number = len(self._names("token-")) + 1
        self._keep(f"token-{number:04d}-{hashlib.sha256(der).hexdigest()[:8]}", key, pem)

    def _keep(self, name: str, key: ec.EllipticCurvePrivateKey, public: bytes) -> None:
        """The public file comes last: where it is, its key is complete."""
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write(self.folder / f"{name}.key", crypto.seal(private, "signing"))
        _write(self.folder / f"{name}.pem", public)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with open(self.folder / "lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def authority() -> Authority:
    """The authority of this installation."""
    from django.conf import settings

    host = settings.BASE_URL.partition("://")[2].partition("/")[0]
    return _at(Path(settings.DATA_DIR) / "signing", host)


@lru_cache(maxsize=8)
def _at(folder: Path, host: str) -> Authority:
    return Authority(folder, host)


def _name(common: str, host: str) -> x509.Name:
    pairs = ((NameOID.COUNTRY_NAME, "ID"), (NameOID.ORGANIZATION_NAME, host[:64]), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in pairs])


def _certificate(subject, issuer, public_key, starts: datetime, ends: datetime) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=public_key)
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(starts).not_valid_after(ends)
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)


def _usage(**wanted: bool) -> x509.KeyUsage:
    every = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")  # fmt: skip
    return x509.KeyUsage(**{name: wanted.get(name, False) for name in every})


def _jwk(kid: str, pem: bytes) -> dict[str, Any]:
    numbers = load_pem_public_key(pem).public_numbers()
    x, y = (base64.urlsafe_b64encode(n.to_bytes(32)).rstrip(b"=").decode() for n in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y, "alg": "ES256", "use": "sig", "kid": kid, "pem": pem.decode()}


def _write(path: Path, content: bytes) -> None:
    """Durably, and whole or not at all."""
    draft = path.with_suffix(path.suffix + ".new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
