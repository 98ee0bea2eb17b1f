"""Offline verification for the command line: published keys, the authority's certificate, a finding in words."""

from __future__ import annotations

import json
from pathlib import Path

from maklumat.modules.documents import api as documents

WORDS = {
    "genuine": "GENUINE: signed by this issuer, unaltered.",
    "altered": "ALTERED: the file was changed after signing. Do not accept it.",
    "foreign": "NOT OURS: signed by somebody else, or not a certificate of this issuer.",
    "unsigned": "UNSIGNED: there is no signature in this file.",
    "unreadable": "UNREADABLE: this is not a PDF that can be checked.",
}
LIMIT = "Whether it was revoked or replaced since can only be told online, at the address in its QR code."


def public_material(keys: Path | None, authority: Path | None) -> tuple[dict, bytes]:
    """Token keys by id and the root certificate, from files or from this installation."""
    own = documents.public_keys()
    published = json.loads(keys.read_text()) if keys else own
    root = authority.read_bytes() if authority else str(published.get("root_certificate", "")).encode()
    return {key["kid"]: key for key in published["keys"]}, root


def lines_of(finding: documents.Finding) -> list[str]:
    """The finding in words, with the masked facts of a genuine document."""
    lines = [WORDS.get(finding.outcome, finding.outcome)]
    if finding.claims is not None:
        lines += [
            f"  number   {finding.claims.number}",
            f"  product  {finding.claims.product}",
            f"  holder   {finding.claims.holder}",
        ]
        lines.append(LIMIT)
    return lines
