"""What must hold for every calendar and every case; hypothesis looks for the one where it does not."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maklumat.modules.calendars.rules.calendar import ONE_DAY, ZONES, Calendar, WeekVersion
from maklumat.modules.calendars.rules.moments import from_us, to_us
from maklumat.modules.calendars.rules.promise import UNITS, Promise
from maklumat.modules.calendars.rules.stopwatch import Interval, due, gross, kept, net, reached, remaining, used

MICROSECOND = timedelta(microseconds=1)
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
settings.register_profile("calendars", deadline=None, max_examples=60)
checked = settings.get_profile("calendars")

hours = st.lists(st.integers(0, 96), unique=True, max_size=6).map(
    lambda marks: tuple((lo * 15, hi * 15) for lo, hi in zip(*[iter(sorted(marks))] * 2, strict=False))
)
weeks = st.tuples(*[hours] * 7).filter(any)
dates = st.dates(date(2026, 1, 1), date(2026, 3, 31))
versions = st.lists(
    st.builds(WeekVersion, dates, st.sampled_from(sorted(ZONES)), weeks),
    min_size=1, max_size=3, unique_by=lambda version: version.valid_from,
)  # fmt: skip
calendars = st.builds(Calendar, versions.map(tuple), st.dictionaries(dates, st.just("libur"), max_size=20))
promises = st.builds(Promise, st.integers(1, 40), st.sampled_from(UNITS))
moments = st.one_of(
    st.integers(0, 70 * 24 * 4).map(lambda quarters: BEGINNING + quarters * timedelta(minutes=15)),
    st.integers(0, 70 * 86_400_000_000).map(lambda us: BEGINNING + us * MICROSECOND),
)


@st.composite
def cases(draw):
    """Intervals with whatever states, open at the end."""
    marks = sorted(draw(st.lists(moments, min_size=1, max_size=6)))
    states = [draw(st.sampled_from(["running", "paused"])) for _ in marks]
    ends = [*marks[1:], None]
    return [Interval(state, lo, hi) for state, lo, hi in zip(states, marks, ends, strict=True)]


@checked
@given(calendars, promises, cases(), moments, moments)
def test_used_never_falls(calendar, promise, case, one, other):
    earlier, later = sorted((one, other))
    assert 0 <= used(promise, calendar, case, earlier) <= used(promise, calendar, case, later)
    assert remaining(promise, calendar, case, later) + used(promise, calendar, case, later) == promise.number


@checked
@given(calendars, promises, cases(), moments)
def test_due_is_where_the_budget_is_used_up(calendar, promise, case, now):
    moment = due(promise, calendar, case, now)
    if moment is None:
        assert kept(promise, calendar, case, now)
        return
    if moment > now:  # it keeps running from now on
        case = [item for item in case if item.start <= max(now, case[0].start)]
        case[-1] = Interval(case[-1].state, case[-1].start)
    exact = used(promise, calendar, case, moment)
    assert exact <= promise.number
    assert exact == promise.number or used(promise, calendar, case, moment + MICROSECOND) > promise.number
    if promise.unit in ("minutes", "hours"):
        assert exact == promise.number
    if moment > case[0].start:
        assert used(promise, calendar, case, moment - MICROSECOND) < promise.number  # the earliest


@checked
@given(calendars, promises, cases(), moments)
def test_not_kept_means_due_lies_behind(calendar, promise, case, now):
    moment = due(promise, calendar, case, now)
    if not kept(promise, calendar, case, now):
        assert moment is not None and moment < now
    elif moment is not None and moment < now:
        assert used(promise, calendar, case, now) == promise.number


@checked
@given(calendars, promises, st.lists(moments, min_size=4, max_size=4))
def test_a_pause_never_shortens(calendar, promise, marks):
    start, pause, resume, now = sorted(marks)
    plain = [Interval("running", start)]
    paused = [Interval("running", start, pause), Interval("paused", pause, resume), Interval("running", resume)]
    assert used(promise, calendar, paused, now) <= used(promise, calendar, plain, now)
    assert due(promise, calendar, paused, now) >= due(promise, calendar, plain, now)


@checked
@given(calendars, promises, cases(), moments, moments)
def test_splitting_an_interval_changes_nothing(calendar, promise, case, cut, now):
    split = []
    for item in case:
        if item.start <= cut and (item.end is None or cut <= item.end):
            split += [Interval(item.state, item.start, cut), Interval(item.state, cut, item.end)]
        else:
            split.append(item)
    if any(before.end != after.start for before, after in pairwise(split)):
        return  # the cut fell on a border and was made twice
    for function in (used, due, remaining):
        assert function(promise, calendar, split, now) == function(promise, calendar, case, now)
    assert net(calendar, split, now) == net(calendar, case, now)
    assert gross(split, now) == gross(case, now)


@checked
@given(calendars, promises, moments, st.lists(moments, min_size=2, max_size=2))
def test_an_unbroken_case_is_due_at_the_same_moment_whenever_asked(calendar, promise, start, nows):
    case = [Interval("running", start)]
    assert len({due(promise, calendar, case, now) for now in nows}) == 1


@checked
@given(calendars, promises, cases(), moments, st.fractions(0, 2), st.fractions(0, 2))
def test_shares_come_in_order(calendar, promise, case, now, one, other):
    less, more = sorted((one, other))
    first, second = (reached(promise, calendar, case, share, now) for share in (less, more))
    assert second is None or first <= second
    assert reached(promise, calendar, case, Fraction(1), now) == due(promise, calendar, case, now)


@checked
@given(calendars, st.integers(1, 40), moments)
def test_unbroken_working_days_end_at_closing_time_of_the_nth(calendar, number, start):
    day = calendar.date_of(to_us(start))
    for _ in range(number):
        day += ONE_DAY
        while not calendar.is_working_day(day):
            day += ONE_DAY
    moment = due(Promise(number, "working_days"), calendar, [Interval("running", start)], start)
    assert moment == from_us(calendar.day(day).spans[-1][1])


@checked
@given(calendars, dates, moments)
def test_days_partition_the_time_line(calendar, day, moment):
    today, tomorrow = calendar.day(day), calendar.day(day + ONE_DAY)
    assert today.start < today.end == tomorrow.start
    assert calendar.date_of(today.start) == day == calendar.date_of(today.end - 1)
    assert all(today.start <= lo < hi <= today.end for lo, hi in today.spans)
    holder = calendar.day(calendar.date_of(to_us(moment)))
    assert holder.start <= to_us(moment) < holder.end


@checked
@given(calendars, cases(), moments)
def test_net_is_opening_minutes_and_never_more_than_gross(calendar, case, now):
    minutes = used(Promise(1, "minutes"), calendar, case, now)
    assert net(calendar, case, now) == timedelta(microseconds=int(minutes * 60_000_000)) <= gross(case, now)


@checked
@given(calendars, moments)
def test_the_next_opening_is_the_first_open_moment(calendar, moment):
    opens = from_us(calendar.opening(to_us(moment)))
    assert opens >= moment
    assert net(calendar, [Interval("running", moment, opens)], opens) == timedelta(0)
    assert net(calendar, [Interval("running", opens, opens + MICROSECOND)], opens + MICROSECOND) > timedelta(0)


def test_a_unit_that_never_opens_is_told():
    week = (((480, 900),), *[()] * 6)
    closed = {date(2026, 1, 1) + n * ONE_DAY: "libur" for n in range(800)}
    with pytest.raises(LookupError):
        Calendar((WeekVersion(date(2026, 1, 1), "Asia/Jakarta", week),), closed).opening(to_us(BEGINNING))
