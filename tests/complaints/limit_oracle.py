"""A second, naive reading of the time limits of reports: it counts dates on a wall calendar, one after the other.

Written from the text of the rules alone (docs/adr/0013-the-clock.md). Nothing here imports ``maklumat``. What it says:

* The local date of filing is day 0, whatever the hour. A working day is a date that is not closed and on which the
  week has hours. N working days end when the unit closes on the Nth working day after day 0.
* A step stands at a share of the limit. 0.8 of 14 days are 11.2 days: eleven working days, and a fifth of the opening
  hours of the twelfth. A share that is used up when the unit closes for lunch is used up then, not after lunch.
* While a report is paused nothing is used; afterwards it goes on where it stood. What a day gives is the part of its
  own opening hours during which the report ran. A moment between two microseconds is the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import holidays

ONE_DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
NEVER = datetime.max.replace(tzinfo=UTC)

# --- what the ministers decreed ---------------------------------------------------------------------------------

# SKB 855/3/4 of 2023 (the general election and the regional elections were added by presidential decrees), SKB
# 1017/2/2 of 2024 (18 August was added in 2025), SKB 1497/2/5 of 2025, and the SKB of September 2026. Month-day.
NATIONAL = {
    2024: "01-01 02-08 02-10 02-14 03-11 03-29 03-31 04-10 04-11 05-01 05-09 05-23 06-01 06-17 07-07 08-17 09-16 "
    "11-27 12-25",
    2025: "01-01 01-27 01-29 03-29 03-31 04-01 04-18 04-20 05-01 05-12 05-29 06-01 06-06 06-27 08-17 09-05 12-25",
    2026: "01-01 01-16 02-17 03-19 03-21 03-22 04-03 04-05 05-01 05-14 05-27 05-31 06-01 06-16 08-17 08-25 12-25",
    2027: "01-01 01-05 02-06 03-08 03-10 03-11 03-26 03-28 05-01 05-06 05-17 05-20 06-01 06-06 08-15 08-17 12-25 12-26",
}
COLLECTIVE_LEAVE = {
    2024: "02-09 03-12 04-08 04-09 04-12 04-15 05-10 05-24 06-18 12-26",
    2025: "01-28 03-28 04-02 04-03 04-04 04-07 05-13 05-30 06-09 08-18 12-26",
    2026: "02-16 03-18 03-20 03-23 03-24 05-15 05-28 12-24",
    2027: "02-05 03-09 03-12 03-15 03-25 05-18 05-19 12-24",
}


@lru_cache(maxsize=32)
def published(year: int) -> frozenset[date]:
    """The closed dates of a year: by decree, or, where none is out yet, what the library of holidays expects."""
    if year in NATIONAL:
        days = (NATIONAL[year] + " " + COLLECTIVE_LEAVE[year]).split()
        return frozenset(date.fromisoformat(f"{year}-{day}") for day in days)
    return frozenset(holidays.country_holidays("ID", years=year, categories=("public", "government")))


class Decree(NamedTuple):
    """A change of the closed dates: ``effects`` says "closed" or "open" per date."""

    number: str
    issued_on: date
    recorded_at: datetime
    effects: Mapping[date, str]


def closed_dates(years: Iterable[int], decrees: Sequence[Decree] = ()) -> frozenset[date]:
    """Per date the newest decree that names it decides; of one number only the text that was recorded last counts."""
    closed = set[date]().union(*(published(year) for year in years))
    texts = [one for one in decrees if all(one.recorded_at >= b.recorded_at for b in decrees if b.number == one.number)]
    for day in {day for one in texts for day in one.effects}:
        newest = max((one for one in texts if day in one.effects), key=lambda one: (one.issued_on, one.recorded_at))
        (closed.add if newest.effects[day] == "closed" else closed.discard)(day)
    return frozenset(closed)


# --- the ladders ------------------------------------------------------------------------------------------------

CLASSES = ("request", "complaint", "oversight", "aspiration")
UNKNOWN = ""  # a report whose class nobody has named yet: the shortest limit of all


class Ladder(NamedTuple):
    """Working days per class and per stage; per stage its ``steps`` with their shares, "limit" for those of the class."""

    version: int
    valid_from: date
    limits: Mapping[str, int]
    stages: Mapping[str, int]
    steps: Mapping[str, Mapping[str, str]]

    def promises(self) -> dict[str, tuple[int, Mapping[str, str]]]:
        """For every class and stage its working days, and the share of every step that hangs on it."""
        limits = {**self.limits, UNKNOWN: min(self.limits.values())}
        return {
            **{name: (days, self.steps["limit"]) for name, days in limits.items()},
            **{name: (days, self.steps.get(name, {})) for name, days in self.stages.items()},
        }


FIRST = Ladder(
    version=1,
    valid_from=date(2024, 1, 1),
    limits=dict(zip(CLASSES, (5, 14, 60, 14), strict=True)),
    stages={"verify": 3, "follow_up": 5, "reply": 10},
    steps={
        "verify": {"verify_due": "0.8", "verify_late": "1"},
        "follow_up": {"follow_up_due": "0.8", "follow_up_late": "1"},
        "limit": {"limit_80": "0.8", "limit_100": "1", "limit_125": "1.25", "limit_150": "1.5"},
    },
)
INVENTED = Ladder(  # no law: other numbers, and shares that fall on lunch and between two microseconds
    version=2,
    valid_from=date(2026, 1, 1),
    limits=dict(zip(CLASSES, (3, 10, 45, 20), strict=True)),
    stages={"verify": 1, "follow_up": 2, "reply": 7},
    steps={
        "verify": {"half_of_verify": "0.5", "verify_late": "1"},
        "follow_up": {"follow_up_due": "0.75"},
        "limit": {"limit_early": "0.05", "limit_third": "0.333333333333", "limit_110": "1.1"},
    },
)

# --- a unit and its days ----------------------------------------------------------------------------------------

Hours = tuple[tuple[int, int], ...]
Opening = list[tuple[datetime, datetime]]
Pause = tuple[datetime, datetime | None]


class Unit:
    """An office: its time zone, the opening minutes of its week (Monday first), and the dates it is closed."""

    def __init__(self, zone: str, week: Sequence[Hours], closed: frozenset[date]) -> None:
        self.zone, self.week, self.closed = ZoneInfo(zone), tuple(week), closed
        self._known: dict[tuple[date, int, str], datetime] = {}

    def opening(self, day: date) -> Opening:
        """From when to when the unit is open on a local date, in UTC; nothing unless it is a working day."""
        if day in self.closed:
            return []
        midnight = datetime.combine(day, time(), self.zone)  # adding to it moves the hands of the local clock
        pairs = [
            [(midnight + timedelta(minutes=at)).astimezone(UTC) for at in pair] for pair in self.week[day.weekday()]
        ]
        return [(begin, end) for begin, end in pairs]

    def working_day_after(self, day: date, number: int) -> date:
        """The ``number``-th working day after a date."""
        while number:
            day += ONE_DAY
            number -= bool(self.opening(day))
        return day

    def deadline(self, filed_at: datetime, days: int, share: str = "1") -> datetime:
        """When ``share`` of so many working days is over, in UTC, for a report that is never paused.

        Remembered by date: the hour of filing has no say in it.
        """
        key = filed_at.astimezone(self.zone).date(), days, share
        if key not in self._known:
            self._known[key] = self._deadline(*key)
        return self._known[key]

    def _deadline(self, day: date, days: int, share: str) -> datetime:
        whole, part = divmod(Fraction(share) * days, 1)
        if not part:
            return self.opening(self.working_day_after(day, whole))[-1][1]
        opening = self.opening(self.working_day_after(day, whole + 1))
        rest = part * (sum((end - begin for begin, end in opening), timedelta()) // MICROSECOND)
        for begin, end in opening:
            if rest <= (end - begin) // MICROSECOND:
                return begin + rest.__floor__() * MICROSECOND
            rest -= (end - begin) // MICROSECOND
        raise AssertionError("a part of a day is longer than the day")

    def paused_deadline(
        self, filed_at: datetime, pauses: Sequence[Pause], now: datetime, days: int, share: str = "1"
    ) -> datetime | None:
        """The same with pauses, as known at ``now``; None while a pause lasts that began before that share was used."""
        still = (begin if end is None or end > now else None for begin, end in pauses if begin <= now)
        known = [(begin, end if end and end <= now else NEVER) for begin, end in pauses if begin <= now]
        stands = next((begin for begin in still if begin), None)
        left, day = Fraction(share) * days, filed_at.astimezone(self.zone).date()
        while stands is None or day <= stands.astimezone(self.zone).date():
            day += ONE_DAY
            opening = self.opening(day)
            whole = sum((end - begin for begin, end in opening), timedelta()) // MICROSECOND
            for begin, end in without(opening, known):
                gives = Fraction((end - begin) // MICROSECOND, whole)
                if gives >= left:
                    return begin + (left * whole).__floor__() * MICROSECOND
                left -= gives
        return None


def without(opening: Opening, pauses: Sequence[tuple[datetime, datetime]]) -> Opening:
    """What is left of the opening hours when the pauses are cut out."""
    for low, high in pauses:
        halves = [half for begin, end in opening for half in ((begin, min(end, low)), (max(begin, high), end))]
        opening = [(begin, end) for begin, end in halves if begin < end]
    return opening
