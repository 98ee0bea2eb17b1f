"""The life of a certificate: one table."""

from __future__ import annotations

NUMBERED, RENDERED, SIGNED, REVOKED, SUPERSEDED = "numbered", "rendered", "signed", "revoked", "superseded"
STATES = (NUMBERED, RENDERED, SIGNED, REVOKED, SUPERSEDED)
WAITING = (NUMBERED, RENDERED)
LIVING = (NUMBERED, RENDERED, SIGNED)
HANDED_OUT = (SIGNED, REVOKED, SUPERSEDED)

_TABLE = {
    ("render", NUMBERED): RENDERED,
    ("render", RENDERED): RENDERED,
    ("sign", RENDERED): SIGNED,
    ("revoke", SIGNED): REVOKED,
    ("supersede", SIGNED): SUPERSEDED,
}


class Impossible(ValueError):
    """The act does not fit the present state."""


def after(act: str, state: str) -> str:
    """The state after ``act``. Raises :class:`Impossible`."""
    try:
        return _TABLE[act, state]
    except KeyError:
        raise Impossible(f"{act} is not possible in state {state}") from None


def allows(act: str, state: str) -> bool:
    return (act, state) in _TABLE
