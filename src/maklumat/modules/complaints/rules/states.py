"""The life of a report as a table, and the three public ways in which one ends."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class State(StrEnum):
    """Where a report (or one part of a divided report) stands."""

    DRAFT = "draft"
    RECEIVED = "received"
    FORWARDED = "forwarded"
    JUDGING = "judging"
    IN_PROCESS = "in_process"
    ASKED = "asked"
    ANSWERED = "answered"
    DIVIDED = "divided"
    JOINED = "joined"
    CLOSED = "closed"
    ARCHIVED = "archived"


class Ending(StrEnum):
    """How a closed report ended, as the public is told: an unanswered answer is not a satisfied reporter."""

    CONFIRMED = "confirmed"
    SILENT = "silent"
    DISPUTED = "disputed"


OPEN = (State.RECEIVED, State.FORWARDED, State.JUDGING, State.IN_PROCESS, State.ASKED, State.ANSWERED)
FINISHED = (State.CLOSED, State.ARCHIVED)
WITH_REPORTER = (State.ASKED, State.ANSWERED)  # the office waits, so its clock stands still
MOST_RETURNS = 1  # "bukan kewenangan": the second one goes to a person who decides, and there is no third

# act → (states it may happen in, state it leads to)
MOVES: dict[str, tuple[tuple[State, ...], State]] = {
    "filed": ((State.DRAFT,), State.RECEIVED),
    "verified": ((State.RECEIVED,), State.FORWARDED),
    "archived": ((State.RECEIVED,), State.ARCHIVED),
    "placed": ((State.JUDGING, State.FORWARDED, State.IN_PROCESS), State.FORWARDED),
    "divided": ((State.RECEIVED, State.FORWARDED, State.IN_PROCESS), State.DIVIDED),
    "gathered": ((State.DIVIDED,), State.CLOSED),
    "scattered": ((State.CLOSED,), State.DIVIDED),
    "joined": ((State.RECEIVED, State.FORWARDED, State.IN_PROCESS), State.JOINED),
    "parted": ((State.JOINED,), State.RECEIVED),
    "taken_on": ((State.FORWARDED,), State.IN_PROCESS),
    "handed_back": ((State.FORWARDED, State.IN_PROCESS), State.RECEIVED),
    "sent_to_judge": ((State.FORWARDED, State.IN_PROCESS), State.JUDGING),
    "put_down": ((State.IN_PROCESS,), State.FORWARDED),
    "asked": ((State.IN_PROCESS,), State.ASKED),
    "told": ((State.ASKED,), State.IN_PROCESS),
    "left_untold": ((State.ASKED,), State.IN_PROCESS),
    "answered": ((State.IN_PROCESS,), State.ANSWERED),
    "confirmed": ((State.ANSWERED,), State.CLOSED),
    "lapsed": ((State.ANSWERED,), State.CLOSED),
    "objected": ((State.ANSWERED, State.CLOSED), State.IN_PROCESS),
    "settled": ((State.IN_PROCESS,), State.CLOSED),
}
ENDINGS = {"confirmed": Ending.CONFIRMED, "lapsed": Ending.SILENT, "settled": Ending.DISPUTED}


def ending_of_parts(endings: Iterable[str]) -> Ending:
    """How a divided report ended: disputed if one part is, confirmed only when all are, else silent."""
    found = set(endings)
    if Ending.DISPUTED in found:
        return Ending.DISPUTED
    return Ending.CONFIRMED if found == {Ending.CONFIRMED} else Ending.SILENT


class Refused(ValueError):
    """The act does not fit the state."""


def after(state: State, act: str) -> State:
    """The state after an act. Raises :class:`Refused`."""
    allowed, target = MOVES[act]
    if state not in allowed:
        raise Refused(f"{act} in {state}")
    return target


def return_act(returns: int, *, judged: bool) -> str:
    """What a unit's "not ours" leads to after so many earlier ones. Raises :class:`Refused` once a judge has placed it."""
    if judged:
        raise Refused("placed by a judge")
    return "handed_back" if returns < MOST_RETURNS else "sent_to_judge"
