"""Letters and files: sealed for whoever is to read them, and opened only if nothing is wrong."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import secrets
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from . import age
from .basics import LETTER, BadLetter, NotMine, padme, sign, unb64

SLOTS, SMALLEST, HEAD = 8, 2048, 68
OF_REPORTER, OF_KEYHOLDER = ("report", "word"), ("reply", "added")
Letter = dict[str, Any]


def pack(letter: Letter, seed: bytes) -> bytes:
    """The plaintext of a letter: length, signature, JSON, zeros."""
    return pack_raw(json.dumps(letter, ensure_ascii=False, separators=(",", ":")).encode(), seed)


def pack_raw(text: bytes, seed: bytes) -> bytes:
    plain = len(text).to_bytes(4) + sign(seed, LETTER + text) + text
    return plain.ljust(max(SMALLEST, padme(len(plain))), b"\0")


def seal_letter(letter: Letter, seed: bytes, recipients: Iterable[str]) -> tuple[bytes, bytes]:
    """Header and payload of a letter; the seed is that of the sender's Ed25519 key."""
    return age.encrypt(pack(letter, seed), recipients, SLOTS)


def rewrap(header: bytes, identity: bytes, new_recipients: Sequence[str]) -> bytes:
    """A new header of SLOTS stanzas for the letter's old payload."""
    return age.rewrap(header, identity, new_recipients, SLOTS)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise BadLetter("a name twice in the JSON")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise BadLetter(f"{name} is no JSON")


def unpack(plain: bytes, signer: Callable[[Letter], Any]) -> Letter:
    """The letter of a plaintext whose padding and signature hold."""
    length = int.from_bytes(plain[:4])
    if len(plain) < SMALLEST or len(plain) != max(SMALLEST, padme(HEAD + length)):
        raise BadLetter("a length that does not fit the letter's")
    text = plain[HEAD : HEAD + length]
    if any(plain[HEAD + length :]):
        raise BadLetter("something after the JSON")
    try:
        letter = json.loads(text.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BadLetter("not JSON") from error
    if not isinstance(letter, dict):
        raise BadLetter("not a JSON object")
    _check_form(letter)
    one_of = signer(letter)
    if not any(
        _holds(one, plain[4:HEAD], LETTER + text) for one in ([one_of] if isinstance(one_of, bytes) else one_of)
    ):
        raise BadLetter("the signature is wrong")
    return letter


def _holds(key: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_uuid(text: Any) -> bool:
    try:
        return isinstance(text, str) and str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _check_form(letter: Letter) -> None:
    if type(letter.get("v")) is not int or letter["v"] != 1:
        raise BadLetter("another version")
    unb64(letter.get("id"), 16)
    if not is_uuid(letter.get("case")):
        raise BadLetter("a case that is no uuid")
    if not isinstance(letter.get("text"), str) or not isinstance(letter.get("files"), list):
        raise BadLetter("no text or no list of files")
    day = letter.get("day")
    if not isinstance(day, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        raise BadLetter("no day")
    try:
        datetime.date.fromisoformat(day)
    except ValueError as error:
        raise BadLetter("no day") from error
    kind, reporter = letter.get("kind"), letter.get("from") == "reporter"
    if kind not in OF_REPORTER + OF_KEYHOLDER or (kind in OF_REPORTER) != reporter:
        raise BadLetter("a kind that this sender does not write")
    if kind == "report":
        _check_report(letter)
    elif kind == "added" and not isinstance(letter.get("keyholder"), str | int):
        raise BadLetter("nobody was let in")


def _check_report(letter: Letter) -> None:
    unb64(letter.get("mailbox"), 32)
    unb64(letter.get("handler"), 32)
    try:
        age.read_recipient(letter.get("box"))
    except age.BadAge as error:
        raise BadLetter("no box of the reporter") from error
    if not isinstance(letter.get("to"), list) or not isinstance(letter.get("answers"), dict):
        raise BadLetter("no recipients or no answers")


def open_letter(
    header: bytes,
    payload: bytes,
    identity: bytes,
    *,
    case: str,
    keys: Mapping[Any, Any] | None = None,
    seen: Collection[str] = (),
) -> Letter:
    """A letter that passed every check.

    `keys` are the Ed25519 keys of those who may send: "reporter" and ids of keyholders. Without them only the
    first letter can be read, which names the key of its mailbox itself.
    """

    def signer(letter: Letter) -> Any:
        if letter["kind"] == "report":
            named = unb64(letter["mailbox"], 32)
            if keys and keys.get("reporter", named) != named:
                raise BadLetter("a report of another mailbox")
            return named
        try:
            return (keys or {})[letter["from"]]
        except (KeyError, TypeError) as error:
            raise BadLetter("a sender who may not send") from error

    try:
        if len(age.parse(header).stanzas) != SLOTS:
            raise BadLetter(f"not {SLOTS} stanzas")
        plain = age.decrypt(header, payload, identity)
    except age.NotForMe as error:
        raise NotMine(str(error)) from error
    except age.BadAge as error:
        raise BadLetter(str(error)) from error
    letter = unpack(plain, signer)
    if letter["case"] != case:
        raise BadLetter("a letter of another case")
    if letter["id"] in seen:
        raise BadLetter("a letter that was seen before")
    return letter


# Files


def seal_file(content: bytes, name: str, kind: str) -> tuple[dict[str, Any], bytes]:
    """What the letter says of a file (its `id` is still to come), and the age file."""
    secret = secrets.token_bytes(32)
    header, payload = age.encrypt(content.ljust(padme(len(content)), b"\0"), [age.recipient(secret)])
    sealed = header + payload
    said = {"name": name, "type": kind, "size": len(content), "length": len(sealed)}
    return said | {"sha256": hashlib.sha256(sealed).hexdigest(), "identity": age.identity(secret)}, sealed


def open_file(said: Mapping[str, Any], sealed: bytes) -> bytes:
    """The content of a file, if it is the one that the letter brought."""
    size = said.get("size")
    if type(size) is not int or size < 0 or said.get("length") != len(sealed):
        raise BadLetter("a file of another length")
    if said.get("sha256") != hashlib.sha256(sealed).hexdigest():
        raise BadLetter("a file with another digest")
    try:
        header, payload = age.split(sealed)
        if len(age.parse(header).stanzas) != 1:
            raise BadLetter("a file for more than one identity")
        plain = age.decrypt(header, payload, age.read_identity(said["identity"]))
    except (age.BadAge, KeyError) as error:
        raise BadLetter(f"a file that cannot be opened: {error}") from error
    if len(plain) != padme(size) or any(plain[size:]):
        raise BadLetter("something after the content")
    return plain[:size]
