"""Whose signatures count: the log's own, and those of the witnesses that the operator names in a file (``LOG_WITNESSES``)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from . import notes
from .logkeys import signer
from .notes import BadNote, Verifier


class BadPolicy(ValueError):
    """The file of the witnesses cannot be meant so. The message says what is wrong with it."""


@dataclass(frozen=True)
class Witness:
    """Another office that looks on. ``url``: its submission prefix."""

    name: str
    url: str
    verifiers: tuple[Verifier, ...]


@dataclass(frozen=True)
class Policy:
    """Who signs the log, who watches it, and how many of those a published head needs."""

    origin: str
    log: tuple[Verifier, ...]
    witnesses: tuple[Witness, ...]
    k: int

    def plain(self) -> dict[str, Any]:
        """As cekjejak reads it."""
        keys = [one.vkey() for witness in self.witnesses for one in witness.verifiers]
        return {"origin": self.origin, "log": [one.vkey() for one in self.log], "witnesses": keys, "k": self.k}


def policy() -> Policy:
    """Who must sign a head. Raises :class:`BadPolicy`."""
    witnesses, k = watchers()
    return Policy(settings.LOG_ORIGIN, signer().verifiers, witnesses, k)


def watchers() -> tuple[tuple[Witness, ...], int]:
    """The witnesses of ``LOG_WITNESSES`` (JSON: ``{"k": 1, "witnesses": [{"url", "vkeys"}]}``), and how many must cosign; none without the setting.

    Raises :class:`BadPolicy`, above all where fewer would be asked for than somebody thinks: k stands there, from 1 to the number of witnesses.
    """
    if not settings.LOG_WITNESSES:
        return (), 0
    place = Path(settings.LOG_WITNESSES)
    try:
        given = json.loads(place.read_text(encoding="utf-8"))
        found = tuple(_witness(one) for one in given["witnesses"])
        k = given["k"]
    except BadNote as error:
        raise BadPolicy(f"{place}: {error}") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        form = '{"k": 1, "witnesses": [{"url": "https://…", "vkeys": ["…", "…"]}]}'
        raise BadPolicy(f"{place} cannot be read, or has not the form {form}") from error
    if len({one.name for one in found}) != len(found):
        raise BadPolicy(f"{place} names a witness twice")
    if type(k) is not int or not 1 <= k <= len(found):
        raise BadPolicy(
            f"{place} names {len(found)} witness(es) and asks for k = {k}: k must be from 1 to their number. Without witnesses leave MAKLUMAT_LOG_WITNESSES empty."
        )
    return found, k


def _witness(given: dict[str, Any]) -> Witness:
    verifiers = tuple(Verifier.read(vkey) for vkey in given["vkeys"])
    names = {one.name for one in verifiers}
    if len(names) != 1 or settings.LOG_ORIGIN in names or any(one.type == notes.NOTE for one in verifiers):
        raise BadNote("a witness has keys of one name, which is not the log's, for cosignatures")
    return Witness(verifiers[0].name, given["url"].rstrip("/"), verifiers)
