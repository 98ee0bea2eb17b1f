"""The signature of a PDF, looked at as bytes: nothing of an untrusted file is parsed but the signature itself.

A PDF signature covers the two ranges around ``/Contents <hex>`` (ISO 32000-2, 12.8.1). When those ranges span
the whole file and our signer's signature over them holds, every byte is the one we signed, and only then is it
safe to open the file as a PDF. This refuses later additions altogether (stricter than any difference policy),
takes linear time, and cannot be led into decompression bombs. The CMS is rebuilt from its parts and compared,
so that not one byte of it can be changed either (RFC 5652; CAdES signing-certificate-v2, RFC 5035).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

LARGEST = 10_000_000  # bytes
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_HEX = re.compile(rb"<(?:[0-9a-f]*|[0-9A-F]*)>")


@dataclass(frozen=True)
class Examination:
    """``outcome``: ours (authentic to the last byte) | altered | foreign (another's signature) | unsigned |
    unreadable. ``reason`` is for logs and tests. ``extra``: bytes added after what was signed."""

    outcome: str
    reason: str = ""
    extra: int = 0


@dataclass(frozen=True)
class _Parts:
    cms: bytes
    digest: bytes


class _Refused(Exception):
    pass


def examine(content: bytes, root_pem: bytes) -> Examination:
    """Whether these bytes are exactly what a signer under ``root_pem`` signed. Never raises."""
    if len(content) > LARGEST:
        return Examination("unreadable", "too large")
    if not content.startswith(b"%PDF-"):
        return Examination("unreadable", "not a PDF")
    ranges = [tuple(map(int, match.groups())) for match in _RANGE.finditer(content)][:20]
    if not ranges:
        return Examination("unsigned", "no signature")
    whole = [one for one in ranges if one[0] == 0 and one[2] + one[3] == len(content)]
    if len(ranges) == 1 and whole:
        return _judge(content, whole[0], root_pem)
    return _added(content, ranges, root_pem)


def _added(content: bytes, ranges: list[tuple[int, ...]], root_pem: bytes) -> Examination:
    """No signature covers the file: altered, unless every signature in it is somebody else's."""
    for one in ranges:
        end = one[2] + one[3]
        if one[0] == 0 and end <= len(content):
            inner = _judge(content[:end], one, root_pem)
            if inner.outcome == "ours":
                return Examination("altered", "additions after signing", len(content) - end)
            if inner.outcome == "foreign":
                return Examination("foreign", "not by our signer")
    return Examination("altered", "the signature does not cover the file")


def _judge(content: bytes, ranges: tuple[int, ...], root_pem: bytes) -> Examination:
    try:
        return _check(_split(content, ranges), root_pem)
    except _Refused as refused:
        return Examination("altered", str(refused))
    except Exception as error:  # hostile bytes: the ASN.1 and key parsers raise many kinds
        return Examination("altered", f"broken signature: {type(error).__name__}")


def _split(content: bytes, ranges: tuple[int, ...]) -> _Parts:
    _start, first, second, rest = ranges
    if not 0 < first < second <= len(content):
        raise _Refused("impossible ranges")
    gap = content[first:second]
    if not _HEX.fullmatch(gap):
        raise _Refused("something else between the ranges")
    digest = hashlib.sha256(content[:first])
    digest.update(content[second : second + rest])
    return _Parts(bytes.fromhex(gap[1:-1].decode()), digest.digest())


def _check(parts: _Parts, root_pem: bytes) -> Examination:
    from asn1crypto import cms
    from asn1crypto import tsp as _tsp  # noqa: F401 - teaches cms the attribute "signing_certificate_v2"
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.hashes import SHA256

    info = cms.ContentInfo.load(parts.cms)
    signed = info["content"]
    signer = signed["signer_infos"][0]
    der = next(one.chosen.dump() for one in signed["certificates"] if _names(signer, one.chosen))
    certificate, root = x509.load_der_x509_certificate(der), x509.load_pem_x509_certificate(root_pem)
    if certificate.issuer != root.subject:
        return Examination("foreign", "not by our signer")
    try:
        certificate.verify_directly_issued_by(root)
        attributes = signer["signed_attrs"].untag().dump()
        key = certificate.public_key()
        if not isinstance(key, EllipticCurvePublicKey):
            return Examination("foreign", "not our kind of key")
        key.verify(signer["signature"].native, attributes, ECDSA(SHA256()))
    except InvalidSignature:
        raise _Refused("the signature does not hold") from None
    stated = {one["type"].native: one["values"] for one in signer["signed_attrs"]}
    if stated["message_digest"][0].native != parts.digest:
        raise _Refused("the content was changed")
    if stated["signing_certificate_v2"][0]["certs"][0]["cert_hash"].native != hashlib.sha256(der).digest():
        raise _Refused("another certificate was put in")
    _same_spelling(parts.cms, signed, signer, der)
    return Examination("ours")


def _names(signer: Any, certificate: Any) -> bool:
    sid = signer["sid"].chosen
    return (sid["issuer"].dump(), sid["serial_number"].native) == (certificate.issuer.dump(), certificate.serial_number)


def _same_spelling(given: bytes, signed: Any, signer: Any, der: bytes) -> None:
    """Rebuild the CMS in the one form our signer writes, and compare byte by byte."""
    sid, stamps = signer["sid"].chosen, signer["unsigned_attrs"]
    only_stamp = [one["type"].native for one in stamps or ()] == ["signature_time_stamp_token"]
    info = (
        _V1,
        _tlv(0x30, sid["issuer"].dump(), sid["serial_number"].dump()),
        _SHA256,
        _tlv(0xA0, signer["signed_attrs"].untag().contents),
        _ECDSA_SHA256,
        _tlv(0x04, signer["signature"].native),
        _tlv(0xA1, stamps.untag().contents) if only_stamp else b"",
    )
    content = (_V1, _tlv(0x31, _SHA256), _tlv(0x30, _DATA), _tlv(0xA0, der), _tlv(0x31, _tlv(0x30, *info)))
    expected = _tlv(0x30, _SIGNED_DATA, _tlv(0xA0, _tlv(0x30, *content)))
    if given[: len(expected)] != expected or given[len(expected) :].strip(b"\0"):
        raise _Refused("the signature container was changed")


# DER (X.690) of what never varies: version 1, the algorithms, the content types.
_V1 = bytes.fromhex("020101")
_SHA256 = bytes.fromhex("300d06096086480165030402010500")
_ECDSA_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
_DATA = bytes.fromhex("06092a864886f70d010701")
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")


def _tlv(tag: int, *parts: bytes) -> bytes:
    """Tag, shortest length, value."""
    value = b"".join(parts)
    size = len(value)
    octets = size.to_bytes((size.bit_length() + 7) // 8 or 1)
    length = bytes([size]) if size < 128 else bytes([0x80 | len(octets)]) + octets
    return bytes([tag]) + length + value
