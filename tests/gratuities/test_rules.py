"""What the rules say of a gift: held against a second reading, written as a table; deadlines against plain counting."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maklumat.modules.gratuities.rules import states
from maklumat.modules.gratuities.rules.givers import letters_of
from maklumat.modules.gratuities.rules.judging import Gift, advise, advise_each
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


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["coworker", "coworker_event", "ceremony", "duty"]), st.sampled_from(["goods", "money"]), st.sampled_from(["coworker", "service_user"]),
            st.sampled_from([100_000, 200_000, 300_000, 400_000, 500_000, 500_001, 700_000]), st.sampled_from([date(2026, 1, 5), date(2026, 1, 19), date(2026, 3, 1)]),
        ), max_size=12,
    )
)  # fmt: skip
def test_only_what_the_rule_of_colleagues_lets_pass_adds_up(gifts):
    gifts.sort(key=lambda one: one[4])
    total, wanted = 0, []
    for occasion, thing, relation, value, day in gifts:
        duty = oracle("received", occasion, relation, thing, value, total, day)
        old_event = occasion == "coworker_event" and day < NEW  # has a limit of its own, and no yearly one
        if duty == "exempt" and occasion.startswith("coworker") and not old_event:
            total += value
        wanted.append(duty)
    told = advise_each(
        [Gift("received", occasion, relation, thing, value) for occasion, thing, relation, value, _day in gifts],
        [in_force(one[4]) for one in gifts],
    )
    assert [one.duty for one in told] == wanted


@pytest.mark.parametrize(
    "name",
    ["tidak dikenal", "Tidak dikenal.", "TIDAK-DIKENAL", "orang tak dikenal", "anonim", "tidak tahu", "Tanpa nama", "?!"],
)  # fmt: skip
def test_a_stranger_has_no_letters(name):
    assert letters_of(name) == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("José", unicodedata.normalize("NFD", "JOSÉ"), True), ("Rekan A.", "rekan-a", True), ("ＰＴ Ｍａｊｕ", "PT Maju", True), ("Ibu Ani", "Ibu Ina", False), ("ꦲꦶ", "ꦲꦸ", False),
    ],
)  # fmt: skip
def test_letters_meet_however_a_name_is_written(one, other, same):
    assert (letters_of(one) == letters_of(other)) is same and letters_of(one)


def test_every_version_has_every_step_and_says_how_sure_it_is():
    for one in provisions():
        assert set(one.days) == set(DAYS) and {*DAYS, "limits", "burden"} <= set(one.tags)
        assert set(one.tags.values()) <= {"confirmed", "memory"}


def test_the_life_of_a_report():
    reached = {states.SUBMITTED}
    for _round in range(len(states.ACTS)):
        reached |= {then for befores, then in states.ACTS.values() if reached & set(befores)}
    assert reached == set(STATES)
    on = {(one, act) for one in states.FINISHED for act in states.ACTS if states.after(one, act)}
    assert on == {("recorded", "reopen")} and "reopen" in states.ALONE  # nobody's choice: gifts added up
