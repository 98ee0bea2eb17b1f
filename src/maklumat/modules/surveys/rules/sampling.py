"""Who is asked: decided by the system, by chance, so many as the volume wants. Nobody picks his respondents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from random import Random

from .index import krejcie_morgan

SMALLEST_GROUP = 8  # so many are invited together at least: an answer hides among them
PATIENCE_DAYS = 14  # a service with too few waits so long, then it is drawn with the others of its unit
LONGEST_DAYS = 60  # then nobody is asked any more
EXPECTED_RATE = Fraction(2, 5)  # how many of those invited answer, until the unit's own experience is known
EXPERIENCE = 50  # invitations after which that experience counts
# What each kind of candidate is asked, in parts of a hundred. Who applied online judges the online service (F-03 daring).
MIX = {
    "online": (("skm", 75), ("f03-daring", 25)), "counter": (("skm", 75), ("f03-luring", 25)), "visit": (("skm", 75), ("f03-luring", 25)),
    "complaint": (("pengaduan", 100),),
}  # fmt: skip


def quarter_of(day: date) -> str:
    """The period of a survey: ``2026-Q4``."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def quarter_before(period: str) -> str:
    year, number = int(period[:4]), int(period[-1])
    return f"{year:04d}-Q{number - 1}" if number > 1 else f"{year - 1:04d}-Q4"


def quarter_after(period: str) -> str:
    year, number = int(period[:4]), int(period[-1])
    return f"{year:04d}-Q{number + 1}" if number < 4 else f"{year + 1:04d}-Q1"


def days_of(period: str) -> tuple[date, date]:
    """The first day, and the first day after it. ``2026``, ``2026-Q4`` or ``2026-11``."""
    year = int(period[:4])
    if len(period) == 4:
        return date(year, 1, 1), date(year + 1, 1, 1)
    first, months = (3 * int(period[-1]) - 2, 3) if period[5] == "Q" else (int(period[5:]), 1)
    after = first + months
    return date(year, first, 1), date(year + after // 13, after - 12 if after > 12 else after, 1)


def allotted(volumes: Mapping[str, int]) -> dict[str, int]:
    """How many answers are wanted of each stratum: the size for the whole (Krejcie–Morgan), shared by volume, largest remainders first.
    Nobody is left out: a stratum with anybody gets at least one."""
    total = sum(volumes.values())
    wanted = krejcie_morgan(total)
    if not wanted:
        return dict.fromkeys(volumes, 0)
    exact = {key: Fraction(wanted * volume, total) for key, volume in volumes.items()}
    shares = {key: int(part) for key, part in exact.items()}
    for key in sorted(exact, key=lambda one: (shares[one] - exact[one], one))[: wanted - sum(shares.values())]:
        shares[key] += 1
    return {key: max(shares[key], 1) if volumes[key] else 0 for key in volumes}


def rate_of(invited: int, answered: int) -> Fraction:
    """How many of those invited will answer: by experience, else by expectation; never below a tenth."""
    if invited < EXPERIENCE:
        return EXPECTED_RATE
    return max(Fraction(answered, invited), Fraction(1, 10))


def chance(wanted: int, volume: int, rate: Fraction) -> Fraction:
    """The share of those waiting that is invited, so that ``wanted`` answers come of ``volume`` cases."""
    if volume <= 0:
        return Fraction(1)
    return min(Fraction(1), Fraction(wanted, volume) / rate)


def draw[T](waiting: Sequence[T], share: Fraction, dice: Random) -> list[T]:
    """So many of them as ``share`` says, by chance, in the order of chance. Fewer than the smallest group: all of them, so that the
    answers of few do not point at somebody; still too few: the caller waits."""
    many = int(share * len(waiting))
    if share * len(waiting) - many > dice.random():
        many += 1
    many = max(many, min(SMALLEST_GROUP, len(waiting)))
    return dice.sample(list(waiting), many)


def divided[T](waiting: Sequence[T], mix: Sequence[tuple[str, int]], dice: Random) -> dict[str, list[T]]:
    """Each of them gets one instrument by chance. A part too small to hide in goes to the largest."""
    parts: dict[str, list[T]] = {key: [] for key, _share in mix}
    for one in waiting:
        parts[dice.choices([key for key, _share in mix], [share for _key, share in mix])[0]].append(one)
    largest = max(mix, key=lambda one: one[1])[0]
    for key, part in parts.items():
        if key != largest and len(part) < SMALLEST_GROUP:
            parts[largest] += part
            parts[key] = []
    if len(parts[largest]) < SMALLEST_GROUP:
        return {largest: list(waiting)}
    return {key: part for key, part in parts.items() if part}
