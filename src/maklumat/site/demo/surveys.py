"""Satisfaction in the fictitious regency: cases that ended wait, the system draws, letters go out, residents answer. Through the real actions;
the residents are a random number each."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from maklumat.kernel.models import Message
from maklumat.kernel.notify import letter_of
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.surveys import api as surveys
from maklumat.modules.units import api as units

from ..roles import actor_of
from .history import BUSY

# unit: how content (mean of the scale 1–4), how many cases a quarter
PLACES = {
    "disdukcapil": (3.35, 180),
    "dpmptsp": (3.15, 150),
    "puskesmas-tirtakencana": (3.45, 60),
    "kec-tirtakencana": (3.05, 40),
}
WEAK = {
    "disdukcapil": 7,
    "dpmptsp": 2,
    "puskesmas-tirtakencana": 2,
    "kec-tirtakencana": 8,
}  # place of the weakest question
SHOWN = (("print", "Papan di ruang tunggu"), ("display", "Layar antrean"), ("social", "Akun resmi unit"))
# What people remember of days and rupiah (F-03): mostly what the ledger knows, at DPMPTSP longer, and some say that they paid.
CLAIMED = {
    "claimed-days": {"disdukcapil": (0, 0, 1, 1, 1, 2, 2, 3), "dpmptsp": (2, 3, 5, 7, 9, 14, 21, 30)},
    "claimed-fee": {"disdukcapil": (0, 0, 0, 0, 0, 0, 0, 20_000), "dpmptsp": (0, 0, 0, 0, 50_000)},
}
SAID = (
    "Petugasnya ramah dan sabar menjelaskan.", "Antre lama, kursi tunggu kurang.", "Cepat, satu hari selesai.", "Toilet perlu dibersihkan.",
    "Syaratnya sempat berbeda dengan yang di situs.", "Gratis, terima kasih.", "Parkirnya sempit dan panas.", "Aplikasinya sering error pagi hari.",
)  # fmt: skip


def make_surveys(now: datetime, seed: int = 7) -> int:
    """Two quarters of answers, the earlier one published with its follow-up. Returns how many answered."""
    dice, answered = Random(seed), 0
    tree = units.tree()
    for days in (118, 80, 36):
        at = now - timedelta(days=days)
        for code, (_level, cases) in PLACES.items():
            if code in tree.by_code:
                _end_cases(tree.by_code[code], cases // 2, at, dice)
        surveys.draw_rounds(at, dice)
        answered += _answer(at + timedelta(days=3), dice)
        surveys.settle(at + timedelta(days=33))
    _publish(now)
    _leave_letters(now - timedelta(days=1), dice)
    return answered


def _leave_letters(at: datetime, dice: Random) -> None:
    """Invitations of yesterday, most of them unanswered: they lie in the demo's visible mailbox. One more answer is the sixteenth of its round,
    which counts the next eight."""
    unit = units.tree().by_code.get("dpmptsp")
    if unit is not None:
        _end_cases(unit, 70, at, dice)
        surveys.draw_rounds(at, dice)
        _answer(at + timedelta(hours=2), dice, most=15)


def _end_cases(unit: units.UnitFacts, many: int, at: datetime, dice: Random) -> None:
    own = [v for v in catalogue.shelf(at).versions if v.unit_id == unit.id]
    services = [v.service_id for v in [v for v in own if v.standard.slug in BUSY] or own][:2]
    for number in range(many):
        surveys.await_draw(
            kind="online", unit_id=unit.id, service_id=dice.choice(services) if services else None, phone="",
            email=f"warga{number}@example.org", language="id", at=at,
        )  # fmt: skip


def _answer(at: datetime, dice: Random, most: int = 0) -> int:
    """Read the letters, as residents do, and answer two in three; ``most``: of each instrument so many. Letters are thrown away once they were read."""
    letters, answered = list(Message.objects.filter(burns=True)), Counter()
    for letter in letters:
        found = re.search(r"/s/([0-9A-Z-]+)/", letter_of(letter).text)
        if found is None:
            continue
        unit_id, instrument = surveys.asked_by(found[1], at)
        asked = (unit_id, instrument.key)
        if answered[asked] >= most if most else dice.random() > 0.66:
            continue
        moment = at + timedelta(minutes=dice.randrange(600))
        surveys.answer_by_token(token=found[1], given=_given(found[1], moment, dice), device=str(uuid4()), at=moment)
        answered[asked] += 1
        letter.delete()
    if not most:
        Message.objects.filter(burns=True).delete()
    return answered.total()


def _given(token: str, at: datetime, dice: Random) -> surveys.Given:
    unit_id, one = surveys.asked_by(token, at)
    unit = units.tree().by_id[unit_id].code
    level, weak = PLACES.get(unit, (3.2, 60))[0], WEAK.get(unit, 2)
    own = dice.gauss(level, 0.45)
    top, low = one.high, one.low
    values, texts = [], {}
    for place, item in enumerate(one.items):
        if item.kind != "choice":
            known = CLAIMED.get(item.key, {}).get(unit)
            values.append(dice.choice(known) if known and dice.random() < 0.8 else None)
            if item.kind == "text" and dice.random() < 0.2:
                texts[item.key] = dice.choice(SAID)
            continue
        wish = (own - (0.5 if place == weak else 0) + dice.gauss(0, 0.5) - 1) / 3 * (top - low) + low
        values.append(max(low, min(top, round(wish))))
    traits = {trait.key: dice.choice(trait.choices).value for trait in one.respondent if dice.random() < 0.9}
    if "disability" in traits:
        traits["disability"] = 2 if dice.random() < 0.06 else 1
    return surveys.Given(
        UUID(int=dice.getrandbits(128), version=4), tuple(values), texts, traits, dice.randrange(40, 260)
    )


def _publish(now: datetime) -> None:
    """The quarter before last is published by its heads, with a follow-up each; one of them is done."""
    at = now - timedelta(days=30)
    period = surveys.quarter_of((now - timedelta(days=100)).date())
    for code in PLACES:
        unit = units.tree().by_code.get(code)
        heads = units.holders("head", [unit.id], at) if unit else ()
        found = surveys.outcome(unit.id, "skm", period) if unit and heads else None
        if unit is None or found is None or found.answered < 5:
            continue
        head = actor_of(_account(heads[0].account_id), at)
        result = surveys.publish_result(by=head, unit_id=unit.id, key="skm", period=period, note="", at=at)
        for medium, place in SHOWN + (("app", "Aplikasi Tirtamulya di telepon"),) * (code == "disdukcapil"):
            surveys.log_medium(by=head, result_id=result, medium=medium, place=place, published_on=at.date(), at=at)
        line = surveys.plan(
            by=head, result_id=result, element=found.weakest[0], problem="Unsur dengan nilai terendah pada masa ini.",
            action="Perbaikan dibahas bersama petugas loket dan dilaksanakan bertahap.", owner=heads[0].account_id,
            due_on=(now + timedelta(days=20)).date(), at=at,
        )  # fmt: skip
        if code == "disdukcapil":
            surveys.end_plan(by=head, plan_id=line, state="done", outcome="Kursi tunggu ditambah 24, kipas dipasang.", proof=b"", at=now - timedelta(days=2))  # fmt: skip


def _account(account_id: UUID):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(id=account_id)
