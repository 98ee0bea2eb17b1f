"""One application on an officer's desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel import crypto, ledger
from maklumat.kernel.actor import Actor
from maklumat.modules.accounts import api as accounts
from maklumat.modules.catalogue import api as catalogue

from ..access import get_for_reading, may_work_on
from ..rules.completeness import OUTSIDE
from ..rules.words import FACTS
from .parts import FileFacts, answer_text, checks_of, files_of
from .tracking import TrackingPage, tracking_of


@dataclass(frozen=True)
class LineFacts:
    """One line an officer judges."""

    key: str
    label: str
    explanation: str
    verdict: str
    note: str
    file: FileFacts | None
    mandatory: bool


@dataclass(frozen=True)
class HistoryRow:
    word: str
    at: datetime
    by: str
    data: dict[str, Any]


@dataclass(frozen=True)
class CasePage:
    """One application on an officer's desk."""

    id: UUID
    revision: int
    track: TrackingPage
    standard: catalogue.Standard
    answers: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...]
    contact: dict[str, str]
    lines: tuple[LineFacts, ...]
    outside: tuple[tuple[str, str], ...]
    step: catalogue.Step
    may_work: bool
    may_supervise: bool
    assigned: str
    mine: bool
    returns: int
    late_return: bool
    history: tuple[HistoryRow, ...]
    all_accepted: bool


def case_page(actor: Actor, application_id: UUID, now: datetime) -> CasePage:
    """For an officer who may see it. Queries: access, intervals, files, checks, certificate, facts, names."""
    a = get_for_reading(actor, application_id)
    version = catalogue.published_version(a.version_id)
    standard = version.standard
    answers = crypto.unseal_json(a.answers, "application answers")
    attached = files_of(a)
    checks = {line: (verdict, note) for line, verdict, note in checks_of(a)}
    facts = ledger.facts_about(a.id)
    names = accounts.staff_names({f.by for f in facts if f.by} | ({a.assigned_to} if a.assigned_to else set()))
    lines = [
        _line(r.key, r.label, r.explanation, checks, attached, r.mandatory) for r in catalogue.needed(standard, answers)
    ]
    outside = [key for key in checks if key.startswith(OUTSIDE)]
    lines += [_line(key, checks[key][1], "", checks, attached, True) for key in outside]
    return CasePage(
        id=a.id,
        revision=a.revision,
        track=tracking_of(a, now),
        standard=standard,
        answers=_readable(standard, answers),
        contact=crypto.unseal_json(a.contact, "application contact") if a.contact else {},
        lines=tuple(lines),
        outside=tuple((key, checks[key][1]) for key in outside),
        step=standard.steps[a.step],
        may_work=may_work_on(actor, a),
        may_supervise=actor.may("applications.supervise", a.holder_unit_id),
        assigned=names.get(a.assigned_to, "") if a.assigned_to else "",
        mine=a.assigned_to == actor.account_id,
        returns=a.returns,
        late_return=a.late_return,
        history=tuple(
            HistoryRow(_(FACTS.get(f.kind, f.kind)), f.at, names.get(f.by, "") if f.by else "", f.data) for f in facts
        ),
        all_accepted=all(line.verdict == "accepted" for line in lines if line.file or line.mandatory),
    )


def _line(key: str, label: str, explanation: str, checks: dict, attached: dict, mandatory: bool) -> LineFacts:
    verdict, note = checks.get(key, ("", ""))
    return LineFacts(key, label, explanation, verdict, note, attached.get(key), mandatory)


def _readable(standard: catalogue.Standard, answers: dict[str, Any]) -> tuple:
    """Pages with their answers in words: choices by label, regions by name."""
    shown = []
    for page in standard.pages:
        rows = [
            (q.label, answer_text(q, answers.get(q.key)))
            for q in page.questions
            if catalogue.holds(q.condition, answers)
        ]
        shown.append((page.title, tuple(rows)))
    return tuple(shown)
