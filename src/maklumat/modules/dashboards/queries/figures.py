"""Figures as plain values: what a measure tells of a subject for a period, to whom it may."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from maklumat.kernel import memo
from maklumat.kernel.actor import Actor
from maklumat.kernel.shares import wilson
from maklumat.modules.units import api as units

from ..access import may_see, sees_whole
from ..models import Figure
from ..rules.measures import Measure, Sensitivity, in_force
from ..rules.periods import Period, percent


@dataclass(frozen=True)
class Numbers:
    """Of one subject and period. ``values`` by measure; ``hidden``: measures whose cell is not told to the public."""

    period: str
    values: Mapping[str, float] = field(default_factory=dict)
    bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    as_of: datetime | None = None
    closed_at: datetime | None = None

    def count(self, key: str) -> int | None:
        """A count; None where it is hidden."""
        return None if key in self.hidden else int(self.values.get(key, 0))


@dataclass(frozen=True)
class Told:
    """What a measure tells. ``value`` None: too few, or ``hidden``. ``n``: of how many, where the measure is a part of something; ``low`` and ``high``: the
    95 % interval. Percent, seconds or counts (``measure.unit``)."""

    measure: Measure
    value: float | None
    n: int | None
    low: float | None = None
    high: float | None = None
    hidden: bool = False


def told(numbers: Numbers, measure: Measure) -> Told:
    """One figure with what it rests on."""
    n = numbers.count(measure.of) if measure.of else None
    if measure.key in numbers.hidden:
        return Told(measure, None, n, hidden=True)
    if measure.aggregate == "share":
        part = numbers.count(measure.part)
        if part is None or n is None:
            return Told(measure, None, n, hidden=True)
        value = percent(part, n)
        return Told(measure, value, n, *(wilson(part, n) if value is not None else (None, None)))
    value = numbers.values.get(measure.key, 0 if measure.counts else None)
    low, high = numbers.bounds.get(measure.key, (None, None))
    return Told(measure, value, n, low, high)


def public_measures(period: str) -> tuple[Measure, ...]:
    """The measures that everybody may see, as they were defined when the period began."""
    return tuple(m for m in in_force(Period.of(period).first).values() if m.sensitivity == Sensitivity.PUBLIC)


def public(subjects: Collection[UUID] | None, periods: Iterable[str]) -> dict[tuple[UUID, str], Numbers]:
    """What the public may see of these subjects (of all) in these periods. One query.

    ``as_of`` is that of the whole government: when something last happened to a single subject would tell of a hidden case. Where it was not decided
    yet what is shown, nothing is.
    """
    root = units.tree().government
    rows = Figure.objects.filter(period__in=list(periods))
    if subjects is not None:
        rows = rows.filter(subject_id__in={*subjects, *([root.id] if root else [])})
    found = list(rows.values_list("subject_id", "period", "shown", "as_of", "closed_at"))
    moments = {period: as_of for subject, period, _shown, as_of, _closed in found if root and subject == root.id}
    return {
        (subject, period): Numbers(period, *_told(shown, period), moments.get(period), closed)
        for subject, period, shown, _as_of, closed in found
        if subjects is None or subject in subjects
    }


def _told(
    shown: dict[str, Any] | None, period: str
) -> tuple[Mapping[str, float], Mapping[str, tuple[float, float]], frozenset[str]]:
    if shown is None:
        return {}, {}, frozenset(one.key for one in public_measures(period))
    return shown["values"], shown["bounds"], frozenset(shown["hidden"])


def whole(subjects: Collection[UUID], periods: Iterable[str]) -> dict[tuple[UUID, str], Numbers]:
    """Everything, for rooms that compute with it and for those who answer for it. One query."""
    rows = Figure.objects.filter(period__in=list(periods), subject_id__in=subjects)
    columns = ("subject_id", "period", "values", "bounds", "as_of", "closed_at")
    return {
        (subject, period): Numbers(period, values, bounds, frozenset(), as_of, closed)
        for subject, period, values, bounds, as_of, closed in rows.values_list(*columns)
    }


def seen(actor: Actor, unit_ids: Collection[UUID], period: str) -> dict[UUID, tuple[Told, ...]]:
    """What the actor may see of units: the public's figures, or with small cells and internal measures where that is his task. Two queries."""
    open_to_all, all_of_it = public(unit_ids, [period]), whole(unit_ids, [period])
    found = {}
    for unit_id in unit_ids:
        mine = all_of_it if sees_whole(actor, unit_id) else open_to_all
        numbers = mine.get((unit_id, period), Numbers(period))
        measures = [
            m for m in in_force(Period.of(period).first).values() if m.source != "survey" and may_see(actor, m, unit_id)
        ]
        found[unit_id] = tuple(told(numbers, m) for m in measures)
    return found


def figure_of(subject_id: UUID, period: str) -> Numbers | None:
    """The figures of a subject for ``2026`` or ``2026-10``; None when nothing happened. One query."""
    return whole([subject_id], [period]).get((subject_id, period))


def edition() -> tuple:
    """Another one whenever a figure was counted anew."""
    return memo.edition("dashboards", _stamp)


def _stamp() -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) || '/' || coalesce(max(xmin::text::bigint), 0) FROM dashboards_figure), "
            "(SELECT count(*) FROM dashboards_remark), current_database()"
        )
        return cursor.fetchone()
