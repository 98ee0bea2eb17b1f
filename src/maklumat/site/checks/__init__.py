"""What `maklumat doctor` looks at. Each check yields findings and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One sentence about one thing. ``level``: ok | warn (works, but see to it) | wrong; ``mend`` says what to do."""

    level: str
    what: str
    mend: str = ""


Findings = Iterator[Finding]


def ok(what: str) -> Finding:
    return Finding("ok", what)


def warn(what: str, mend: str) -> Finding:
    return Finding("warn", what, mend)


def wrong(what: str, mend: str) -> Finding:
    return Finding("wrong", what, mend)
