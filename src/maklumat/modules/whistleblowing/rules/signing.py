"""Signatures that stand for a person we do not know: of a mailbox, of whoever can open a case. Pure."""

from __future__ import annotations

import hmac

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PROTOCOL = "maklumat lapor-aman v1"
ACCESS_LIVES, NONCE_LIVES = 3600, 300  # seconds


def holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature is this key's."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def to_open(nonce: str) -> bytes:
    """What a reporter signs to open the mailbox."""
    return f"{PROTOCOL} open\n{nonce}".encode()


def to_act(case: str, revision: int, act: str) -> bytes:
    """What a recipient signs with the case's handler key."""
    return f"{PROTOCOL} act\n{case}\n{revision}\n{act}".encode()


def stamped(key: bytes, purpose: str, about: str, now: int) -> str:
    """A text of ours about something, that is worth something for a while. Nothing is kept for it."""
    head = f"{now}.{about}"
    return f"{head}.{hmac.digest(key, f'{purpose}\n{head}'.encode(), 'sha256').hex()}"


def read_stamp(key: bytes, purpose: str, given: str, now: int, lives: int) -> str | None:
    """What a text of ours is about; None if it is not ours or too old."""
    head, _dot, _mac = given.rpartition(".")
    moment, _dot, about = head.partition(".")
    if not (moment.isascii() and moment.isdigit() and len(moment) < 12 and len(given) < 400 and given.isascii()):
        return None
    if not hmac.compare_digest(stamped(key, purpose, about, int(moment)), given) or not 0 <= now - int(moment) <= lives:
        return None
    return about
