"""Gifts of one colleague add up over a calendar year. Reports come in any order: each is judged by what was received up to its day, and those of
later days are judged anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from maklumat.kernel import crypto, ledger
from maklumat.kernel.actor import SYSTEM

from ..events import Rejudged
from ..models import Report
from ..rules.givers import letters_of
from ..rules.judging import RECEIVED, Gift, advise_each
from ..rules.provisions import in_force
from ..rules.states import after
from . import clockwork


def giver_index(name: str) -> bytes | None:
    """A keyed index of a giver's name, by its letters only; None for strangers."""
    plain = letters_of(name)
    return crypto.blind(plain, "gratuity giver") if plain else None


def one_at_a_time(reporter: UUID) -> None:
    """Two reports of one person at the same moment wait for each other, or neither would see the other's rupiah."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"gratuities/{reporter}"])


def judge(row: Report) -> None:
    """Advise on this report by its place among the reporter's gifts of the same giver, before it is saved."""
    others = [] if row.giver_index is None else [one for one in _of_giver(row, row.giver_index) if one.id != row.id]
    row.duty = _duties([*others, row])[row.id]


def judge_others(row: Report, indexes: Iterable[bytes | None], at: datetime) -> None:
    """Judge anew what was received of these givers in the same year. What the unit had put away and must go on after all is opened again."""
    for index in {bytes(one) for one in indexes if one is not None}:
        rows = list(_of_giver(row, index).select_for_update())
        for one, duty in ((one, _duties(rows)[one.id]) for one in rows):
            if one.id != row.id and one.duty != duty:
                _rejudge(one, duty, at)


def _rejudge(row: Report, duty: str, at: datetime) -> None:
    row.duty = duty
    reopened = duty == "must" and after(row.state, "reopen") is not None
    if reopened:
        clockwork.move(row, "reopen", SYSTEM, at)
    else:
        row.revision += 1
        row.save(update_fields=["duty", "revision"])
        clockwork.write_step(row, "rejudge", SYSTEM, at)
    ledger.record(Rejudged(subject=row.id, unit_id=row.unit_id, duty=duty, reopened=reopened), by=SYSTEM, at=at)


def _of_giver(row: Report, index: bytes) -> QuerySet[Report]:
    return Report.objects.filter(
        reporter=row.reporter, giver_index=index, kind=RECEIVED, received_on__year=row.received_on.year
    ).order_by("id")


def _duties(rows: Iterable[Report]) -> dict[UUID, str]:
    ordered = sorted(rows, key=lambda one: (one.received_on, one.submitted_at, one.id))
    gifts = [Gift(one.kind, one.occasion, one.relation, one.thing, one.value) for one in ordered]
    advices = advise_each(gifts, [in_force(one.received_on) for one in ordered])
    return {one.id: advice.duty for one, advice in zip(ordered, advices, strict=True)}
