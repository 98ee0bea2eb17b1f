"""Answers are counted in steps. Who looks at the sums of a round twice, a moment or a day apart, sees the difference of at least eight answers:
of one answer alone it would be that answer (ADR 22). At least eight stay back at each step, so that the last step is one of eight, too; which ones
is left to chance."""

from __future__ import annotations

from collections.abc import Sequence
from random import SystemRandom

from django.db import connection

from ..models import Answer, Round
from ..queries.instruments import held
from ..rules.instrument import Instrument
from ..rules.layout import makeup_width, own_total, ticks, width
from .sealing import Sealed, unseal

STEP = 8  # answers: the crowd in which each hides, like that of a draw

_SUMS = """
UPDATE surveys_round SET answered = answered + %(answered)s, sound = sound + %(sound)s, whole = whole + %(whole)s, total = total + %(total)s,
  squares = squares + %(squares)s, ticks = {ticks}, sound_ticks = {sound_ticks}, makeup = {makeup} WHERE id = %(round)s
""".format(
    **{
        name: f"(SELECT coalesce(array_agg(coalesce(kept, 0) + coalesce(more, 0) ORDER BY place), '{{}}') "
        f"FROM unnest({name}, %({name})s::int[]) WITH ORDINALITY AS one (kept, more, place))"
        for name in ("ticks", "sound_ticks", "makeup")
    }
)
_MARK = """
UPDATE surveys_answer AS one SET counted = true, moment = given.moment
FROM unnest(%s::uuid[], %s::bytea[]) AS given (id, moment) WHERE one.id = given.id
"""


def step(row: Round) -> int:
    """Count what waits in a round but for the last eight, in the caller's transaction, which holds the round. Returns how many were counted."""
    waiting = list(
        Answer.objects.filter(round_id=row.id, counted=False, moment__isnull=False).values_list("id", "moment")
    )
    if len(waiting) < 2 * STEP:
        return 0
    chosen = SystemRandom().sample(waiting, len(waiting) - STEP)
    told = [unseal(moment) for _id, moment in chosen]
    count(row, told)
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [[answer_id for answer_id, _moment in chosen], [one.seal() for one in told]])
    return len(chosen)


def count(row: Round, told: Sequence[Sealed]) -> None:
    """Add answers to the sums of their round, those that were counted before only as far as a flag came since. One statement. Who they are is
    forgotten with it."""
    instrument = held(row.questionnaire_id).instrument
    sums = {"answered": 0, "sound": 0, "whole": 0, "total": 0, "squares": 0}
    rows = {
        "ticks": [0] * width(instrument),
        "sound_ticks": [0] * width(instrument),
        "makeup": [0] * makeup_width(instrument),
    }
    for one in told:
        _add(instrument, one, sums, rows)
        one.sound, one.makeup = not one.flags, []
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, {"round": row.id, **sums, **rows})


def _add(instrument: Instrument, one: Sealed, sums: dict[str, int], rows: dict[str, list[int]]) -> None:
    its_ticks = ticks(instrument, one.values)
    if one.sound is None:
        own = own_total(instrument, one.values)
        more = {"answered": 1, "sound": 0, "whole": int(own is not None), "total": own or 0, "squares": (own or 0) ** 2}
        for name, number in more.items():
            sums[name] += number
        _plus(rows["ticks"], its_ticks)
        _plus(rows["makeup"], one.makeup)
    change = int(not one.flags) - int(bool(one.sound))
    sums["sound"] += change
    _plus(rows["sound_ticks"], [change * tick for tick in its_ticks])


def _plus(kept: list[int], more: Sequence[int]) -> None:
    for place, number in enumerate(more):
        kept[place] += number
