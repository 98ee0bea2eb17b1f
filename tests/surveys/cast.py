"""Rounds and answers for tests of surveys."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import uuid4

from maklumat.modules.surveys import actions
from maklumat.modules.surveys.models import Round
from maklumat.modules.surveys.queries.instruments import held, in_force
from maklumat.modules.units import api as units
from tests.world import MONDAY

DICE = 20260101


def wait(unit: str, many: int, *, service_id=None, kind: str = "online", at=MONDAY, start: int = 0) -> None:
    """So many cases of a unit ended, all with an address."""
    unit_id = units.tree().by_code[unit].id
    for number in range(start, start + many):
        actions.await_draw(
            kind=kind, unit_id=unit_id, service_id=service_id, phone="", email=f"warga{number}@example.org", language="id", at=at
        )  # fmt: skip


def drawn(unit: str, many: int = 40, *, at=MONDAY, dice: Random | None = None, service_id=None) -> Round:
    """The SKM round of a draw among so many."""
    wait(unit, many, at=at, service_id=service_id)
    actions.draw_rounds(at, dice or Random(DICE))
    skm = in_force("skm", at.date()).id
    return Round.objects.filter(unit_id=units.tree().by_code[unit].id, questionnaire_id=skm, channel="invited").latest(
        "number"
    )


def given(values, *, seconds: int | None = 90, texts=None, traits=None, key=None) -> actions.Given:
    """A filled SKM: nine values, then nothing for the comment."""
    return actions.Given(key or uuid4(), (*values, None), texts or {}, traits or {}, seconds)


def answer_all(row: Round, rows, *, at=MONDAY, seconds: int = 90, start: int = 0, over: bool = True) -> None:
    """One place after the other answers; then the round is ``over``, so that all of them count."""
    for place, values in enumerate(rows, start):
        actions.answer(
            row=row,
            place=place,
            given=given(values, seconds=seconds),
            device=f"device {place}",
            at=at + timedelta(minutes=place),
        )
    if over:
        actions.settle(at + timedelta(days=31))


def instrument_of(row: Round):
    return held(row.questionnaire_id).instrument
