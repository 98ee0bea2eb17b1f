"""Shamir's sharing over GF(256), as the npm package `shamir-secret-sharing` does it: y bytes, then one byte x."""

from __future__ import annotations

import secrets
from collections.abc import Sequence


def multiply(one: int, other: int) -> int:
    """The product in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one <<= 1
        if one & 0x100:
            one ^= 0x11B
        other >>= 1
    return product


def inverse(one: int) -> int:
    """one^254: the other factor of 1."""
    if not one:
        raise ZeroDivisionError("zero has no inverse")
    result = 1
    for _ in range(254):
        result = multiply(result, one)
    return result


def split(secret: bytes, shares: int = 5, threshold: int = 3) -> list[bytes]:
    """`shares` parts of a secret, any `threshold` of which give it back."""
    if not secret or not 2 <= threshold <= shares <= 255:
        raise ValueError("a secret, and 2 <= threshold <= shares <= 255")
    places = secrets.SystemRandom().sample(range(1, 256), shares)
    parts = [bytearray() for _ in places]
    for byte in secret:
        factors = [byte, *secrets.token_bytes(threshold - 1)]
        for x, part in zip(places, parts, strict=True):
            value = 0
            for factor in reversed(factors):
                value = multiply(value, x) ^ factor
            part.append(value)
    return [bytes(part) + bytes([x]) for x, part in zip(places, parts, strict=True)]


def combine(shares: Sequence[bytes]) -> bytes:
    """The secret of enough shares. Too few give something else without a word: check what comes out."""
    places = [share[-1] for share in shares if len(share) >= 2]
    if len(places) != len(shares) or not 2 <= len(shares) <= 255 or len({len(share) for share in shares}) != 1:
        raise ValueError("two or more shares of one length")
    if len(set(places)) != len(places) or 0 in places:
        raise ValueError("each share at a place of its own, none at zero")
    weights = []
    for x in places:
        weight = 1
        for other in places:
            if other != x:
                weight = multiply(weight, multiply(other, inverse(x ^ other)))
        weights.append(weight)
    secret = bytearray()
    for column in zip(*(share[:-1] for share in shares), strict=True):
        value = 0
        for y, weight in zip(column, weights, strict=True):
            value ^= multiply(y, weight)
        secret.append(value)
    return bytes(secret)
