"""What a certificate says, in one canonical form, and what of it a stranger may see."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything printed on a certificate. ``language``: id | en.

    ``salt`` is 128 random bits: the hash of the content is public, and without a salt a stranger could try
    names and dates until the hash fits. ``verify_url`` is the page where anyone checks, without the token
    (the token holds this content's hash). ``application_ref`` is opaque.
    """

    number: str
    product: str
    government: str
    unit: str
    unit_address: str
    holder: str
    masked_holder: str
    facts: Facts
    body: str
    place: str
    issued_on: date
    valid_until: date | None
    signatory_name: str
    signatory_title: str
    signatory_nip: str
    service: str
    application_ref: str
    verify_url: str
    language: str = "id"
    salt: str = ""

    def as_dict(self) -> dict[str, Any]:
        """JSON-able values; dates in ISO 8601."""
        values = asdict(self)
        values["facts"] = [list(pair) for pair in self.facts]
        values["issued_on"] = self.issued_on.isoformat()
        values["valid_until"] = self.valid_until.isoformat() if self.valid_until else None
        return values


def from_dict(values: dict[str, Any]) -> Content:
    """The content that :meth:`Content.as_dict` wrote. Raises ValueError for anything else."""
    try:
        known = {field.name: values[field.name] for field in fields(Content)}
        known["facts"] = tuple((str(label), str(value)) for label, value in known["facts"])
        known["issued_on"] = date.fromisoformat(known["issued_on"])
        known["valid_until"] = date.fromisoformat(known["valid_until"]) if known["valid_until"] else None
    except (KeyError, TypeError) as error:
        raise ValueError("not the content of a certificate") from error
    return Content(**known)


def canonical(content: Content) -> bytes:
    """The one way to write a content down: JSON, sorted keys, no spaces, UTF-8 in NFC (after RFC 8785)."""
    text = json.dumps(content.as_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def content_hash(content: Content) -> bytes:
    """SHA-256 of the canonical form, 32 bytes."""
    return hashlib.sha256(canonical(content)).digest()


def mask_name(name: str) -> str:
    """The first letter of each word and three stars: «Siti Aminah» → «S*** A***».

    Always three stars, and four words at most, so that the length of a name stays hidden too.
    """
    words = [word for word in name.split() if word[:1].isalnum()]
    return " ".join(f"{word[0].upper()}***" for word in words[:4]) or "***"


def public_facts(content: Content) -> dict[str, str | None]:
    """What the public page shows besides the state. Never a full name, never a NIK."""
    return {
        "number": content.number,
        "product": content.product,
        "holder": content.masked_holder,
        "government": content.government,
        "unit": content.unit,
        "issued_on": content.issued_on.isoformat(),
        "valid_until": content.valid_until.isoformat() if content.valid_until else None,
        "content_hash": content_hash(content).hex(),
    }
