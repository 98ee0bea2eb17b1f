"""What the pages show: results for everybody, and the desk of officers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing
from maklumat.modules.accounts import api as accounts
from maklumat.modules.calendars import api as calendars
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..access import MANAGE
from ..models import Comment, Plan, Publication, Result
from ..rules.sampling import quarter_of
from ..rules.suppression import FEWEST, hidden
from .figures import Outcome, by_service, by_unit, outcome, periods
from .instruments import Held, held, versions


@dataclass(frozen=True)
class ServiceLine:
    """A service of a unit. ``answered`` and ``index`` None: too few, or to be found out from the others."""

    name: str
    slug: str
    answered: int | None
    index: Decimal | None
    grade: str


@dataclass(frozen=True)
class PlanLine:
    """A line of the follow-up plan."""

    id: UUID
    element: str
    problem: str
    action: str
    owner: str
    due_on: date
    state: str
    late: bool
    outcome: str
    ended_on: date | None
    file: bool
    mine: bool


@dataclass(frozen=True)
class ResultLine:
    """A published result."""

    id: UUID
    instrument: str
    period: str
    number: int
    index: str
    grade: str
    answered: int
    published_at: datetime


@dataclass(frozen=True)
class UnitPage:
    """The results of a unit as everybody reads them. ``themes``: how many comments speak of each element, small ones left out."""

    unit: units.UnitFacts
    period: str
    periods: tuple[str, ...]
    found: Outcome
    services: tuple[ServiceLine, ...]
    themes: tuple[tuple[str, int], ...]
    results: tuple[ResultLine, ...]
    enough: bool


@dataclass(frozen=True)
class Overview:
    """All units with results in a period."""

    period: str
    periods: tuple[str, ...]
    government: units.UnitFacts
    whole: Outcome | None
    lines: tuple[tuple[units.UnitFacts, Outcome], ...]


def today_at(unit_id: UUID | None, at: datetime) -> date:
    """The date where the unit is."""
    return at.astimezone(ZoneInfo(calendars.zone_of(unit_id))).date()


def chosen_period(wanted: str, today: date) -> str:
    """A period of the choice; empty: the present quarter. Raises :class:`Missing`."""
    if not wanted:
        return quarter_of(today)
    if wanted not in periods(today):
        raise Missing(_("Masa ini tidak ada. Pilih dari daftar."))
    return wanted


def overview(wanted: str, at: datetime) -> Overview:
    """Two queries (and the stamps)."""
    root = _root()
    today = today_at(root.id, at)
    period, tree = chosen_period(wanted, today), units.tree()
    found = by_unit("skm", period)
    lines = [(tree.by_id[key], one) for key, one in found.items() if key != root.id and one.answered >= FEWEST]
    lines.sort(key=lambda one: one[0].name.casefold())
    return Overview(period, periods(today), root, found.get(root.id), tuple(lines))


def unit_page(code: str, wanted: str, at: datetime) -> UnitPage:
    """Queries: the unit's sums (3), its services' (2), themes, results."""
    unit = units.tree().by_code.get(code)
    if unit is None:
        raise Missing(_("Unit ini tidak ada. Pilih unit dari daftar hasil survei."))
    today = today_at(unit.id, at)
    period = chosen_period(wanted, today)
    found, below = outcome(unit.id, "skm", period), units.tree().below(unit.id)
    return UnitPage(
        unit, period, periods(today), found, _services(unit.id, period, at), _themes(below, period), results(unit.id), found.answered >= FEWEST
    )  # fmt: skip


def _root() -> units.UnitFacts:
    root = units.tree().government
    if root is None:
        raise Missing(_("Belum ada pemerintah daerah di sini. Isi dulu data unit, lalu buka halaman ini lagi."))
    return root


def _services(unit_id: UUID, period: str, at: datetime) -> tuple[ServiceLine, ...]:
    found = by_service(unit_id, "skm", period)
    small = hidden({key: one.answered for key, one in found.items()})
    known = {version.service_id: version.standard for version in catalogue.shelf(at).versions}
    lines = []
    for key, one in found.items():
        standard = known.get(key) if key else None
        name = named(standard) if standard else _("Layanan lain, disurvei bersama")
        shown = key not in small
        lines.append(
            ServiceLine(name, standard.slug if standard else "", one.answered if shown else None, one.index if shown else None, one.grade)
        )  # fmt: skip
    return tuple(sorted(lines, key=lambda line: (not line.slug, line.name.casefold())))


def named(standard: Any) -> str:
    """A service in the language of the page."""
    return (get_language() == "en" and standard.name_en) or standard.name


def _themes(unit_ids: frozenset[UUID], period: str) -> tuple[tuple[str, int], ...]:
    """How many comments speak of each element; one query."""
    rows = Comment.objects.filter(round__unit_id__in=unit_ids, round__period__startswith=period)
    counts = Counter(theme for themes in rows.values_list("themes", flat=True)[:20_000] for theme in themes)
    return tuple((theme, count) for theme, count in counts.most_common() if count >= FEWEST)


def results(unit_id: UUID, limit: int = 20) -> tuple[ResultLine, ...]:
    """Published results of a unit, newest first. One query."""
    rows = Result.objects.filter(unit_id=unit_id).order_by("-published_at")[:limit]
    return tuple(
        ResultLine(
            row.id, held(row.questionnaire_id).instrument.name["id"], row.period, row.number, row.figures["index"], row.figures["grade"],
            row.figures["answered"], row.published_at,
        )
        for row in rows
    )  # fmt: skip


@dataclass(frozen=True)
class Published:
    """A published result for other rooms. ``plans`` and how many are done; ``finished_at``: when the last of them was, if all are."""

    id: UUID
    unit_id: UUID
    period: str
    published_at: datetime
    media: frozenset[str]
    plans: int
    plans_done: int
    finished_at: datetime | None


def published(unit_ids: Iterable[UUID], key: str) -> tuple[Published, ...]:
    """The latest result of each period of these units. Queries: results, media, plans."""
    ids = [one.id for one in versions(key)]
    rows = {
        (row.unit_id, row.period): row
        for row in Result.objects.filter(unit_id__in=list(unit_ids), questionnaire_id__in=ids).order_by("number")
    }
    media, plans = defaultdict(set), defaultdict(list)
    for result_id, medium in Publication.objects.filter(result_id__in=[row.id for row in rows.values()]).values_list(
        "result_id", "medium"
    ):
        media[result_id].add(medium)
    for line in Plan.objects.filter(result_id__in=[row.id for row in rows.values()]).exclude(state=Plan.State.DROPPED):
        plans[line.result_id].append(line)
    return tuple(_published(row, frozenset(media[row.id]), plans[row.id]) for row in rows.values())


def _published(row: Result, media: frozenset[str], plans: list[Plan]) -> Published:
    done = [line.ended_at for line in plans if line.state == Plan.State.DONE and line.ended_at]
    finished = max(done) if done and len(done) == len(plans) else None
    return Published(row.id, row.unit_id, row.period, row.published_at, media, len(plans), len(done), finished)


@dataclass(frozen=True)
class ResultPage:
    """A published result. ``media``: (word, place, day); ``more_answers``: the figures moved on since."""

    id: UUID
    unit: units.UnitFacts
    held: Held
    period: str
    number: int
    figures: dict[str, Any]
    note: str
    published_at: datetime
    media: tuple[tuple[str, str, date], ...]
    plans: tuple[PlanLine, ...]
    may_manage: bool


def result_page(actor: Actor, result_id: UUID, at: datetime) -> ResultPage:
    """Public, like the result itself; owners' names only for staff. Queries: result, media, plans, names."""
    row = Result.objects.filter(id=result_id).first()
    if row is None:
        raise Missing(_("Hasil ini tidak ada."))
    unit, one = units.tree().by_id[row.unit_id], held(row.questionnaire_id)
    plans = list(Plan.objects.filter(result=row).order_by("due_on", "id"))
    names = accounts.staff_names({line.owner for line in plans}) if actor.kind == "staff" and plans else {}
    words = {group.key: group.name for group in one.instrument.groups}
    today = today_at(unit.id, at)
    media = Publication.objects.filter(result=row).order_by("published_on", "id")
    return ResultPage(
        row.id, unit, one, row.period, row.number, row.figures, row.note, row.published_at,
        tuple((line.medium, line.place, line.published_on) for line in media),
        tuple(_plan(line, names, words, today, actor) for line in plans), actor.may(MANAGE, row.unit_id),
    )  # fmt: skip


def _plan(line: Plan, names: dict[UUID, str], words: dict[str, Any], today: date, actor: Actor) -> PlanLine:
    element = words.get(line.element, {"id": line.element})
    return PlanLine(
        line.id, element.get(get_language() or "id") or element["id"], line.problem, line.action, names.get(line.owner, ""), line.due_on, line.state,
        line.state == Plan.State.OPEN and line.due_on < today, line.outcome, line.ended_at.date() if line.ended_at else None,
        line.file_id is not None, line.owner == actor.account_id,
    )  # fmt: skip


def proof_of(plan_id: UUID) -> UUID:
    """The file that proves a finished line: the follow-up is public, and so is its proof. Raises :class:`Missing`."""
    line = Plan.objects.filter(id=plan_id, file_id__isnull=False).first()
    if line is None or line.file_id is None:
        raise Missing(_("Bukti ini tidak ada."))
    return line.file_id


def files_held(file_ids: Any) -> set[UUID]:
    """Which of some files are proofs of a follow-up."""
    return {one for one in Plan.objects.filter(file_id__in=list(file_ids)).values_list("file_id", flat=True) if one}
