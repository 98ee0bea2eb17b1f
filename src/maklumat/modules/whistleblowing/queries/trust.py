"""Whose signatures under the ledger's head the sealed pages believe: named in the page itself, so that no answer of the server can name others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from maklumat.kernel.notes import COSIGNATURE, NOTE, BadNote, Verifier

NOBODY: dict[str, Any] = {"origin": "", "log": [], "witnesses": [], "k": 1}


class BadTrust(ValueError):
    """The file cannot be meant so. The message says what is wrong with it."""


def trust() -> dict[str, Any] | None:
    """Of the policy in ``SEALED_TRUST`` what a page can check: Ed25519 keys of the log and of witnesses, and how many of those must have cosigned. None without the
    setting: then pages believe the log's keys that the server shows. A file that cannot be meant so makes pages that believe nobody."""
    if not settings.SEALED_TRUST:
        return None
    try:
        return read_trust(Path(settings.SEALED_TRUST))
    except BadTrust:
        return NOBODY


def read_trust(place: Path) -> dict[str, Any]:
    """Raises :class:`BadTrust`."""
    try:
        given = json.loads(place.read_text(encoding="utf-8"))
        keys = [Verifier.read(one) for one in [*given["log"], *given["witnesses"]]]
        origin, k = given["origin"], given["k"]
    except BadNote as error:
        raise BadTrust(f"{place}: {error}") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadTrust(f"{place} cannot be read, or is not what /jejak/kebijakan.json says") from error
    log = [one.vkey() for one in keys if one.type == NOTE and one.name == origin]
    witnesses = {one.name: one.vkey() for one in keys if one.type == COSIGNATURE}
    if not log:
        raise BadTrust(f"{place} names no Ed25519 key of the log {origin}")
    if type(k) is not int or not 0 <= k <= len(witnesses):
        raise BadTrust(f"{place} asks for {k} witnesses and names {len(witnesses)} with an Ed25519 key")
    return {"origin": origin, "log": log, "witnesses": sorted(witnesses.values()), "k": k}
