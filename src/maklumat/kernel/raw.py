"""Bytes that came sealed and stay as they came: taken in parts, written durably, under opaque names. Nobody here can read them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import UUID

from django.conf import settings

STEP = 1 << 20


def lay(file_id: UUID, offset: int, part: bytes, day: date) -> None:
    """Write a part where it belongs; it is on the disk when this returns. The same part again changes nothing. The file says ``day`` and no moment."""
    path = _path(file_id)
    new = not path.exists()
    if new:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        written = 0
        while written < len(part):
            written += os.pwrite(handle, part[written:], offset + written)
        moment = datetime.combine(day, time(), UTC).timestamp()
        os.utime(handle, (moment, moment))
        os.fsync(handle)
    finally:
        os.close(handle)
    if new:
        _settle(path.parent)
        os.utime(path.parent, (moment, moment))  # a folder tells when something was put into it


def free() -> int:
    """Bytes that are free where the files lie."""
    place = Path(settings.FILES_DIR)
    return shutil.disk_usage(place if place.exists() else place.parent).free


def pieces(file_id: UUID, length: int) -> Iterator[bytes]:
    """The bytes of a file, a megabyte at a time. Raises OSError when it is not there."""
    with _path(file_id).open("rb") as file:
        left = length
        while left > 0 and (piece := file.read(min(STEP, left))):
            left -= len(piece)
            yield piece


def is_whole(file_id: UUID, length: int) -> bool:
    """Whether that many bytes lie there."""
    try:
        return _path(file_id).stat().st_size == length
    except FileNotFoundError:
        return False


def throw_away(file_id: UUID) -> None:
    """Remove a file; nothing there is no error."""
    _path(file_id).unlink(missing_ok=True)


def names() -> Iterator[UUID]:
    """The files that lie there."""
    for path in (Path(settings.FILES_DIR) / "sealed").glob("*/*"):
        yield UUID(path.name)


def _path(file_id: UUID) -> Path:
    return Path(settings.FILES_DIR) / "sealed" / file_id.hex[:2] / file_id.hex


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
