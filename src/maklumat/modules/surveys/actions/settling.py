"""The night: what a day's answers tell together; then they lose when and from where they came. And the end of a round: its answers become
facts, all at once and in random order, so that not even the day of an answer stands anywhere."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from random import SystemRandom
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F, Q

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
    """Look at the day's answers, then settle the rounds that are over; rounds without invitations (tablet, paper) every night. Returns how
    many answers became facts. It runs when nobody answers."""
    while _look():
        pass
    over = (
        Q(closes_on__lt=at.date())
        | Q(size__gt=0, size=F("answered") + F("declined"))
        | ~Q(channel=Round.Channel.INVITED)
    )
    rounds = Round.objects.filter(over, id__in=Answer.objects.filter(moment__isnull=False).values("round_id"))
    return sum(_settle_round(round_id, at) for round_id in rounds.values_list("id", flat=True))


@transaction.atomic
def _look() -> int:
    """Whole rounds of unlooked answers: a device's day stays together. Returns how many."""
    fresh = Answer.objects.filter(moment__isnull=False, looked=False)
    some = set(fresh.order_by("round_id").values_list("round_id", flat=True)[:MOST])
    rows = list(fresh.select_for_update(skip_locked=True).filter(round_id__in=some))
    if not rows:
        return 0
    rounds = {row.id: row for row in Round.objects.filter(id__in={row.round_id for row in rows})}
    told = {row.id: crypto.unseal_json(row.moment, MOMENT) for row in rows}
    for row, more in _doubts(rows, told, rounds):
        if more & ~told[row.id][-1]:
            _flag(rounds[row.round_id], told[row.id], more)
    for row in rows:
        row.moment, row.looked = crypto.seal_json([None, "", False, False, *told[row.id][4:]], MOMENT), True
    _rewrite(rows)
    return len(rows)


@transaction.atomic
def _settle_round(round_id: UUID, at: datetime) -> int:
    row = Round.objects.get(id=round_id)
    rows = list(Answer.objects.select_for_update(skip_locked=True).filter(round_id=round_id, moment__isnull=False))
    for one in rows:
        *_when, one.values, _seconds, one.flags = crypto.unseal_json(one.moment, MOMENT)
        one.moment = None
    _rewrite(rows, new_ids=True)
    ledger.record_each([_fact(one, row) for one in rows], by=SYSTEM, at=at)
    comments = list(Comment.objects.select_for_update(skip_locked=True).filter(round_id=round_id, themes=None))
    for comment in comments:
        comment.themes = themes_of(crypto.unseal(comment.text, COMMENT).decode())
    SystemRandom().shuffle(comments)
    Comment.objects.filter(id__in=[comment.id for comment in comments]).delete()
    for comment in comments:
        comment.id = uuid4()  # an older copy of the database must not know it again
    Comment.objects.bulk_create(comments)
    return len(rows)


def _doubts(rows: list[Answer], told: dict[UUID, list[Any]], rounds: dict[UUID, Round]) -> list[tuple[Answer, int]]:
    """What the answers of each device tell together."""
    groups: dict[tuple[str, UUID], list[tuple[Answer, quality.Moment]]] = defaultdict(list)
    for row in rows:
        minute, mark, shared, spoke = told[row.id][:4]
        kind = rounds[row.round_id].questionnaire_id
        groups[(mark, kind)].append((row, quality.Moment(minute, mark.encode(), shared, spoke)))
    found = []
    for (_mark, kind), group in groups.items():
        instrument = held(kind).instrument
        given = [(moment, [told[row.id][4][place] for place in instrument.scored]) for row, moment in group]
        high = instrument.low + (2 * (instrument.high - instrument.low) + 2) // 3
        for (row, _moment), flags in zip(group, quality.together(given, high), strict=True):
            found.append((row, int(flags)))
    return found


def _flag(its_round: Round, told: list[Any], more: int) -> None:
    """Give an answer flags; what was sound and is no more leaves the sound counts."""
    was_sound, told[-1] = not told[-1], told[-1] | more
    if not was_sound:
        return
    lost = ticks(held(its_round.questionnaire_id).instrument, told[4])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE surveys_round SET sound = sound - 1, sound_ticks = (SELECT coalesce(array_agg(kept - gone ORDER BY place), '{}') "
            "FROM unnest(sound_ticks, %s::int[]) WITH ORDINALITY AS one (kept, gone, place)) WHERE id = %s",
            [lost, its_round.id],
        )


def _rewrite(rows: list[Answer], *, new_ids: bool = False) -> None:
    """Delete and write again in an order of chance: neither place nor version of a row tells the order of arrival. ``new_ids``: nor does its
    id, by which an older copy of the database would know it again."""
    SystemRandom().shuffle(rows)
    Answer.objects.filter(id__in=[row.id for row in rows]).delete()
    for row in rows if new_ids else ():
        row.id = uuid4()
    Answer.objects.bulk_create(rows)


def _fact(row: Answer, its_round: Round) -> Answered:
    values: Any = tuple(row.values)
    return Answered(
        subject=its_round.id, unit_id=its_round.unit_id, questionnaire=its_round.questionnaire_id, service=its_round.service_id,
        period=its_round.period, channel=its_round.channel, values=values, flags=row.flags,
    )  # fmt: skip
