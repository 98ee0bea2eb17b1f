"""The small parts of the sealed channel: spelling, padding, the receipt, keys, work."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import count
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from . import age

SALT = b"maklumat lapor-aman v1"
LETTER, OPEN, ACT = (f"maklumat lapor-aman v1 {one}\n".encode() for one in ("letter", "open", "act"))


class BadLetter(ValueError):
    """A letter, file or key that must be refused, and why."""


class NotMine(BadLetter):
    """A letter that is sealed for others."""


# Text and bytes


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: Any, length: int | None = None) -> bytes:
    """base64url without padding, in the one spelling it may have."""
    if not isinstance(text, str) or not re.fullmatch("[A-Za-z0-9_-]*", text):
        raise BadLetter("not base64url")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise BadLetter("not base64url") from error
    if b64(data) != text or (length is not None and len(data) != length):
        raise BadLetter("base64url of another length or spelling")
    return data


def padme(length: int) -> int:
    """The length that shows least of what was there: at most some 12 % more."""
    if length < 2:
        return length
    e = length.bit_length() - 1
    s = e.bit_length() if e else 0
    step = 1 << max(e - s, 0)
    return -(-length // step) * step


# The receipt


def to_words(entropy: bytes, words: Sequence[str]) -> list[str]:
    """Twelve words for 16 bytes and their checksum of four bits."""
    if len(entropy) != 16 or len(words) != 2048:
        raise ValueError("16 bytes and 2,048 words")
    number = int.from_bytes(entropy) << 4 | hashlib.sha256(entropy).digest()[0] >> 4
    return [words[number >> 11 * place & 2047] for place in range(11, -1, -1)]


def from_words(said: Iterable[str], words: Sequence[str]) -> bytes:
    """The 16 bytes of twelve words; BadLetter if they are not a receipt."""
    places = {word: place for place, word in enumerate(words)}
    said, number = list(said), 0
    if len(said) != 12:
        raise BadLetter("a receipt has twelve words")
    for word in said:
        if word not in places:
            raise BadLetter("a word that is not in the list")
        number = number << 11 | places[word]
    entropy = (number >> 4).to_bytes(16)
    if hashlib.sha256(entropy).digest()[0] >> 4 != number & 15:
        raise BadLetter("the words do not fit their checksum")
    return entropy


# Keys


def derive(secret: bytes, info: str) -> bytes:
    return age.hkdf(secret, SALT, info.encode())


def sign_public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def mailbox(entropy: bytes) -> str:
    """The mailbox's name: the b64 of its Ed25519 key."""
    return b64(sign_public(derive(entropy, "sign")))


def open_message(nonce: str) -> bytes:
    return OPEN + nonce.encode()


def act_message(case: str, revision: int, act: str) -> bytes:
    return ACT + f"{case}\n{revision}\n{act}".encode()


@cache
def _salt(passphrase: str) -> bytes:
    """The same for the same passphrase, unlike the page's: what is stretched here is kept, for a hundred tests have such a key."""
    return secrets.token_bytes(16)


@cache
def _stretch(passphrase: str, salt: bytes) -> ChaCha20Poly1305:
    said = unicodedata.normalize("NFKC", passphrase).encode()
    return ChaCha20Poly1305(hash_secret_raw(said, salt, 3, 65536, 1, 32, Type.ID))


def wrap_seed(seed: bytes, passphrase: str) -> dict[str, Any]:
    """A keyholder's seed as the server keeps it."""
    salt, nonce = _salt(passphrase), secrets.token_bytes(12)
    sealed = _stretch(passphrase, salt).encrypt(nonce, seed, SALT + b" key")
    names = {"salt": b64(salt), "nonce": b64(nonce), "sealed": b64(sealed)}
    return {"kdf": "argon2id", "t": 3, "m": 65536, "p": 1, **names}


def unwrap_seed(wrapped: Mapping[str, Any], passphrase: str) -> bytes:
    if {name: wrapped.get(name) for name in ("kdf", "t", "m", "p")} != {"kdf": "argon2id", "t": 3, "m": 65536, "p": 1}:
        raise BadLetter("a key under another stretching")
    salt, nonce = unb64(wrapped.get("salt"), 16), unb64(wrapped.get("nonce"), 12)
    try:
        return _stretch(passphrase, salt).decrypt(nonce, unb64(wrapped.get("sealed"), 48), SALT + b" key")
    except InvalidTag as error:
        raise BadLetter("another passphrase") from error


# Work


def _fits(challenge: str, what: str, counter: str, bits: int) -> bool:
    digest = hashlib.sha256(f"{challenge}:{what}:{counter}".encode()).digest()
    return int.from_bytes(digest) >> 256 - bits == 0


def work(challenge: str, what: str, bits: int) -> str:
    """The first decimal counter that has the work done."""
    return next(str(one) for one in count() if _fits(challenge, what, str(one), bits))


def check_work(challenge: str, what: str, counter: str, bits: int) -> bool:
    plain = re.fullmatch("0|[1-9][0-9]*", counter) is not None
    return plain and _fits(challenge, what, counter, bits)
