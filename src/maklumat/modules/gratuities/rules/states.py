"""The life of a report. Pure."""

from __future__ import annotations

SUBMITTED, RETURNED, FORWARDED, DETERMINED, SETTLED, RECORDED, LAPSED = (
    "submitted", "returned", "forwarded", "determined", "settled", "recorded", "lapsed",
)  # fmt: skip
FINISHED = (SETTLED, RECORDED, LAPSED)
# act → (from which states, to which). Keeping a deposited thing changes no state.
ACTS: dict[str, tuple[tuple[str, ...], str]] = {
    "return": ((SUBMITTED,), RETURNED),
    "complete": ((RETURNED,), SUBMITTED),
    "record": ((SUBMITTED,), RECORDED),
    "forward": ((SUBMITTED,), FORWARDED),
    "determine": ((FORWARDED,), DETERMINED),
    "settle": ((DETERMINED,), SETTLED),
    "lapse": ((RETURNED,), LAPSED),
    "reopen": ((RECORDED,), SUBMITTED),  # what was put away must be passed on after all
}
ALONE = ("complete", "lapse", "reopen")  # acts that are not the unit's to choose
OUTCOMES = ("state", "recipient", "official")  # property of the state, of the recipient, of the office
# Which step of the provision (rules.provisions.DAYS) runs in a state.
RUNNING = {SUBMITTED: "upg_to_kpk", RETURNED: "completion", FORWARDED: "decision", DETERMINED: "delivery"}


def after(state: str, act: str) -> str | None:
    """The state that follows an act; None where the act is not open in this state."""
    befores, then = ACTS[act]
    return then if state in befores else None
