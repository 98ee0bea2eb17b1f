"""Checking a PDF or a token with nothing but published keys: no database, no network, no Django."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from . import envelope, pades
from .content import Content, from_dict
from .token import Claims, Forged, Keys, read


@dataclass(frozen=True)
class Finding:
    """``outcome``: genuine | altered | foreign | unsigned | unreadable. ``reason`` is for logs.

    ``claims``, ``content`` and ``token`` are there for a genuine file only.
    """

    outcome: str
    reason: str = ""
    claims: Claims | None = None
    content: Content | None = None
    token: str = ""


def check_pdf(content: bytes, root_pem: bytes, keys: Keys, *, others: Sequence[bytes] = ()) -> Finding:
    """Whether the PDF is exactly what this installation signed, and agrees with the token inside. Never raises.

    ``others``: roots (PEM) of another certified provider (BSrE) that are trusted too.
    """
    seen = envelope.examine(content, root_pem) if root_pem else envelope.Examination("foreign", "no root")
    if seen.outcome == "foreign" and others and len(content) <= envelope.LARGEST:
        return _agree(content, pades.problems(content, others, later_validation_data=True), keys)
    if seen.outcome != "ours":
        return Finding(seen.outcome, seen.reason)
    return _agree(content, pades.problems(content, [root_pem]), keys)


def _agree(content: bytes, problems: list[str], keys: Keys) -> Finding:
    """The signature is judged; now number and content hash must agree with the token in the file."""
    if problems:
        return Finding("altered", "; ".join(problems))
    files = pades.attachments(content)
    written, token = files.get("isi.json"), files.get("token.txt", b"").decode("ascii", "replace")
    if written is None or not token:
        return Finding("foreign", "not a certificate")
    claims = read(token, keys)
    if isinstance(claims, Forged):
        return Finding("altered", f"token: {claims.reason}")
    try:
        said = from_dict(json.loads(written))
    except ValueError:
        return Finding("altered", "content unreadable")
    if hashlib.sha256(written).digest() != claims.content_hash or said.number != claims.number:
        return Finding("altered", "content and token disagree")
    return Finding("genuine", claims=claims, content=said, token=token)
