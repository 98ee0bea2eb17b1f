"""Signed notes, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint, tlog-cosignature), with Ed25519 and ML-DSA-44 (FIPS 204). Pure.

A log signs its checkpoints with both: Ed25519 as a note (type 1), which everybody can check, and ML-DSA-44 as a timestamped cosignature (type 6), which
holds against quantum computers. A witness cosigns with both, too (types 4 and 6).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

NOTE, COSIGNATURE, POST_QUANTUM = 1, 4, 6
_PUBLIC_BYTES = {NOTE: 32, COSIGNATURE: 32, POST_QUANTUM: 1312}
_SIGNATURE_BYTES = {NOTE: 64, COSIGNATURE: 72, POST_QUANTUM: 2428}  # with the time of those that have one
MOST_BYTES, MOST_LINES, LARGEST = 1_000_000, 200, 2**62


class BadNote(ValueError):
    """A text that is no note, or one that is not signed as it must be. The message says what is wrong with it."""


@dataclass(frozen=True)
class Verifier:
    """A public key under a name. ``type``: NOTE, COSIGNATURE or POST_QUANTUM."""

    name: str
    type: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that stand before a signature."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[:4]

    def vkey(self) -> str:
        """As one line of text: name, id and key."""
        return f"{self.name}+{self.id.hex()}+{_encoded(bytes([self.type]) + self.public)}"

    @classmethod
    def read(cls, vkey: str) -> Verifier:
        """Raises :class:`BadNote`."""
        name, _plus, rest = vkey.strip().partition("+")
        id_, _plus, text = rest.partition("+")
        material = _decoded(text)
        found = cls(name, material[0] if material else 0, material[1:])
        if not _is_name(name) or len(found.public) != _PUBLIC_BYTES.get(found.type, -1) or found.id.hex() != id_:
            raise BadNote("not a verifier key: name+id+key, of Ed25519 or ML-DSA-44")
        return found

    def holds(self, body: str, signature: bytes) -> bool:
        """Whether a signature (without the id) is this key's on a note's text."""
        if len(signature) != _SIGNATURE_BYTES[self.type]:
            return False
        try:
            if self.type == NOTE:
                Ed25519PublicKey.from_public_bytes(self.public).verify(signature, body.encode())
            elif self.type == COSIGNATURE:
                time = int.from_bytes(signature[:8])
                Ed25519PublicKey.from_public_bytes(self.public).verify(signature[8:], _timed(body, time))
            else:
                message = _subtree(self.name, int.from_bytes(signature[:8]), Checkpoint.read(body))
                MLDSA44PublicKey.from_public_bytes(self.public).verify(signature[8:], message)
        except (InvalidSignature, BadNote):
            return False
        return True


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log: who it is, how many entries, and the root over them."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{_encoded(self.root)}\n"

    @classmethod
    def read(cls, body: str) -> Checkpoint:
        """Of a note's text; lines after the third are not read. Raises :class:`BadNote`."""
        lines = body.split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
            raise BadNote("a checkpoint has an origin, a size and a root, one a line")
        if (
            not lines[1].isascii()
            or not lines[1].isdigit()
            or str(int(lines[1][:20])) != lines[1]
            or int(lines[1]) > LARGEST
        ):
            raise BadNote("the size is not a number")
        root = _decoded(lines[2])
        if len(root) != 32:
            raise BadNote("the root is not a SHA-256")
        return cls(lines[0], int(lines[1]), root)


@dataclass(frozen=True)
class Line:
    """One signature under a note."""

    name: str
    id: bytes
    signature: bytes

    def text(self) -> str:
        return f"— {self.name} {_encoded(self.id + self.signature)}\n"

    @property
    def time(self) -> int:
        """Of a cosignature: seconds since 1970."""
        return int.from_bytes(self.signature[:8])


class Signer:
    """Both private keys of a log or a witness. ``seeds``: 32 bytes each, ``ed25519`` and ``mldsa44``."""

    def __init__(self, name: str, seeds: Mapping[str, bytes], *, witness: bool = False) -> None:
        self.name = name
        self._classic = Ed25519PrivateKey.from_private_bytes(seeds["ed25519"])
        self._quantum = MLDSA44PrivateKey.from_seed_bytes(seeds["mldsa44"])
        self._type = COSIGNATURE if witness else NOTE
        self.verifiers = (
            Verifier(name, self._type, self._classic.public_key().public_bytes_raw()),
            Verifier(name, POST_QUANTUM, self._quantum.public_key().public_bytes_raw()),
        )

    def sign(self, checkpoint: Checkpoint, time: int, text: str = "") -> list[Line]:
        """Both signature lines. ``time``: seconds since 1970; ``text``: the note's own, where somebody else wrote it and it may have further lines."""
        body, stamp = text or checkpoint.body(), time.to_bytes(8)
        if self._type == NOTE:
            classic = self._classic.sign(body.encode())
        else:
            classic = stamp + self._classic.sign(_timed(body, time))
        quantum = stamp + self._quantum.sign(_subtree(self.name, time, checkpoint))
        return [
            Line(self.name, verifier.id, signature)
            for verifier, signature in zip(self.verifiers, (classic, quantum), strict=True)
        ]


def written(checkpoint: Checkpoint, lines: Iterable[Line]) -> str:
    """A checkpoint with its signatures, as it is published."""
    return checkpoint.body() + "\n" + "".join(line.text() for line in lines)


def split(note: str) -> tuple[str, list[Line]]:
    """The text of a note and its signature lines, none of them checked. Raises :class:`BadNote`."""
    if len(note) > MOST_BYTES or any(one < " " and one != "\n" for one in note):
        raise BadNote("not a note: too long, or with control characters")
    body, gap, rest = note.rpartition("\n\n")
    if not gap or not rest.endswith("\n") or rest.count("\n") > MOST_LINES:
        raise BadNote("not a note: a text, an empty line, then signatures, each line ended")
    return body + "\n", [read_line(line) for line in rest[:-1].split("\n")]


def read_line(text: str) -> Line:
    """A signature line. Raises :class:`BadNote`."""
    dash, _space, rest = text.partition(" ")
    name, _space, signature = rest.partition(" ")
    material = _decoded(signature)
    if dash != "—" or not _is_name(name) or len(material) < 5:
        raise BadNote("not a signature line")
    return Line(name, material[:4], material[4:])


def opened(note: str, verifiers: Sequence[Verifier]) -> tuple[Checkpoint, list[Line]]:
    """A checkpoint and the lines of known keys, all of which hold; lines of unknown keys are left out. Raises :class:`BadNote` where one does not
    hold, or none is known."""
    body, lines = split(note)
    known = {(one.name, one.id): one for one in verifiers}
    good = []
    for line in lines:
        verifier = known.get((line.name, line.id))
        if verifier is None:
            continue
        if not verifier.holds(body, line.signature):
            raise BadNote(f"a signature of {line.name} does not hold")
        good.append(line)
    if not good:
        raise BadNote("not signed by a known key")
    return Checkpoint.read(body), good


def _timed(body: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{body}".encode()


def _subtree(name: str, time: int, checkpoint: Checkpoint) -> bytes:
    """What ML-DSA-44 signs: a whole tree is the subtree that begins at zero."""
    mine, origin = name.encode(), checkpoint.origin.encode()
    if len(mine) > 255 or len(origin) > 255:
        raise BadNote("a name is too long")
    return (
        b"subtree/v1\n\0" + bytes([len(mine)]) + mine + time.to_bytes(8) + bytes([len(origin)]) + origin
        + (0).to_bytes(8) + checkpoint.size.to_bytes(8) + checkpoint.root
    )  # fmt: skip


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(one.isspace() for one in name)


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decoded(text: str) -> bytes:
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadNote("not base64") from error
    if _encoded(found) != text:
        raise BadNote("not base64 in its one form")
    return found
