"""What comes again and again: what might be such a problem, and those that somebody owns, with their effect."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing
from maklumat.modules.accounts import api as accounts
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..access import may_own_problems, require_problems, visible_to
from ..models import Problem, Report
from ..rules.effect import Effect, effect
from ..rules.ladder import Kind
from ..rules.themes import themes_of
from .parts import category_names, content_of, titles_of

WINDOW, FEWEST, MOST, READ, LOOKED_AT, SHOWN = timedelta(days=90), 5, 12, 60, 1500, 10
LONGEST_BEFORE = 365


@dataclass(frozen=True)
class Candidate:
    """A heap of reports of one kind at one place: nobody owns it yet. ``themes``: what its texts speak of."""

    category: str
    category_name: str
    region: str
    region_name: str
    unit: str
    unit_name: str
    slug: str
    service_name: str
    reports: int
    themes: tuple[str, ...]


@dataclass(frozen=True)
class ProblemFacts:
    """``measured``: before and since the action holds. ``months``: how many were filed in each of the last twelve, oldest first."""

    id: UUID
    title: str
    unit: str
    unit_name: str
    owner: str
    category: str
    region: str
    service: str
    cause: str
    action: str
    action_from: date | None
    opened_at: datetime
    closed: bool
    offered_at: datetime | None
    reports: int
    measured: Effect | None
    months: tuple[tuple[str, int], ...]
    shown: tuple[tuple[UUID, str, str], ...]
    mine: bool


def candidates(actor: Actor, now: datetime) -> tuple[Candidate, ...]:
    """The biggest heaps of ninety days that no open problem holds. Queries: heaps, problems, category names, the latest texts."""
    require_problems(actor)
    rows = _whole(visible_to(actor)).filter(filed_at__gte=now - WINDOW)
    keys = ("category_id", "about_unit_id", "service_id", "region")
    heaps = list(rows.values(*keys).annotate(n=Count("id")).filter(n__gte=FEWEST).order_by("-n")[: 3 * MOST])
    held = {(one.category_id, one.unit_id, one.region) for one in Problem.objects.filter(closed_at=None)}
    heaps = [
        one
        for one in heaps
        if (one["category_id"], one["about_unit_id"], one["region"]) not in held
        and (one["category_id"] or one["service_id"])
    ][:MOST]
    some: dict[tuple[Any, ...], list[Report]] = {tuple(one[key] for key in keys): [] for one in heaps}
    kinds = {one["category_id"] for one in heaps}
    latest = (
        rows.filter(Q(category_id__in=kinds - {None}) | Q(category_id=None))
        if None in kinds
        else rows.filter(category_id__in=kinds)
    )
    for row in latest.select_related("category").order_by("-filed_at")[:LOOKED_AT] if heaps else ():
        heap = some.get(tuple(getattr(row, key) for key in keys))
        if heap is not None and len(heap) < READ:
            heap.append(row)
    names = category_names({one["category_id"] for one in heaps if one["category_id"]})
    return tuple(_candidate(one, some[tuple(one[key] for key in keys)], names) for one in heaps)


def _candidate(heap: dict[str, Any], some: list[Report], names: dict[UUID, str]) -> Candidate:
    unit = units.tree().by_id.get(heap["about_unit_id"]) if heap["about_unit_id"] else None
    region = units.region(heap["region"]) if heap["region"] else None
    standard = catalogue.published_version(some[0].version_id).standard if some and some[0].version_id else None
    themes = Counter(theme for row in some for theme in themes_of(content_of(row).get("text", "")))
    category = some[0].category if some else None
    return Candidate(
        category.code if category else "", names.get(heap["category_id"], ""), heap["region"], region.name if region else "",
        unit.code if unit else "", unit.label if unit else "", standard.slug if standard else "", standard.name if standard else "",
        heap["n"], tuple(theme for theme, count in themes.most_common(3) if count * 3 >= len(some)),
    )  # fmt: skip


@dataclass(frozen=True)
class ProblemLine:
    """One line of the list."""

    id: UUID
    title: str
    unit_name: str
    owner: str
    measured: bool
    closed: bool


def problems(actor: Actor, now: datetime) -> tuple[ProblemLine, ...]:
    """Those of the units that this actor looks after, open ones first. Two queries."""
    require_problems(actor)
    rows = [
        row
        for row in Problem.objects.order_by("-closed_at", "-opened_at")[:200]
        if may_own_problems(actor, row.unit_id)
    ]
    names, tree = accounts.staff_names({row.owner for row in rows if row.owner}), units.tree().by_id
    return tuple(
        ProblemLine(
            row.id, row.title, tree[row.unit_id].label, names.get(row.owner, "") if row.owner else "", row.action_from is not None, row.closed_at is not None
        )
        for row in rows
    )  # fmt: skip


def problem_page(actor: Actor, problem_id: UUID, now: datetime) -> ProblemFacts:
    """One problem with its latest reports. Raises :class:`Missing`."""
    row = Problem.objects.select_related("category").filter(id=problem_id).first()
    if row is None or not may_own_problems(actor, row.unit_id):
        raise Missing(_("Masalah ini tidak ada."))
    return _facts(row, actor, now)


def words_of_problem(problem_id: UUID) -> str:
    """What is laid before the review of a standard: title, cause, action. Written by officers."""
    row = Problem.objects.filter(id=problem_id).first()
    return "\n".join(part for part in (row.title, row.cause, row.action) if part) if row else ""


def reports_of(problem: Problem) -> QuerySet[Report]:
    """The reports that belong to a problem: everything it says must fit."""
    rows = _whole(Report.objects.filter(filed_at__isnull=False))
    below = units.tree().below(problem.unit_id)
    rows = rows.filter(Q(about_unit_id__in=below) | Q(about_unit_id=None, holder_unit_id__in=below))
    if problem.category:
        rows = rows.filter(category__path__startswith=problem.category.path)
    if problem.service_id:
        rows = rows.filter(service_id=problem.service_id)
    if problem.region:
        rows = rows.filter(region__startswith=problem.region)
    return rows


def _whole(rows: QuerySet[Report]) -> QuerySet[Report]:
    return rows.filter(root=None).exclude(kind=Kind.OVERSIGHT).exclude(state__in=("draft", "archived"))


def _facts(row: Problem, actor: Actor, now: datetime) -> ProblemFacts:
    rows, tree = reports_of(row), units.tree()
    region = units.region(row.region) if row.region else None
    names = accounts.staff_names({row.owner}) if row.owner else {}
    latest = list(_whole(visible_to(actor)).filter(id__in=rows.order_by("-filed_at").values("id")[:SHOWN]))
    titles = titles_of(latest)
    service = (
        next((v.standard.name for v in catalogue.shelf(now).versions if v.service_id == row.service_id), "")
        if row.service_id
        else ""
    )
    return ProblemFacts(
        id=row.id, title=row.title, unit=tree.by_id[row.unit_id].code, unit_name=tree.by_id[row.unit_id].label,
        owner=names.get(row.owner, "") if row.owner else "", category=row.category.name if row.category else "", region=region.name if region else "",
        service=service, cause=row.cause, action=row.action, action_from=row.action_from, opened_at=row.opened_at, closed=row.closed_at is not None,
        offered_at=row.offered_at, reports=rows.filter(filed_at__gte=now - timedelta(days=365)).count(), measured=measured(row, rows, now),
        months=_months(rows, now), shown=tuple((one.id, one.number or "", titles[one.id]) for one in latest),
        mine=row.owner is not None and row.owner == actor.account_id,
    )  # fmt: skip


def measured(row: Problem, rows: QuerySet[Report], now: datetime) -> Effect | None:
    """As many days before the action as it has held, at most a year, against those since. One query."""
    if row.action_from is None:
        return None
    since = datetime(row.action_from.year, row.action_from.month, row.action_from.day, tzinfo=UTC)
    days = min((now - since).days, LONGEST_BEFORE)
    if days < 1:
        return None
    before, after = since - timedelta(days=days), since + timedelta(days=days)
    found = rows.aggregate(
        before=Count("id", filter=Q(filed_at__gte=before, filed_at__lt=since)), after=Count("id", filter=Q(filed_at__gte=since, filed_at__lt=after))
    )  # fmt: skip
    return effect(found["before"], days, found["after"], days)


def _months(rows: QuerySet[Report], now: datetime) -> tuple[tuple[str, int], ...]:
    """How many were filed in each of the last twelve months (UTC), oldest first. One query."""
    since = (now - timedelta(days=365)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = rows.filter(filed_at__gte=since).annotate(month=TruncMonth("filed_at", tzinfo=UTC)).values_list("month")
    counts = {f"{month:%Y-%m}": count for month, count in found.annotate(count=Count("id")).order_by("month")}
    months, year, month = [], now.year, now.month
    for _n in range(12):
        months.append(f"{year}-{month:02d}")
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return tuple((one, counts.get(one, 0)) for one in reversed(months))
