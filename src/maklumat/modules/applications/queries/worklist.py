"""The officers' work list: filters, search, keyset pages, capped counts. A fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, marks
from maklumat.kernel.actor import Actor
from maklumat.kernel.words import N_
from maklumat.modules.accounts import api as accounts
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..access import SEE, visible_to
from ..models import Application, SavedFilter
from ..rules.completeness import name_tokens
from ..rules.states import OPEN, State
from ..rules.words import ROLES, STATES

PAGE_SIZE = 25
COUNT_CAP = 999  # a count past this reads "999+": an exact one would cost more than it tells
DESK_WORDS = {"returned": N_("Menunggu pemohon"), "approved": N_("Menunggu tanda tangan")}
SCOPES = ("unit", "mine", "overdue", "today", "waiting", "done")


@dataclass(frozen=True)
class Filter:
    """``scope``: a word of SCOPES. ``q``: number or name. ``after``: keyset mark of the page before."""

    scope: str = "unit"
    q: str = ""
    service: str = ""
    unit: str = ""
    after: str = ""


@dataclass(frozen=True)
class WorkRow:
    id: UUID
    number: str
    service: str
    unit: str
    step: str
    role: str
    state: str
    state_word: str
    state_tone: str
    assigned: str
    mine: bool
    submitted_at: datetime
    due_at: datetime | None
    overdue: bool
    returns: int
    late_return: bool


@dataclass(frozen=True)
class WorkPage:
    rows: tuple[WorkRow, ...]
    counts: dict[str, int]
    older: str
    saved: tuple[tuple[str, str], ...]
    services: tuple[tuple[str, str], ...]


def worklist(actor: Actor, wanted: Filter, now: datetime) -> WorkPage:
    """One page of the work list. Queries: counts, rows, names of colleagues, saved filters (and the stamps)."""
    counts, saved, few = _frame(actor, wanted, now)
    scoped = _narrowed(_scoped(actor, wanted.scope, now), wanted, now, few)
    newest_first = wanted.scope == "done"
    rows = list(_after(scoped, wanted.after, newest_first)[: PAGE_SIZE + 1])
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    names = accounts.staff_names({row.assigned_to for row in rows if row.assigned_to})
    return WorkPage(
        rows=tuple(_row(row, names, actor, now) for row in rows),
        counts=counts,
        older=_mark(rows[-1], newest_first) if more else "",
        saved=saved,
        services=tuple((v.standard.slug, v.standard.name) for v in catalogue.shelf(now).of_unit(actor.units_for(SEE))),
    )


def _scoped(actor: Actor, scope: str, now: datetime) -> QuerySet[Application]:
    rows = visible_to(actor) if scope == "done" else _held(actor)
    match scope:
        case "mine":
            return rows.filter(assigned_to=actor.account_id)
        case "overdue":
            return rows.filter(work_order__lt=now)
        case "today":
            return rows.filter(work_order__gte=now, work_order__lt=now + timedelta(hours=24))
        case "waiting":
            return rows.filter(state=State.RETURNED)
        case "done":
            return rows.filter(finished_at__isnull=False)
    return rows


def _held(actor: Actor) -> QuerySet[Application]:
    """Open cases now in the hands of the actor's units."""
    return Application.objects.filter(state__in=OPEN, holder_unit_id__in=actor.units_for(SEE))


def _narrowed(
    rows: QuerySet[Application], wanted: Filter, now: datetime, few: list[UUID] | None
) -> QuerySet[Application]:
    """``few``: the only cases with the wanted name, when they are few."""
    if wanted.service:
        version = catalogue.in_force(wanted.service, now)
        rows = rows.filter(service_id=version.service_id) if version else rows.none()
    if wanted.unit:
        unit = units.tree().by_code.get(wanted.unit)
        rows = rows.filter(holder_unit_id__in=units.tree().below(unit.id)) if unit else rows.none()
    words = _words(wanted)
    if not words:
        return rows
    # One question at a time: an OR of number and name would keep both from their index.
    if _is_number(words):
        return rows.filter(number__startswith=words.upper())
    tokens = _blinded(words)
    if not tokens:
        return rows.none()
    return rows.filter(name_index__contains=tokens) if few is None else rows.filter(id__in=few)


def _words(wanted: Filter) -> str:
    return wanted.q.strip()[:80]


def _is_number(words: str) -> bool:
    return any(c.isdigit() for c in words)


def _blinded(words: str) -> list[str]:
    return [crypto.blind(token, "name").hex()[:16] for token in _typed_tokens(words)]


def _typed_tokens(words: str) -> list[str]:
    """Each typed word as one token: its first eight letters at most, or the whole word."""
    tokens = []
    for word in words.split()[:5]:
        known = name_tokens(word)
        if known:
            tokens.append(max(known, key=len))
    return tokens


def _after(rows: QuerySet[Application], mark: str, newest_first: bool) -> QuerySet[Application]:
    key = marks.read(mark)
    if newest_first:
        rows = rows.order_by("-submitted_at", "-id")
        if key:
            # The first condition is the index's: an OR alone would read the list from its top.
            rows = rows.filter(Q(submitted_at__lt=key[0]) | Q(id__lt=key[1]), submitted_at__lte=key[0])
        return rows
    rows = rows.order_by("work_order", "id")
    if key:
        rows = rows.filter(work_order__gte=key[0]).exclude(work_order=key[0], id__lte=key[1])
    return rows


def _mark(row: Application, newest_first: bool) -> str:
    moment = row.submitted_at if newest_first else row.work_order
    return marks.mark(moment, row.id)


FEW = 300
_NAMED = f"(SELECT array_agg(id) FROM (SELECT id FROM {Application._meta.db_table} WHERE name_index @> %s::varchar[] LIMIT {FEW + 1}) AS named)"


def _frame(
    actor: Actor, wanted: Filter, now: datetime
) -> tuple[dict[str, int], tuple[tuple[str, str], ...], list[UUID] | None]:
    """How many open cases stand in each scope, up to the cap; the saved filters; the cases with the wanted name.

    One query. The cases only when they are few (else None): a rare name is found by its own index and then put in
    order, a common one by reading the list in order, and the planner cannot tell them apart.
    """
    parts, params = [], []
    for scope in SCOPES[:-1]:
        sql, values = _scoped(actor, scope, now).order_by().values("id")[: COUNT_CAP + 1].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS {scope}_rows)")
        params += values

    saved = SavedFilter.objects.filter(account=actor.account_id).order_by("name").values("name", "query")
    sql, values = saved.query.sql_with_params()
    parts.append(f"(SELECT coalesce(json_agg(json_build_array(name, query)), '[]') FROM ({sql}) AS saved)")
    params += values
    words = _words(wanted)
    tokens = _blinded(words) if words and not _is_number(words) else []
    parts.append(_NAMED if tokens else "NULL::uuid[]")
    params += [tokens] if tokens else []
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        *counts, kept, named = cursor.fetchone()
    few = (named or []) if tokens and len(named or []) <= FEW else None
    return dict(zip(SCOPES[:-1], counts, strict=True)), tuple((name, query) for name, query in kept), few


def _row(row: Application, names: dict[UUID, str], actor: Actor, now: datetime) -> WorkRow:
    standard = catalogue.published_version(row.version_id).standard
    holder = units.tree().by_id.get(row.holder_unit_id)
    return WorkRow(
        id=row.id,
        number=row.number,
        service=standard.name,
        unit=holder.label if holder else "",
        step=standard.steps[row.step].title,
        role=_(ROLES.get(row.holder_role, row.holder_role)),
        state=row.state,
        state_word=_(DESK_WORDS.get(row.state, STATES[row.state][0])),
        state_tone=STATES[row.state][1],
        assigned=names.get(row.assigned_to, "") if row.assigned_to else "",
        mine=row.assigned_to == actor.account_id,
        submitted_at=row.submitted_at,
        due_at=row.due_at,
        overdue=row.finished_at is None and row.due_at is not None and row.due_at < now,
        returns=row.returns,
        late_return=row.late_return,
    )
