"""Doubts about answers: each a flag with its reason. Nothing is thrown away; every index is told with and without flagged answers.

Satisfied people do tick one column from top to bottom, so the same value everywhere is a doubt only when it also came too quickly to be read.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntFlag


class Flag(IntFlag):
    """Bits of an answer's flags."""

    STRAIGHT = 1
    FAST = 2
    BURST = 4
    OFFICER = 8


SECONDS_TO_READ = 2.9  # a question: less for all of them, and one value everywhere, was not read
SECONDS_TO_CLICK = 1.7  # a question: less is quicker than reading and clicking
FEWEST = 5  # questions: of fewer nothing can be told
BURST_MOST, BURST_MINUTES = 6, 180  # answers of one telephone within three hours; a family sends three
RUN, GAP, ALIKE = (
    7,
    2.6,
    0.6,
)  # answers in a row at one counter, minutes between two of them, share of different ones at most
BLENDED = 1  # answers that differ in so few questions count as alike


@dataclass(frozen=True)
class Moment:
    """What is known of an answer until the night. ``minute``: since midnight, with fractions; ``device``: blind; ``spoke``: left a comment;
    ``shared``: a tablet or an officer's computer, which many use."""

    minute: float
    device: bytes
    shared: bool
    spoke: bool


def at_once(values: Sequence[int | None], seconds: float | None) -> Flag:
    """What one answer tells by itself. ``values``: of the scored questions; ``seconds`` None: nobody measured (paper)."""
    given = [value for value in values if value is not None]
    found = Flag(0)
    if seconds is None or len(given) < FEWEST:
        return found
    if seconds < SECONDS_TO_CLICK * len(given):
        found |= Flag.FAST
    if len(set(given)) == 1 and seconds < SECONDS_TO_READ * len(given):
        found |= Flag.STRAIGHT
    return found


def together(answers: Sequence[tuple[Moment, Sequence[int | None]]], high: int) -> list[Flag]:
    """What the answers of one device on one day tell together, in the order given. ``high``: from this value on an answer praises."""
    order = sorted(range(len(answers)), key=lambda place: answers[place][0].minute)
    found = [Flag(0)] * len(answers)
    if not answers:
        return found
    if answers[0][0].shared:
        for place in _uniform(order, answers, high):
            found[place] |= Flag.OFFICER
    else:
        for place in _bursts(order, answers):
            found[place] |= Flag.BURST
    return found


def _bursts(order: Sequence[int], answers: Sequence[tuple[Moment, Sequence[int | None]]]) -> Iterable[int]:
    for first in range(len(order) - BURST_MOST + 1):
        last = first + BURST_MOST - 1
        if answers[order[last]][0].minute - answers[order[first]][0].minute <= BURST_MINUTES:
            yield from order[first : last + 1]


def _uniform(order: Sequence[int], answers: Sequence[tuple[Moment, Sequence[int | None]]], high: int) -> Iterable[int]:
    """Those in a row, shortly one after another, that all praise in a few variants and say nothing."""
    for first in range(len(order) - RUN + 1):
        places = order[first : first + RUN]
        minutes = [answers[place][0].minute for place in places]
        if any(later - earlier > GAP for earlier, later in itertools.pairwise(minutes)):
            continue
        rows = [answers[place] for place in places]
        if any(moment.spoke or any(value is None or value < high for value in values) for moment, values in rows):
            continue
        if len(_kinds([values for _moment, values in rows])) <= ALIKE * RUN:
            yield from places


def _kinds(rows: Sequence[Sequence[int | None]]) -> list[Sequence[int | None]]:
    """One of each kind: rows that differ in at most ``BLENDED`` questions are of one kind."""
    kinds: list[Sequence[int | None]] = []
    for row in rows:
        if not any(sum(a != b for a, b in zip(row, kind, strict=True)) <= BLENDED for kind in kinds):
            kinds.append(row)
    return kinds
