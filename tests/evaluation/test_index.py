"""Scores and the index against an oracle written from the rule's text by somebody who had not seen this code."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from maklumat.modules.evaluation.rules import index
from maklumat.modules.evaluation.rules.instrument import VARIANTS, shipped
from maklumat.modules.evaluation.rules.scoring import Facts, score
from maklumat.modules.surveys.queries.instruments import _shipped
from maklumat.modules.surveys.rules.index import Tally
from maklumat.modules.surveys.rules.index import score as survey_score
from tests.evaluation import oracle

PEKPPP = shipped()
BASE = {
    10: {"hours-policy"},
    11: {"basic-values", "rights-duties"},
    16: {"A": {"seats", "cooling"}, "B": {"contact", "status"}},
}


def filling(indicator, dice: Random) -> Facts:
    """Any facts about an indicator."""
    share = dice.choice((0.2, 0.6, 0.95))
    items = frozenset(item.key for item in indicator.items if not item.number and dice.random() < share)
    if indicator.rule["kind"] == "choice":
        items = frozenset([dice.choice(indicator.items).key])
    numbers = {}
    for item in indicator.items:
        if item.number:
            numbers[item.key] = (
                dice.choice((0, 1, 2, 3, 5, 7, 10, 30, 80, 100, 200, 400))
                if indicator.number != 4
                else dice.randrange(1, 5)
            )
    if indicator.rule["kind"] in ("share", "share28"):
        numbers[indicator.rule["part"]] = min(numbers[indicator.rule["part"]], numbers[indicator.rule["of"]])
    return Facts(items, numbers)


def told(indicator, variant: str, facts: Facts):
    """The same facts as the oracle asks for them."""
    number, there = indicator.number, facts.items
    match number:
        case 1:
            return (
                {
                    "components": 14 if "components-14" in there else 5 if "written" in there else 0,
                    "set": "set" in there,
                    "public": "public-involved" in there,
                    "monev": "monitored" in there,
                }
                if "written" in there
                else None
            )
        case 3:
            media = sum(key in there for key in indicator.rule["media"])
            return {"components": 6 if "all-six" in there else 3, "media": media, "sippn": "sippn" in there}
        case 4:
            return {"years": facts.numbers["years"], "all": "all-services" in there}
        case 5 | 6 | 21 | 22 | 23 | 27:
            rungs = oracle.LADDERS[number]
            return {rung[0] for rung, item in zip(rungs, indicator.items, strict=True) if item.key in there}
        case 8:
            return Fraction(100 * facts.numbers["done"], facts.numbers["planned"]) if facts.numbers["planned"] else None
        case 9:
            return facts.numbers["months"]
        case 13:
            return {"no_complaints" if key == "no-complaints" else key for key in there}
        case 16:
            base = BASE[16][variant]
            return {"mandatory": base <= there, "extras": len(there - base)}
        case 20 if variant == "B":
            level = next(item.score for item in indicator.items if item.key in there)
            return oracle.STORAGE[level - 1] if level else None
        case 24:
            level = next(item.score for item in indicator.items if item.key in there)
            return {"rhythm": oracle.RHYTHM[level - 1], "complete": True} if level else None
        case 26 if variant == "A":
            level = next(item.score for item in indicator.items if item.key in there)
            place = {0: None, 1: "fo", 2: "separate", 3: "fo", 4: "separate", 5: "separate"}[level]
            return {"offline": place, "online": level >= 3, "sp4n": level == 5}
        case 26:
            return Fraction(facts.numbers["hours"], 24)
        case 28:
            whole = facts.numbers["received"]
            return (
                {"sp4n": "uses-sp4n" in there, "percent": Fraction(100 * facts.numbers["finished"], whole)}
                if whole
                else None
            )
        case 29:
            level = next(item.score for item in indicator.items if item.key in there)
            months = {0: None, 1: None, 2: 3, 3: 20, 4: 20, 5: 20}[level]
            return {"months": months, "contest": level >= 4, "recognition": level == 5} if level else None
        case 30:
            legal = "set" if "legal" in there else "draft" if "draft" in there else None
            resources = {key: key in there and legal == "set" for key in ("budget", "facilities", "people")}
            return {"legal": legal, **resources}
    if number in (10, 11) and indicator.rule["kind"] == "base":
        most = len(oracle.ITEMS[number, variant].split())
        return min(most, len(there - BASE[number]) + 1) if BASE[number] <= there else None
    known = oracle.ITEMS.get((number, variant), "").split()
    return min(len(there), len(known)) if known else len(there)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_thousand_random_fillings_agree_with_the_oracle(variant):
    dice = Random(20261122 + ord(variant))
    for _filling in range(1000):
        mine, others = {}, {}
        for indicator in PEKPPP.indicators[variant]:
            facts = filling(indicator, dice)
            mine[indicator.number] = score(indicator, facts)
            others[indicator.number] = oracle.score(indicator.number, variant, told(indicator, variant, facts))
            if indicator.number != 31:  # the rule's text lists four of its items only; it never counts
                assert mine[indicator.number] == others[indicator.number], (variant, indicator.number, facts)
        users = [
            [dice.choice((0, 1, 2, 3, 4, 5, None)) for _item in range(14 if variant == "A" else 11)]
            for _user in range(dice.randrange(0, 6))
        ]
        f03 = users_index(users, variant)
        found = index.index(PEKPPP, variant, mine, f03)
        assert f03 == oracle.f03_index(users, variant)
        assert index.rounded(found.value) == oracle.rounded(oracle.ipp(oracle.f02_index(others, variant), f03))
        assert found.category.grade == oracle.category(oracle.ipp(oracle.f02_index(others, variant), f03))[0]


def users_index(users, variant: str) -> Fraction:
    """F-03 as the surveys room computes it: out of sums."""
    key = {"A": "f03-luring", "B": "f03-daring"}[variant]
    instrument = next(one.instrument for one in _shipped() if one.instrument.key == key)
    columns = list(zip(*users, strict=True)) if users else [[] for _item in instrument.scored]
    tallies = [Tally(0, 0)] * len(instrument.items)
    for place, column in zip(instrument.scored, columns, strict=True):
        given = [value for value in column if value is not None]
        tallies[place] = Tally(sum(given), len(given))
    found = survey_score(instrument, tallies)
    return found.value if found else Fraction(0)


@pytest.mark.parametrize(
    ("value", "grade"),
    [("5", "A"), ("4.51", "A"), ("4.505", "A"), ("4.504", "A-"), ("4.01", "A-"), ("4.00", "B"), ("3.51", "B"), ("3.50", "B-"), ("3.01", "B-"), ("3.00", "C"), ("2.51", "C"),
     ("2.50", "C-"), ("2.01", "C-"), ("2.00", "D"), ("1.51", "D"), ("1.50", "E"), ("1.01", "E"), ("1.00", "F"), ("0", "F")],
)  # fmt: skip
def test_categories_at_their_borders(value, grade):
    assert index.category(PEKPPP, Fraction(value)).grade == grade == oracle.category(Fraction(value))[0]


def test_the_extra_question_never_counts():
    for variant in VARIANTS:
        none = index.index(PEKPPP, variant, {}, Fraction(0))
        assert index.index(PEKPPP, variant, {31: 5}, Fraction(0)) == none and none.value == 0
        full = {one.number: 5 for one in PEKPPP.indicators[variant]}
        assert index.index(PEKPPP, variant, full, Fraction(5)).value == 5


def test_a_missing_rung_caps_a_ladder():
    survey = PEKPPP.indicator("A", 6)
    assert score(survey, Facts(frozenset({"held", "by-rule", "published-online", "followed-up"}))) == 2


def test_what_helps_most_for_least_effort_comes_first():
    found = index.steps(PEKPPP, "B", {})
    assert [step.each for step in found] == sorted((step.each for step in found), reverse=True)
    total = sum(index.worth(PEKPPP, "B", one.number) * 5 for one in PEKPPP.indicators["B"])
    assert total == Fraction(75, 20)
