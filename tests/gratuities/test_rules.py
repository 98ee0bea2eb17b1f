"""What the rules say of a gift: held against a second reading, written as a table; deadlines against plain counting."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maklumat.modules.gratuities.rules import states
from maklumat.modules.gratuities.rules.judging import Gift, advise
from maklumat.modules.gratuities.rules.provisions import DAYS, in_force, provisions
from maklumat.modules.gratuities.rules.vocabulary import OCCASIONS, REASONS, RELATIONS, STATES, THINGS

OLD, NEW = date(2026, 1, 19), date(2026, 1, 20)


def oracle(kind, occasion, relation, thing, value, before, day) -> str:
    """The notes on Peraturan KPK 2/2019 and 1/2026, line by line."""
    new = day >= date(2026, 1, 20)
    if kind == "refused":
        return "refusal"
    if occasion == "ceremony":
        return "exempt" if value <= (1_500_000 if new else 1_000_000) else "must"
    among_colleagues = relation in {"coworker", "superior", "subordinate"} and occasion in {
        "coworker",
        "coworker_event",
    }
    if not among_colleagues or thing in {"money", "voucher"}:
        return "must"
    if occasion == "coworker_event" and not new:
        return "exempt" if value <= 300_000 else "must"
    one, year = (500_000, 1_500_000) if new else (200_000, 1_000_000)
    return "exempt" if value <= one and before + value <= year else "must"


@given(
    st.sampled_from(["received", "refused"]), st.sampled_from(sorted(OCCASIONS)), st.sampled_from(sorted(RELATIONS)), st.sampled_from(sorted(THINGS)),
    st.sampled_from([0, 199_999, 200_000, 200_001, 300_000, 300_001, 500_000, 500_001, 1_000_000, 1_000_001, 1_500_000, 1_500_001, 10_000_000]) | st.integers(0, 3_000_000),
    st.sampled_from([0, 500_000, 800_000, 800_001, 1_000_000, 1_000_001]) | st.integers(0, 2_000_000), st.sampled_from([OLD, NEW, date(2020, 5, 1), date(2027, 1, 1)]),
)  # fmt: skip
def test_the_advice_is_that_of_a_second_reading(kind, occasion, relation, thing, value, before, day):
    found = advise(Gift(kind, occasion, relation, thing, value, before), in_force(day))
    assert found.duty == oracle(kind, occasion, relation, thing, value, before, day)
    assert found.reason in REASONS
    assert found.burden == (found.duty == "must" and value >= 10_000_000)


@pytest.mark.parametrize(
    ("day", "key", "completion", "ceremony"),
    [
        (OLD, "kpk-2-2019", 30, 1_000_000),
        (NEW, "kpk-1-2026", 20, 1_500_000),
        (date(2010, 1, 1), "kpk-2-2019", 30, 1_000_000),
    ],
)
def test_a_gift_is_judged_by_the_rule_of_its_day(day, key, completion, ceremony):
    found = in_force(day)
    assert (found.key, found.days["completion"], found.limits["ceremony"]["each"]) == (key, completion, ceremony)
    assert (found.days["to_upg"], found.days["to_kpk"], found.days["upg_to_kpk"]) == (10, 30, 10)


def test_every_version_has_every_step_and_says_how_sure_it_is():
    for one in provisions():
        assert set(one.days) == set(DAYS) and {*DAYS, "limits", "burden"} <= set(one.tags)
        assert set(one.tags.values()) <= {"confirmed", "memory"}


def test_the_life_of_a_report():
    reached = {states.SUBMITTED}
    for _round in range(len(states.ACTS)):
        reached |= {then for befores, then in states.ACTS.values() if reached & set(befores)}
    assert reached == set(STATES)
    assert all(states.after(one, act) is None for one in states.FINISHED for act in states.ACTS)
