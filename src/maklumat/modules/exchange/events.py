"""Facts of the exchange with other systems. ``subject`` is the partner, subscriber or report's opaque id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from maklumat.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class Subscribed(Event):
    """A program is told of public reports from now on."""

    kind: ClassVar[str] = "exchange.subscribed"
    client: UUID


@dataclass(frozen=True, kw_only=True)
class Unsubscribed(Event):
    """It is told no more. ``gone``: it said so itself, by its answer."""

    kind: ClassVar[str] = "exchange.unsubscribed"
    gone: bool


@dataclass(frozen=True, kw_only=True)
class PartnerAdded(Event):
    """Another system with which reports are exchanged."""

    kind: ClassVar[str] = "exchange.partner_added"
    protocol: str


@dataclass(frozen=True, kw_only=True)
class Met(Event):
    """A report (the subject) is known to a partner, too. ``theirs``: it began there."""

    kind: ClassVar[str] = "exchange.met"
    partner: UUID
    theirs: bool


@dataclass(frozen=True, kw_only=True)
class Reconciled(Event):
    """All that was exchanged with a partner was compared: how much, and in how many places it differs."""

    kind: ClassVar[str] = "exchange.reconciled"
    compared: int
    differing: int
