"""Static files under names with a fingerprint, so that browsers may keep them for a year.

The fingerprint is taken from the file where it lies: no collecting step is needed before the first start.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class Fingerprinted(StaticFilesStorage):
    """``dist/main.css`` becomes ``/static/dist/main.css?v=1a2b3c4d``."""

    def url(self, name: str | None) -> str:
        path, _hash, anchor = (name or "").partition("#")
        mark = fingerprint(path) if not settings.DEBUG else ""
        address = super().url(path) + (f"?v={mark}" if mark else "")
        return address + (f"#{anchor}" if anchor else "")


@lru_cache(maxsize=500)
def fingerprint(path: str) -> str:
    """Eight hex digits of the file's SHA-256; empty when there is no such file."""
    found = finders.find(path)
    if not found:
        return ""
    with open(found, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()[:8]
