"""What happens beside a report: looks, notes, advice, rules, problems, programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from maklumat.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ContactVerified(Event):
    """The code that was sent to the reporter came back."""

    kind: ClassVar[str] = "complaints.contact_verified"


@dataclass(frozen=True, kw_only=True)
class Noted(Event):
    """An internal note."""

    kind: ClassVar[str] = "complaints.noted"


@dataclass(frozen=True, kw_only=True)
class RevealAsked(Event):
    """Somebody wants to know who reported."""

    kind: ClassVar[str] = "complaints.reveal_asked"
    reveal_id: UUID


@dataclass(frozen=True, kw_only=True)
class RevealAgreed(Event):
    """A second person agreed; the reporter is told."""

    kind: ClassVar[str] = "complaints.reveal_agreed"
    reveal_id: UUID
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class IdentityViewed(Event):
    """Somebody looked at the reporter's name."""

    kind: ClassVar[str] = "complaints.identity_viewed"
    reveal_id: UUID


@dataclass(frozen=True, kw_only=True)
class EvidenceViewed(Event):
    """Somebody looked at a picture or document."""

    kind: ClassVar[str] = "complaints.evidence_viewed"
    file_id: UUID


@dataclass(frozen=True, kw_only=True)
class CategoryAdded(Event):
    """A category of the tree. ``subject`` is the category."""

    kind: ClassVar[str] = "complaints.category_added"


@dataclass(frozen=True, kw_only=True)
class CategoryChanged(Event):
    """Its words, its unit, its questions, or whether it is offered. ``subject`` is the category."""

    kind: ClassVar[str] = "complaints.category_changed"
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class LadderRecorded(Event):
    """New time limits. ``subject`` is the number of the version."""

    kind: ClassVar[str] = "complaints.ladder_recorded"
    version: int


@dataclass(frozen=True, kw_only=True)
class Accompanied(Event):
    """A neighbour said "saya juga" (``more``), or wants no more news."""

    kind: ClassVar[str] = "complaints.accompanied"
    more: bool


@dataclass(frozen=True, kw_only=True)
class ClientAdded(Event):
    """A program may file reports. ``subject`` is the program."""

    kind: ClassVar[str] = "complaints.client_added"


@dataclass(frozen=True, kw_only=True)
class TextMade(Event):
    """A standard text; ``ended``: it is not used any more."""

    kind: ClassVar[str] = "complaints.text_made"
    ended: bool


@dataclass(frozen=True, kw_only=True)
class Consulted(Event):
    """Somebody outside is asked, until ``ends_at``."""

    kind: ClassVar[str] = "complaints.consulted"
    consultation: UUID
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Advised(Event):
    """The one outside answered by his link."""

    kind: ClassVar[str] = "complaints.advised"
    consultation: UUID
    evidence: int


@dataclass(frozen=True, kw_only=True)
class RuleMade(Event):
    """A rule of where reports belong. ``subject`` is the rule; ``ended``: it holds no more."""

    kind: ClassVar[str] = "complaints.rule_made"
    unit: UUID
    ended: bool


@dataclass(frozen=True, kw_only=True)
class ProblemNoted(Event):
    """A recurring problem. ``subject`` is the problem; ``what``: opened, changed, closed."""

    kind: ClassVar[str] = "complaints.problem_noted"
    what: str


@dataclass(frozen=True, kw_only=True)
class ProblemOffered(Event):
    """The next review of this service's standard shall look at it. ``reports``: how many it had in a year."""

    kind: ClassVar[str] = "complaints.problem_offered"
    service: UUID
    reports: int


@dataclass(frozen=True, kw_only=True)
class Hidden(Event):
    """The organisation changed: a report on abuse of office is out of sight of so many units now."""

    kind: ClassVar[str] = "complaints.hidden"
    units: int
