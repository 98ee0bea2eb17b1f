"""What whoever has the code sees of a handed-in application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.documents import api as documents
from maklumat.modules.units import api as units

from ..access import get_by_code
from ..models import Application
from ..rules.completeness import PAGE
from ..rules.states import State
from ..rules.words import ROLES, STATES, UNITS
from .parts import wanting_of
from .timing import Timing, timing


@dataclass(frozen=True)
class StepFacts:
    """``item`` and ``note`` as the steps component wants them; ``state`` done | current | waiting | todo."""

    title: str
    note: str
    state: str


@dataclass(frozen=True)
class TrackingPage:
    """What whoever has the code sees: where it is, who holds it (role), since when, due when, what is missing."""

    id: UUID
    number: str
    service: str
    slug: str
    unit: units.UnitFacts
    state: str
    state_word: str
    state_tone: str
    steps: tuple[StepFacts, ...]
    holder_role: str
    holder_unit: str
    since: datetime
    submitted_at: datetime
    finished_at: datetime | None
    timing: Timing
    paused: bool
    promise_unit: str
    due_at: datetime | None
    zone: str
    overdue: bool
    wanting: tuple[tuple[str, str, str], ...]
    rejection: tuple[str, str] | None
    complaint: Any
    version_number: int
    certificate: Any
    fee: int


def tracking(code: str, now: datetime) -> tuple[str, Callable[[], TrackingPage]]:
    """A word that changes when the page does (one query), and the page itself for whoever needs it.

    The clock runs while nothing else happens: the word also changes with the minute, as long as the case is open.
    """
    a = get_by_code(code)
    minute = 0 if a.finished_at else int(now.timestamp()) // 60
    word = f"{a.revision}.{a.changed_at.timestamp():.3f}.{a.state}.{minute}"
    return word, lambda: tracking_of(a, now)


def tracking_of(a: Application, now: datetime) -> TrackingPage:
    """Queries: intervals, checks, certificate (and the stamps)."""
    version = catalogue.published_version(a.version_id)
    standard = version.standard
    intervals = calendars.intervals_of(a.intervals.all())
    clock = timing(standard.duration, a.unit_id, intervals, a.finished_at or now)
    wanting, judged = wanting_of(a)
    labels = {r.key: r.label for r in standard.documents()} | {PAGE + p.key: p.title for p in standard.pages}
    tree = units.tree()
    rejection = None
    if a.state == State.REJECTED and "penolakan" in judged:
        rule, _newline, reason = judged["penolakan"].partition("\n")
        rejection = (rule, reason)
    return TrackingPage(
        id=a.id,
        number=a.number or "",
        service=standard.name,
        slug=standard.slug,
        unit=tree.by_id[a.unit_id],
        state=a.state,
        state_word=_(STATES[a.state][0]),
        state_tone=STATES[a.state][1],
        steps=_steps(a, standard, tree),
        holder_role=_(ROLES.get(a.holder_role, a.holder_role)),
        holder_unit=tree.by_id[a.holder_unit_id].label,
        since=intervals[-1].start if intervals else (a.submitted_at or a.created_at),
        submitted_at=a.submitted_at or a.created_at,
        finished_at=a.finished_at,
        timing=clock,
        paused=a.state == State.RETURNED,
        promise_unit=_(UNITS[standard.duration.unit]),
        due_at=clock.due_at,
        zone=calendars.zone_of(a.unit_id),
        overdue=not clock.kept,
        wanting=tuple((line, labels.get(line, ""), note) for line, note in wanting.items())
        if a.state == State.RETURNED
        else (),
        rejection=rejection,
        complaint=standard.complaint,
        version_number=version.number,
        certificate=documents.certificate_of(a.id) if a.state in (State.APPROVED, State.ISSUED) else None,
        fee=a.fee,
    )


def _steps(a: Application, standard: catalogue.Standard, tree: units.Tree) -> tuple[StepFacts, ...]:
    home = tree.by_id[a.unit_id]
    done_all = a.state in (State.APPROVED, State.ISSUED)
    shown = []
    for n, step in enumerate(standard.steps):
        unit = tree.by_code.get(step.unit, home) if step.unit else home
        here = "waiting" if a.state == State.RETURNED else "current" if a.state == State.IN_PROCESS else "todo"
        state = "done" if done_all or n < a.step else here if n == a.step else "todo"
        shown.append(StepFacts(step.title, f"{_(ROLES[step.role])} · {unit.label}", state))
    return tuple(shown)
