"""What the ledger proves: C2SP checkpoints (signed notes, Ed25519 of type 1) and RFC 6962 inclusion."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = 1


class BadProof(ValueError):
    """What the server says is not what its ledger says."""


def _base64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadProof("not base64") from error
    if base64.b64encode(data).decode() != text:
        raise BadProof("base64 in a second spelling")
    return data


def _hex(text: str, length: int = 32) -> bytes:
    try:
        data = bytes.fromhex(text)
    except (TypeError, ValueError) as error:
        raise BadProof("not hexadecimal") from error
    if data.hex() != text or len(data) != length:
        raise BadProof(f"not {length} bytes of small hexadecimal")
    return data


def read_vkey(text: str) -> tuple[str, bytes, bytes | None]:
    """Name, key id, and the Ed25519 key (None: a key of another type)."""
    try:
        name, number, encoded = text.split("+", 2)
    except ValueError as error:
        raise BadProof("not a verifier key") from error
    key_id, typed = _hex(number, 4), _base64(encoded)
    if not name or any(one.isspace() for one in name) or not typed:
        raise BadProof("not a verifier key")
    if typed[0] != ED25519:
        return name, key_id, None
    if len(typed) != 33 or hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4] != key_id:
        raise BadProof("a verifier key whose id is another's")
    return name, key_id, typed[1:]


def check_note(note: str, vkeys: Iterable[str]) -> str:
    """The text of a note that one of the keys has signed; a wrong signature of a known key spoils it."""
    text, middle, tail = note.rpartition("\n\n")
    if not middle or not tail.endswith("\n") or any(ord(one) < 32 and one != "\n" for one in note):
        raise BadProof("not a signed note")
    text += "\n"
    keys = {(name, key_id): key for name, key_id, key in map(read_vkey, vkeys) if key is not None}
    held = False
    for line in tail[:-1].split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014":
            raise BadProof("a line that is no signature")
        raw = _base64(parts[2])
        if len(raw) < 5:
            raise BadProof("a signature cut short")
        key = keys.get((parts[1], raw[:4]))
        if key is None:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(raw[4:], text.encode())
        except InvalidSignature as error:
            raise BadProof("a wrong signature of the log") from error
        held = True
    if not held:
        raise BadProof("no key of the log has signed")
    return text


def check_checkpoint(note: str, vkeys: Iterable[str], origin: str) -> tuple[int, bytes]:
    """Size and root of the signed tree."""
    lines = check_note(note, vkeys).split("\n")
    if len(lines) < 4 or lines[0] != origin:
        raise BadProof("a checkpoint of another log")
    if not lines[1].isascii() or not lines[1].isdecimal() or str(int(lines[1])) != lines[1]:
        raise BadProof("a size that is no number")
    root = _base64(lines[2])
    if len(root) != 32:
        raise BadProof("a root of another length")
    return int(lines[1]), root


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root to which a path leads (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise BadProof("an index outside the tree")
    place, last, value = index, size - 1, leaf
    for step in path:
        if last == 0:
            raise BadProof("a path too long")
        if place & 1 or place == last:
            value = node_hash(step, value)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            value = node_hash(value, step)
        place, last = place >> 1, last >> 1
    if last:
        raise BadProof("a path too short")
    return value


def entry_of(text: str, key: bytes) -> bytes:
    """The log entry: the commitment to a fact's text."""
    commitment = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return f'{{"c":"{commitment}","v":1}}'.encode()


def check_inclusion(proof: Mapping[str, Any], size: int, root: bytes) -> dict[str, Any]:
    """The fact that a proof shows to be in the tree of this size and root."""
    index = proof["index"]
    if type(index) is not int or proof["size"] != size:
        raise BadProof("a proof for another tree")
    leaf = leaf_hash(entry_of(proof["text"], _hex(proof["key"])))
    if root_of(leaf, index, size, [_hex(one) for one in proof["hashes"]]) != root:
        raise BadProof("the path does not lead to the signed root")
    fact = json.loads(proof["text"])
    if not isinstance(fact, dict):
        raise BadProof("a fact that is no object")
    return fact


def check_keyholder(one: Mapping[str, Any], size: int, root: bytes) -> None:
    """That the ledger says of this key what the server says."""
    fact = check_inclusion(one["proof"], size, root)
    said = fact.get("data")
    title = hashlib.sha256(one["title"].encode()).hexdigest()
    wanted = {
        "holder_id": one["id"],
        "box": one["box"],
        "sign": one["sign"],
        "duty": one["duty"],
        "title_digest": title,
    }
    if fact.get("kind") != "whistleblowing.key_published" or not isinstance(said, dict):
        raise BadProof("a fact of another kind")
    for name, value in wanted.items():
        if said.get(name) != value:
            raise BadProof(f"the ledger has another {name}")


def check_signer(one: Mapping[str, Any], size: int, root: bytes) -> bool:
    """Whether the ledger knows this signing key as this holder's, under this title."""
    fact = check_inclusion(one["proof"], size, root) if one["proof"] else {}
    title = hashlib.sha256(one["title"].encode()).hexdigest()
    wanted = {"holder_id": one["id"], "sign": one["sign"], "title_digest": title}
    said = fact.get("data", {})
    return fact.get("kind") == "whistleblowing.key_published" and {name: said.get(name) for name in wanted} == wanted


def check_recovery(one: Mapping[str, Any], size: int, root: bytes) -> None:
    """That the ledger knows this recovery key."""
    fact = check_inclusion(one["proof"], size, root)
    said = fact.get("data")
    if (
        fact.get("kind") != "whistleblowing.recovery_key_made"
        or fact.get("subject") != one["id"]
        or not isinstance(said, dict)
    ):
        raise BadProof("a fact of another kind")
    if said.get("box") != one["box"]:
        raise BadProof("the ledger has another box")
