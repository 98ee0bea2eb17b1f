"""The life of an application as a table, and the state that its facts add up to.

The facts of the ledger are the truth; the row keeps their sum. :func:`replay` proves that both agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class State(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    IN_PROCESS = "in_process"
    RETURNED = "returned"
    APPROVED = "approved"
    ISSUED = "issued"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


OPEN = (State.IN_PROCESS, State.RETURNED, State.APPROVED)
FINISHED = (State.ISSUED, State.REJECTED, State.WITHDRAWN)

# act → (states it may happen in, state it leads to; None keeps the state)
MOVES: dict[str, tuple[tuple[State, ...], State | None]] = {
    "submitted": ((State.DRAFT,), State.IN_PROCESS),
    "advanced": ((State.IN_PROCESS,), None),
    "claimed": ((State.IN_PROCESS,), None),
    "checked": ((State.IN_PROCESS,), None),
    "returned": ((State.IN_PROCESS,), State.RETURNED),
    "completed": ((State.RETURNED,), State.IN_PROCESS),
    "asked_outside": ((State.IN_PROCESS,), State.RETURNED),
    "approved": ((State.IN_PROCESS,), State.APPROVED),
    "issued": ((State.APPROVED,), State.ISSUED),
    "rejected": ((State.IN_PROCESS,), State.REJECTED),
    "withdrawn": ((State.IN_PROCESS, State.RETURNED), State.WITHDRAWN),
}


class Refused(ValueError):
    """The act does not fit the state."""


def after(state: State, act: str) -> State:
    """The state after an act. Raises :class:`Refused`."""
    allowed, target = MOVES[act]
    if state not in allowed:
        raise Refused(f"{act} in {state}")
    return target or state


@dataclass(frozen=True)
class Standing:
    """What the facts add up to. ``step`` counts from 0."""

    state: State = State.DRAFT
    step: int = 0
    returns: int = 0


def replay(acts: Iterable[str]) -> Standing:
    """The standing after a sequence of acts, from the draft on. Raises :class:`Refused`."""
    standing = Standing()
    for act in acts:
        if act not in MOVES:
            continue
        standing = replace(standing, state=after(standing.state, act))
        if act == "advanced":
            standing = replace(standing, step=standing.step + 1)
        if act in ("returned", "asked_outside"):
            standing = replace(standing, returns=standing.returns + 1)
    return standing
