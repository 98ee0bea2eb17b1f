"""Claimed days and fees against the ledger's: the rule against a small oracle in whole fractions, and the page."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from fractions import Fraction
from itertools import combinations
from random import Random
from uuid import uuid4

import pytest

from maklumat.kernel import clock, ledger
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.applications.events import Issued, Submitted
from maklumat.modules.evaluation import actions
from maklumat.modules.evaluation.queries import sheets
from maklumat.modules.evaluation.rules.claims import at_least, compare_days, compare_fees, percentile
from maklumat.modules.evaluation.views import words
from maklumat.modules.surveys import api as surveys
from maklumat.modules.surveys.events import Answered
from maklumat.modules.surveys.queries.instruments import in_force
from maklumat.modules.units import api as units
from tests import world
from tests.world import MONDAY

UNIT, SLUG = "disdukcapil", "ktp-el-hilang-rusak"


def oracle_tail(beyond: int, answers: int, expected: Fraction) -> Fraction:
    """By going through every set of answers that may lie beyond."""
    total = Fraction(0)
    for many in range(beyond, answers + 1):
        ways = sum(1 for _set in combinations(range(answers), many))
        total += ways * expected**many * (1 - expected) ** (answers - many)
    return total


def oracle_percentile(values: list[int], percent: int) -> int:
    return next(one for one in sorted(values) if sum(other <= one for other in values) * 100 >= percent * len(values))


def test_the_chance_agrees_with_counting_sets():
    for answers in range(1, 11):
        for beyond in range(answers + 1):
            for expected in (Fraction(0), Fraction(1, 10), Fraction(1, 3), Fraction(1)):
                right = oracle_tail(beyond, answers, expected)
                assert at_least(beyond, answers, float(expected)) == pytest.approx(float(right), abs=1e-9)


def test_random_answers_agree_with_the_oracle():
    dice = Random(20261122)
    for _round in range(300):
        claimed = [dice.choice((0, 0, 1, 2, 5, 9, 30)) for _one in range(dice.randrange(0, 15))]
        known = [dice.choice((0, 1, 1, 2, 3, 8)) for _one in range(dice.randrange(0, 25))]
        found = compare_days(Counter(claimed), Counter(known))
        if len(claimed) < 8 or not known:
            assert found is None and compare_fees(Counter(claimed), Counter(known)) == ()
            continue
        limit = oracle_percentile(known, 90)
        assert percentile(Counter(known), 90) == limit == found.limit
        beyond = sum(one > limit for one in claimed)
        assert (found.beyond, found.answers, found.cases) == (beyond, len(claimed), len(known))
        assert found.middles == (oracle_percentile(claimed, 50), oracle_percentile(known, 50))
        assert found.differs == (oracle_tail(beyond, len(claimed), Fraction(1, 10)) < Fraction(1, 20))
        fees = {one.what: one for one in compare_fees(Counter(claimed), Counter(known))}
        paid, charged = sum(one > 0 for one in claimed), sum(one > 0 for one in known)
        assert (fees["paid"].beyond, fees["paid"].charged) == (paid, charged)
        right = oracle_tail(paid, len(claimed), Fraction(charged, len(known)))
        assert fees["paid"].differs == (right < Fraction(1, 20))
        assert ("over" in fees) == (max(known) > 0)
        if "over" in fees:
            assert fees["over"].differs == any(one > max(known) for one in claimed)


def test_where_nobody_was_charged_one_who_paid_is_a_difference():
    paid = compare_fees({0: 11, 20_000: 1}, {0: 40})
    assert [(one.what, one.beyond, one.differs) for one in paid] == [("paid", 1, True)]
    assert [one.differs for one in compare_fees({0: 12}, {0: 40})] == [False]
    assert [one.differs for one in compare_fees({0: 6, 50_000: 6}, {0: 20, 50_000: 20})] == [False, False]


@pytest.fixture
def here():
    with clock.standing_at(MONDAY):
        yield world.build((SLUG,))


def happened(unit_id, claims, lasted, *, fee: int = 0, service=None) -> None:
    """Facts: answers to F-03 with these days and rupiah, and cases that took so many days."""
    key, service = in_force("f03-daring", MONDAY.date()), service or uuid4()
    places = surveys.places("f03-daring", "claimed-days", "claimed-fee")[key.id]
    for days, rupiah in claims:
        values: list[int | None] = [None] * len(key.instrument.items)
        values[places[0]], values[places[1]] = days, rupiah
        answered = Answered(
            subject=uuid4(), unit_id=unit_id, questionnaire=key.id, service=service, period="2026-Q4", channel="invited", values=tuple(values), flags=0
        )  # fmt: skip
        ledger.record(answered, by=SYSTEM, at=MONDAY)
    for number in lasted:
        case, filed = uuid4(), MONDAY - timedelta(days=number)
        common = {"subject": case, "unit_id": unit_id, "service_id": service, "version_id": uuid4()}
        ledger.record(
            Submitted(**common, content_hash="", channel="web", fee=fee, documents=0, due_at=None), by=SYSTEM, at=filed
        )
        ledger.record(
            Issued(
                **common, submitted_at=filed, finished_at=MONDAY, net_seconds=0, gross_seconds=number * 86_400, used_percent=50, kept=True, returns=0
            ),
            by=SYSTEM, at=MONDAY,
        )  # fmt: skip


@pytest.mark.django_db
def test_the_sheet_shows_where_users_and_ledger_differ(here):
    head, unit_id = here.actor("bambang"), units.tree().by_code[UNIT].id
    sheet = actions.open_sheet(by=head, unit_id=unit_id, year=2026, variant="B", at=MONDAY)
    later = MONDAY + timedelta(hours=1)

    def shown():
        return sheets.claims_of(sheets.sheet(head, sheet, later), later)

    service = uuid4()
    happened(unit_id, [(9, 0)] * 7, [1] * 9 + [4], service=service)
    assert shown().days is None and shown().fees == ()  # seven answers hide nobody
    happened(unit_id, [(0, 25_000)], [], service=service)
    found = shown()
    assert (found.days.answers, found.days.beyond, found.days.limit, found.days.cases) == (8, 7, 1, 10)
    assert found.days.differs and [(one.what, one.beyond, one.differs) for one in found.fees] == [("paid", 1, True)]
    happened(unit_id, [], [30] * 40)  # another service, of which nobody was asked
    assert shown() == found
    said = words.claims(found)
    assert said[0]["differs"] and "7 dari 8 responden" in said[0]["text"] and said[0]["meaning"]


@pytest.mark.django_db
def test_where_both_agree_it_says_so(here):
    head, unit_id = here.actor("bambang"), units.tree().by_code[UNIT].id
    sheet = actions.open_sheet(by=head, unit_id=unit_id, year=2026, variant="B", at=MONDAY)
    happened(unit_id, [(1, 0)] * 5 + [(2, 0)] * 5, [1] * 8 + [2] * 2)
    later = MONDAY + timedelta(hours=1)
    said = words.claims(sheets.claims_of(sheets.sheet(head, sheet, later), later))
    assert [(one["differs"], one["meaning"]) for one in said] == [(False, ""), (False, "")]
