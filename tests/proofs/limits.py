"""The time limits of reports against an oracle that counts dates on a wall calendar: same filings, same moments.

``run()`` files a report in every hour of 2024 to 2027, in three time zones and two weeks, under two ladders, for every
class and stage, and compares the due moment and every step of the ladder. Then come reports with pauses, under
holidays that were decreed anew, filed at any microsecond. ``run(cases)`` is a sample of both, the same one every time.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import batched, product
from multiprocessing import Pool
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from maklumat.modules.calendars.rules import holidays
from maklumat.modules.calendars.rules.calendar import Calendar, WeekVersion
from maklumat.modules.calendars.rules.promise import Promise
from maklumat.modules.calendars.rules.resolution import WeekRecord, resolve
from maklumat.modules.calendars.rules.stopwatch import Interval, due, reached_each
from maklumat.modules.complaints.rules import ladder
from tests.complaints import limit_oracle as oracle

SEED = "limits"
PAUSED = 20_000
PAUSED_PER_WORLD = 25
SHOWN = 5
FIRST_DAY, LAST_DAY = date(2024, 1, 1), date(2027, 12, 31)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
YEARS = range(2023, 2030)  # as far as the oracle looks; the longest limit ends in 2029 at the latest
RECORDED = datetime(2023, 6, 1, tzinfo=UTC)
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
OFFICE: tuple[oracle.Hours, ...] = (((480, 720), (780, 960)),) * 4 + (((480, 690), (780, 960)), (), ())
SIX_DAYS: tuple[oracle.Hours, ...] = (((480, 720), (780, 1020)),) * 4 + (((450, 690), (810, 975)), ((480, 720),), ())
WEEKS = {"office": OFFICE, "six days": SIX_DAYS}
ODD_WEEKS: dict[str, tuple[oracle.Hours, ...]] = {
    "ward": (((0, 1440),),) * 7,
    "market": ((), *(((420, 570), (570, 601), (1200, 1440)),) * 3, (), ((0, 1), (1439, 1440)), ((300, 720),)),
}


class Filing(NamedTuple):
    """One case: where and when it was filed, under which ladder, what is asked for."""

    zone: str
    week: str
    ladder: int
    name: str  # of a class or a stage
    filed_at: datetime
    now: datetime
    pauses: tuple[oracle.Pause, ...] = ()
    decrees: tuple[oracle.Decree, ...] = ()


Difference = tuple[Filing, str, datetime | None, datetime | None]
Tally = tuple[Counter[str], list[Difference]]
SPECIAL = ("with pauses", "held by a pause", "moved by a pause", "on holidays decreed anew", "due in the past")


def data_of(one: oracle.Ladder) -> dict[str, Any]:
    """A ladder of the oracle in the form in which an office would import it."""
    steps = [
        {"key": key, "stage": stage, "share": share, "tell": ["head"]}
        for stage, shares in one.steps.items()
        for key, share in shares.items()
    ]
    return {
        "version": one.version,
        "valid_from": one.valid_from.isoformat(),
        "basis": "none",
        "days": dict(one.stages),
        "limits": dict(one.limits),
        "steps": steps,
    }


ORACLES = {one.version: one.promises() for one in (oracle.FIRST, oracle.INVENTED)}
LADDERS = {1: ladder.read(ladder.FIRST), 2: ladder.read(data_of(oracle.INVENTED))}
NAMES = tuple(ORACLES[1])


@lru_cache(maxsize=32)
def both(zone: str, week: str, decrees: tuple[oracle.Decree, ...] = ()) -> tuple[Calendar, oracle.Unit]:
    """The same unit twice: as the rules resolve its calendar, and as the oracle sees it."""
    hours = (WEEKS | ODD_WEEKS)[week]
    recorded = [
        holidays.Decree(
            one.number,
            one.issued_on,
            one.recorded_at,
            tuple(
                holidays.DecreeDay(day, "Libur", "collective_leave" if day.day % 2 else "national", effect)  # type: ignore[arg-type]
                for day, effect in one.effects.items()
            ),
        )
        for one in decrees
    ]
    weeks = [WeekRecord(WeekVersion(FIRST_DAY, zone, hours), RECORDED)]
    calendar = resolve([weeks], recorded, ())
    return calendar, oracle.Unit(zone, hours, oracle.closed_dates(YEARS, decrees))


Asked = dict[tuple[int, str], dict[Fraction, datetime | None]]


def answers(filing: Filing, calendar: Calendar, asked: Asked) -> dict[str, datetime | None]:
    """What the rules say: the due moment, and every step by its key. ``asked`` holds what this life was asked before."""
    one = LADDERS[filing.ladder]
    stages = {"verify": one.verify, "follow_up": one.follow_up, "reply": one.reply}
    days = stages.get(filing.name) or one.limit(ladder.Kind(filing.name) if filing.name else None)
    stage = filing.name if filing.name in stages else "limit"
    shares = {"due": None, **{step.key: step.share for step in one.steps if step.stage == stage}}
    if (days, stage) not in asked:
        stretches = tuple(intervals_of(filing))
        amounts = sorted({Fraction(share or 1) * days for share in shares.values()})
        each = reached_each("working_days", calendar, stretches, amounts, filing.now)
        asked[days, stage] = dict(zip(amounts, each, strict=True))
    found = {key: asked[days, stage][Fraction(share or 1) * days] for key, share in shares.items()}
    # What reports live by is asked in one walk; the plain question must have the same answer.
    plain = due(Promise(days, "working_days"), calendar, tuple(intervals_of(filing)), filing.now)
    return found if plain == found["due"] else found | {"asked alone": plain}


def intervals_of(filing: Filing) -> Iterator[Interval]:
    at = filing.filed_at
    for begin, end in filing.pauses:
        yield Interval("running", at, begin)
        yield Interval("paused", begin, end, "asked")
        if end is None:
            return
        at = end
    yield Interval("running", at)


def expected(filing: Filing, unit: oracle.Unit) -> dict[str, datetime | None]:
    """What the oracle says of the same."""
    days, steps = ORACLES[filing.ladder][filing.name]
    shares = {"due": "1", **steps}
    if not filing.pauses:
        return {key: unit.deadline(filing.filed_at, days, share) for key, share in shares.items()}
    life = filing.filed_at, filing.pauses, filing.now
    return {key: unit.paused_deadline(*life, days, share) for key, share in shares.items()}


def compare(filings: Iterable[Filing]) -> Tally:
    """How many cases and moments were compared, how many of these differ, and the first that do."""
    figures = Counter[str]()
    shown: list[Difference] = []
    asked: Asked = {}
    life = None
    for filing in filings:
        if life != (life := (*filing[:2], *filing[4:])):  # another place, time or pause
            asked = {}
        calendar, unit = both(filing.zone, filing.week, filing.decrees)
        wanted, found = expected(filing, unit), answers(filing, calendar, asked)
        figures["cases"] += 1
        figures["moments"] += len(wanted)
        if filing.pauses or filing.decrees:
            figures.update(special(filing, unit, wanted["due"]))
        if found != wanted:
            keys = [key for key in {**wanted, **found} if wanted.get(key, 0) != found.get(key, 0)]
            figures["differences"] += len(keys)
            shown += [(filing, key, wanted.get(key), found.get(key)) for key in keys[: SHOWN - len(shown)]]
    return figures, shown


def special(filing: Filing, unit: oracle.Unit, wanted: datetime | None) -> list[str]:
    """What is special about a case; counted, so that nobody has to trust the dice."""
    days, _steps = ORACLES[filing.ladder][filing.name]
    holds = (
        filing.pauses,
        wanted is None,
        wanted and wanted != unit.deadline(filing.filed_at, days),
        unit.closed != both(filing.zone, filing.week)[1].closed,
        wanted and wanted < filing.now,
    )
    return [name for name, holding in zip(SPECIAL, holds, strict=True) if holding]


# --- every hour -------------------------------------------------------------------------------------------------


def every_hour(zone: str, week: str, first: date, days: int) -> Iterator[Filing]:
    """A filing for every hour that the unit's own clock shows on these dates, for everything a ladder promises."""
    for number, hour in product(range(days), range(24)):
        day = first + timedelta(days=number)
        at = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        for version, name in product(LADDERS, NAMES):
            yield Filing(zone, week, version, name, at, at)


def some_hours(dice: Random, count: int) -> Iterator[Filing]:
    for _ in range(count):
        zone, day = dice.choice(ZONES), FIRST_DAY + timedelta(days=dice.randrange(DAYS))
        at = datetime(day.year, day.month, day.day, dice.randrange(24), tzinfo=ZoneInfo(zone)).astimezone(UTC)
        yield Filing(zone, dice.choice((*WEEKS,)), dice.choice((*LADDERS,)), dice.choice(NAMES), at, at)


# --- pauses and new decrees -------------------------------------------------------------------------------------


def roll_decrees(dice: Random, around: date) -> tuple[oracle.Decree, ...]:
    """Up to five texts under three numbers: they move leave, take it back, and take that back again."""
    near = [day for year in (around.year, around.year + 1) for day in sorted(oracle.published(year))]
    near = [day for day in near if timedelta(0) <= day - around < timedelta(days=120)]
    made = []
    for number in range(dice.choice((0, 1, 1, 2, 3, 5))):
        effects: dict[date, str] = {}
        for _ in range(dice.randint(1, 6)):
            kind = dice.random()
            if near and kind < 0.5:
                effects[dice.choice(near)] = dice.choice(("open", "open", "closed"))
            else:
                effects[around + timedelta(days=dice.randrange(120))] = "closed" if kind < 0.9 else "open"
        near += effects
        issued = around - timedelta(days=dice.randrange(5))
        recorded = RECORDED + timedelta(minutes=dice.randrange(1_000_000), microseconds=number)
        made.append(oracle.Decree(f"Nomor {dice.randint(1, 3)}", issued, recorded, effects))
    return tuple(made)


def roll_moment(dice: Random, low: datetime, most: timedelta, unit: oracle.Unit) -> datetime:
    """A moment within ``most`` after ``low``: any microsecond, a whole minute, or when the unit opens or closes."""
    moment, kind = low + dice.random() * most, dice.random()
    if kind < 0.3:
        edges = [at for pair in unit.opening(moment.astimezone(unit.zone).date()) for at in pair if at >= low]
        return dice.choice(edges) if edges else moment
    return moment if kind < 0.7 else max(low, moment.replace(second=0, microsecond=0))


def roll_pauses(dice: Random, filed_at: datetime, unit: oracle.Unit) -> tuple[oracle.Pause, ...]:
    pauses: list[oracle.Pause] = []
    at = filed_at
    for _ in range(dice.choice((0, 1, 1, 2, 3, 5))):
        begin = roll_moment(dice, at, timedelta(days=dice.choice((0, 0.3, 3, 20))), unit)
        at = roll_moment(dice, begin, timedelta(days=dice.choice((0, 0.1, 0.5, 4, 40))), unit)
        pauses.append((begin, at))
    if pauses and dice.random() < 0.15:
        pauses[-1] = pauses[-1][0], None
    return tuple(pauses)


def some_lives(dice: Random, count: int) -> Iterator[Filing]:
    """Filings with pauses in them, looked at in the middle or afterwards; a new world of decrees now and then."""
    for number in range(count):
        if number % PAUSED_PER_WORLD == 0:
            around = FIRST_DAY + timedelta(days=dice.randrange(DAYS - 30))
            zone, week = dice.choice(ZONES), dice.choice((*WEEKS, *WEEKS, *ODD_WEEKS))
            # Frozen, so that calendars can be remembered by them.
            decrees = tuple(one._replace(effects=Frozen(one.effects)) for one in roll_decrees(dice, around))
            unit = both(zone, week, decrees)[1]
        begin = datetime(around.year, around.month, around.day, tzinfo=UTC)
        filed_at = roll_moment(dice, begin, timedelta(days=30), unit)
        pauses = roll_pauses(dice, filed_at, unit)
        edges = [filed_at, *(at for pause in pauses for at in pause if at)]
        now = dice.choice(edges) if dice.random() < 0.3 else roll_moment(dice, edges[-1], timedelta(days=30), unit)
        if dice.random() < 0.25:
            now = filed_at + dice.random() * (edges[-1] - filed_at)
        yield Filing(zone, week, dice.choice((*LADDERS,)), dice.choice(NAMES), filed_at, now, pauses, decrees)


class Frozen(dict[date, str]):
    """A dictionary nobody changes."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))


# --- the run ----------------------------------------------------------------------------------------------------


def work(task: tuple[str, Any]) -> Tally:
    kind, how = task
    if kind == "hours":
        return compare(every_hour(*how))
    number, count = how
    dice = Random(f"{SEED} {kind} {number}")
    return compare(some_hours(dice, count) if kind == "some hours" else some_lives(dice, count))


def tasks_of(cases: int | None) -> list[tuple[str, Any]]:
    if cases is not None:
        lives = cases // 4
        return [("some hours", (0, cases - lives)), ("lives", (0, lives))]
    days = [FIRST_DAY + timedelta(days=number) for number in range(DAYS)]
    hours = [("hours", (*where, part[0], len(part))) for where in product(ZONES, WEEKS) for part in batched(days, 30)]
    return [*hours, *(("lives", (number, 500)) for number in range(PAUSED // 500))]


def run(cases: int | None = None, processes: int = 2) -> dict[str, Any]:
    """Compare every start hour and the reports with pauses, or a sample of ``cases``; the figures."""
    began = time.perf_counter()
    tasks = tasks_of(cases)
    figures = Counter[str]()
    shown: list[Difference] = []
    with Pool(processes) if cases is None else nullcontext() as pool:
        results = pool.imap(work, tasks) if pool else map(work, tasks)
        for number, (more, some) in enumerate(results, 1):
            figures.update(more)
            shown += some[: SHOWN - len(shown)]
            if pool and (number % 20 == 0 or number == len(tasks)):
                told = f"{figures['cases']:,} cases, {figures['differences']:,} differences"
                sys.stdout.write(f"limits: {told}, {time.perf_counter() - began:.0f} s\n")
                sys.stdout.flush()
    return {
        "cases": figures["cases"],
        "differences": figures["differences"],
        "wrong": figures["differences"],
        "seconds": round(time.perf_counter() - began, 1),
        "of these": {"moments": figures["moments"], **{name: figures[name] for name in SPECIAL}},
        "shown": [
            {"what": f"{key}: {found} instead of {wanted}", "case": repr(filing)}
            for filing, key, wanted, found in shown
        ],
    }


if __name__ == "__main__":
    result = run(int(sys.argv[1]) if len(sys.argv) > 1 else None)
    sys.stdout.write("".join(f"{key}: {value}\n" for key, value in result.items()))
    sys.exit(1 if result["differences"] else 0)
