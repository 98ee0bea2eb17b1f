"""What everybody may read: reports that are public, in their masked form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maklumat.kernel import files
from maklumat.kernel.errors import Missing
from maklumat.modules.units import api as units

from ..models import Entry, Evidence, Report
from ..rules.states import State
from .parts import Subject, category_names, state_words, subject_of

PAGE_SIZE, NEWEST = 20, 20_000


@dataclass(frozen=True)
class PublicRow:
    """One line of the public list."""

    number: str
    title: str
    category: str
    unit: str
    state_word: str
    state_tone: str
    at: datetime


@dataclass(frozen=True)
class PublicList:
    """``older``: the number after which the next page begins, empty at the end."""

    rows: tuple[PublicRow, ...]
    older: str


@dataclass(frozen=True)
class PublicEntry:
    """An answer or an objection, masked."""

    kind: str
    text: str
    at: datetime


@dataclass(frozen=True)
class PublicReport:
    """A report as everybody reads it."""

    number: str
    title: str
    text: str
    subject: Subject
    holder: str
    state_word: str
    state_tone: str
    filed_at: datetime
    finished_at: datetime | None
    entries: tuple[PublicEntry, ...]
    concerned: int
    photos: tuple[UUID, ...]
    place: str


def visible_to_all() -> QuerySet[Report]:
    """The one rule of what is public. ``is_open_to_all``, the trigger that keeps publications and the public figures say it in
    their own terms; tests/complaints/test_finding.py holds them against this one."""
    return (
        Report.objects.filter(published_at__isnull=False, secret=False)
        .exclude(kind="oversight")
        .exclude(state__in=(State.DRAFT, State.ARCHIVED, State.JOINED))
    )


def is_open_to_all(report: Report) -> bool:
    """The same rule for one row that is at hand."""
    shown = report.published_at is not None and not report.secret and report.kind != "oversight"
    return shown and report.state not in (State.DRAFT, State.ARCHIVED, State.JOINED)


def public_list(q: str = "", unit: str = "", region: str = "", after: str = "") -> PublicList:
    """The newest public reports. Queries: the mark, the search, rows, categories (and the stamps)."""
    rows, narrowed = visible_to_all().order_by("-published_at", "-id"), bool(unit or region)
    if unit:
        chosen = units.tree().by_code.get(unit)
        if chosen is None:
            return PublicList((), "")
        below = units.tree().below(chosen.id)
        rows = rows.filter(Q(holder_unit_id__in=below) | Q(about_unit_id__in=below))
    if region:
        rows = rows.filter(region__startswith=region[:13])
    last = visible_to_all().filter(number=after).values_list("published_at", "id").first() if after else None
    if q.strip():
        rows = rows.filter(id__in=_with_words(q.strip()[:200], rows if narrowed else None, last))
    elif last:
        rows = rows.filter(Q(published_at__lt=last[0]) | Q(id__lt=last[1]), published_at__lte=last[0])
    found = list(rows[: PAGE_SIZE + 1])
    more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    categories = category_names({row.category_id for row in found if row.category_id})
    return PublicList(tuple(_row(row, categories) for row in found), found[-1].number if more else "")


# Common words stand among the newest: those are looked through first, until a page is full, for of a common word the index would bring
# a hundred thousand to be sorted. Rare ones are found by the index. MATERIALIZED: the planner, who takes words for independent, would else walk
# through all publications in their order to spare itself the sorting.
_SEARCH = """
WITH wanted AS (SELECT websearch_to_tsquery('indonesian', %(words)s) AS query),
near AS MATERIALIZED (
  SELECT report_id FROM (
    SELECT report_id, published_at, text FROM complaints_publication WHERE {older} ORDER BY published_at DESC, report_id DESC
    LIMIT %(newest)s) AS newest
  WHERE text @@ (SELECT query FROM wanted) AND {narrowed} ORDER BY published_at DESC, report_id DESC LIMIT %(most)s),
every AS MATERIALIZED (
  SELECT report_id, published_at FROM complaints_publication
  WHERE (SELECT count(*) FROM near) < %(most)s AND text @@ (SELECT query FROM wanted) AND {older} AND {narrowed})
SELECT report_id FROM near WHERE (SELECT count(*) FROM near) = %(most)s
UNION ALL (SELECT report_id FROM every ORDER BY published_at DESC, report_id DESC LIMIT %(most)s)
"""


def _with_words(words: str, narrowed: QuerySet[Report] | None, last: tuple[datetime, UUID] | None) -> list[UUID]:
    """The newest that hold these words, of those that came out before ``last``; ``narrowed``: among these. One query."""
    values: dict[str, Any] = {"words": words, "newest": NEWEST, "most": PAGE_SIZE + 1}
    older = among = "true"
    if last:
        older = "(published_at, report_id) < (%(before)s, %(last)s)"
        values |= {"before": last[0], "last": last[1]}
    if narrowed is not None:
        text, given = narrowed.order_by().values("id").query.sql_with_params()
        names = [f"given{number}" for number in range(len(given))]
        among = f"report_id IN ({text % tuple(f'%({name})s' for name in names)})"
        values |= dict(zip(names, given, strict=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT report_id FROM (" + _SEARCH.format(older=older, narrowed=among) + ") AS found", values)
        return [row[0] for row in cursor.fetchall()]


def _row(row: Report, categories: dict[UUID, str]) -> PublicRow:
    word, tone = state_words(row)
    holder = units.tree().by_id.get(row.holder_unit_id)
    return PublicRow(
        number=row.number,
        title=row.public_title,
        category=categories.get(row.category_id, "") if row.category_id else "",
        unit=holder.label if holder else "",
        state_word=word,
        state_tone=tone,
        at=row.filed_at,
    )


def public_report(number: str) -> PublicReport:
    """One public report. Anything else is missing, whether it exists or not. Queries: report, category, entries,
    companions, followers, pictures."""
    report = visible_to_all().filter(number=number).first()
    if report is None:
        raise Missing(_("Laporan ini tidak ada, atau tidak terbuka untuk umum."))
    word, tone = state_words(report)
    entries = Entry.objects.filter(
        Q(report=report) | Q(report__root=report), kind__in=(Entry.Kind.ANSWER, Entry.Kind.OBJECTION)
    ).exclude(public_text="")
    return PublicReport(
        number=report.number,
        title=report.public_title,
        text=report.public_text,
        subject=subject_of(report),
        holder=units.tree().by_id[report.holder_unit_id].name,
        state_word=word,
        state_tone=tone,
        filed_at=report.filed_at,
        finished_at=report.finished_at,
        entries=tuple(PublicEntry(row.kind, row.public_text, row.at) for row in entries.order_by("at", "id")),
        concerned=report.companions.count() + report.followers.filter(undone_at=None).count(),
        photos=tuple(report.evidence.filter(is_public=True).values_list("id", flat=True)),
        place=report.public_place,
    )


def public_photo(number: str, evidence_id: UUID) -> tuple[bytes, str]:
    """Content and media type of a picture of a public report that an officer opened. Queries: report, picture."""
    report = visible_to_all().filter(number=number).first()
    shown = Evidence.objects.filter(id=evidence_id, report=report, is_public=True).first() if report else None
    if shown is None:
        raise Missing(_("Gambar ini tidak ada, atau tidak terbuka untuk umum."))
    return files.read(shown.file_id)
