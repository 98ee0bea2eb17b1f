"""Sealing, blind indexes and commitments, all derived from one keyring outside the database.

The keyring is a JSON file of random 32-byte keys, made at the first start, mode 0600, kept apart from
database backups. Sealing: AES-256-GCM under a key derived by HKDF-SHA256 for one purpose, so that a
ciphertext of one purpose does not open under another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = 1


class Unreadable(ValueError):
    """A sealed value that was altered, or whose key is not in the keyring."""


class Keyring:
    """Keys by number; the highest number seals, all of them open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            self._write({1: os.urandom(32)})
        stored = json.loads(path.read_text())
        self.keys = {int(number): base64.b64decode(key) for number, key in stored["keys"].items()}

    def _write(self, keys: dict[int, bytes]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = json.dumps({"keys": {n: base64.b64encode(k).decode() for n, k in keys.items()}})
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return  # another process made it first
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())

    @property
    def current(self) -> int:
        return max(self.keys)

    @lru_cache(maxsize=256)  # noqa: B019 - one keyring a process
    def derive(self, purpose: str, number: int) -> bytes:
        """The 32-byte key of one purpose. Raises :class:`Unreadable` for an unknown number."""
        if number not in self.keys:
            raise Unreadable(f"key {number} is not in the keyring")
        return HKDF(SHA256(), 32, salt=b"maklumat", info=purpose.encode()).derive(self.keys[number])


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    from django.conf import settings

    return Keyring(Path(settings.KEYRING))


def seal(plain: bytes, purpose: str) -> bytes:
    """Encrypt. Layout: version byte, key number byte, 12-byte nonce, ciphertext with tag."""
    ring = keyring()
    nonce = os.urandom(12)
    head = bytes([_VERSION, ring.current])
    return head + nonce + AESGCM(ring.derive(purpose, ring.current)).encrypt(nonce, plain, head)


def unseal(sealed: bytes, purpose: str) -> bytes:
    """Decrypt what :func:`seal` made for the same purpose. Raises :class:`Unreadable`."""
    sealed = bytes(sealed)
    if len(sealed) < 30 or sealed[0] != _VERSION:
        raise Unreadable("not a sealed value")
    head, nonce, body = sealed[:2], sealed[2:14], sealed[14:]
    try:
        return AESGCM(keyring().derive(purpose, head[1])).decrypt(nonce, body, head)
    except InvalidTag as error:
        raise Unreadable("the sealed value was altered") from error


def seal_json(value: Any, purpose: str) -> bytes:
    return seal(json.dumps(value, ensure_ascii=False).encode(), purpose)


def unseal_json(sealed: bytes, purpose: str) -> Any:
    return json.loads(unseal(sealed, purpose))


class Envelope:
    """A key of one thing's own, sealed by the keyring: whoever keeps ``wrapped`` apart and deletes it has erased what is under it, in every backup of the rest."""

    def __init__(self, key: bytes, wrapped: bytes) -> None:
        self._key, self.wrapped = key, wrapped

    @classmethod
    def new(cls, purpose: str) -> Envelope:
        key = os.urandom(32)
        return cls(key, seal(key, purpose))

    @classmethod
    def opened(cls, wrapped: bytes, purpose: str) -> Envelope:
        """Raises :class:`Unreadable`."""
        return cls(unseal(wrapped, purpose), bytes(wrapped))

    def seal_json(self, value: Any) -> bytes:
        nonce = os.urandom(12)
        return nonce + AESGCM(self._key).encrypt(nonce, json.dumps(value, ensure_ascii=False).encode(), None)

    def unseal_json(self, sealed: bytes) -> Any:
        """Raises :class:`Unreadable`."""
        sealed = bytes(sealed)
        try:
            return json.loads(AESGCM(self._key).decrypt(sealed[:12], sealed[12:], None))
        except InvalidTag as error:
            raise Unreadable("the sealed value was altered") from error


def blind(text: str, purpose: str) -> bytes:
    """A keyed 16-byte index of an identifying text: equal texts meet, nothing can be read back.

    Always under key 1, so that an index stays searchable when sealing moves to a new key.
    """
    return hmac.digest(keyring().derive("blind:" + purpose, 1), text.encode(), "sha256")[:16]


def commitment(key: bytes, private: Any) -> bytes:
    """HMAC-SHA256 commitment to personal details under a random key of its own (32 bytes)."""
    text = json.dumps(private, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.digest(key, text.encode(), "sha256")


def derived_secret(purpose: str) -> str:
    """A stable secret of the installation (hex), e.g. for signing cookies."""
    return hashlib.sha256(keyring().derive("secret:" + purpose, 1)).hexdigest()
