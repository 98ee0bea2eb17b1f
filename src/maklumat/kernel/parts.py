"""Parts of a file that is still arriving: sealed, in a folder of their own, until the whole is there or nobody goes on."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import UUID

from django.conf import settings

from . import crypto

MOST = 2_000_000  # bytes of one part
_PURPOSE = "upload part"


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
