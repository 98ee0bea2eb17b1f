"""Figures are recomputed by jobs, at most one waiting for each subject and month; what the public may see of a year is decided by another.

No outcome gets lost: a follower that finds the job already waiting holds the subject's gate (shared) until it
commits, and the job passes through that gate before it reads. Whoever comes after the job has begun finds no
job waiting, and calls for a new one. Two jobs for one subject take turns, so an older sum cannot replace a newer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from maklumat.kernel import outbox
from maklumat.modules.units import api as units

from ..models import NOBODY, Figure
from ..rules.periods import Period, pause, rest
from .computing import compute
from .reading import Place

JOB, SHIELD = "dashboards.refresh", "dashboards.shield"
REPLAY = "dashboards.replay"  # taken alone by a recomputation of everything, together by the single jobs


@dataclass(frozen=True)
class Subject:
    """What a figure is about."""

    kind: str
    id: UUID


def subjects_of(service_id: UUID, unit_id: UUID, tree: units.Tree) -> tuple[Subject, ...]:
    """The service, its unit and every unit above: all whose figures one case belongs to."""
    above = tuple(Subject("unit" if u.parent_id else "government", u.id) for u in tree.above(unit_id))
    return above if str(service_id) == NOBODY else (Subject("service", service_id), *above)


def call_for(place: Place, at: datetime) -> None:
    """Ask for the figures that this place is part of, a pause after the fact, in the caller's transaction."""
    subjects = sorted(subjects_of(place.service_id, place.unit_id, units.tree()), key=lambda s: s.id)
    keys = {s: f"{JOB}/{s.id}/{place.month:%Y-%m}" for s in subjects}  # in one order everywhere: no deadlock
    hold(keys.values(), shared=True)
    year = str(Period(place.month.year))
    sizes = Figure.objects.filter(subject_id__in=[s.id for s in subjects], period=year)
    finished = dict(sizes.values_list("subject_id", "values__finished"))
    for s, key in keys.items():
        due = at + timedelta(seconds=pause(finished.get(s.id) or 0))
        outbox.enqueue(JOB, once=key, at=due, kind=s.kind, subject=str(s.id), month=f"{place.month:%Y-%m}")


def refresh(*, kind: str, subject_id: UUID, month: date, at: datetime) -> None:
    """Recompute the figures of one subject for a month and its year."""
    with transaction.atomic():
        hold([f"{JOB}/{subject_id}/{month:%Y-%m}"])  # the gate: who relied on this job has committed
    with transaction.atomic():
        hold([REPLAY], shared=True)
        hold([f"{JOB}/{subject_id}"])
        months = [month, *_later(subject_id, month)]
        years = sorted({one.year for one in months})
        hold([f"{SHIELD}/{year}" for year in years], shared=True)
        compute(kind, subject_id, months, units.tree(), at)
        for year in years:
            call_shield(year, at)


def call_shield(year: int, at: datetime) -> None:
    """Have it decided what is shown of a year, soon. One query, and the job."""
    figures = Figure.objects.filter(period__startswith=str(year)).count()
    outbox.enqueue(SHIELD, once=f"{SHIELD}/{year}", at=at + timedelta(seconds=rest(figures)), year=year)


def _later(subject_id: UUID, month: date) -> list[date]:
    """The months after this one that have figures: what lay open at their end has changed with it. Mostly none."""
    names = Figure.objects.filter(subject_id=subject_id, period__gt=f"{month:%Y-%m}", closed_at=None).values_list(
        "period", flat=True
    )
    return [Period.of(name).first for name in names if len(name) > 4]


def hold(keys: Iterable[str], *, shared: bool = False) -> None:
    """Advisory locks until the end of the transaction, in the given order."""
    word = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {word}(hashtextextended(key, 0)) FROM unnest(%s::text[]) AS key", [list(keys)])
