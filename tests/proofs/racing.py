"""Ten thousand attempts to use tokens a second time, many at once: of each place one answer counts."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

from django.db import connections

from maklumat.kernel.errors import Conflict
from maklumat.modules.surveys import actions
from maklumat.modules.surveys.models import Answer, Round
from tests import world
from tests.surveys.cast import drawn, given
from tests.world import MONDAY


def run(attempts: int = 10_000, seed: int = 1, at_once: int = 8) -> dict[str, Any]:
    """So many attempts on the places of one round, each place tried by several threads at the same moment."""
    world.build(())
    row = drawn("disdukcapil", 400)
    places = list(range(row.size))
    each = max(2, attempts // len(places))
    plan = [place for place in places for _time in range(each)]
    Random(seed).shuffle(plan)
    outcome: Counter[str] = Counter()
    lock, start = threading.Lock(), threading.Barrier(at_once)

    def storm(mine: list[int]) -> None:
        start.wait()
        found: Counter[str] = Counter()
        for place in mine:
            try:
                actions.answer(
                    row=row,
                    place=place,
                    given=given([3] * 9, key=uuid4()),
                    device="d",
                    at=MONDAY + timedelta(minutes=1),
                )
                found["taken"] += 1
            except Conflict:
                found["refused"] += 1
        connections.close_all()
        with lock:
            outcome.update(found)

    plan.sort()  # neighbours in the plan are the same place: the threads meet on it
    threads = [threading.Thread(target=storm, args=(plan[number::at_once],)) for number in range(at_once)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    stored, counted = Answer.objects.filter(round=row.id).count(), Round.objects.get(id=row.id).came
    wrong = int(not outcome["taken"] == stored == counted == len(places)) + int(sum(outcome.values()) != len(plan))
    return {
        "attempts": len(plan),
        "places": len(places),
        **outcome,
        "stored": stored,
        "counted": counted,
        "wrong": wrong,
    }
