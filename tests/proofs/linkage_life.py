"""People are asked and answer, nights go by, and everything an owner of the database can see of it is written down.

The owner has a trigger on the tables: of every answer he knows its moment, its row and what it changed (`Evidence.watched`). He copies the tables before
and after every night, reads the public figures after every answer and an officer's desk every morning.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.core import mail
from django.db import connection
from django.test import RequestFactory
from django.test.utils import override_settings

from maklumat.kernel import clock, notify
from maklumat.kernel.actor import Actor
from maklumat.kernel.models import Message
from maklumat.modules.surveys import actions
from maklumat.modules.surveys.models import Answer
from maklumat.modules.surveys.queries import desk
from maklumat.modules.surveys.queries.instruments import held
from maklumat.modules.surveys.views.showing import unit_csv
from maklumat.modules.units import api as units
from tests.world import MONDAY

Row = dict[str, Any]
UNITS = ("disdukcapil", "dpmptsp", "inspektorat", "bag-organisasi")
OPEN = timedelta(days=35)  # in which a round is open, and a little more
NIGHT = timedelta(hours=20, minutes=10)  # UTC, as the worker's clock has it
LAST_NIGHT = 260  # days after the first case: then even what was gathered is settled, or stays sealed
LENT = 10  # people who use one telephone: more than a family, so the night doubts them
COUNTERS = ("came", "answered", "sound", "declined", "whole", "total", "squares", "ticks", "sound_ticks", "makeup")
SURVEYS = ("surveys_answer", "surveys_comment", "surveys_round")


@dataclass
class Evidence:
    """What the attacker gets. ``invited``: of each round's number those who may have given its answers (of a gathering round: who was asked in the
    rounds it gathers), each with ``asked`` (the round of his letter), ``ended_at`` and ``waited`` (the order in which cases ended), ``sent`` (the
    order of the letters), ``seen`` (moments at which he was seen: logging in, looking at his document) and, with the letters, his ``token``.
    ``tables``: every row as stored at the end, in the order of the disk, with ``xmin`` and ``ctid``.

    ``nights``: (day, tables of surveys before, after). ``watched``: one line for each answer: ``at``, ``round``, ``place``, ``row`` (as stored),
    ``comments`` (rows that came with it), ``counted`` (ids that were counted with it), ``change`` (of the round's counters).
    ``csv``: (moment, unit, text) of each change of the public figures. ``mornings``: (day, moment, unit, comments as an officer reads them)."""

    letters: bool
    invited: dict[int, list[Row]] = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    nights: list[tuple[int, dict[str, list[Row]], dict[str, list[Row]]]] = field(default_factory=list)
    watched: list[Row] = field(default_factory=list)
    csv: list[tuple[datetime, str, str]] = field(default_factory=list)
    mornings: list[tuple[int, datetime, str, tuple[str, ...]]] = field(default_factory=list)
    groups: Any = None


@dataclass
class Truth:
    """What only the judge knows, by person: ``said`` (values), ``wrote`` (comment), ``batch`` (what was counted in one step or one night with it:
    any name), ``settled`` (what became facts with it)."""

    said: dict[str, list[int | None]] = field(default_factory=dict)
    wrote: dict[str, str] = field(default_factory=dict)
    row: dict[str, str] = field(default_factory=dict)
    batch: dict[str, Any] = field(default_factory=dict)
    settled: dict[str, Any] = field(default_factory=dict)


class Life:
    """A life of so many rounds. Every other one is answered at once, the others over their thirty days, so that some people answer alone on a day.
    ``helped``: in these others somebody lends his telephone to the first ten, one after another."""

    def __init__(self, rounds: int, dice: Random, officer: Actor, *, helped: bool = False) -> None:
        self.dice, self.officer, self.helped = dice, officer, helped
        self.known: list[Row] = []
        self.truth, self.seen = Truth(), Evidence(letters=True)
        self.steps: dict[str, Any] = {}
        self.shown: dict[str, str] = {}
        with override_settings(
            CARRIERS={"email": "smtp", "phone": "smtp"}, EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"
        ):
            mail.outbox = []
            self._ask(rounds)
        self._live()
        self._end()

    def _ask(self, rounds: int) -> None:
        """Cases end, the draw asks, letters are sent."""
        day = MONDAY
        for number in range(rounds):
            unit = units.tree().by_code[UNITS[number % len(UNITS)]].id
            service, group = uuid4(), {}
            for place in range(self.dice.randrange(8, 41)):
                address, ended = f"p{number}-{place}@example.org", day + timedelta(minutes=7 * place)
                actions.await_draw(
                    kind="online", unit_id=unit, service_id=service, phone="", email=address, language="id", at=ended
                )
                group[address] = {
                    "person": address, "unit": UNITS[number % len(UNITS)], "ended_at": ended, "waited": place, "seen": [], "slow": number % 2,
                }  # fmt: skip
            actions.draw_rounds(day + timedelta(hours=6), self.dice)
            self._send(group, day + timedelta(hours=6))
            self.known += [one for one in group.values() if "token" in one]
            day += timedelta(hours=self.dice.choice((2, 20)))

    def _send(self, group: dict[str, Row], at: datetime) -> None:
        """The worker sends the letters one by one; the mail server keeps what it sent."""
        for order, message in enumerate(Message.objects.filter(state="pending").order_by("created_at", "id")):
            with clock.standing_at(at + timedelta(seconds=order)):
                notify.send_now(str(message.id))
            letter = mail.outbox[-1]
            token = letter.body.partition("/s/")[2].partition("/")[0]
            group[letter.to[0]] |= {"sent": order, "sent_at": at + timedelta(seconds=order), "token": token}

    def _live(self) -> None:
        """Half of those asked answer after a while; most are seen shortly before or after: the same evening they look at their document."""
        for one in self.known:
            one["round"], one["place"] = actions.place_of(one["token"], "", one["sent_at"])
            one["asked"] = one["round"].number
            later = self.dice.uniform(0, 29 * 1440) if one["slow"] else self.dice.lognormvariate(5, 1.2)
            one["lent"] = self.helped and one["slow"] and one["waited"] < LENT
            if one["lent"]:
                later = 5 * 1440 + 10 * one["waited"]
            one["will"] = one["sent_at"] + timedelta(minutes=later)
        self.known.sort(key=lambda one: one["will"])
        ahead = self.known[::-1]
        for day in range(LAST_NIGHT):
            night = MONDAY.replace(hour=0, minute=0) + timedelta(days=day) + NIGHT
            while ahead and ahead[-1]["will"] < night:
                self._decide(ahead.pop())
            quiet = (
                not ahead and night - OPEN > self.known[-1]["will"]
            )  # only gathering rounds are left: every tenth night will do
            if not quiet or (day % 10 == 0 and Answer.objects.filter(moment__isnull=False).exists()):
                self._night(day, night)

    def _decide(self, one: Row) -> None:
        if self.dice.random() < 0.6:
            one["seen"].append(one["will"] + timedelta(minutes=self.dice.uniform(-20, 20)))
        if self.dice.random() > 0.5 and not one["lent"]:
            if self.dice.random() < 0.2:
                actions.decline(row=one["round"], place=one["place"])
            return
        given = self._given(one["round"])
        while list(given.values) in self.truth.said.values():  # the judge knows answers by their values
            given = self._given(one["round"])
        key, name, at = str(given.key), one["person"], one["will"]
        before = _of_round(one["round"].id)
        device = f"lent {one['asked']}" if one["lent"] else name
        actions.answer(row=one["round"], place=one["place"], given=given, device=device, at=at)
        after = _of_round(one["round"].id)
        self._watch(one, key, before, after)
        self.truth.said[name], self.truth.row[name] = list(given.values), key
        if given.texts:
            self.truth.wrote[name] = given.texts["comment"]
        if before["counters"] != after["counters"]:
            self._poll(at, one["unit"])

    def _given(self, its_round: Any) -> Any:
        """Any answer, some items left out; some came too quickly, a third says something."""
        dice, instrument = self.dice, held(its_round.questionnaire_id).instrument
        values = tuple(
            dice.choice(item.choices).value if item.kind == "choice" and dice.random() < 0.93 else None
            for item in instrument.items
        )
        words = " ".join(dice.choices(("antre", "lama", "ramah", "kursi", "syarat", "biaya"), k=dice.randrange(1, 25)))
        texts = {"comment": f"{words} {dice.random():.6f}"} if dice.random() < 0.3 else {}
        traits = {trait.key: dice.choice(trait.choices).value for trait in instrument.respondent}
        return actions.Given(uuid4(), values, texts, traits, dice.choice((4, *range(30, 300, 7))))

    def _watch(self, one: Row, key: str, before: Row, after: Row) -> None:
        """What a trigger tells of one answer."""
        counted = [
            row_id
            for row_id, row in after["rows"].items()
            if row["counted"] and not before["rows"].get(row_id, row)["counted"]
        ]
        counted += [key] if after["rows"][key]["counted"] else []
        change = {name: _less(after["counters"][name], before["counters"][name]) for name in COUNTERS}
        comments = [row for row_id, row in after["comments"].items() if row_id not in before["comments"]]
        self.seen.watched.append(
            {"at": one["will"], "round": str(one["round"].id), "number": one["asked"], "place": one["place"], "row": after["rows"][key],
             "comments": comments, "counted": counted, "change": change}
        )  # fmt: skip
        for row_id in counted:
            self.steps[row_id] = (str(one["round"].id), len(self.seen.watched))

    def _poll(self, at: datetime, unit: str) -> None:
        """The public figures of a unit, and of all units above it; kept when they are others than before."""
        for code in (unit, *(above.code for above in units.tree().above(units.tree().by_code[unit].id))):
            with clock.standing_at(at):
                text = unit_csv(RequestFactory().get("/"), code).content.decode()
            if self.shown.get(code) != text:
                self.shown[code] = text
                self.seen.csv.append((at, code, text))

    def _night(self, day: int, at: datetime) -> None:
        before = dump(SURVEYS)
        actions.settle(at)
        after = dump(SURVEYS)
        if before == after:
            return
        self.seen.nights.append((day, before, after))
        self._remember(day, after)
        for code in UNITS if before["surveys_round"] != after["surveys_round"] else ():
            self._poll(at, code)
            found = desk.unit_desk(self.officer, code, "", at)
            self.seen.mornings.append((day, at, code, tuple(one.text for one in found.comments)))

    def _remember(self, day: int, after: dict[str, list[Row]]) -> None:
        """Who became a fact with whom: known by values, which all differ."""
        whose = {str(values): person for person, values in self.truth.said.items()}
        for row in after["surveys_answer"]:
            person = whose[str(row["values"])] if row["values"] is not None else ""
            if person and person not in self.truth.settled:
                self.truth.settled[person] = (row["round_id"], day)
                self.truth.batch[person] = self.steps.get(self.truth.row[person], (row["round_id"], f"night {day}"))

    def _end(self) -> None:
        """Who may have given the answers of each round: of a gathering one, who was asked in those it took from."""
        self.seen.tables = dump()
        numbers = {row["id"]: row["number"] for row in self.seen.tables["surveys_round"]}
        homes: dict[int, set[int]] = defaultdict(set)
        asked = {one["person"]: one["asked"] for one in self.known}
        for person, (round_id, _day) in self.truth.settled.items():
            homes[asked[person]].add(numbers[round_id])
        invited: dict[int, list[Row]] = defaultdict(list)
        for one in self.known:
            for number in homes.get(one["asked"], {one["asked"]}):
                invited[number].append(one)
        self.seen.invited = dict(invited)

    def evidence(self, *, letters: bool) -> Evidence:
        """With the mail server's letters or without them."""
        shown = ("person", "asked", "ended_at", "waited", "sent", "sent_at", "seen", *(("token",) if letters else ()))
        invited = {
            number: [{name: one[name] for name in shown} for one in group]
            for number, group in self.seen.invited.items()
        }
        return Evidence(letters, invited, self.seen.tables, self.seen.nights, self.seen.watched, self.seen.csv, self.seen.mornings)  # fmt: skip

    def sizes(self) -> Counter[int]:
        """How many were asked in each round."""
        return Counter(one["asked"] for one in self.known)


def _less(after: Any, before: Any) -> Any:
    return [a - b for a, b in zip(after, before, strict=True)] if isinstance(after, list) else after - before


def _of_round(round_id: UUID) -> Row:
    """A round's rows as they are just now."""
    rows = _rows(
        "SELECT ctid::text AS ctid, xmin::text::bigint AS xmin, * FROM surveys_answer WHERE round_id = %s", [round_id]
    )
    said = _rows(
        "SELECT ctid::text AS ctid, xmin::text::bigint AS xmin, * FROM surveys_comment WHERE round_id = %s", [round_id]
    )
    own = _rows("SELECT * FROM surveys_round WHERE id = %s", [round_id])[0]
    return {
        "rows": {row["id"]: row for row in rows}, "comments": {row["id"]: row for row in said},
        "counters": {name: own[name] for name in COUNTERS},
    }  # fmt: skip


def dump(tables: Sequence[str] = ()) -> dict[str, list[Row]]:
    """Every table, or some, as the owner sees them: in the order of the disk, with the hidden columns."""
    names = tables or [
        row["relname"]
        for row in _rows(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1", []
        )
    ]
    return {
        name: _rows(
            f'SELECT ctid::text AS ctid, xmin::text::bigint AS xmin, * FROM "{name}" ORDER BY "{name}".ctid', []
        )
        for name in names
    }


def _rows(statement: str, values: Sequence[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in cursor.fetchall()]


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value) if isinstance(value, UUID | datetime) else value
