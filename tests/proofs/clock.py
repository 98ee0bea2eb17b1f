"""The stopwatch against a clock that counts every minute: same cases, same answers, or a difference is reported.

``run(cases)`` rolls that many cases (the same ones every time), lets both sides answer and returns the figures.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from multiprocessing import Pool
from random import Random

from maklumat.modules.calendars.rules import calendar, promise, stopwatch
from maklumat.modules.calendars.rules import holidays as rules_holidays
from tests.calendars import oracle

SEED = "maklumat"
CASES_PER_WORLD = 100
WORLDS_PER_TASK = 5
SHOWN = 5
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MINUTE_US = 60_000_000
FEATURES = (
    "zone changes during the case",
    "starts on a closed date",
    "with pauses",
    "with a pause of no length",
    "broken",
    "due in the past",
    "no due moment",
    "due within a minute",
    "closed, then due as at its end",
)
MOVED = "due moved by a decree"


def real_closed(world: oracle.World, known: int) -> dict:
    """The closed dates as the rules resolve them from what was recorded until ``known``.

    Every decree is recorded when it is issued and under its own number; what else may happen to decrees is left to
    test_resolve_holidays.py.
    """
    decrees = [
        rules_holidays.Decree(
            number=f"Nomor {decree.recorded}",
            issued_on=oracle.moment(decree.recorded).date(),
            recorded_at=oracle.moment(decree.recorded),
            days=tuple(rules_holidays.DecreeDay(day, "Libur", "national", effect) for day, effect in decree.effects),
        )
        for decree in world.decrees
        if decree.recorded <= known
    ]
    locals_ = [
        rules_holidays.LocalDay(local.date, "Hari jadi", oracle.moment(local.recorded), local.effect, local.place)
        for local in world.locals
        if local.recorded <= known
    ]
    return rules_holidays.closed_dates(world.years, decrees, locals_)


def real_calendar(world: oracle.World, known: int) -> calendar.Calendar:
    versions = tuple(calendar.WeekVersion(*version) for version in world.versions)
    return calendar.Calendar(versions, real_closed(world, known))


def compare_days(world: oracle.World, known: int, table: oracle.Table, real: calendar.Calendar) -> list[str]:
    """Closed dates, day limits and opening minutes of every day of the table."""
    differences = []
    if set(real.closed) != world.closed(known):
        differences.append(f"closed: {sorted(set(real.closed) ^ world.closed(known))}")
    for number, day in enumerate(table.dates):
        found = real.day(day)
        expected = (table.starts[number], table.starts[number] + table.lengths[number], table.opens[number])
        if (found.start, found.end, found.open) != tuple(value * MINUTE_US for value in expected):
            differences.append(f"day {day}: {found} instead of {expected}")
        if real.is_working_day(day) != (table.opens[number] > 0):
            differences.append(f"is_working_day({day})")
    return differences


def same_moment(expected: Fraction | str | None, found: datetime | None, table: oracle.Table) -> bool:
    """Equal, but for the part of a microsecond by which ``found`` may be earlier."""
    if expected is None or found is None:
        return expected is None and found is None
    microseconds = (found - EPOCH) // MICROSECOND
    if expected == oracle.BEYOND:
        return microseconds >= table.end * MINUTE_US
    return microseconds <= expected * MINUTE_US < microseconds + 1


def compare(table: oracle.Table, real: calendar.Calendar, case: oracle.Case) -> tuple[oracle.Answer, list[str]]:
    """What the naive clock says and everything in which the stopwatch disagrees."""
    expected = oracle.count(table, case)
    budget = promise.Promise(case.number, case.unit)
    intervals = [
        stopwatch.Interval(
            "running" if running else "paused", oracle.moment(start), None if end is None else oracle.moment(end)
        )
        for running, start, end in case.intervals
    ]
    now = oracle.moment(case.now)
    known = budget, real, intervals
    due = stopwatch.due(*known, now)
    reached = stopwatch.reached(*known, case.share, now)
    answers = {
        "used": (expected.used, stopwatch.used(*known, now)),
        "remaining": (case.number - expected.used, stopwatch.remaining(*known, now)),
        "kept": (expected.kept, stopwatch.kept(*known, now)),
        "net": (timedelta(minutes=expected.net), stopwatch.net(real, intervals, now)),
        "gross": (timedelta(minutes=expected.gross), stopwatch.gross(intervals, now)),
    }
    differences = [f"{name}: {b!r} instead of {a!r}" for name, (a, b) in answers.items() if a != b]
    for name, a, b in (("due", expected.due, due), (f"reached {case.share}", expected.reached, reached)):
        if not same_moment(a, b, table):
            wanted = oracle.moment(int(a)) if isinstance(a, Fraction) else a
            differences.append(f"{name}: {b} instead of {a} ({wanted})")
    if due is not None and not stopwatch.kept(*known, due):
        differences.append(f"kept: not any more at the due moment {due}")
    return expected, differences


def features(table: oracle.Table, case: oracle.Case, answer: oracle.Answer) -> list[str]:
    """What is special about a case; counted, so that nobody has to trust the dice."""
    start, last = case.intervals[0].start, max(case.now, case.intervals[-1].start)
    days = range(table.number_of(start), table.number_of(min(last, table.end - 1)) + 1)
    pauses = [interval for interval in case.intervals if not interval.running and interval.start <= case.now]
    known = isinstance(answer.due, Fraction)
    holds = (
        any(table.lengths[day] != 1440 for day in days),
        not table.opens[days[0]],
        pauses,
        any(pause.start == pause.end for pause in pauses),
        not answer.kept,
        known and answer.due < case.now,
        answer.due is None,
        known and answer.due.denominator > 1,
        answer.at_end and answer.kept and answer.due is not None,
    )
    special = [name for name, holding in zip(FEATURES, holds, strict=True) if holding]
    return [case.unit, *special, *(["due beyond the table"] if answer.due == oracle.BEYOND else [])]


def check_world(dice: Random, cases: int) -> tuple[Counter, list[tuple]]:
    """Roll one world and cases in it; some are counted again as known before or after the last decree."""
    world = oracle.roll_world(dice)
    figures, failures = Counter(), []
    tables = []
    for known in world.known:
        same = tables and world.closed(known) == world.closed(tables[0][0])
        table, real = tables[0][1] if same else world.table(known), real_calendar(world, known)
        tables.append((known, table, real))
        figures["days"] += len(table.dates)
        failures += [(0, text, world, known, None) for text in compare_days(world, known, table, real)]
    for number in range(cases):
        known, table, real = tables[number % 2]
        case = oracle.roll_case(dice, table)
        answer, differences = compare(table, real, case)
        figures.update(features(table, case, answer))
        figures["cases"] += 1
        if number % 4 == 0 and tables[0][2] != tables[1][2]:
            other_known, other_table, other_real = tables[1 - number % 2]
            other, more = compare(other_table, other_real, case)
            figures["counted again after a decree"] += 1
            figures[MOVED] += other.due != answer.due
            if more:
                failures.append((len(case.intervals) * 100 + case.number, "; ".join(more), world, other_known, case))
        if differences:
            failures.append((len(case.intervals) * 100 + case.number, "; ".join(differences), world, known, case))
    return figures, failures


def check_task(task: tuple[str, int, int]) -> tuple[Counter, int, list[tuple]]:
    seed, number, cases = task
    figures, failures = Counter(), []
    dice = Random(f"{seed} {number}")
    while cases > 0:
        more, wrong = check_world(dice, min(cases, CASES_PER_WORLD))
        figures.update(more)
        failures += wrong
        cases -= CASES_PER_WORLD
    return figures, len(failures), sorted(failures, key=lambda failure: failure[0])[:SHOWN]


def run(cases: int, *, seed: str = SEED, processes: int | None = None) -> dict:
    """Compare ``cases`` cases; the figures, with the smallest differing examples."""
    began = time.perf_counter()
    each = CASES_PER_WORLD * WORLDS_PER_TASK
    tasks = [(seed, number, min(each, cases - number * each)) for number in range(-(-cases // each))]
    figures, wrong, examples, told = Counter(), 0, [], 0
    with Pool(processes or min(2, os.cpu_count() or 1)) as pool:
        for more, count, found in pool.imap_unordered(check_task, tasks):
            figures.update(more)
            wrong += count
            examples = sorted(examples + found, key=lambda failure: failure[0])[:SHOWN]
            if figures["cases"] - told >= cases / 20 or figures["cases"] == cases:
                told = figures["cases"]
                seconds = time.perf_counter() - began
                sys.stdout.write(f"clock: {told:,} of {cases:,} cases, {wrong} differences, {seconds:.0f} s\n")
                sys.stdout.flush()
    return {
        "cases": figures.pop("cases", 0),
        "differences": wrong,
        "seconds": round(time.perf_counter() - began, 1),
        "of these": dict(sorted(figures.items())),
        "examples": [
            {"what": what, "world": repr(world), "known": known, "case": repr(case)}
            for _, what, world, known, case in examples
        ],
    }


if __name__ == "__main__":
    result = run(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
    sys.stdout.write("".join(f"{key}: {value}\n" for key, value in result.items()))
    sys.exit(1 if result["differences"] else 0)
