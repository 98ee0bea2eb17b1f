"""The stopwatch against the naive clock of ``oracle.py``; ``make prove`` does the same for many more cases."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maklumat.modules.calendars.rules import holidays
from tests.calendars import oracle
from tests.proofs import clock

SEEDED = 1050
FIRST = date(2026, 2, 1)  # Nyepi and Lebaran, with their cuti bersama, fall into the table
WINDOW = 70
MINUTES_A_DAY = 1440


@st.composite
def hours(draw: st.DrawFn) -> oracle.Hours:
    edges = draw(st.lists(st.integers(0, 96), unique=True, max_size=6).map(sorted))
    return tuple((a * 15, b * 15) for a, b in zip(edges[::2], edges[1::2], strict=False))


weeks = st.one_of(
    st.just((oracle.OFFICE,) * 4 + (oracle.FRIDAY, (), ())),
    st.just((oracle.OFFICE,) * 4 + (oracle.FRIDAY, ((480, 720),), ())),
    st.tuples(st.just(oracle.OFFICE), *[hours()] * 6),
)
dates = st.integers(0, WINDOW - 1).map(lambda number: FIRST + oracle.ONE_DAY * number)
effects = st.sampled_from(("closed", "open"))


@st.composite
def worlds(draw: st.DrawFn) -> oracle.World:
    begin = oracle.midnight([oracle.Version(FIRST, "Asia/Jakarta", ())], FIRST)
    moments = st.integers(begin, begin + 60 * MINUTES_A_DAY)
    froms = draw(st.lists(dates, min_size=1, max_size=3, unique=True).map(sorted))
    versions = tuple(oracle.Version(day, draw(st.sampled_from(oracle.ZONES)), draw(weeks)) for day in froms)
    decrees = tuple(
        oracle.Decree(recorded, tuple(draw(st.dictionaries(dates, effects, min_size=1, max_size=4)).items()))
        for recorded in draw(st.lists(moments, max_size=3, unique=True))
    )
    locals_ = tuple(
        oracle.Local(recorded, draw(dates), draw(effects), draw(st.sampled_from(oracle.PLACES)))
        for recorded in draw(st.lists(moments, max_size=3, unique=True))
    )
    latest = max((decree.recorded for decree in decrees), default=begin)
    return oracle.World(versions, decrees, locals_, FIRST, WINDOW, (latest - 1, begin + WINDOW * MINUTES_A_DAY))


@st.composite
def cases(draw: st.DrawFn, table: oracle.Table) -> oracle.Case:
    at = table.begin + draw(st.integers(1, 20 * MINUTES_A_DAY))
    intervals = []
    for _ in range(draw(st.integers(0, 6))):
        begin = at + draw(st.one_of(st.integers(0, 600), st.integers(0, 3 * MINUTES_A_DAY)))
        end = begin + draw(st.one_of(st.just(0), st.integers(0, 900), st.integers(0, 4 * MINUTES_A_DAY)))
        intervals += [oracle.Interval(True, at, begin), oracle.Interval(False, begin, end)]
        at = end
    ending = draw(st.sampled_from(("running", "running", "paused", "closed")))
    if ending == "paused" and intervals:
        intervals[-1] = intervals[-1]._replace(end=None)
    else:
        end = at + draw(st.integers(0, 3 * MINUTES_A_DAY)) if ending == "closed" else None
        intervals.append(oracle.Interval(True, at, end))
    edges = [interval.start for interval in intervals]
    now = draw(st.one_of(st.sampled_from(edges), st.integers(edges[0], at + 10 * MINUTES_A_DAY)))
    number, unit = draw(st.integers(1, 40)), draw(st.sampled_from(oracle.UNITS))
    return oracle.Case(number, unit, tuple(intervals), now, draw(st.sampled_from(oracle.SHARES)))


@settings(max_examples=50, deadline=None, derandomize=True, database=None)
@given(worlds(), st.data())
def test_the_stopwatch_counts_like_the_naive_clock(world: oracle.World, data: st.DataObject) -> None:
    known = data.draw(st.sampled_from(world.known))
    table, real = world.table(known), clock.real_calendar(world, known)
    assert clock.compare_days(world, known, table, real) == []
    for _ in range(3):
        assert clock.compare(table, real, data.draw(cases(table)))[1] == []


def test_seeded_cases_of_every_kind() -> None:
    figures, failures, dice = clock.Counter(), [], Random("make test")
    while figures["cases"] < SEEDED:
        more, wrong = clock.check_world(dice, min(150, SEEDED - figures["cases"]))
        figures.update(more)
        failures += wrong
    assert not failures, min(failures, key=lambda failure: failure[0])
    rare = {name: figures[name] for name in (*clock.FEATURES, clock.MOVED) if figures[name] < SEEDED // 100}
    assert not rare, "the dice no longer roll these"


@pytest.mark.parametrize("year", holidays.COVERED)
def test_base_holidays_are_those_of_the_library(year: int) -> None:
    assert set(holidays.base(year)) == oracle.published(year)


@pytest.mark.parametrize("before", oracle.ZONES)
@pytest.mark.parametrize("after", oracle.ZONES)
def test_days_meet_when_the_zone_changes(before: str, after: str) -> None:
    versions = tuple(
        oracle.Version(FIRST + oracle.ONE_DAY * number, zone, (((0, 60), (1200, 1440)),) * 7)
        for number, zone in ((0, before), (2, after), (3, before))
    )
    begin = oracle.midnight(versions, FIRST)
    world = oracle.World(versions, (), (), FIRST, 5, (begin, begin))
    assert clock.compare_days(world, begin, world.table(begin), clock.real_calendar(world, begin)) == []
