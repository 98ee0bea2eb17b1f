"""A letter as it comes in a request, before anything is written: its parts, its shape, its day."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from maklumat.kernel.errors import Invalid
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units

from ..models import Letter
from ..rules import shapes
from ..rules.shapes import BadShape


@dataclass(frozen=True)
class Sealed:
    """A letter as it came. ``request``: the sender's own id of it; ``files``: id and key of each."""

    request: bytes
    header: bytes
    payload: bytes
    files: tuple[tuple[UUID, str], ...]

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.header + self.payload).hexdigest()

    @property
    def work(self) -> str:
        """What a device's work is done for: this letter under this id, which is taken once."""
        return f"{self.digest}-{shapes.b64(self.request)}"


@dataclass(frozen=True)
class Kept:
    """The answer to a letter: on which day it came, and the digest by which its proof is found."""

    day: date
    digest: str


def read_sealed(given: dict[str, Any]) -> Sealed:
    """The letter in a request. Raises :class:`Invalid`."""
    try:
        header, payload = (shapes.unb64(given.get(name), shapes.MOST_LETTER + 9000) for name in ("header", "payload"))
        shapes.check_letter(header, payload)
        request = shapes.unb64(given.get("request"), 16)
        if len(request) != 16:
            raise BadShape("a request id has 16 bytes")
        return Sealed(request, header, payload, _read_files(given.get("files", [])))
    except BadShape as error:
        raise malformed() from error


def _read_files(given: object) -> tuple[tuple[UUID, str], ...]:
    if not isinstance(given, list) or len(given) > shapes.MOST_FILES:
        raise BadShape("too many files")
    try:
        return tuple((UUID(one["id"]), str(one["key"])) for one in given)
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise BadShape("files have an id and a key") from error


def malformed() -> Invalid:
    """What no page of ours sends."""
    return Invalid(_("Kiriman ini rusak di jalan. Muat ulang halaman, lalu kirim lagi."))


def today(at: datetime) -> date:
    """The day at the government's place."""
    root = units.tree().government
    return at.astimezone(ZoneInfo(calendars.zone_of(root.id if root else None, at.date()))).date()


def read_key(text: str) -> bytes:
    """A public key of 32 bytes. Raises :class:`Invalid`."""
    raw_key = read_bytes(text, 32)
    if len(raw_key) != 32:
        raise malformed()
    return raw_key


def read_bytes(text: object, most: int) -> bytes:
    """At most so many bytes. Raises :class:`Invalid`."""
    try:
        return shapes.unb64(text, most)
    except BadShape as error:
        raise malformed() from error


def known_letter(sealed: Sealed) -> Kept | None:
    """A letter that we have already: the answer had been lost on its way."""
    row = Letter.objects.filter(request=hashlib.sha256(sealed.request).digest()).only("day", "digest").first()
    return Kept(row.day, row.digest) if row and row.digest == sealed.digest else None
