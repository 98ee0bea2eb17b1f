"""What comes again: found, owned, measured, laid before the review of a standard."""

from __future__ import annotations

import math
import random
from datetime import timedelta

import pytest

from maklumat.kernel import ledger
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from maklumat.modules.catalogue.models import ReviewNote
from maklumat.modules.complaints import actions, api
from maklumat.modules.complaints.models import Problem
from maklumat.modules.complaints.queries.problems import candidates, problem_page, problems
from maklumat.modules.complaints.rules.effect import effect
from maklumat.site.flows import FLOWS
from tests import world
from tests.complaints.cast import SLUG, act, coordinator, file
from tests.complaints.test_http import officer
from tests.world import MONDAY

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return world.build((SLUG,))


def heap(count: int, at, **more):
    return [
        file(text="Antrean panjang dan mesin nomor antrean rusak sejak pagi.", at=at + n * DAY, **more)
        for n in range(count)
    ]


def test_a_heap_is_offered_with_what_it_speaks_of_until_somebody_owns_it(here):
    heap(6, MONDAY)
    file(oversight=True, at=MONDAY)
    head = here.actor("bambang")
    (found,) = candidates(coordinator(here), MONDAY + 10 * DAY)
    assert found.reports == 6 and found.slug == SLUG and found.unit == "disdukcapil" and "antre" in found.themes
    assert candidates(coordinator(here), MONDAY + 200 * DAY) == ()
    with pytest.raises(NotAllowed):
        actions.open_problem(
            by=here.with_role("head", "dpmptsp"),
            title="Antre",
            unit="disdukcapil",
            category="",
            region="",
            slug=SLUG,
            at=MONDAY,
        )
    for wrong in ({"title": ""}, {"slug": ""}, {"region": "entah"}):
        with pytest.raises(Invalid):
            actions.open_problem(
                **{
                    "by": head,
                    "title": "Antre",
                    "unit": "disdukcapil",
                    "category": "",
                    "region": "",
                    "slug": SLUG,
                    "at": MONDAY,
                }
                | wrong
            )
    one = actions.open_problem(
        by=head, title="Antre", unit="disdukcapil", category="", region="", slug=SLUG, at=MONDAY + 10 * DAY
    )
    page = problem_page(head, one, MONDAY + 10 * DAY)
    assert page.reports == 6 and page.mine and page.months[-1][1] == 6 and len(page.months) == 12
    with pytest.raises(Missing):
        problem_page(here.with_role("head", "dpmptsp"), one, MONDAY)
    assert [row.id for row in problems(head, MONDAY)] == [one]


def test_the_effect_is_measured_over_as_many_days_before_as_since(here):
    head = here.actor("bambang")
    heap(20, MONDAY)
    one = actions.open_problem(by=head, title="Antre", unit="disdukcapil", category="", region="", slug=SLUG, at=MONDAY)
    common = {"by": head, "problem_id": one, "cause": "Satu mesin", "action": "Mesin kedua", "own": False}
    for wrong in ("kemarin", "2199-01-01", "1999-01-01"):
        with pytest.raises(Invalid):
            actions.change_problem(action_from=wrong, at=MONDAY + 20 * DAY, **common)
    actions.change_problem(action_from=str((MONDAY + 20 * DAY).date()), at=MONDAY + 20 * DAY, **common)
    heap(2, MONDAY + 25 * DAY)
    page = problem_page(head, one, MONDAY + 40 * DAY)
    assert (page.measured.before, page.measured.after) == (20, 2) and page.measured.sure and page.measured.ratio < 0.2


def test_it_is_laid_before_the_review_once_and_taken_by_the_next_version(here, client):
    head = here.actor("bambang")
    one = actions.open_problem(by=head, title="Antre", unit="disdukcapil", category="", region="", slug=SLUG, at=MONDAY)
    with pytest.raises(Invalid):
        actions.offer_problem(by=head, problem_id=one, at=MONDAY)
    actions.change_problem(
        by=head, problem_id=one, cause="Satu mesin saja", action="", action_from="", own=False, at=MONDAY
    )
    actions.offer_problem(by=head, problem_id=one, at=MONDAY)
    follow = next(f for f in FLOWS if f.kind == "complaints.problem_offered")
    for fact in ledger.facts_about(one):
        if fact.kind == "complaints.problem_offered":
            for _again in range(2):
                follow.function(fact)
    assert "Satu mesin saja" in ReviewNote.objects.get().text
    api.add_category(by=SYSTEM, code="waktu", name="Lama", name_en="", parent="", unit="", stopper="", at=MONDAY)
    other = actions.open_problem(
        by=head, title="Lama", unit="disdukcapil", category="waktu", region="", slug="", at=MONDAY
    )
    with pytest.raises(Conflict):
        actions.offer_problem(by=head, problem_id=other, at=MONDAY)


def test_the_page_shows_no_name_of_who_hides(here):
    head = here.actor("bambang")
    one = file(text="Citra Lestari mengantre dua jam di loket tanpa dipanggil.", anonymous=True)
    act("verify", one, coordinator(here))
    problem = actions.open_problem(
        by=head, title="Antre", unit="disdukcapil", category="", region="", slug=SLUG, at=MONDAY
    )
    (shown,) = problem_page(head, problem, MONDAY + DAY).shown
    assert "Citra" not in shown[2] and "mengantre" in shown[2]


def test_the_pages_keep_what_was_typed_and_close(here):
    heap(5, MONDAY)
    head = officer(here, "bambang")
    answer = head.post(
        "/petugas/laporan/masalah/",
        {"title": "Antrean kita", "unit": "disdukcapil", "category": "", "slug": "", "region": ""},
    )
    assert answer.status_code == 422 and "Antrean kita" in answer.content.decode()
    address = head.post("/petugas/laporan/masalah/", {"title": "Antrean kita", "unit": "disdukcapil", "slug": SLUG}).url
    answer = head.post(address, {"cause": "Mesin", "action": "Beli", "action_from": "kapan-kapan"})
    assert answer.status_code == 422 and "Mesin" in answer.content.decode()
    assert head.post(address, {"cause": "Mesin", "action": "Beli", "action_from": "2026-11-02"}).status_code == 302
    assert "Hasil tindakan" in head.get(address).content.decode()
    assert head.post(address, {"close": "1"}).status_code == 302 and Problem.objects.get().closed_at
    assert head.post(address, {"cause": "x"}).status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_the_pages_ask_a_fixed_number_of_questions(here, count, django_assert_max_num_queries):
    for number in range(count):
        heap(5, MONDAY, **({"slug": "", "unit": "dpupr"} if number else {}))
        actions.open_problem(
            by=here.actor("bambang"),
            title=f"Antre {number}",
            unit="disdukcapil",
            category="",
            region="",
            slug=SLUG,
            at=MONDAY,
        )
    head = officer(here, "bambang")
    head.get("/petugas/laporan/masalah/")
    with django_assert_max_num_queries(13):
        head.get("/petugas/laporan/masalah/")
    with django_assert_max_num_queries(16):
        head.get(f"/petugas/laporan/masalah/{Problem.objects.first().id}/")


def test_the_interval_holds_the_truth_as_often_as_it_says():
    """Drawn from rates that are known: 95 of 100 intervals hold their ratio, a few more for small counts."""
    chance, held, tried = random.Random(7), 0, 0
    for _n in range(3000):
        days_before, days_after, rate, true = (
            chance.randint(20, 365),
            chance.randint(20, 365),
            chance.uniform(0.05, 1),
            chance.uniform(0.3, 2),
        )
        before, after = _poisson(chance, rate * days_before), _poisson(chance, rate * true * days_after)
        told = effect(before, days_before, after, days_after)
        if told.ratio is not None:
            tried += 1
            held += told.low <= true <= told.high
            assert told.low <= told.ratio <= told.high
    assert 0.94 <= held / tried <= 0.99
    assert effect(0, 10, 0, 10).ratio is None and effect(5, 0, 5, 10).ratio is None


def _poisson(chance: random.Random, mean: float) -> int:
    count, product, floor = 0, chance.random(), math.exp(-mean)
    while product > floor:
        count, product = count + 1, product * chance.random()
    return count
