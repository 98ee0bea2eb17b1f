"""What the server can tell of a sealed letter without reading it: whether it has the shape that everybody's has (docs/lapor-aman.md)."""

from __future__ import annotations

import base64
import binascii
import re

SLOTS = 8
MOST_RECIPIENTS = 6  # of a letter: the other two are the recovery key and the reporter
LEAST, MOST_LETTER = 2048, 262_144  # bytes of a letter's plaintext
MOST_PART = 2_000_000  # bytes of a part of a file
MOST_FILE = 4 * 2**30  # bytes of a file as it is sent
MOST_FILES = 12  # of one letter
CHUNK, TAG, NONCE = 65_536, 16, 16
_STANZA = re.compile(rb"-> X25519 [A-Za-z0-9+/]{43}\n[A-Za-z0-9+/]{43}\n")
_ANY_STANZA = re.compile(rb"-> [!-~]+( [!-~]+)*\n([A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n")
_FIRST, _MAC = b"age-encryption.org/v1\n", re.compile(rb"--- [A-Za-z0-9+/]{43}\n")


class BadShape(ValueError):
    """Not a letter as every client makes it. The message says what is wrong, for programmers."""


def b64(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unb64(text: object, most: int) -> bytes:
    """The other way, in one form only. Raises :class:`BadShape`."""
    if not isinstance(text, str) or len(text) > most * 4 // 3 + 4 or not text.isascii():
        raise BadShape("not base64url of this length")
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadShape("not base64url") from error
    if b64(raw) != text:
        raise BadShape("not base64url in its one form")
    return raw


def padme(size: int) -> int:
    """Sizes leak at most log log bits: the next size that has few significant bits (Padmé)."""
    if size < 2:
        return size
    e = size.bit_length() - 1
    s = e.bit_length()
    step = 1 << max(0, e - s)
    return -(-size // step) * step


def sealed_size(plain: int) -> int:
    """Bytes of an age payload (nonce and chunks) of a plaintext."""
    return NONCE + plain + TAG * max(1, -(-plain // CHUNK))


def plain_size(sealed: int) -> int:
    """The other way. Raises :class:`BadShape`."""
    rest = sealed - NONCE
    chunks = max(1, -(-rest // (CHUNK + TAG)))
    plain = rest - TAG * chunks
    if plain < 0 or sealed_size(plain) != sealed:
        raise BadShape("not the length of an age payload")
    return plain


def stanzas(header: bytes, kind: re.Pattern[bytes] = _STANZA) -> int:
    """How many recipients (X25519) a header has. Raises :class:`BadShape` for what is not a header of such only."""
    if not header.startswith(_FIRST):
        raise BadShape("not an age header")
    at, count = len(_FIRST), 0
    while found := kind.match(header, at):
        at, count = found.end(), count + 1
    if count == 0 or not _MAC.fullmatch(header, at):
        raise BadShape("a header has stanzas, then its MAC")
    return count


def check_letter(header: bytes, payload: bytes) -> None:
    """Refuse a letter that stands out among others. Raises :class:`BadShape`."""
    if stanzas(header) != SLOTS:
        raise BadShape(f"a letter has {SLOTS} stanzas")
    plain = plain_size(len(payload))
    if not LEAST <= plain <= MOST_LETTER or padme(plain) != plain:
        raise BadShape("a letter is padded (Padmé)")


def check_file_length(length: object) -> int:
    """The announced length of a file with its header of one stanza. Raises :class:`BadShape`."""
    if not isinstance(length, int) or isinstance(length, bool) or not 0 < length <= MOST_FILE:
        raise BadShape("not a length of a file")
    header = len(_FIRST) + len(b"-> X25519 ") + 43 + 1 + 43 + 1 + len(b"--- ") + 43 + 1
    plain = plain_size(length - header)
    if padme(plain) != plain:
        raise BadShape("a file is padded (Padmé)")
    return length


def age_parts(whole: bytes) -> tuple[bytes, bytes]:
    """Header and payload of an age file made with any tool. Raises :class:`BadShape`."""
    found = re.search(rb"^--- [A-Za-z0-9+/]{43}\n", whole, re.MULTILINE)
    if found is None or not whole.startswith(_FIRST) or found.end() > 65_536:
        raise BadShape("not an age file")
    header, payload = whole[: found.end()], whole[found.end() :]
    plain_size(len(payload))
    if stanzas(header, _ANY_STANZA) > 2 * SLOTS:  # tools may add stanzas that mean nothing
        raise BadShape("too many recipients")
    return header, payload
