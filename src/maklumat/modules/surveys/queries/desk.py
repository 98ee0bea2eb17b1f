"""The desk of officers: results with their doubts and comments, rounds in numbers, tablets, sheets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel import crypto
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..access import MANAGE, RECEIVE, SEE, get_plan, require_desk, require_see
from ..models import Answer, Candidate, Comment, Kiosk, Plan, Round
from ..rules.quality import Flag
from ..rules.sampling import quarter_of
from .figures import Outcome, by_unit, outcome, periods
from .instruments import Held, every, held, in_force
from .pages import ResultLine, ResultPage, chosen_period, named, result_page, results, today_at

COMMENT = "survey comment"
COMMENTS_SHOWN = 50


@dataclass(frozen=True)
class DeskLine:
    """A unit on the desk."""

    unit: units.UnitFacts
    found: Outcome | None
    open_plans: int
    late_plans: int


def desk(actor: Actor, at: datetime) -> tuple[str, tuple[DeskLine, ...]]:
    """The units of this actor that have answers or services. Queries: sums (2), plans."""
    require_desk(actor)
    root = units.tree().government
    period = quarter_of(today_at(root.id if root else None, at))
    found, tree = by_unit("skm", period), units.tree()
    own = {v.unit_id for v in catalogue.shelf(at).versions}
    mine = [u for u in tree.units if actor.may(SEE, u.id) or actor.may(RECEIVE, u.id)]
    plans = Plan.objects.filter(state=Plan.State.OPEN).values_list("result__unit_id", "due_on")
    opened, late = Counter(unit for unit, _due in plans), Counter(unit for unit, due in plans if due < at.date())
    return period, tuple(
        DeskLine(u, found.get(u.id), opened[u.id], late[u.id]) for u in mine if u.id in found or u.id in own
    )


@dataclass(frozen=True)
class Doubt:
    """How many answers carry a flag."""

    flag: str
    answers: int


@dataclass(frozen=True)
class Said:
    """A comment: the month of its round, what it speaks of, its text."""

    themes: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class RoundLine:
    """A round on the desk: how many, never who."""

    id: UUID
    service: str
    instrument: str
    channel: str
    opened_on: date
    waiting: int
    size: int
    answered: int
    declined: int


@dataclass(frozen=True)
class UnitDesk:
    """A unit's survey for its head and for who looks after all."""

    unit: units.UnitFacts
    period: str
    periods: tuple[str, ...]
    found: Outcome
    others: tuple[Outcome, ...]
    doubts: tuple[Doubt, ...]
    comments: tuple[Said, ...]
    rounds: tuple[RoundLine, ...]
    kiosks: tuple[tuple[UUID, str, datetime], ...]
    waiting: int
    services: tuple[tuple[str, str], ...]
    questionnaires: tuple[tuple[UUID, str], ...]
    results: tuple[ResultLine, ...]
    may_manage: bool
    may_receive: bool


def unit_desk(actor: Actor, code: str, wanted: str, at: datetime) -> UnitDesk:
    """Queries: sums (3 for each instrument), flags, comments, rounds, kiosks, waiting, results."""
    unit = units.tree().by_code.get(code)
    if unit is None:
        raise Missing(_("Unit ini tidak ada."))
    if not actor.may(RECEIVE, unit.id):
        require_see(actor, unit.id)
    today, below = today_at(unit.id, at), units.tree().below(unit.id)
    period = chosen_period(wanted, today)
    rounds = Round.objects.filter(unit_id__in=below, period__startswith=period)
    sees = actor.may(SEE, unit.id)
    shelf = catalogue.shelf(at).versions
    names = {v.service_id: named(v.standard) for v in shelf}
    others = (outcome(unit.id, key, period) for key in ("f03-luring", "pengaduan"))
    return UnitDesk(
        unit, period, periods(today), outcome(unit.id, "skm", period), tuple(one for one in others if one.answered),
        _doubts(rounds) if sees else (), _comments(below, period) if sees else (),
        tuple(_round(row, names) for row in rounds.order_by("-opened_on", "number")[:40]),
        tuple(Kiosk.objects.filter(unit_id=unit.id, ended_at=None).order_by("made_at").values_list("id", "label", "made_at")),
        Candidate.objects.filter(unit_id__in=below).count(),
        tuple(sorted(((v.standard.slug, named(v.standard)) for v in shelf if v.unit_id == unit.id), key=lambda one: one[1])),
        tuple((one.id, one.instrument.name["id"]) for one in _askable(unit.id, today)), results(unit.id), actor.may(MANAGE, unit.id),
        actor.may(RECEIVE, unit.id),
    )  # fmt: skip


def _askable(unit_id: UUID, today: date) -> list[Held]:
    """What a unit may print or put on a tablet: the rules' instruments in force, and its own surveys."""
    keys = sorted({one.instrument.key for one in every() if one.unit_id is None}, key=lambda key: (key != "skm", key))
    general = [found for key in keys if (found := in_force(key, today))]
    return general + [one for one in every() if one.unit_id == unit_id and one.asked_on(today)]


def _doubts(rounds: Any) -> tuple[Doubt, ...]:
    flags = Answer.objects.filter(round__in=rounds.values("id"), flags__gt=0).values_list("flags", flat=True)
    counts = Counter(one.name or "" for flag in flags for one in Flag(flag))
    return tuple(Doubt(name, count) for name, count in counts.most_common())


def _comments(below: frozenset[UUID], period: str) -> tuple[Said, ...]:
    """The texts of rounds that are over, in no order of time: their ids are random."""
    rows = Comment.objects.filter(round__unit_id__in=below, round__period__startswith=period).order_by("id")
    return tuple(Said(tuple(row.themes), crypto.unseal(row.text, COMMENT).decode()) for row in rows[:COMMENTS_SHOWN])


def _round(row: Round, names: dict[UUID, str]) -> RoundLine:
    service = names.get(row.service_id, "") if row.service_id else ""
    return RoundLine(
        row.id, service, held(row.questionnaire_id).instrument.name["id"], row.channel, row.opened_on, row.waiting, row.size, row.answered, row.declined
    )  # fmt: skip


def result_desk(actor: Actor, result_id: UUID, at: datetime) -> ResultPage:
    """A published result for who works with it. Raises :class:`Missing` or NotAllowed."""
    page = result_page(actor, result_id, at)
    if not any(line.mine for line in page.plans) and not actor.may(SEE, page.unit.id):
        raise Missing(_("Hasil ini tidak ada."))
    return page


@dataclass(frozen=True)
class PlanPage:
    """A line of the follow-up, to be ended."""

    id: UUID
    result_id: UUID
    problem: str
    action: str
    due_on: date
    state: str


def plan_page(actor: Actor, plan_id: UUID) -> PlanPage:
    """For its owner and the head. One query."""
    line = get_plan(actor, plan_id)
    return PlanPage(line.id, line.result_id, line.problem, line.action, line.due_on, line.state)


def owners(unit_id: UUID, at: datetime) -> tuple[units.Holder, ...]:
    """Who may own a line: everybody with a role in the unit or below, each once."""
    below, found = units.tree().below(unit_id), {}
    for role in units.ROLES:
        for person in units.holders(role, below, at):
            found.setdefault(person.account_id, person)
    return tuple(sorted(found.values(), key=lambda one: one.name))
