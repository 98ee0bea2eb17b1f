"""The door of surveys: whose case ended, answers by token, and results as plain values."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from .actions import (
    Given,
    answer,
    await_draw,
    draw_rounds,
    end_plan,
    log_medium,
    place_of,
    plan,
    publish_result,
    settle,
)
from .actions.publishing import MEDIA
from .queries.figures import Outcome, by_service, by_unit, edition, outcome, service_outcome
from .queries.instruments import held, versions
from .queries.pages import Published, files_held, published
from .rules.instrument import Instrument
from .rules.sampling import quarter_of

__all__ = [
    "MEDIA", "Given", "Instrument", "Outcome", "Published", "answer_by_token", "asked_by", "await_draw", "by_service", "by_unit", "draw_rounds", "edition", "end_plan",
    "files_held", "log_medium", "outcome", "places", "plan", "publish_result", "published", "quarter_of", "service_outcome", "settle",
]  # fmt: skip


def asked_by(token: str, at: datetime) -> tuple[UUID, Instrument]:
    """The unit and the instrument that a token asks about."""
    row, _place = place_of(token, "", at)
    return row.unit_id, held(row.questionnaire_id).instrument


def places(key: str, *items: str) -> dict[UUID, tuple[int, ...]]:
    """Where these items stand in the values of an answer, by questionnaire (a version of the instrument); without versions that lack one."""
    found = {}
    for one in versions(key):
        at = {item.key: place for place, item in enumerate(one.instrument.items)}
        if at.keys() >= set(items):
            found[one.id] = tuple(at[item] for item in items)
    return found


def answer_by_token(*, token: str, given: Given, device: str, at: datetime) -> None:
    """Answer in the place of a token, once."""
    row, place = place_of(token, "", at)
    answer(row=row, place=place, given=given, device=device, at=at)
