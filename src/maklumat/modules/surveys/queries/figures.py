"""Results: indexes and counts out of the rounds' sums. No answer is read for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import connection

from maklumat.kernel import memo
from maklumat.modules.units import api as units

from ..models import Round, Volume
from ..rules.index import Scored, grade, half_interval, krejcie_morgan, rounded, score, worst
from ..rules.instrument import Instrument
from ..rules.layout import makeup_of, makeup_width, spread, tallies, width
from ..rules.sampling import quarter_before
from .instruments import Held, held, versions

CHANNELS = tuple(Round.Channel.values)


@dataclass(frozen=True)
class Element:
    """A group of an instrument. ``mean`` on its own scale with three decimals; ``spread``: how often each value, over its items."""

    key: str
    name: Mapping[str, str]
    mean: Decimal | None
    spread: Mapping[int, int]


@dataclass(frozen=True)
class Outcome:
    """The result of one instrument for somebody and a period. ``index`` with two decimals (``exact`` without rounding), None where nobody answered.

    ``sound_index``: without flagged answers; ``half``: half the 95 % interval; ``wanted``: Krejcie–Morgan of the ``population``.
    """

    questionnaire_id: UUID
    instrument: Instrument
    period: str
    answered: int
    sound: int
    invited: int
    invited_answered: int
    declined: int
    channels: Mapping[str, int]
    index: Decimal | None
    exact: Fraction | None
    sound_index: Decimal | None
    half: float | None
    grade: str
    elements: tuple[Element, ...]
    weakest: tuple[str, ...]
    items: tuple[Mapping[int, int], ...]
    makeup: Mapping[str, Mapping[int, int]]
    population: int
    wanted: int

    @property
    def flagged(self) -> int:
        return self.answered - self.sound


@dataclass
class Sums:
    """Counters of some rounds of one questionnaire, added."""

    ticks: list[int]
    sound_ticks: list[int]
    makeup: list[int]
    numbers: dict[str, int]


_NUMBERS = ("answered", "sound", "declined", "whole", "total", "squares")
_HEADS = ", ".join(f"coalesce(sum({name}), 0)::bigint AS {name}" for name in _NUMBERS)
_CHANNELS = ", ".join(
    f"coalesce(sum(answered) FILTER (WHERE channel = '{one}'), 0)::bigint AS {one}" for one in CHANNELS
)
_HEADS_OF = f"""
questionnaire_id, {{key}} AS home, {_HEADS}, coalesce(sum(size) FILTER (WHERE channel = 'invited'), 0)::bigint AS invited_size, {_CHANNELS}
FROM surveys_round WHERE {{where}} GROUP BY 1, 2
"""
_ARRAYS_OF = """
questionnaire_id, {key} AS home, place, coalesce(sum(tick), 0)::bigint, coalesce(sum(clean), 0)::bigint, coalesce(sum(who), 0)::bigint
FROM surveys_round, unnest(ticks, sound_ticks, makeup) WITH ORDINALITY AS one (tick, clean, who, place) WHERE {where} GROUP BY 1, 2, 3
"""


def edition() -> tuple:
    """Another one whenever somebody answered, or a result was published."""
    return memo.edition("surveys", _stamp)


def _stamp() -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_database(), (SELECT count(*) || '.' || coalesce(sum(answered + declined + sound), 0) FROM surveys_round), "
            "(SELECT count(*) || '.' || coalesce(max(xmin::text::bigint), 0) FROM surveys_result), "
            "(SELECT count(*) || '.' || coalesce(max(xmin::text::bigint), 0) FROM surveys_plan), "
            "(SELECT count(*) FROM surveys_publication)"
        )
        return cursor.fetchone()


def sums(
    *, key: str, period: str, unit_ids: Iterable[UUID] | None = None, service_id: UUID | None = None, by: str = ""
) -> dict[tuple[UUID, UUID | None], Sums]:
    """Sums by questionnaire (a version of the instrument ``key``) and, where asked for, by ``unit_id`` or ``service_id``. Two queries."""
    ids = [one.id for one in versions(key)]
    where, values = ["questionnaire_id = ANY(%s::uuid[])", "period LIKE %s"], [ids, f"{period}%"]
    if unit_ids is not None:
        where.append("unit_id = ANY(%s::uuid[])")
        values.append(list(unit_ids))
    if service_id is not None:
        where.append("service_id = %s")
        values.append(service_id)
    parts = {"key": by or "NULL::uuid", "where": " AND ".join(where)}
    found: dict[tuple[UUID, UUID | None], Sums] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + _HEADS_OF.format(**parts), values)
        names = [*_NUMBERS, "invited_size", *CHANNELS]
        for questionnaire_id, home, *numbers in cursor.fetchall():
            instrument = held(questionnaire_id).instrument
            found[(questionnaire_id, home)] = Sums(
                [0] * width(instrument), [0] * width(instrument), [0] * makeup_width(instrument), dict(zip(names, numbers, strict=True))
            )  # fmt: skip
        cursor.execute("SELECT " + _ARRAYS_OF.format(**parts), values)
        for questionnaire_id, home, place, tick, sound, who in cursor.fetchall():
            one = found[(questionnaire_id, home)]
            for row, value in ((one.ticks, tick), (one.sound_ticks, sound), (one.makeup, who)):
                if place <= len(row):
                    row[place - 1] = value
    return found


def together(rows: Iterable[Sums]) -> Sums | None:
    """Several, added; None of nothing."""
    total: Sums | None = None
    for one in rows:
        if total is None:
            total = Sums(list(one.ticks), list(one.sound_ticks), list(one.makeup), dict(one.numbers))
            continue
        for kept, more in ((total.ticks, one.ticks), (total.sound_ticks, one.sound_ticks), (total.makeup, one.makeup)):
            kept[:] = [a + b for a, b in zip(kept, more, strict=True)]
        for name, number in one.numbers.items():
            total.numbers[name] += number
    return total


def read_out(one: Held, period: str, found: Sums | None, population: int = 0) -> Outcome:
    """Sums as a result."""
    instrument = one.instrument
    found = found or Sums(
        [0] * width(instrument), [0] * width(instrument), [0] * makeup_width(instrument), defaultdict(int)
    )
    numbers = found.numbers
    scored = score(instrument, tallies(instrument, found.ticks))
    sound = score(instrument, tallies(instrument, found.sound_ticks))
    index = rounded(scored.value) if scored else None
    return Outcome(
        questionnaire_id=one.id, instrument=instrument, period=period, answered=numbers["answered"], sound=numbers["sound"],
        invited=numbers["invited_size"], invited_answered=numbers["invited"], declined=numbers["declined"],
        channels={name: numbers[name] for name in CHANNELS if numbers[name]}, index=index, exact=scored.value if scored else None, sound_index=rounded(sound.value) if sound else None,
        half=_half(instrument, numbers), grade=grade(instrument, scored.value) if scored else "",
        elements=_elements(instrument, scored, found.ticks), weakest=worst(scored.groups) if scored else (),
        items=spread(instrument, found.ticks), makeup=makeup_of(instrument, found.makeup), population=population,
        wanted=krejcie_morgan(population),
    )  # fmt: skip


def _half(instrument: Instrument, numbers: Mapping[str, int]) -> float | None:
    """Of the index: a respondent's own total is turned into the index's scale."""
    if instrument.method == "free":
        return None
    half = half_interval(numbers["total"], numbers["squares"], numbers["whole"])
    scale = {"skm": 25, "f03": 1, "index4": 4 / instrument.high}[instrument.method] / len(instrument.scored)
    return round(half * scale, 2) if half is not None else None


def _elements(instrument: Instrument, scored: Scored | None, ticks: Sequence[int]) -> tuple[Element, ...]:
    by_item, found = spread(instrument, ticks), []
    for group in instrument.groups:
        counts: dict[int, int] = defaultdict(int)
        for place in instrument.scored:
            if instrument.items[place].group == group.key:
                for value, many in by_item[place].items():
                    counts[value] += many
        mean = scored.groups.get(group.key) if scored else None
        found.append(Element(group.key, group.name, rounded(mean, 3) if mean is not None else None, dict(counts)))
    return tuple(found)


def outcome(unit_id: UUID, key: str, period: str) -> Outcome:
    """The result of a unit with everything below it. Of several versions in one period the newest that was answered. Three queries."""
    below = units.tree().below(unit_id)
    return _newest(key, period, sums(key=key, period=period, unit_ids=below), population(below, period))


def service_outcome(service_id: UUID, key: str, period: str) -> Outcome:
    """The result of one service. Three queries."""
    cases = population(None, period, service_id)
    return _newest(key, period, sums(key=key, period=period, service_id=service_id), cases)


def by_service(unit_id: UUID | None, key: str, period: str) -> dict[UUID | None, Outcome]:
    """The results of a unit's services, or of all; None: those asked together. Two queries."""
    below = None if unit_id is None else units.tree().below(unit_id)
    found = sums(key=key, period=period, unit_ids=below, by="service_id")
    return {home: _newest(key, period, {k: v for k, v in found.items() if k[1] == home}) for _id, home in found}


def by_unit(key: str, period: str) -> dict[UUID, Outcome]:
    """The results of all units, each with everything below it. Two queries."""
    found, tree = sums(key=key, period=period, by="unit_id"), units.tree()
    gathered: dict[UUID, dict[UUID, list[Sums]]] = defaultdict(lambda: defaultdict(list))
    for (questionnaire_id, home), one in found.items():
        for above in tree.above(home) if home else ():
            gathered[above.id][questionnaire_id].append(one)
    known = {one.id: one for one in versions(key)}
    done = {}
    for unit_id, versions_of in gathered.items():
        newest = max(versions_of, key=lambda one: known[one].instrument.version)
        done[unit_id] = read_out(known[newest], period, together(versions_of[newest]))
    return done


def population(unit_ids: Iterable[UUID] | None, period: str, service_id: UUID | None = None) -> int:
    """How many cases ended in the quarter before; of a year, or where there was none before, in the period itself. One query."""
    before = quarter_before(period) if len(period) == 7 and period[5] == "Q" else period
    rows = Volume.objects.filter(period__startswith=period) | Volume.objects.filter(period=before)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    if service_id is not None:
        rows = rows.filter(service_id=service_id)
    counts: dict[str, int] = defaultdict(int)
    for when, cases in rows.values_list("period", "cases"):
        counts[when] += cases
    if before != period:
        return counts.get(before) or counts.get(period, 0)
    return sum(counts.values())


def _newest(key: str, period: str, found: Mapping[tuple[UUID, UUID | None], Sums], cases: int = 0) -> Outcome:
    known = versions(key)
    for one in known:
        total = together(row for (questionnaire_id, _home), row in found.items() if questionnaire_id == one.id)
        if total is not None and total.numbers["answered"]:
            return read_out(one, period, total, cases)
    return read_out(known[0], period, together(found.values()) if len(found) == 1 else None, cases)


def frozen(found: Outcome) -> dict[str, Any]:
    """What a published result keeps: everything its poster and report need, as JSON."""
    return {
        "answered": found.answered, "sound": found.sound, "invited": found.invited, "invited_answered": found.invited_answered,
        "declined": found.declined, "channels": dict(found.channels), "index": str(found.index), "sound_index": str(found.sound_index),
        "half": found.half, "grade": found.grade, "population": found.population, "wanted": found.wanted, "weakest": list(found.weakest),
        "elements": [{"key": one.key, "mean": str(one.mean) if one.mean is not None else None, "spread": {str(k): v for k, v in one.spread.items()}} for one in found.elements],
        "items": [{str(k): v for k, v in one.items()} for one in found.items],
        "makeup": {trait: {str(k): v for k, v in counts.items()} for trait, counts in found.makeup.items()},
    }  # fmt: skip


def periods(today: date) -> tuple[str, ...]:
    """The quarters that can be chosen, newest first, and the years. Two years back."""
    found = [f"{today.year}-Q{number}" for number in range((today.month + 2) // 3, 0, -1)]
    found += [f"{today.year - 1}-Q{number}" for number in (4, 3, 2, 1)]
    return (*found, str(today.year), str(today.year - 1))
