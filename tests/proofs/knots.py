"""Dividing, joining, transferring, in any order: one responsible unit at every instant, a whole ends with its parts.

Random lives of three reports; after every step the rows are held against the facts of the ledger and against each other.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from maklumat.kernel import ledger
from maklumat.kernel.actor import ANONYMOUS
from maklumat.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from maklumat.modules.complaints import actions
from maklumat.modules.complaints.models import Interval, Link, Report
from maklumat.modules.units import api as units
from tests import world
from tests.complaints.cast import Filed, act, file, revision
from tests.world import MONDAY

HOUR = timedelta(hours=1)
OFFICES = ("disdukcapil", "dpmptsp", "dpupr", "dishub")
LAMP = "Lampu jalan di depan pasar mati dan jalannya berlubang, sudah dua minggu gelap sekali."
ENDED = ("closed", "archived")
WORK = {"take_on": ("forwarded",), "hand_back": ("forwarded",), "ask": ("in_process",), "answer": ("in_process",),
        "archive": ("received",), "settle": ("in_process",)}  # fmt: skip
SAY = {"reply": ("asked",), "confirm": ("answered",), "object_to": ("answered", "closed")}


def parts_of(one):
    return [Part(row.id, row.number, one.code) for row in Report.objects.filter(root=one.id).order_by("number")]


class Part:
    """A part, handled as a report is."""

    def __init__(self, report_id, number, code):
        self.id, self.number, self.code = report_id, number, code

    @property
    def row(self):
        return Report.objects.get(id=self.id)


def divide(one, desk, at=MONDAY, offices=("dpupr", "dishub")):
    tasks = [actions.Part(office, f"Jawab bagian {office} dari laporan ini.") for office in offices]
    actions.divide(by=desk, report_id=one.id, kind="complaint", parts=tasks, revision=revision(one), at=at)
    return parts_of(one)


def tie(here: world.World, lives: int, steps: int) -> int:
    """So many random lives of so many steps. Raises what went wrong, shrunk; returns how many acts were done."""
    Hanging.here, Hanging.acts = here, Counter()
    few = settings(
        max_examples=lives,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(Hanging, settings=few)
    return Hanging.acts.total()


def run(lives: int) -> dict[str, Any]:
    """The proof: figures of that many lives."""
    done = tie(world.build(()), lives, steps=50)
    return {
        "lives": lives,
        "steps": "50 each, three reports",
        "acts done": done,
        "of these": dict(Hanging.acts),
        "wrong": 0,
    }


class Hanging(RuleBasedStateMachine):
    """Three reports that are verified, divided, joined, transferred, handed back, answered and objected to, at random."""

    here: ClassVar[world.World]
    acts: ClassVar[Counter[str]] = Counter()

    def __init__(self):
        super().__init__()
        self.ground = transaction.atomic()
        self.ground.__enter__()
        self.at = MONDAY
        self.desk = self.here.with_role("complaint_coordinator", "tirtamulya")
        self.whole = [file(text=LAMP, slug="") for _ in range(3)]
        self.done = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.ground.__exit__(None, None, None)

    def any_of(self, data: st.DataObject, *states: str) -> Filed:
        """One of the reports and parts, of those in these states if there are any: what fits is tried more often."""
        rows = [*self.whole, *(part for one in self.whole for part in parts_of(one))]
        fitting = [one for one in rows if one.row.state in states] if data.draw(st.integers(0, 9)) else []
        return data.draw(st.sampled_from(fitting or rows))

    def tried(self, function, *given, **named):
        self.at += HOUR
        try:
            with transaction.atomic():
                function(*given, **named)
            self.done += 1
            self.acts[given[0] if given and isinstance(given[0], str) else function.__name__] += 1
        except (Conflict, Invalid, NotAllowed, Missing):
            pass

    @rule(data=st.data(), office=st.sampled_from(OFFICES))
    def verify(self, data, office):
        self.tried(act, "verify", self.any_of(data, "received"), self.desk, self.at, unit=office)

    @rule(data=st.data(), offices=st.lists(st.sampled_from(OFFICES), min_size=1, max_size=4, unique=True))
    def divide(self, data, offices):
        self.tried(divide, self.any_of(data, "received", "forwarded", "in_process"), self.desk, self.at, tuple(offices))

    @rule(data=st.data())
    def join(self, data):
        one, other = self.any_of(data, "received", "forwarded"), self.any_of(data)
        self.tried(
            actions.join, by=self.desk, report_id=one.id, number=other.number, revision=revision(one), at=self.at
        )

    @rule(data=st.data())
    def part(self, data):
        one = self.any_of(data, "joined")
        self.tried(actions.part, by=self.desk, report_id=one.id, revision=revision(one), at=self.at)

    @rule(data=st.data(), office=st.sampled_from(OFFICES))
    def transfer(self, data, office):
        self.tried(
            act,
            "place",
            self.any_of(data, "judging", "forwarded"),
            self.desk,
            self.at,
            unit=office,
            text="Dipindahkan.",
        )

    @rule(data=st.data(), verb=st.sampled_from(tuple(WORK)))
    def work(self, data, verb):
        by = self.here.actor("bambang", self.at) if verb == "settle" else self.desk
        self.tried(act, verb, self.any_of(data, *WORK[verb]), by, self.at)

    @rule(data=st.data(), verb=st.sampled_from(tuple(SAY)))
    def say(self, data, verb):
        one = self.any_of(data, *SAY[verb])
        more = {} if verb == "confirm" else {"text": "Masih sama seperti kemarin."}
        number = "" if one in self.whole else one.number
        self.tried(getattr(actions, verb), by=ANONYMOUS, code=one.code, part=number, at=self.at, **more)

    @precondition(lambda self: self.done)
    @rule()
    def wait(self):
        self.at += timedelta(days=20)
        actions.end_waits(self.at)
        actions.reach_steps(self.at)

    @invariant()
    def exactly_one_unit_is_responsible(self):
        rows = {row.id: row for row in Report.objects.select_related("holder_unit")}
        following = dict(Link.objects.filter(undone_at=None).values_list("report_id", "main_id"))
        for row in rows.values():
            assert (row.state == "joined") == (row.id in following)
            steps, here = 0, row
            while here.state == "joined":
                here, steps = rows[following[here.id]], steps + 1
                assert steps < 2, "a chain of links"
            assert here.holder_unit.code in {unit.code for unit in units.tree().units}
            holders = [
                fact.data.get("holder_unit") or str(fact.unit_id) for fact in ledger.facts_about(row.id)
            ]  # every fact names who is responsible from its moment on
            assert holders[-1] == str(row.holder_unit_id), row.number

    @invariant()
    def a_whole_ends_exactly_with_its_parts(self):
        for one in self.whole:
            row, states = one.row, [part.row.state for part in parts_of(one)]
            if states:
                assert row.state == ("closed" if all(state in ENDED for state in states) else "divided")

    @invariant()
    def every_clock_is_one_line(self):
        for row in Report.objects.all():
            stretches = list(Interval.objects.filter(report=row).order_by("started_at", "id"))
            assert stretches[0].started_at == row.filed_at
            for before, after in pairwise(stretches):
                assert before.ended_at == after.started_at
            assert (stretches[-1].ended_at is None) == (row.state not in ENDED)
