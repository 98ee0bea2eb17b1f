"""Signing keys of a log or a witness, outside the database: a JSON file of mode 0600, made at the first start. Without Django."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

_KINDS = ("ed25519", "mldsa44")


def seeds_in(place: Path) -> dict[str, bytes]:
    """The seeds (32 bytes) of both kinds of key, made where there is no file."""
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = json.dumps({kind: base64.b64encode(os.urandom(32)).decode() for kind in _KINDS})
        try:
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass  # another process made it first
        else:
            with os.fdopen(handle, "w") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
    kept = json.loads(place.read_text())
    return {kind: base64.b64decode(kept[kind]) for kind in _KINDS}
