"""Facts of the evaluation. ``subject`` is the assessment, unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from maklumat.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class Opened(Event):
    """A unit's sheet for a year."""

    kind: ClassVar[str] = "evaluation.opened"
    year: int
    variant: str
    instrument: str


@dataclass(frozen=True, kw_only=True)
class Stated(Event):
    """The unit stated what the system cannot know (F-01)."""

    kind: ClassVar[str] = "evaluation.stated"
    number: int
    items: tuple[str, ...]
    file: bool


@dataclass(frozen=True, kw_only=True)
class HandedIn(Event):
    """The unit is done: the evaluator's turn."""

    kind: ClassVar[str] = "evaluation.handed_in"


@dataclass(frozen=True, kw_only=True)
class Judged(Event):
    """The evaluator's score (F-02) beside what the rule gives; ``confirmed``: the same."""

    kind: ClassVar[str] = "evaluation.judged"
    number: int
    score: int
    proposed: int
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class Closed(Event):
    """The result is frozen and published."""

    kind: ClassVar[str] = "evaluation.closed"
    year: int
    f02: str
    f03: str
    index: str
    grade: str
    computed: int
    attested: int


@dataclass(frozen=True, kw_only=True)
class Advised(Event):
    """Something to coach a unit in. ``subject`` is the advice."""

    kind: ClassVar[str] = "evaluation.advised"
    assessment: UUID
    number: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class AdviceEnded(Event):
    kind: ClassVar[str] = "evaluation.advice_ended"
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class AdviceLate(Event):
    kind: ClassVar[str] = "evaluation.advice_late"
