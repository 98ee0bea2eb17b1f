"""Time limits of reports as versioned data: classes, stages, and the steps of the escalation.

The limits of the classes (5, 14, 60 working days) and of the stages (3, 5, 10) are the practice known from LAPOR! and the
agencies' applications; the detailed limits of PermenPANRB 5/2025 are not established. So they are data with a legal basis and
a date from which they hold; a report keeps the version it was filed under. Days are working days of the unit's calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any

STAGES = ("verify", "follow_up", "limit")
RECIPIENTS = ("officer", "coordinator", "head", "agency_head", "inspector")
MOST_DAYS, MOST_MONTHS = 400, 600


class Kind(StrEnum):
    """The classes of a report."""

    REQUEST = "request"
    COMPLAINT = "complaint"
    OVERSIGHT = "oversight"
    ASPIRATION = "aspiration"


FIRST: dict[str, Any] = {
    "version": 1,
    "valid_from": "2024-01-01",
    "basis": "UU 25/2009; Perpres 76/2013; PermenPANRB 5/2025. Batas rinci mengikuti praktik SP4N-LAPOR! (3, 5, 10; 5, 14, 60 hari kerja)",
    "days": {"verify": 3, "follow_up": 5, "reply": 10},
    "limits": {"request": 5, "complaint": 14, "oversight": 60, "aspiration": 14},
    "objections": 2,
    "kept_months": {"identity": 12, "content": 60},
    "steps": [
        {"key": "verify_due", "stage": "verify", "share": "0.8", "tell": ["coordinator"]},
        {"key": "verify_late", "stage": "verify", "share": "1", "tell": ["coordinator", "head"]},
        {"key": "follow_up_due", "stage": "follow_up", "share": "0.8", "tell": ["coordinator"]},
        {"key": "follow_up_late", "stage": "follow_up", "share": "1", "tell": ["head"]},
        {"key": "limit_80", "stage": "limit", "share": "0.8", "tell": ["officer"]},
        {"key": "limit_100", "stage": "limit", "share": "1", "tell": ["officer", "head"]},
        {"key": "limit_125", "stage": "limit", "share": "1.25", "tell": ["agency_head"]},
        {"key": "limit_150", "stage": "limit", "share": "1.5", "tell": ["inspector"]},
    ],
}


class BadLadder(ValueError):
    """A ladder that cannot be used; the message says where."""


@dataclass(frozen=True)
class Step:
    """One consequence: when ``share`` of the time of ``stage`` is used, the ``tell`` are told."""

    key: str
    stage: str
    share: Decimal
    tell: tuple[str, ...]


@dataclass(frozen=True)
class Ladder:
    """A version of the limits. Working days, except where named otherwise.

    ``verify``: from filing to the unit. ``follow_up``: from the unit's desk to its first act. ``reply``: the reporter's time
    to answer a question or to object to an answer. ``limits``: from filing to the answer, for each class. ``objections``: after
    so many, the supervisor may close a disputed report.
    ``identity_months`` and ``content_months``: how long after the end it is kept who reported, and what was said (UU 27/2022 Art. 16 (2)
    and the retention schedule of the government, both from memory: data, not law).
    """

    version: int
    valid_from: date
    basis: str
    verify: int
    follow_up: int
    reply: int
    objections: int
    identity_months: int
    content_months: int
    limits: Mapping[Kind, int]
    steps: tuple[Step, ...]
    _amounts: dict[tuple[str, Kind | None], tuple[tuple[Fraction, Step | None], ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def amounts(self, stage: str, kind: Kind | None) -> tuple[tuple[Fraction, Step | None], ...]:
        """Working days of a stage at which a step is reached, ascending; without a step: the end of the stage."""
        key = (stage, kind)
        if key not in self._amounts:
            days = {"verify": self.verify, "follow_up": self.follow_up, "limit": self.limit(kind)}[stage]
            steps = [(Fraction(step.share) * days, step) for step in self.steps if step.stage == stage]
            self._amounts[key] = tuple(sorted([(Fraction(days), None), *steps], key=lambda one: one[0]))
        return self._amounts[key]

    def limit(self, kind: Kind | None) -> int:
        """Days for a class; before it is known, the shortest of all, so that nobody waits because of a doubt."""
        return self.limits[kind] if kind else min(self.limits.values())


def read(data: Mapping[str, Any]) -> Ladder:
    """A ladder from its JSON form. Raises :class:`BadLadder`."""
    try:
        days = {name: _days(data["days"], name) for name in ("verify", "follow_up", "reply")}
        limits = {kind: _days(data["limits"], kind.value) for kind in Kind}
        steps = tuple(_step(one) for one in data["steps"])
        ladder = Ladder(
            version=int(data["version"]),
            valid_from=date.fromisoformat(data["valid_from"]),
            basis=str(data["basis"]).strip(),
            objections=int(data.get("objections", 2)),
            **{
                f"{name}_months": _months(data.get("kept_months", FIRST["kept_months"]), name)
                for name in ("identity", "content")
            },
            limits=limits,
            steps=steps,
            **days,
        )
    except (KeyError, TypeError, ValueError, InvalidOperation) as fault:
        if isinstance(fault, BadLadder):
            raise
        raise BadLadder(f"missing or unreadable: {fault}") from fault
    if not ladder.basis:
        raise BadLadder("basis: a limit without a legal basis is not a promise")
    if len({step.key for step in steps}) != len(steps):
        raise BadLadder("steps: two steps of the same key")
    if ladder.content_months < ladder.identity_months:
        raise BadLadder("kept_months: what was said is kept at least as long as who said it")
    if ladder.objections < 1:
        raise BadLadder("objections: at least one")
    return ladder


def in_force(ladders: Iterable[Ladder], on: date) -> Ladder:
    """The newest version that holds on a date. Raises LookupError when there is none."""
    held = [one for one in ladders if one.valid_from <= on]
    if not held:
        raise LookupError(f"no ladder holds on {on.isoformat()}")
    return max(held, key=lambda one: (one.valid_from, one.version))


def _days(data: Mapping[str, Any], name: str) -> int:
    number = data[name]
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= MOST_DAYS:
        raise BadLadder(f"{name}: whole working days from 1 to {MOST_DAYS}, not {number!r}")
    return number


def _months(data: Mapping[str, Any], name: str) -> int:
    number = data[name]
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= MOST_MONTHS:
        raise BadLadder(f"kept_months: {name}: whole months from 1 to {MOST_MONTHS}, not {number!r}")
    return number


def _step(data: Mapping[str, Any]) -> Step:
    step = Step(str(data["key"]), str(data["stage"]), Decimal(str(data["share"])), tuple(data["tell"]))
    if step.stage not in STAGES:
        raise BadLadder(f"{step.key}: stage is one of {', '.join(STAGES)}")
    if not step.tell or not set(step.tell) <= set(RECIPIENTS):
        raise BadLadder(f"{step.key}: tell names {', '.join(RECIPIENTS)}")
    if not 0 < step.share <= 10:
        raise BadLadder(f"{step.key}: share lies between 0 and 10")
    return step
