"""age v1 (age-encryption.org/v1) with X25519 stanzas only: keys, headers, payloads, new headers for old files."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK, TAG, KEY, NONCE = 65536, 16, 16, 16
LABEL = b"age-encryption.org/v1/X25519"
CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
STANZA = re.compile(rb"-> X25519 ([A-Za-z0-9+/]{43})\n([A-Za-z0-9+/]{43})\n")
HEADER = re.compile(
    rb"age-encryption\.org/v1\n((?:-> X25519 [A-Za-z0-9+/]{43}\n[A-Za-z0-9+/]{43}\n)+)--- ([A-Za-z0-9+/]{43})\n"
)


class BadAge(ValueError):
    """Not an age file as this protocol writes them, or one that was changed."""


class NotForMe(BadAge):
    """No stanza of the header is for this identity."""


def hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(secret)


# Keys: 32 bytes inside, bech32 outside


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for place, factor in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= factor if top >> place & 1 else 0
    return check


def _expand(prefix: str) -> list[int]:
    return [ord(one) >> 5 for one in prefix] + [0] + [ord(one) & 31 for one in prefix]


def bech32(prefix: str, key: bytes) -> str:
    """The lower-case bech32 text of 32 bytes."""
    number = int.from_bytes(key) << 4  # 260 bits: 52 groups of five
    data = [number >> 5 * place & 31 for place in range(51, -1, -1)]
    check = _polymod([*_expand(prefix), *data, 0, 0, 0, 0, 0, 0]) ^ 1
    data += [check >> 5 * place & 31 for place in range(5, -1, -1)]
    return f"{prefix}1{''.join(CHARSET[one] for one in data)}"


def unbech32(prefix: str, text: str) -> bytes:
    """The 32 bytes of a lower-case bech32 text; anything unusual is refused."""
    if not isinstance(text, str) or not re.fullmatch(f"{re.escape(prefix)}1[{CHARSET}]{{58}}", text):
        raise BadAge("not a key of this kind")
    data = [CHARSET.index(one) for one in text[len(prefix) + 1 :]]
    if _polymod(_expand(prefix) + data) != 1:
        raise BadAge("the key's checksum is wrong")
    number = 0
    for one in data[:52]:
        number = number << 5 | one
    if number & 15:
        raise BadAge("bits left over after the key")
    return (number >> 4).to_bytes(32)


def recipient(secret: bytes) -> str:
    """`age1…` of an X25519 secret."""
    return bech32("age", X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw())


def identity(secret: bytes) -> str:
    return bech32("age-secret-key-", secret).upper()


def read_recipient(text: str) -> bytes:
    return unbech32("age", text)


def read_identity(text: str) -> bytes:
    if not isinstance(text, str) or text != text.upper():
        raise BadAge("an identity is written in capitals")
    return unbech32("age-secret-key-", text.lower())


# Headers


def b64raw(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def unb64raw(text: bytes) -> bytes:
    """Standard base64 without padding, in the one spelling it may have."""
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise BadAge("not base64") from error
    if b64raw(data) != text:
        raise BadAge("base64 in a second spelling")
    return data


@dataclass(frozen=True)
class Header:
    stanzas: tuple[tuple[bytes, bytes], ...]  # ephemeral share, wrapped file key
    mac: bytes
    signed: bytes  # what the MAC is over


def split(data: bytes) -> tuple[bytes, bytes]:
    """Header (to the line of the MAC, with its newline) and payload."""
    found = re.match(rb"age-encryption\.org/v1\n(?:.*\n)*?--- [A-Za-z0-9+/]{43}\n", data)
    if found is None:
        raise BadAge("no header of age v1")
    return data[: found.end()], data[found.end() :]


def parse(header: bytes) -> Header:
    """A header that has X25519 stanzas and nothing else."""
    found = HEADER.fullmatch(header)
    if found is None:
        raise BadAge("the header is not one of X25519 stanzas alone")
    stanzas = tuple((unb64raw(share), unb64raw(body)) for share, body in STANZA.findall(found[1]))
    return Header(stanzas, unb64raw(found[2]), header[: found.start(2) - 1])


def _wrap_key(shared: bytes, share: bytes, public: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(hkdf(shared, share + public, LABEL))


def stanza(file_key: bytes, public: bytes) -> bytes:
    """The file key wrapped for one X25519 key, with a share of its own."""
    ephemeral = X25519PrivateKey.generate()
    share = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
    body = _wrap_key(shared, share, public).encrypt(bytes(12), file_key, None)
    return b"-> X25519 " + b64raw(share) + b"\n" + b64raw(body) + b"\n"


def _mac(file_key: bytes, signed: bytes) -> bytes:
    return hmac.new(hkdf(file_key, b"", b"header"), signed, hashlib.sha256).digest()


def make_header(file_key: bytes, recipients: Iterable[str], slots: int | None = None) -> bytes:
    """Stanzas for the recipients and, up to `slots`, for keys that nobody has; in an order by chance."""
    publics = [read_recipient(one) for one in dict.fromkeys(recipients)]
    if slots is None:
        slots = len(publics)
    if not publics or len(publics) > slots:
        raise ValueError(f"{len(publics)} recipients for {slots} slots")
    # The secret of a key made here is thrown away at once
    while len(publics) < slots:
        publics.append(X25519PrivateKey.generate().public_key().public_bytes_raw())
    secrets.SystemRandom().shuffle(publics)
    signed = b"age-encryption.org/v1\n" + b"".join(stanza(file_key, one) for one in publics) + b"---"
    return signed + b" " + b64raw(_mac(file_key, signed)) + b"\n"


def file_key(header: bytes, secret: bytes) -> bytes:
    """The file key that a header has for this identity; the whole header is checked."""
    parsed, own = parse(header), X25519PrivateKey.from_private_bytes(secret)
    public, found = own.public_key().public_bytes_raw(), None
    for share, body in parsed.stanzas:
        try:
            shared = own.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError as error:
            raise BadAge("a share of low order") from error
        if found is None:
            try:
                found = _wrap_key(shared, share, public).decrypt(bytes(12), body, None)
            except InvalidTag:
                continue
    if found is None:
        raise NotForMe("no stanza is for this identity")
    if len(found) != KEY:
        raise BadAge("a file key of another length")
    if not hmac.compare_digest(_mac(found, parsed.signed), parsed.mac):
        raise BadAge("the header's MAC is wrong")
    return found


def rewrap(header: bytes, secret: bytes, recipients: Sequence[str], slots: int | None = None) -> bytes:
    """A new header for the same file key: whoever it names can read the old payload."""
    return make_header(file_key(header, secret), recipients, slots)


# Payloads


def _stream_nonce(counter: int, last: bool) -> bytes:
    return counter.to_bytes(11) + bytes([last])


def seal_payload(key: bytes, content: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    cipher = ChaCha20Poly1305(hkdf(key, nonce, b"payload"))
    chunks = [content[at : at + CHUNK] for at in range(0, len(content), CHUNK)] or [b""]
    parts = [
        cipher.encrypt(_stream_nonce(number, number == len(chunks) - 1), chunk, None)
        for number, chunk in enumerate(chunks)
    ]
    return nonce + b"".join(parts)


def open_payload(key: bytes, payload: bytes) -> bytes:
    nonce, rest = payload[:NONCE], payload[NONCE:]
    if len(rest) < TAG:
        raise BadAge("the payload is cut short")
    cipher = ChaCha20Poly1305(hkdf(key, nonce, b"payload"))
    chunks = [rest[at : at + CHUNK + TAG] for at in range(0, len(rest), CHUNK + TAG)]
    if len(chunks) > 1 and len(chunks[-1]) <= TAG:
        raise BadAge("an empty last chunk")
    try:
        return b"".join(
            cipher.decrypt(_stream_nonce(number, number == len(chunks) - 1), chunk, None)
            for number, chunk in enumerate(chunks)
        )
    except InvalidTag as error:
        raise BadAge("the payload was changed") from error


def encrypt(content: bytes, recipients: Iterable[str], slots: int | None = None) -> tuple[bytes, bytes]:
    """Header and payload of a new file."""
    key = secrets.token_bytes(KEY)
    return make_header(key, recipients, slots), seal_payload(key, content)


def decrypt(header: bytes, payload: bytes, secret: bytes) -> bytes:
    return open_payload(file_key(header, secret), payload)
