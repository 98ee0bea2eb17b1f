"""What may be shown, and for which time. Pure: no Django, no database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

ENOUGH = 5  # below this many cases a median or a share says nothing, and may point at a person
RANKABLE = 30  # below this many cases an order by performance is chance
FIRST_YEAR = 2009  # UU 25/2009
QUICK_PAUSE = 1  # seconds between a fact and its figure
SHIELDED_A_SECOND = 100  # a tenth of what is measured for sparse services, so that deciding keeps the worker busy for a small share of the time
FACTS_A_SECOND = 20_000  # so that recomputing keeps the worker busy for a small share of the time

_PERIOD = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?", re.ASCII)


@dataclass(frozen=True)
class Period:
    """A calendar year, or one month of it, in the local time of the unit."""

    year: int
    month: int = 0

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}" if self.month else f"{self.year:04d}"

    @property
    def first(self) -> date:
        """The first day of its first month."""
        return date(self.year, self.month or 1, 1)

    @property
    def after(self) -> date:
        """The first day after it."""
        return date(self.year + (self.month in (0, 12)), (self.month % 12) + 1 if self.month else 1, 1)

    @property
    def whole_year(self) -> Period:
        return Period(self.year)

    @classmethod
    def of(cls, name: str) -> Period:
        """The period of this name, as :meth:`__str__` wrote it."""
        return cls(int(name[:4]), int(name[5:] or 0))

    def months(self, today: date) -> tuple[Period, ...]:
        """The months of its year that have begun by ``today``."""
        begun = 12 if self.year < today.year else today.month if self.year == today.year else 0
        return tuple(Period(self.year, month) for month in range(1, begun + 1))


def read_period(text: str, today: date) -> Period | None:
    """``2026`` or ``2026-10`` as a period; empty is this year. None for anything else and for the future."""
    if not text:
        return Period(today.year)
    found = _PERIOD.fullmatch(text)
    if not found:
        return None
    period = Period(int(found[1]), int(found[2] or 0))
    return period if period.year >= FIRST_YEAR and period.first <= today else None


def pause(finished: int) -> int:
    """Seconds to wait before recomputing a figure over so many cases: the more, the less a single one changes it."""
    return QUICK_PAUSE + finished // FACTS_A_SECOND


def rest(figures: int) -> int:
    """Seconds to wait before deciding anew what is shown of so many figures: deciding takes longer than one figure, so that it must not follow each."""
    return QUICK_PAUSE + figures // SHIELDED_A_SECOND


def percent(part: int, whole: int) -> float | None:
    """A share with one decimal, or None when there are too few. Never 100 or 0 unless it is exactly so."""
    if whole < ENOUGH:
        return None
    if part in (0, whole):
        return 100.0 * part / whole
    return min(max(round(100 * part / whole, 1), 0.1), 99.9)


def may_rank(counts: Iterable[int]) -> bool:
    """Whether an order by performance is allowed: only when every one of them has enough cases."""
    found = list(counts)
    return len(found) > 1 and min(found) >= RANKABLE


def in_order[T](
    rows: Sequence[T], *, name: Callable[[T], str], n: Callable[[T], int], share: Callable[[T], float], ranked: bool
) -> list[T]:
    """Alphabetical; best share first only when that was asked for and is allowed."""
    found = sorted(rows, key=lambda row: name(row).casefold())
    if ranked and may_rank(n(row) for row in found):
        found.sort(key=share, reverse=True)
    return found
