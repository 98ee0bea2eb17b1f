"""A divided report ends with its last part, and is open again with the first that is."""

from __future__ import annotations

from datetime import datetime

from maklumat.kernel import ledger
from maklumat.kernel.actor import SYSTEM

from ..events import Gathered, Scattered
from ..models import Report
from ..rules.states import FINISHED, State, after, ending_of_parts
from .moving import clockwork, save


def gather(part: Report, at: datetime) -> None:
    """A part ended: when it was the last one, the whole ends with it. The whole is locked while its parts are counted."""
    whole = _whole(part)
    if whole is None or whole.state != State.DIVIDED:
        return
    ends = dict(whole.parts.values_list("id", "ending").filter(state__in=FINISHED)) | {part.id: part.ending}
    if len(ends) < whole.parts.count():
        return
    whole.state = after(State.DIVIDED, "gathered")
    whole.ending, whole.finished_at = ending_of_parts(ends.values()), at
    if whole.answered_at is None:  # as a whole it is answered when its last part is
        answers = [one for one in whole.parts.values_list("answered_at", "answered_in_time") if one[0]]
        if answers:
            whole.answered_at, whole.answered_in_time = max(one[0] for one in answers), all(one[1] for one in answers)
    timing = clockwork.stop(whole, at)
    save(whole, at, due=False)
    ledger.record(
        Gathered(subject=whole.id, unit_id=whole.holder_unit_id, ending=whole.ending, gross_seconds=timing.gross_seconds),
        by=SYSTEM,
        at=at,
    )  # fmt: skip


def scatter(part: Report, at: datetime) -> None:
    """The reporter objected to a part that had ended: the whole is open again."""
    whole = _whole(part)
    if whole is None or whole.state != State.CLOSED:
        return
    whole.state = after(State.CLOSED, "scattered")
    whole.ending, whole.finished_at = "", None
    clockwork.turn(whole, "paused", "divided", at)
    save(whole, at)
    ledger.record(Scattered(subject=whole.id, unit_id=whole.holder_unit_id), by=SYSTEM, at=at)


def _whole(part: Report) -> Report | None:
    return Report.objects.select_for_update().get(id=part.root_id) if part.root_id else None
