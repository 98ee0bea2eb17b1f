"""Can somebody who holds the whole database, the log and even the mail server's letters tell who gave which answer?

`evidence` lets people answer in a database of its own and writes down all an owner can see of it. `tests.proofs.linking` attacks; it was
written by somebody who wanted to succeed, and sees nothing but the evidence. What chance alone would find is one in the size of the round.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from django.core import mail
from django.db import connection
from django.test.utils import override_settings

from maklumat.kernel import clock, notify
from maklumat.kernel.models import Message
from maklumat.modules.surveys import actions
from maklumat.modules.surveys.queries.instruments import held
from maklumat.modules.units import api as units
from tests import world
from tests.world import MONDAY

UNITS = ("disdukcapil", "dpmptsp", "inspektorat", "bag-organisasi")


@dataclass
class Evidence:
    """What the attacker gets. ``invited``: of each round's number the people who were asked, each with what is known of him: ``ended_at`` and
    ``waited`` (the order in which cases ended), ``sent`` (the order of the letters), ``seen`` (moments at which he was seen: logging in,
    looking at his document), and, with the letters, his ``token``. ``tables``: every row as stored, in the order of the disk, with ``xmin``
    and ``ctid``. ``log``: the product's log lines."""

    letters: bool
    at_night: bool
    invited: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)


def people(rounds: int, dice: Random) -> tuple[list[dict[str, Any]], dict[str, list[int | None]]]:
    """Cases end, the draw asks, letters are sent, people answer. Returns whom we know, and what each said."""
    known: list[dict[str, Any]] = []
    truth: dict[str, list[int | None]] = {}
    with override_settings(
        CARRIERS={"email": "smtp", "phone": "smtp"}, EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"
    ):
        mail.outbox = []
        day = MONDAY
        for number in range(rounds):
            code = UNITS[number % len(UNITS)]
            unit = units.tree().by_code[code].id
            service, many = uuid4(), dice.randrange(8, 41)
            group = []
            for place in range(many):
                address, ended = f"p{number}-{place}@example.org", day + timedelta(minutes=7 * place)
                actions.await_draw(
                    kind="online",
                    unit_id=unit,
                    service_id=service,
                    phone="",
                    email=address,
                    language="id",
                    at=ended,
                )
                group.append({"person": address, "ended_at": ended, "waited": place, "seen": []})
            drawn = day + timedelta(hours=6)
            actions.draw_rounds(drawn, dice)
            _send(group, drawn)
            known += group
            day += timedelta(hours=dice.choice((2, 20)))
        _answer(known, truth, dice)
    return known, truth


def _send(group: list[dict[str, Any]], at: datetime) -> None:
    """The worker sends the letters one by one; the mail server keeps what it sent."""
    for order, message in enumerate(Message.objects.filter(state="pending").order_by("created_at", "id")):
        with clock.standing_at(at + timedelta(seconds=order)):
            notify.send_now(str(message.id))
        letter = mail.outbox[-1]
        one = next(one for one in group if one["person"] == letter.to[0])
        one |= {
            "sent": order,
            "sent_at": at + timedelta(seconds=order),
            "token": letter.body.partition("/s/")[2].partition("/")[0],
        }


def _answer(known: list[dict[str, Any]], truth: dict[str, list[int | None]], dice: Random) -> None:
    """Half of them answer after a while; many are seen shortly before or after: the same evening they look at their document, too."""
    asked = [one for one in known if "token" in one]
    for one in asked:
        one["will"] = one["sent_at"] + timedelta(minutes=dice.lognormvariate(5, 1.2))
    for one in sorted(asked, key=lambda one: one["will"]):
        if dice.random() < 0.6:
            one["seen"].append(one["will"] + timedelta(minutes=dice.uniform(-20, 20)))
        if dice.random() > 0.55:
            continue
        row, place = actions.place_of(one["token"], "", one["will"])
        one["round"] = row.number
        instrument = held(row.questionnaire_id).instrument
        values = tuple(dice.choice(item.choices).value if item.kind == "choice" else None for item in instrument.items)
        texts = {"comment": f"Saran {dice.random():.6f}"} if dice.random() < 0.3 else {}
        traits = {trait.key: dice.choice(trait.choices).value for trait in instrument.respondent}
        key = uuid4()
        given = actions.Given(key, values, texts, traits, dice.randrange(30, 300))
        actions.answer(row=row, place=place, given=given, device=one["person"], at=one["will"])
        truth[one["person"]] = list(values)
    for one in asked:
        if "round" not in one:
            one["round"] = actions.place_of(one["token"], "", one["will"])[0].number


def dump() -> dict[str, list[dict[str, Any]]]:
    """Every table as its owner sees it: in the order of the disk, with the hidden columns."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT ctid::text AS ctid, xmin::text::bigint AS xmin, * FROM "{table}" ORDER BY "{table}".ctid'
            )
            names = [column.name for column in cursor.description]
            found[table] = [
                {name: _plain(value) for name, value in zip(names, row, strict=True)} for row in cursor.fetchall()
            ]
    return found


def _plain(value: Any) -> Any:
    return (
        bytes(value).hex()
        if isinstance(value, bytes | memoryview)
        else str(value)
        if isinstance(value, UUID | datetime)
        else value
    )


def evidence(known: list[dict[str, Any]], *, letters: bool, at_night: bool) -> Evidence:
    """What an owner sees now."""
    found = Evidence(letters, at_night, tables=dump())
    shown = ("person", "ended_at", "waited", "sent", "sent_at", "seen", *(("token",) if letters else ()))
    groups: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in known:
        if "round" in one:
            groups[one["round"]].append({name: one[name] for name in shown})
    found.invited = dict(groups)
    return found


@dataclass(frozen=True)
class Verdict:
    """``right`` guesses of ``answers``; ``expected`` by chance, and how many standard deviations away."""

    attack: str
    letters: bool
    at_night: bool
    answers: int
    right: int
    expected: float
    sigma: float


def judge(name: str, guessed: dict[str, str], found: Evidence, truth: dict[str, list[int | None]]) -> Verdict:
    """One attack's guesses (answer → person), held against what the person said. By chance one in the size of the round is right; who has the
    letters knows who answered at all (the bit of a token is set), so for him one in those who did."""
    rows = {row["id"]: row for row in found.tables["surveys_answer"]}
    rounds = {row["id"]: row for row in found.tables["surveys_round"]}
    chances = [1 / rounds[row["round_id"]]["came" if found.letters else "size"] for row in rows.values()]
    right = sum(
        answer in rows and rows[answer]["values"] == truth.get(person, "") for answer, person in guessed.items()
    )
    spread = math.sqrt(sum(p * (1 - p) for p in chances)) or 1
    return Verdict(
        name,
        found.letters,
        found.at_night,
        len(chances),
        right,
        round(sum(chances), 1),
        round((right - sum(chances)) / spread, 2),
    )


def run(rounds: int = 60, seed: int = 1) -> dict[str, Any]:
    """All attacks on the database after the rounds are over, with and without the letters; and with a copy taken before, when the rows stood in the order
    of arrival. Wrong is an attack that finds more than chance does."""
    from tests.proofs import linking

    world.build(())
    known, truth = people(rounds, Random(seed))
    before = [evidence(known, letters=letters, at_night=False) for letters in (False, True)]
    readable = sum(row["values"] is not None for row in before[0].tables["surveys_answer"])
    actions.settle(MONDAY + timedelta(days=200))
    after = [evidence(known, letters=letters, at_night=True) for letters in (False, True)]
    verdicts = [judge(name, attack(found), found, truth) for found in after for name, attack in linking.ATTACKS.items()]
    copies = [
        judge(f"{name}, on an older copy", attack(older), found, truth)
        for older, found in zip(before, after, strict=True)
        for name, attack in linking.ATTACKS.items()
    ]
    limit = 3.1 + 0.25 * math.log(len(verdicts))  # of many attacks the best is far out by chance alone
    wrong = [one for one in (*verdicts, *copies) if one.sigma > limit]
    return {
        "rounds": rounds, "answers": len(truth), "attacks": len(verdicts) + len(copies), "expected": verdicts[0].expected,
        "expected_with_letters": verdicts[-1].expected, "right_of_best": max(one.right for one in (*verdicts, *copies)),
        "best_sigma": max(one.sigma for one in (*verdicts, *copies)), "limit": round(limit, 2), "control": _control(known, truth),
        "readable_before_the_end": readable, "wrong": len(wrong) + bool(readable),
        "verdicts": [f"{one.attack}{', with letters' if one.letters else ''}: {one.right} ({one.sigma:+.1f}σ)" for one in (*verdicts, *copies) if one.right],
    }  # fmt: skip


def _control(known: list[dict[str, Any]], truth: dict[str, list[int | None]]) -> int:
    """What the same attacker would find if answers kept the moment at which they came: the test can fail."""
    right = 0
    for one in known:
        if one["person"] not in truth:
            continue
        seen = [other for other in known if other.get("round") == one["round"] and other["seen"]]
        best = min(seen, key=lambda other: min(abs(at - one["will"]) for at in other["seen"]), default=None)
        right += best is not None and best["person"] == one["person"]
    return right
