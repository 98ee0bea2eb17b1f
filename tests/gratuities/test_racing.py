"""Several reports of one person at the same moment: each would be within the limit of the year if it did not see the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest
from django.db import connection

from maklumat.modules.gratuities.actions import summing
from maklumat.modules.gratuities.models import Report
from tests.gratuities.gifts import act, completed, of_colleague

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(verb: Callable[[Any], object], things: Iterable[Any]) -> None:
    def alone(thing: Any) -> None:
        try:
            verb(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(alone, things))


def test_reports_of_one_moment_see_each_other(here):
    ani = here.actor("ani")
    at_once(lambda _number: of_colleague(ani, 500_000), range(5))
    assert sorted(Report.objects.values_list("duty", flat=True)) == ["exempt"] * 3 + ["must"] * 2


def test_completions_of_one_moment_see_each_other(here, monkeypatch):
    """Each lingers after it judged, the later report the longer, so that both would have judged before either is done."""
    ani, judge = here.actor("ani"), summing.judge
    for _number in range(2):
        of_colleague(ani, 500_000)
    ids = [act("return_", here, of_colleague(ani, 500_000, giver="tidak dikenal").id).id for _number in range(2)]
    monkeypatch.setattr(summing, "judge", lambda row: (judge(row), sleep(0.2 + 0.4 * ids.index(row.id))))
    at_once(lambda one: completed(ani, one, value=500_000, giver="Rekan A"), ids)
    duties = dict(Report.objects.values_list("id", "duty"))
    assert [duties[one] for one in ids] == ["exempt", "must"]
