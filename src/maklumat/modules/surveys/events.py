"""Facts of surveys. Of an answer: its round and its values, never whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from maklumat.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class InstrumentKept(Event):
    """A draft was written or changed. ``subject`` is the questionnaire."""

    kind: ClassVar[str] = "surveys.instrument_kept"
    key: str
    version: int


@dataclass(frozen=True, kw_only=True)
class InstrumentPublished(Event):
    """From now on it may be asked. ``subject`` is the questionnaire."""

    kind: ClassVar[str] = "surveys.instrument_published"
    key: str
    version: int
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class InstrumentEnded(Event):
    """It is asked no more."""

    kind: ClassVar[str] = "surveys.instrument_ended"
    key: str
    version: int


@dataclass(frozen=True, kw_only=True)
class Reworded(Event):
    """A service asks an item in its own words. ``subject`` is the questionnaire."""

    kind: ClassVar[str] = "surveys.reworded"
    service: UUID
    item: str


@dataclass(frozen=True, kw_only=True)
class Drawn(Event):
    """The system drew: of ``waiting``, ``invited`` were asked. ``subject`` is the round; no service: several asked together."""

    kind: ClassVar[str] = "surveys.drawn"
    questionnaire: UUID
    service: UUID | None
    period: str
    waiting: int
    invited: int
    share: str


@dataclass(frozen=True, kw_only=True)
class GivenUp(Event):
    """Too few waited too long to hide among each other: nobody of them is asked. ``subject`` is the unit."""

    kind: ClassVar[str] = "surveys.given_up"
    candidates: int


@dataclass(frozen=True, kw_only=True)
class Opened(Event):
    """A round without invitations: kiosk, paper or open. ``subject`` is the round."""

    kind: ClassVar[str] = "surveys.opened"
    questionnaire: UUID
    service: UUID | None
    period: str
    channel: str
    places: int


@dataclass(frozen=True, kw_only=True)
class Answered(Event):
    """Somebody of a round answered. ``subject`` is the round. Recorded when the round is over, all at once and in random order: a fact of the
    very moment, or day, would stand beside whatever else a person did then."""

    kind: ClassVar[str] = "surveys.answered"
    questionnaire: UUID
    service: UUID | None
    period: str
    channel: str
    values: tuple[int | None, ...]
    flags: int


@dataclass(frozen=True, kw_only=True)
class KioskOpened(Event):
    """A tablet was set up. ``subject`` is the kiosk."""

    kind: ClassVar[str] = "surveys.kiosk_opened"


@dataclass(frozen=True, kw_only=True)
class KioskEnded(Event):
    kind: ClassVar[str] = "surveys.kiosk_ended"


@dataclass(frozen=True, kw_only=True)
class ResultPublished(Event):
    """The result of a unit for a period, frozen. ``subject`` is the result; ``index`` with two decimals."""

    kind: ClassVar[str] = "surveys.result_published"
    instrument: str
    period: str
    number: int
    respondents: int
    index: str
    grade: str


@dataclass(frozen=True, kw_only=True)
class MediumLogged(Event):
    """A result was shown in a medium. ``subject`` is the result."""

    kind: ClassVar[str] = "surveys.medium_logged"
    medium: str
    published_on: date


@dataclass(frozen=True, kw_only=True)
class Planned(Event):
    """A line of the follow-up plan. ``subject`` is the line."""

    kind: ClassVar[str] = "surveys.planned"
    result: UUID
    element: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class PlanEnded(Event):
    """It was carried out, or dropped with a reason."""

    kind: ClassVar[str] = "surveys.plan_ended"
    result: UUID
    state: str
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class PlanLate(Event):
    """Its day is over and it is not done."""

    kind: ClassVar[str] = "surveys.plan_late"
    result: UUID
