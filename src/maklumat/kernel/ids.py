"""Opaque identifiers: UUID version 7 (RFC 9562), ordered by time, so that indexes grow at one end."""

from __future__ import annotations

import os
import secrets
import time
from uuid import UUID

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0/O, 1/I/L, U: a code is read aloud and typed


def new_id() -> UUID:
    """A new UUIDv7: 48 bits of Unix milliseconds, 74 random bits."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return UUID(int=value)


def new_code(length: int = 12) -> str:
    """A random code that a person can copy by hand; 12 letters carry 58 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def tidy_code(typed: str) -> str:
    """What a person typed, as the code that was meant: no spaces or dashes, capitals."""
    return "".join(c for c in typed.upper() if c.isalnum())


def id_of(text: str) -> UUID:
    """The id that was typed or sent; what is none becomes the id of nothing, which nobody finds."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
