"""The token in the QR: a CWT (RFC 8392) in COSE_Sign1 (RFC 9052) under ES256, which anyone can check offline.

Claims: 1 issuer, 6 issued (00:00 UTC of the day), 4 expiry (00:00 UTC of the day after the last one), and for
private use -65537 number, -65538 product, -65539 masked holder, -65540 SHA-256 of the whole content (32 bytes).
``alg`` and ``kid`` are protected; the unprotected header is empty. The URL carries it in base32 (RFC 4648, no
padding): its capitals fit the alphanumeric mode of a QR code, so that the symbol is smaller than with base64url.

A token has exactly one spelling: another encoding of the same claims is refused as forged.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

ISSUER, EXPIRY, ISSUED = 1, 4, 6
NUMBER, PRODUCT, HOLDER, CONTENT_HASH = -65537, -65538, -65539, -65540
LONGEST = 1200  # characters; ours have about 370

Keys = Mapping[str, Mapping[str, Any]]  # kid → public JWK (RFC 7517), as published


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What a genuine token says. ``kid`` names the key; ``holder`` is masked."""

    issuer: str
    number: str
    product: str
    holder: str
    issued_on: date
    valid_until: date | None
    content_hash: bytes
    kid: str = ""


@dataclass(frozen=True)
class Forged:
    """Not a token of ours. ``reason`` is for logs and tests, not for people."""

    reason: str


def mint(claims: Claims, private_pem: bytes, kid: str) -> str:
    """Sign the claims with an EC P-256 key."""
    import cbor2
    from cwt import COSE, COSEAlgs, COSEHeaders, COSEKey

    payload: dict[int, Any] = {
        ISSUER: claims.issuer,
        ISSUED: _seconds(claims.issued_on),
        NUMBER: claims.number,
        PRODUCT: claims.product,
        HOLDER: claims.holder,
        CONTENT_HASH: claims.content_hash,
    }
    if claims.valid_until is not None:
        payload[EXPIRY] = _seconds(claims.valid_until + timedelta(days=1))
    signed = COSE.new().encode(
        cbor2.dumps(payload, canonical=True),
        key=COSEKey.from_pem(private_pem, alg="ES256"),
        protected={COSEHeaders.ALG: COSEAlgs.ES256, COSEHeaders.KID: bytes.fromhex(kid)},
    )
    return base64.b32encode(signed).decode().rstrip("=")


def read(token: str, keys: Keys) -> Claims | Forged:
    """Check a token with the published keys. Never raises. Expiry is left to the caller: expired is not forged."""
    raw = _unwrap(token)
    if isinstance(raw, Forged):
        return raw
    parts = _open(raw)
    if isinstance(parts, Forged):
        return parts
    kid, payload = parts
    jwk = keys.get(kid)
    if jwk is None:
        return Forged("unknown key")
    from cwt import COSE, COSEKey

    try:
        # RFC 9052: 1 kty = EC2, 2 kid, 3 alg = ES256, -1 curve = P-256, -2 x, -3 y
        point = {-2: _bytes(jwk["x"]), -3: _bytes(jwk["y"])}
        verified = COSE.new().decode(raw, COSEKey.new({1: 2, 2: bytes.fromhex(kid), 3: -7, -1: 1, **point}))
    except Exception as error:  # the library raises many kinds for hostile bytes
        return Forged(type(error).__name__)
    return _claims(payload, kid) if verified == payload else Forged("payload")


def url(base_url: str, token: str) -> str:
    return f"{base_url.rstrip('/')}/v/{token}"


def token_of(url_or_token: str) -> str:
    """The token in a scanned text, which may be the whole URL."""
    return url_or_token.strip().rsplit("/v/", 1)[-1].strip("/")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _unwrap(token: str) -> bytes | Forged:
    if not token or len(token) > LONGEST or not token.isascii():
        return Forged("length")
    try:
        raw = base64.b32decode(token + "=" * (-len(token) % 8))
    except binascii.Error:
        return Forged("base32")
    if base64.b32encode(raw).decode().rstrip("=") != token:
        return Forged("spelling")
    return raw


def _open(raw: bytes) -> tuple[str, bytes] | Forged:
    """Key id and payload of a COSE_Sign1 in exactly the form that :func:`mint` writes."""
    import cbor2

    try:
        message = cbor2.loads(raw)
        if not isinstance(message, cbor2.CBORTag) or message.tag != 18 or len(message.value) != 4:
            return Forged("structure")
        protected, unprotected, payload, signature = message.value
        headers = cbor2.loads(protected)
        shape = (
            isinstance(payload, bytes) and isinstance(signature, bytes) and unprotected == {} and set(headers) == {1, 4}
        )
        if not shape or headers[1] != -7 or not isinstance(headers[4], bytes):
            return Forged("headers")
        plain = [protected, {}, payload, signature]
        if cbor2.dumps(cbor2.CBORTag(18, plain)) != raw or cbor2.dumps(headers, canonical=True) != protected:
            return Forged("spelling")
    except Exception as error:  # hostile bytes
        return Forged(type(error).__name__)
    return headers[4].hex(), payload


def _claims(payload: bytes, kid: str) -> Claims | Forged:
    import cbor2

    try:
        values = cbor2.loads(payload)
        expiry = values.get(EXPIRY)
        return Claims(
            issuer=str(values[ISSUER]),
            number=str(values[NUMBER]),
            product=str(values[PRODUCT]),
            holder=str(values[HOLDER]),
            issued_on=_day(values[ISSUED]),
            valid_until=_day(expiry) - timedelta(days=1) if expiry is not None else None,
            content_hash=bytes(values[CONTENT_HASH]),
            kid=kid,
        )
    except Exception as error:
        return Forged(type(error).__name__)


def _seconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()
