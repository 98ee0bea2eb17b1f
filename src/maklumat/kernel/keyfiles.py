"""Files outside the database that a log or a witness stands on: its signing keys, and what it signed last. Without Django.

Each is written aside, brought to the disk and only then given its name: nobody reads half of one, whenever the power goes.
"""

from __future__ import annotations

import base64
import json
import os
import tempfile
from pathlib import Path

_KINDS = ("ed25519", "mldsa44")


def seeds_in(place: Path) -> dict[str, bytes]:
    """The seeds (32 bytes) of both kinds of key, made where there is no file. Raises ValueError for a file that holds no keys."""
    if not place.exists():
        write_first(place, json.dumps({kind: base64.b64encode(os.urandom(32)).decode() for kind in _KINDS}))
    try:
        kept = json.loads(place.read_text())
        return {kind: base64.b64decode(kept[kind]) for kind in _KINDS}
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{place} holds no signing keys. Restore it from its sealed copy.") from error


def write_whole(place: Path, text: str) -> None:
    """Put a text in the place of what is there, for nobody else to read."""
    aside = _aside(place, text)
    os.replace(aside, place)
    _settle(place.parent)


def write_first(place: Path, text: str) -> bool:
    """The same, where nothing is there yet. False where another process was first: its text stays."""
    aside = _aside(place, text)
    try:
        os.link(aside, place)
    except FileExistsError:
        return False
    finally:
        os.unlink(aside)
    _settle(place.parent)
    return True


def _aside(place: Path, text: str) -> str:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, aside = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)  # mode 0600
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return aside


def _settle(folder: Path) -> None:
    """A new name is safe once its folder is on the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
