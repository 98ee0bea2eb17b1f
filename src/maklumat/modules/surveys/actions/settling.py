"""The night: what a day's answers tell together; then they lose when and from where they came. And the end of a round: its answers become
facts, all at once and in random order, so that not even the day of an answer stands anywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from random import SystemRandom
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q

from maklumat.kernel import crypto, ledger
from maklumat.kernel.actor import SYSTEM

from ..events import Answered
from ..models import Answer, Comment, Round
from ..queries.instruments import held
from ..rules import quality
from ..rules.themes import themes_of
from .counting import STEP, count
from .gathering import gather
from .sealing import COMMENT, Sealed, unseal

MOST = 5000  # answers in one transaction: of a busier day the rest follows at once


def settle(at: datetime) -> int:
    """Look at the day's answers, then settle the rounds that are over; rounds without invitations (tablet, paper) every night. What is too little to
    hide in goes to other rounds. Returns how many answers became facts. It runs when nobody answers."""
    while _look():
        pass
    past = Q(closes_on__lt=at.date())
    full = Q(size__gt=0, size=F("came") + F("declined"))
    open_to_all = Q(gathers=True) | ~Q(channel=Round.Channel.INVITED)
    unsettled = Answer.objects.filter(moment__isnull=False).values("round_id")
    rounds = Round.objects.filter(past | full | open_to_all, id__in=unsettled).order_by("gathers", "number")
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
    told = {row.id: unseal(row.moment) for row in rows}
    _doubt(rows, told, rounds)
    for row in rows:
        told[row.id].forget_the_day()
        row.moment, row.looked = told[row.id].seal(), True
    _rewrite(rows)
    return len(rows)


@transaction.atomic
def _settle_round(round_id: UUID, at: datetime) -> int:
    """Returns how many became facts: none when they are too few; then they wait, or go to where others of the unit are gathered."""
    row = Round.objects.select_for_update().get(id=round_id)
    rows = list(Answer.objects.select_for_update().filter(round_id=round_id, moment__isnull=False))
    told = {one.id: unseal(one.moment) for one in rows}
    if 0 < sum(one.sound is None for one in told.values()) < STEP:
        if row.closes_on < at.date() or (row.channel == Round.Channel.INVITED and not row.gathers):
            gather(row, at)
        return 0
    count(row, list(told.values()))
    for one in rows:
        one.values, one.flags, one.moment = list(told[one.id].values), told[one.id].flags, None
        one.looked = one.counted = (
            True  # all alike: who came last, or was counted last, is not to be told from the rest
        )
    _rewrite(rows, new_ids=True)
    ledger.record_each([_fact(one, row) for one in rows], by=SYSTEM, at=at)
    _settle_comments(round_id, told.values())
    return len(rows)


def _settle_comments(round_id: UUID, told: Iterable[Sealed]) -> None:
    """Own words become rows of their own, without the answers they came with."""
    said = [(item, text) for one in told for item, text in one.texts.items()]
    SystemRandom().shuffle(said)
    Comment.objects.bulk_create(
        Comment(round_id=round_id, item=item, text=crypto.seal(text.encode(), COMMENT), themes=themes_of(text))
        for item, text in said
    )


def _doubt(rows: list[Answer], told: dict[UUID, Sealed], rounds: dict[UUID, Round]) -> None:
    """Flag what the answers of each device tell together."""
    groups: dict[tuple[str, UUID], list[Sealed]] = defaultdict(list)
    for row in rows:
        one = told[row.id]
        groups[(one.mark, rounds[row.round_id].questionnaire_id)].append(one)
    for (_mark, kind), group in groups.items():
        instrument = held(kind).instrument
        given = [
            (quality.Moment(one.minute or 0, one.mark.encode(), one.shared, bool(one.texts)), [one.values[place] for place in instrument.scored])
            for one in group
        ]  # fmt: skip
        high = instrument.low + (2 * (instrument.high - instrument.low) + 2) // 3
        for one, flags in zip(group, quality.together(given, high), strict=True):
            one.flags |= int(flags)


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
