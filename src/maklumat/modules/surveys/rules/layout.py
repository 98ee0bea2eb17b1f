"""Where in a row of counters each choice of an instrument stands, and sums out of such rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .index import Tally
from .instrument import Instrument


def width(instrument: Instrument) -> int:
    """How many counters an instrument has."""
    return sum(len(item.choices) for item in instrument.items)


def ticks(instrument: Instrument, values: Sequence[int | None]) -> list[int]:
    """One filled questionnaire as a row of counters."""
    row = [0] * width(instrument)
    for item, places, value in zip(instrument.items, instrument.places, values, strict=True):
        if value is None:
            continue
        if item.kind == "choice":
            row[places[value]] += 1
        elif item.kind == "many":
            for one, place in places.items():
                row[place] += value >> one & 1
    return row


def spread(instrument: Instrument, row: Sequence[int]) -> tuple[dict[int, int], ...]:
    """Of each item: how often each value was chosen."""
    full = row or [0] * width(instrument)
    return tuple({value: full[place] for value, place in places.items()} for places in instrument.places)


def tallies(instrument: Instrument, row: Sequence[int]) -> tuple[Tally, ...]:
    """Of each item: the sum of the values, and how many answered."""
    return tuple(
        Tally(sum(value * count for value, count in one.items()), sum(one.values())) for one in spread(instrument, row)
    )


def makeup_width(instrument: Instrument) -> int:
    return sum(len(trait.choices) for trait in instrument.respondent)


def makeup(instrument: Instrument, traits: Mapping[str, int | None]) -> list[int]:
    """Who somebody is, as a row of counters; what was not said counts nowhere."""
    return [int(traits.get(trait.key) == choice.value) for trait in instrument.respondent for choice in trait.choices]


def makeup_of(instrument: Instrument, row: Sequence[int]) -> dict[str, dict[int, int]]:
    """Of each trait: how many chose each value."""
    rest = iter(row or [0] * makeup_width(instrument))
    return {trait.key: {choice.value: next(rest) for choice in trait.choices} for trait in instrument.respondent}


def own_total(instrument: Instrument, values: Sequence[int | None]) -> int | None:
    """The sum over all scored items of one who answered all of them."""
    found = [values[place] for place in instrument.scored]
    return sum(one for one in found if one is not None) if found and None not in found else None
