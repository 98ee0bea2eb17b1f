"""Parts of a file that is still arriving: sealed, in a folder of their own, until the whole is there or nobody goes on."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from . import crypto
from .errors import Conflict, Invalid

MOST = 2_000_000  # bytes of one part
_PURPOSE = "upload part"


class Arriving(Protocol):
    """A row of an upload under way: ``length`` announced, ``received`` so far."""

    id: UUID
    length: int
    received: int

    def save(self, *, update_fields: list[str]) -> None: ...


def take(upload: Arriving, offset: int, part: bytes) -> bytes | None:
    """Take the next part of a locked row. The whole content once the last part came, until then None."""
    if offset != upload.received:
        raise Conflict(_("Bagian berkas tidak berurutan. Muat ulang halaman untuk melanjutkan."))
    if len(part) > MOST or offset + len(part) > upload.length:
        raise Invalid(_("Bagian berkas terlalu besar."))
    lay(upload.id, offset, part)
    upload.received = offset + len(part)
    if upload.received < upload.length:
        upload.save(update_fields=["received"])
        return None
    return whole(upload.id, upload.length)


def lay(upload_id: UUID, offset: int, part: bytes) -> None:
    """Keep one part that begins at ``offset``; the same offset again replaces it."""
    folder = _folder(upload_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / f"{offset:012d}").write_bytes(crypto.seal(part, _PURPOSE))


def whole(upload_id: UUID, length: int) -> bytes:
    """All parts in their order, at most ``length`` bytes."""
    pieces = sorted(_folder(upload_id).iterdir())
    return b"".join(crypto.unseal(piece.read_bytes(), _PURPOSE) for piece in pieces)[:length]


def throw_away(upload_id: UUID) -> None:
    """Remove what has arrived; nothing there is no error."""
    shutil.rmtree(_folder(upload_id), ignore_errors=True)


def _folder(upload_id: UUID) -> Path:
    return Path(settings.FILES_DIR) / "parts" / upload_id.hex
