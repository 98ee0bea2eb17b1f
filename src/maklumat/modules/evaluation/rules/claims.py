"""What users remember of days and rupiah (F-03), held against what the ledger knows of the same services. Sums only, no person.

Answers and cases are not the same people, so nobody is compared with his own case: what is asked is whether so many answers beyond a limit
could be chance if the ledger told the whole truth (upper tail of the binomial distribution, one in twenty).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

FEWEST = 8  # answers: the smallest crowd in which one hides (ADR 22)
CHANCE = 0.05
MOST, MIDDLE = 90, 50  # percent of the cases

Counts = Mapping[int, int]  # value → how often


@dataclass(frozen=True)
class Compared:
    """One comparison. ``what``: ``days`` (``beyond``: answers above ``limit``, the days within which nine in ten cases ended), ``paid`` (answers
    of more than nothing; ``charged`` of the ``cases`` had a fee) or ``over`` (answers above ``limit``, the highest fee of all cases).

    ``middles``: the median of answers and of cases. ``differs``: more answers are beyond than chance explains.
    """

    what: str
    answers: int
    beyond: int
    limit: int
    cases: int
    charged: int
    middles: tuple[int, int]
    differs: bool


def compare_days(claimed: Counts, known: Counts) -> Compared | None:
    """Days from handing in to the result. None with too few answers, or without a case."""
    if not _enough(claimed, known):
        return None
    limit = percentile(known, MOST)
    return _compared("days", claimed, known, limit, 1 - MOST / 100, 0)


def compare_fees(claimed: Counts, known: Counts) -> tuple[Compared, ...]:
    """Rupiah: who paid anything at all, and who paid more than anybody was charged. Empty with too few answers, or without a case."""
    if not _enough(claimed, known):
        return ()
    highest, charged = max(known), sum(count for fee, count in known.items() if fee > 0)
    paid = _compared("paid", claimed, known, 0, charged / sum(known.values()), charged)
    return (paid, _compared("over", claimed, known, highest, 0.0, charged)) if highest else (paid,)


def _enough(claimed: Counts, known: Counts) -> bool:
    return sum(claimed.values()) >= FEWEST and sum(known.values()) > 0


def _compared(what: str, claimed: Counts, known: Counts, limit: int, expected: float, charged: int) -> Compared:
    answers = sum(claimed.values())
    beyond = sum(count for value, count in claimed.items() if value > limit)
    middles = percentile(claimed, MIDDLE), percentile(known, MIDDLE)
    differs = at_least(beyond, answers, expected) < CHANCE
    return Compared(what, answers, beyond, limit, sum(known.values()), charged, middles, differs)


def percentile(counts: Counts, percent: int) -> int:
    """The smallest value that so many percent do not exceed (nearest rank)."""
    rank, passed = -(-percent * sum(counts.values()) // 100), 0
    for value in sorted(counts):
        passed += counts[value]
        if passed >= rank:
            return value
    raise ValueError("nothing was counted")


def at_least(beyond: int, answers: int, expected: float) -> float:
    """How likely ``beyond`` or more of ``answers`` are, when each is with probability ``expected``."""
    if beyond == 0 or expected >= 1:
        return 1.0
    if expected <= 0:
        return 0.0
    yes, no, whole = math.log(expected), math.log1p(-expected), math.lgamma(answers + 1)
    return math.fsum(
        math.exp(whole - math.lgamma(n + 1) - math.lgamma(answers - n + 1) + n * yes + (answers - n) * no)
        for n in range(beyond, answers + 1)
    )
