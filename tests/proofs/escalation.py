"""Two sweepers whose clocks jump and who are killed: every step of every late report fires once, none is skipped or early.

Expected is what the naive oracle of the limits says (tests/complaints/limit_oracle.py), not what the product computes.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.complaints import limit_oracle as oracle
from tests.proofs import ground

START, END = datetime(2026, 6, 1, 1, 0, tzinfo=UTC), datetime(2026, 10, 1, 1, 0, tzinfo=UTC)
STATES = (("received", "verify"), ("forwarded", "follow_up"), ("in_process", ""))
KINDS = ("request", "complaint", "aspiration")
SWEEPERS = 2


def run(cases: int = 10_000, seed: int = 1, tell: Callable[[str], None] = print) -> dict[str, Any]:
    """The figures; ``wrong`` counts steps that were skipped, doubled, early, or told by another fact than one."""
    with ground.throw_away():
        rng = random.Random(seed)
        reports = _late(cases, rng)
        from django.db import connections

        connections.close_all()
        kills = _sweep_and_kill(max(4, cases // 100), rng, tell)
        return _judged(reports) | {"breaches": cases, "kill -9 of a sweeper": kills, "sweepers at a time": SWEEPERS}


def _late(cases: int, rng: random.Random) -> list[Any]:
    """Reports filed in the four months, whose first step lies somewhere ahead."""
    from maklumat.kernel.ids import new_id
    from maklumat.modules.complaints import actions
    from maklumat.modules.complaints.models import Interval, Report
    from tests import world
    from tests.complaints.cast import file

    world.build(())
    pattern = file(text="Jalan berlubang di depan pasar induk.", slug="", at=START).row
    shared = {f.attname: getattr(pattern, f.attname) for f in Report._meta.concrete_fields}
    rows = []
    for n in range(cases):
        filed_at = START + (END - START) * rng.random()
        state, _stage = STATES[n % len(STATES)]
        own = {"id": new_id(), "number": f"ADU-99-{n:06d}", "code_index": n.to_bytes(8), "filed_at": filed_at, "state": state,
               "desk_since": filed_at, "kind": rng.choice(KINDS), "next_step_at": filed_at}  # fmt: skip
        rows.append(Report(**shared | own))
    Report.objects.filter(id=pattern.id).delete()
    Report.objects.bulk_create(rows, batch_size=2000)
    Interval.objects.bulk_create(
        [Interval(report=row, state="running", started_at=row.filed_at) for row in rows], batch_size=5000
    )
    actions.recompute_due(START)  # as on any day on which a calendar changes
    return rows


def _sweep_and_kill(kills: int, rng: random.Random, tell: Callable[[str], None]) -> int:
    fork = multiprocessing.get_context("fork")

    def begin() -> Any:
        one = fork.Process(target=_sweeper, args=(rng.random(),))
        one.start()
        return one

    sweepers = [begin() for _ in range(SWEEPERS)]
    for n in range(kills):
        time.sleep(rng.uniform(0.05, 0.6))
        at = rng.randrange(SWEEPERS)
        os.kill(sweepers[at].pid, signal.SIGKILL)
        sweepers[at].join()
        sweepers[at] = begin()
        if n % 25 == 24:
            tell(f"{n + 1} of {kills} sweepers killed")
    for one in sweepers:
        os.kill(one.pid, signal.SIGKILL)
        one.join()
    from maklumat.modules.complaints import actions

    actions.reach_steps(END)
    return kills + SWEEPERS


def _sweeper(seed: float) -> None:
    """Sweep for ever; the clock runs ahead, stands, and goes back by weeks."""
    from maklumat.modules.complaints import actions

    rng, gone = random.Random(seed), random.Random(seed).random()
    while True:
        gone = min(1.0, max(0.0, gone + rng.uniform(-0.1, 0.2)))
        actions.reach_steps(START + (END - START) * (rng.random() if rng.random() < 0.2 else gone))


def _judged(reports: list[Any]) -> dict[str, Any]:
    from maklumat.kernel.models import Entry
    from maklumat.modules.calendars import api as calendars
    from maklumat.modules.complaints.models import Fired
    from tests.proofs.limits import ORACLES, YEARS

    week = calendars.calendar_of(reports[0].holder_unit_id).version_on(START.date())
    unit = oracle.Unit(week.zone, week.week, oracle.closed_dates(YEARS))  # its hours are data; the counting is not
    fired: dict[Any, dict[str, datetime]] = {}
    twice = 0
    for report_id, step, at in Fired.objects.values_list("report_id", "step", "at"):
        twice += step in fired.setdefault(report_id, {})
        fired[report_id][step] = at
    told = Counter(
        (subject, data["step"])
        for subject, data in Entry.objects.filter(kind="complaints.step_reached").values_list("subject", "data")
    )
    figures, examples = Counter[str](), []
    for row in reports:
        wanted = _expected(row, unit, ORACLES[1])
        found = fired.get(row.id, {})
        figures["steps"] += len(wanted)
        skipped = [step for step in wanted if step not in found]
        early = [step for step, at in found.items() if step not in wanted or at < wanted[step]]
        untold = [step for step in found if told[row.id, step] != 1]
        for what, steps in (("skipped", skipped), ("early or foreign", early), ("not told once", untold)):
            figures[what] += len(steps)
            examples += [f"{row.number} {what}: {step}" for step in steps[:2]]
    wrong = twice + figures["skipped"] + figures["early or foreign"] + figures["not told once"]
    return {"steps expected": figures["steps"], "fired": sum(map(len, fired.values())), "skipped": figures["skipped"],
            "early": figures["early or foreign"], "twice": twice, "not told once": figures["not told once"], "wrong": wrong,
            "examples": examples[:10]}  # fmt: skip


def _expected(row: Any, unit: oracle.Unit, ladder: dict[str, Any]) -> dict[str, datetime]:
    """By the oracle: the steps whose moment is not later than the end, and when each is reached."""
    stages = [(row.kind, ""), *((stage, "/0") for state, stage in STATES if state == row.state and stage)]
    found = {}
    for name, again in stages:
        days, steps = ladder[name]
        for key, share in steps.items():
            moment = unit.deadline(row.filed_at, days, share)
            if moment is not None and moment <= END:
                found[key + again] = moment
    return found
