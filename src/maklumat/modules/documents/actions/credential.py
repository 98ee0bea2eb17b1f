"""What a signatory types."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Credential:
    """What a person types to sign with their own certificate. Never stored, never logged."""

    nik: str
    passphrase: str

    def __repr__(self) -> str:
        return "Credential(…)"
