"""Figures are recomputed by jobs, at most one waiting for each subject and month.

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

from ..models import Figure
from ..rules import ENOUGH, Period, pause
from .reading import Place

JOB = "dashboards.refresh"
REPLAY = "dashboards.replay"  # taken alone by a recomputation of everything, together by the single jobs


@dataclass(frozen=True)
class Subject:
    """What a figure is about."""

    kind: str
    id: UUID


def subjects_of(service_id: UUID, unit_id: UUID, tree: units.Tree) -> tuple[Subject, ...]:
    """The service, its unit and every unit above: all whose figures one case belongs to."""
    above = (Subject("unit" if u.parent_id else "government", u.id) for u in tree.above(unit_id))
    return (Subject("service", service_id), *above)


def call_for(place: Place, at: datetime) -> None:
    """Ask for the figures that this place is part of, a pause after the fact, in the caller's transaction."""
    subjects = sorted(subjects_of(place.service_id, place.unit_id, units.tree()), key=lambda s: s.id)
    keys = {s: f"{JOB}/{s.id}/{place.month:%Y-%m}" for s in subjects}  # in one order everywhere: no deadlock
    hold(keys.values(), shared=True)
    year = str(Period(place.month.year))
    sizes = Figure.objects.filter(subject_id__in=[s.id for s in subjects], period=year)
    finished = dict(sizes.values_list("subject_id", "finished"))
    for s, key in keys.items():
        due = at + timedelta(seconds=pause(finished.get(s.id, 0)))
        outbox.enqueue(JOB, once=key, at=due, kind=s.kind, subject=str(s.id), month=f"{place.month:%Y-%m}")


def refresh(*, kind: str, subject_id: UUID, month: date, at: datetime) -> None:
    """Recompute the figures of one subject for a month and its year."""
    key = f"{JOB}/{subject_id}/{month:%Y-%m}"
    with transaction.atomic():
        hold([key])  # the gate: who relied on this job has committed
    with transaction.atomic():
        hold([REPLAY], shared=True)
        hold([f"{JOB}/{subject_id}"])
        compute(Subject(kind, subject_id), [month], units.tree(), at)


def hold(keys: Iterable[str], *, shared: bool = False) -> None:
    """Advisory locks until the end of the transaction, in the given order."""
    word = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {word}(hashtextextended(key, 0)) FROM unnest(%s::text[]) AS key", [list(keys)])


def compute(subject: Subject, months: Iterable[date], tree: units.Tree, at: datetime) -> None:
    """Write the figures of a subject for months and their years: one statement."""
    ids = [subject.id] if subject.kind == "service" else list(tree.below(subject.id))
    one = [Period(m.year, m.month) for m in months]
    periods = sorted({*one, *(p.whole_year for p in one)}, key=str)
    values = {
        "kind": subject.kind, "subject": subject.id, "ids": ids, "at": at, "enough": ENOUGH,
        "periods": [str(p) for p in periods], "firsts": [p.first for p in periods], "lasts": [p.last for p in periods],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_FIGURE[subject.kind == "service"], values)


def _statement(column: str) -> str:
    times = ", ".join(
        f"CASE WHEN count(*) FILTER (WHERE ended = 'issued') >= %(enough)s THEN percentile_cont(ARRAY[0.5, 0.9]) "
        f"WITHIN GROUP (ORDER BY {measure}) FILTER (WHERE ended = 'issued') END AS {name}"
        for name, measure in (("net", "net_seconds"), ("gross", "gross_seconds"), ("used", "used_percent"))
    )
    numbers = (
        "received", "finished", "issued", "rejected", "withdrawn", "kept", "sent_back", "returned", "outside",
        "net_median", "net_p90", "gross_median", "gross_p90", "used_median", "used_p90", "as_of", "kind",
    )  # fmt: skip
    return f"""
INSERT INTO dashboards_figure (subject_id, period, {", ".join(numbers)})
SELECT %(subject)s, p.period, t.received, o.finished, o.issued, o.rejected, o.withdrawn, o.kept, o.sent_back,
  t.returned, t.outside, o.net[1], o.net[2], o.gross[1], o.gross[2], o.used[1], o.used[2], %(at)s, %(kind)s
FROM unnest(%(periods)s::text[], %(firsts)s::date[], %(lasts)s::date[]) AS p (period, first, last)
CROSS JOIN LATERAL (
  SELECT count(*) AS finished, count(*) FILTER (WHERE ended = 'issued') AS issued,
    count(*) FILTER (WHERE ended = 'rejected') AS rejected, count(*) FILTER (WHERE ended = 'withdrawn') AS withdrawn,
    count(*) FILTER (WHERE ended = 'issued' AND kept) AS kept, count(*) FILTER (WHERE returns > 0) AS sent_back,
    {times}
  FROM dashboards_outcome WHERE {column} = ANY(%(ids)s::uuid[]) AND month BETWEEN p.first AND p.last) AS o
CROSS JOIN LATERAL (
  SELECT coalesce(sum(received), 0) AS received, coalesce(sum(returned), 0) AS returned,
    coalesce(sum(outside), 0) AS outside
  FROM dashboards_tally WHERE {column} = ANY(%(ids)s::uuid[]) AND month BETWEEN p.first AND p.last) AS t
ON CONFLICT (subject_id, period) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in numbers)}
"""


_FIGURE = {True: _statement("service_id"), False: _statement("unit_id")}
