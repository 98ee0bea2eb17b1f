"""Gifts of one colleague over a year, reported in any order."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from maklumat.kernel.models import Entry
from maklumat.modules.gratuities.models import Report
from tests.gratuities.gifts import act, completed, give, of_colleague

pytestmark = pytest.mark.django_db
DAYS = [date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 2), date(2026, 10, 20)]


def duties(ids) -> list[str]:
    known = dict(Report.objects.values_list("id", "duty"))
    return [known[one] for one in ids]


def test_ceremonies_and_money_are_not_added_to_what_colleagues_give(here):
    ani = here.actor("ani")
    assert of_colleague(ani, 1_500_000, occasion="ceremony").duty == "exempt"
    assert of_colleague(ani, 2_000_000, thing="money").duty == "must"
    assert of_colleague(ani, 600_000).duty == "must"  # over the limit of one: reported anyway
    assert of_colleague(ani, 500_000).duty == "exempt"
    assert of_colleague(ani, 500_000, giver="REKAN-A", relation="superior", occasion="coworker_event").duty == "exempt"
    assert of_colleague(ani, 500_000).duty == "exempt" and of_colleague(ani, 1).duty == "must"
    assert (
        of_colleague(ani, 500_000, received_on=date(2025, 12, 30), giver="Rekan A").duty == "must"
    )  # its own year and rule


def test_strangers_are_not_one_giver(here):
    ani = here.actor("ani")
    given = [
        of_colleague(ani, 500_000, giver=name)
        for name in ("tidak dikenal", "Tidak dikenal!", "anonim", "tidak dikenal")
    ]
    assert {one.duty for one in given} == {"exempt"} and {one.giver_index for one in given} == {None}


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_the_order_of_reports_changes_nothing(here, order):
    ani, ids = here.actor("ani"), {}
    for number in order:
        ids[number] = of_colleague(ani, 500_000, received_on=DAYS[number]).id
    assert duties(ids[number] for number in range(4)) == ["exempt", "exempt", "exempt", "must"]


def test_what_was_put_away_is_opened_again_when_an_earlier_gift_becomes_known(here):
    ani = here.actor("ani")
    ids = [of_colleague(ani, 500_000, received_on=day).id for day in DAYS[1:]]
    last = act("record", here, ids[2])
    assert (last.state, last.duty) == ("recorded", "exempt") and last.finished_at
    of_colleague(ani, 500_000, received_on=DAYS[0])
    last = Report.objects.get(id=ids[2])
    assert (last.state, last.duty, last.finished_at) == ("submitted", "must", None) and last.due_at
    told = Entry.objects.get(kind="gratuities.rejudged")
    assert (told.subject, told.data) == (last.id, {"duty": "must", "reopened": True})
    assert act("forward", here, last.id).state == "forwarded"


def test_completing_judges_the_later_ones_anew(here):
    """Gifts of one day are taken in the order of their reports; a smaller value or another giver frees the later ones."""
    ani = here.actor("ani")
    ids = [of_colleague(ani, 500_000).id for _n in range(4)]
    assert duties(ids) == ["exempt", "exempt", "exempt", "must"]
    act("return_", here, ids[0])
    assert completed(ani, ids[0], value=500_000, giver="Rekan A").duty == "exempt"
    assert duties(ids) == ["exempt", "exempt", "exempt", "must"]
    act("return_", here, ids[0])
    completed(ani, ids[0], value=500_000, giver="Rekan B")
    assert duties(ids) == ["exempt"] * 4
    assert not Report.objects.get(id=ids[3]).steps.filter(act="reopen").exists()
    act("return_", here, ids[0])
    completed(ani, ids[0], value=500_000, giver="rekan a")
    assert duties(ids) == ["exempt", "exempt", "exempt", "must"]


def test_nobody_elses_gifts_count(here):
    for name in ("ani", "bambang"):
        assert {of_colleague(here.actor(name), 500_000).duty for _n in range(3)} == {"exempt"}
    assert (
        give(here.actor("ani"), kind="refused", occasion="coworker", relation="coworker", giver="Rekan A").duty
        == "refusal"
    )
