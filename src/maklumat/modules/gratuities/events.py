"""Facts of gratuities. ``subject`` is the report; of people only codes: what kind of giver, what kind of thing, how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from maklumat.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class Reported(Event):
    """``gift``: received or refused; ``value``: rupiah as stated; ``within``: whether the unit heard of it in time; ``duty``: what the rule advises."""

    kind: ClassVar[str] = "gratuities.reported"
    gift: str
    occasion: str
    relation: str
    thing: str
    value: int
    within: bool
    duty: str
    provision: str


@dataclass(frozen=True, kw_only=True)
class Returned(Event):
    kind: ClassVar[str] = "gratuities.returned"


@dataclass(frozen=True, kw_only=True)
class Completed(Event):
    kind: ClassVar[str] = "gratuities.completed"
    value: int


@dataclass(frozen=True, kw_only=True)
class Recorded(Event):
    """Kept by the unit, not forwarded: refused, or not to be reported."""

    kind: ClassVar[str] = "gratuities.recorded"
    duty: str


@dataclass(frozen=True, kw_only=True)
class Forwarded(Event):
    """``within``: in time by the rule."""

    kind: ClassVar[str] = "gratuities.forwarded"
    within: bool


@dataclass(frozen=True, kw_only=True)
class Determined(Event):
    """``outcome``: property of the state, the recipient or the office."""

    kind: ClassVar[str] = "gratuities.determined"
    outcome: str
    value: int


@dataclass(frozen=True, kw_only=True)
class Deposited(Event):
    """The thing came to the unit (``inside``), or left it."""

    kind: ClassVar[str] = "gratuities.deposited"
    inside: bool


@dataclass(frozen=True, kw_only=True)
class Settled(Event):
    kind: ClassVar[str] = "gratuities.settled"


@dataclass(frozen=True, kw_only=True)
class Lapsed(Event):
    """Not completed in time: not processed."""

    kind: ClassVar[str] = "gratuities.lapsed"


@dataclass(frozen=True, kw_only=True)
class Overdue(Event):
    """A step took longer than the rule allows."""

    kind: ClassVar[str] = "gratuities.overdue"
    step: str


@dataclass(frozen=True, kw_only=True)
class Rejudged(Event):
    """Another report made another of it: gifts of one giver add up. ``reopened``: it had been put away and is open again."""

    kind: ClassVar[str] = "gratuities.rejudged"
    duty: str
    reopened: bool


@dataclass(frozen=True, kw_only=True)
class ClockMoved(Event):
    """The calendar changed, and with it when the present step must be done. ``ground``: the decree, the week, the local holiday."""

    kind: ClassVar[str] = "gratuities.clock_moved"
    ground: str
    before: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Erased(Event):
    """Kept long enough: what identified anybody is gone. ``files``: how many papers went with it."""

    kind: ClassVar[str] = "gratuities.erased"
    files: int


@dataclass(frozen=True, kw_only=True)
class Viewed(Event):
    """Somebody other than the reporter opened what it says, or a file of it."""

    kind: ClassVar[str] = "gratuities.viewed"
    file_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Exported(Event):
    """The register left the house. ``rows``: how many reports."""

    kind: ClassVar[str] = "gratuities.exported"
    rows: int
