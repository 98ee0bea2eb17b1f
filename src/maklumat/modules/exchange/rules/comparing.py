"""Where two systems differ about the same matters. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

MISSING_HERE, MISSING_THERE, STATE, ANSWER = "missing_here", "missing_there", "state", "answer"


@dataclass(frozen=True)
class Known:
    """What we know of one matter: ``state`` in their words, ``keys`` of what we told them."""

    report_id: UUID
    state: str
    keys: frozenset[str]


@dataclass(frozen=True)
class There:
    """What they know of it."""

    foreign_id: str
    state: str
    keys: frozenset[str]


@dataclass(frozen=True)
class Difference:
    """One place in which they differ; ``here`` and ``there`` are states."""

    what: str
    foreign_id: str
    report_id: UUID | None
    here: str = ""
    there: str = ""


def compare(ours: Mapping[str, Known], theirs: Iterable[There]) -> list[Difference]:
    """Every difference, in the order of their ids. ``ours`` by the id that the matter has there."""
    found, there = [], {one.foreign_id: one for one in theirs}
    for foreign_id in sorted(ours.keys() | there.keys()):
        here, other = ours.get(foreign_id), there.get(foreign_id)
        if here is None and other is not None:
            found.append(Difference(MISSING_HERE, foreign_id, None, there=other.state))
        elif here is not None and other is None:
            found.append(Difference(MISSING_THERE, foreign_id, here.report_id, here=here.state))
        elif here is not None and other is not None:
            if here.state != other.state:
                found.append(Difference(STATE, foreign_id, here.report_id, here.state, other.state))
            if here.keys - other.keys:
                found.append(Difference(ANSWER, foreign_id, here.report_id, here.state, other.state))
    return found
