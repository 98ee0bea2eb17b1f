from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from maklumat.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class StaffAccountCreated(Event):
    kind: ClassVar[str] = "accounts.staff_created"


@dataclass(frozen=True, kw_only=True)
class StaffInvited(Event):
    """A link to set a password was sent."""

    kind: ClassVar[str] = "accounts.staff_invited"


@dataclass(frozen=True, kw_only=True)
class ResidentTakenOn(Event):
    """A resident's account became a staff account: password and second factors were taken away."""

    kind: ClassVar[str] = "accounts.resident_taken_on"


@dataclass(frozen=True, kw_only=True)
class Renamed(Event):
    kind: ClassVar[str] = "accounts.renamed"


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    """Nobody logs in to it any more."""

    kind: ClassVar[str] = "accounts.closed"


@dataclass(frozen=True, kw_only=True)
class AccountReopened(Event):
    kind: ClassVar[str] = "accounts.reopened"


@dataclass(frozen=True, kw_only=True)
class SignedOut(Event):
    """All logins of a member of staff were ended by an admin."""

    kind: ClassVar[str] = "accounts.signed_out"
    logins: int
