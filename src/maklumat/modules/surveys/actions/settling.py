"""The night: what a day's answers tell together, then they become facts, and lose when and from where they came."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from random import SystemRandom
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from maklumat.kernel import crypto, ledger
from maklumat.kernel.actor import SYSTEM

from ..events import Answered
from ..models import Answer, Comment, Round
from ..queries.instruments import held
from ..rules import quality
from ..rules.layout import ticks
from ..rules.themes import themes_of
from .answering import COMMENT, MOMENT

MOST = 5000  # answers in one transaction: of a busier day the rest follows at once


def settle(at: datetime) -> int:
    """Settle all answers of before. Returns how many. Devices are looked at by day, so it runs when nobody answers."""
    done = 0
    while settled := _settle_some(at):
        done += settled
    while _settle_comments():
        pass
    return done


@transaction.atomic
def _settle_some(at: datetime) -> int:
    unsettled = Answer.objects.filter(moment__isnull=False)
    some = set(
        unsettled.order_by("round_id").values_list("round_id", flat=True)[:MOST]
    )  # whole rounds: a kiosk's day stays together
    rows = list(unsettled.select_for_update(skip_locked=True).filter(round_id__in=some))
    if not rows:
        return 0
    rounds = {row.id: row for row in Round.objects.filter(id__in={row.round_id for row in rows})}
    for row, more in _doubts(rows, rounds):
        if row.flags | more != row.flags:
            _flag(row, more, rounds[row.round_id])
    SystemRandom().shuffle(rows)
    _rewrite(rows)
    ledger.record_each([_fact(row, rounds[row.round_id]) for row in rows], by=SYSTEM, at=at)
    return len(rows)


@transaction.atomic
def _settle_comments() -> int:
    """Comments of the day: what they speak of, written anew in random order. Returns how many."""
    rows = list(Comment.objects.select_for_update(skip_locked=True).filter(themes=None)[:MOST])
    for row in rows:
        row.themes = themes_of(crypto.unseal(row.text, COMMENT).decode())
    SystemRandom().shuffle(rows)
    Comment.objects.filter(id__in=[row.id for row in rows]).delete()
    Comment.objects.bulk_create(rows)
    return len(rows)


def _doubts(rows: list[Answer], rounds: dict[UUID, Round]) -> list[tuple[Answer, int]]:
    """What the answers of each device tell together."""
    groups: dict[tuple[str, UUID], list[tuple[Answer, quality.Moment]]] = defaultdict(list)
    for row in rows:
        minute, mark, shared, spoke, row.values, row.seconds, row.flags = crypto.unseal_json(row.moment, MOMENT)
        kind = rounds[row.round_id].questionnaire_id
        groups[(mark, kind)].append((row, quality.Moment(minute, mark.encode(), shared, spoke)))
    found = []
    for (_mark, kind), group in groups.items():
        instrument = held(kind).instrument
        given = [(moment, [row.values[place] for place in instrument.scored]) for row, moment in group]
        high = instrument.low + (2 * (instrument.high - instrument.low) + 2) // 3
        for (row, _moment), flags in zip(group, quality.together(given, high), strict=True):
            found.append((row, int(flags)))
    return found


def _flag(row: Answer, more: int, its_round: Round) -> None:
    """Give an answer flags; what was sound and is no more leaves the sound counts."""
    was_sound, row.flags = not row.flags, row.flags | more
    if not was_sound:
        return
    lost = ticks(held(its_round.questionnaire_id).instrument, row.values)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE surveys_round SET sound = sound - 1, sound_ticks = (SELECT coalesce(array_agg(kept - gone ORDER BY place), '{}') "
            "FROM unnest(sound_ticks, %s::int[]) WITH ORDINALITY AS one (kept, gone, place)) WHERE id = %s",
            [lost, its_round.id],
        )


def _rewrite(rows: list[Answer]) -> None:
    """Delete and write again in the given order of chance: neither place nor version of a row tells the order of arrival."""
    for row in rows:
        row.moment = None
    Answer.objects.filter(id__in=[row.id for row in rows]).delete()
    Answer.objects.bulk_create(rows)


def _fact(row: Answer, its_round: Round) -> Answered:
    values: Any = tuple(row.values)
    return Answered(
        subject=its_round.id, unit_id=its_round.unit_id, questionnaire=its_round.questionnaire_id, service=its_round.service_id,
        period=its_round.period, channel=its_round.channel, values=values, flags=row.flags,
    )  # fmt: skip
