"""The inbox of reports: scopes, filters, keyset pages, capped counts. A fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from maklumat.kernel import marks
from maklumat.kernel.actor import Actor
from maklumat.modules.accounts import api as accounts
from maklumat.modules.units import api as units

from ..access import visible_to
from ..models import Report, in_states, with_words
from ..rules.ladder import Kind
from ..rules.states import OPEN, WITH_REPORTER, State
from ..rules.text import tokens
from .parts import category_names, state_words, titles_of
from .wording import blind_word

PAGE_SIZE, COUNT_CAP = 25, 999
SCOPES = ("new", "open", "mine", "overdue", "today", "waiting", "done")
_NEW = (State.RECEIVED, State.FORWARDED, State.JUDGING)


@dataclass(frozen=True)
class Filter:
    """``scope``: a word of SCOPES. ``q``: number or words. ``kind``, ``unit``: codes. ``after``: mark of the page before."""

    scope: str = "new"
    q: str = ""
    kind: str = ""
    unit: str = ""
    after: str = ""


@dataclass(frozen=True)
class InboxRow:
    id: UUID
    number: str
    title: str
    category: str
    holder: str
    state: str
    state_word: str
    state_tone: str
    assigned: str
    mine: bool
    secret: bool
    filed_at: datetime
    due_at: datetime | None
    overdue: bool


@dataclass(frozen=True)
class InboxPage:
    rows: tuple[InboxRow, ...]
    counts: dict[str, int]
    older: str


def inbox(actor: Actor, wanted: Filter, now: datetime) -> InboxPage:
    """Queries: counts, rows, categories, names of colleagues, writers who hide (and the stamps)."""
    newest_first = wanted.scope == "done"
    rows = list(
        _after(_narrowed(_scoped(actor, wanted.scope, now), wanted), wanted.after, newest_first)[: PAGE_SIZE + 1]
    )
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    names = accounts.staff_names({row.assigned_to for row in rows if row.assigned_to})
    categories = category_names({row.category_id for row in rows if row.category_id})
    titles = titles_of(rows)
    return InboxPage(
        rows=tuple(_row(row, names, categories, titles[row.id], actor, now) for row in rows),
        counts=_counts(actor, now),
        older=_mark(rows[-1], newest_first) if more else "",
    )


def _scoped(actor: Actor, scope: str, now: datetime) -> QuerySet[Report]:
    rows = visible_to(actor)
    if scope == "done":
        return rows.filter(finished_at__isnull=False)
    rows = rows.filter(in_states(OPEN))
    match scope:
        case "new":
            return rows.filter(in_states(_NEW))
        case "mine":
            return rows.filter(assigned_to=actor.account_id)
        case "overdue":
            return rows.filter(work_order__lt=now)
        case "today":
            return rows.filter(work_order__gte=now, work_order__lt=now + timedelta(hours=24))
        case "waiting":
            return rows.filter(in_states(WITH_REPORTER))
    return rows


def _narrowed(rows: QuerySet[Report], wanted: Filter) -> QuerySet[Report]:
    if wanted.kind in {kind.value for kind in Kind}:
        rows = rows.filter(kind=wanted.kind)
    if wanted.unit:
        unit = units.tree().by_code.get(wanted.unit)
        rows = rows.filter(holder_unit_id__in=units.tree().below(unit.id)) if unit else rows.none()
    words = wanted.q.strip()[:200]
    if not words:
        return rows
    if words.upper().startswith("ADU-"):
        return rows.filter(number__startswith=words.upper())
    wanted_words = [blind_word(word) for word in tokens(words)]
    return rows.filter(with_words(wanted_words, open_only=wanted.scope != "done")) if wanted_words else rows.none()


def _counts(actor: Actor, now: datetime) -> dict[str, int]:
    parts, params = [], []
    for scope in SCOPES[:-1]:
        sql, values = _scoped(actor, scope, now).order_by().values("id")[: COUNT_CAP + 1].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS {scope}_rows)")
        params += values
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return dict(zip(SCOPES[:-1], cursor.fetchone(), strict=True))


def _after(rows: QuerySet[Report], mark: str, newest_first: bool) -> QuerySet[Report]:
    key = marks.read(mark)
    if newest_first:
        rows = rows.order_by("-filed_at", "-id")
        return rows.filter(Q(filed_at__lt=key[0]) | Q(id__lt=key[1]), filed_at__lte=key[0]) if key else rows
    rows = rows.order_by("work_order", "id")
    return rows.filter(work_order__gte=key[0]).exclude(work_order=key[0], id__lte=key[1]) if key else rows


def _mark(row: Report, newest_first: bool) -> str:
    moment = row.filed_at if newest_first else row.work_order
    return marks.mark(moment, row.id)


def _row(
    row: Report,
    names: dict[UUID, str],
    categories: dict[UUID, str],
    title: str,
    actor: Actor,
    now: datetime,
) -> InboxRow:
    word, tone = state_words(row)
    holder = units.tree().by_id.get(row.holder_unit_id)
    return InboxRow(
        id=row.id,
        number=row.number or "",
        title=title,
        category=categories.get(row.category_id, "") if row.category_id else "",
        holder=holder.label if holder else "",
        state=row.state,
        state_word=word,
        state_tone=tone,
        assigned=names.get(row.assigned_to, "") if row.assigned_to else "",
        mine=row.assigned_to is not None and row.assigned_to == actor.account_id,
        secret=row.secret,
        filed_at=row.filed_at or row.created_at,
        due_at=row.due_at,
        overdue=row.finished_at is None and row.due_at is not None and row.due_at < now,
    )
