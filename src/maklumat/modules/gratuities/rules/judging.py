"""Whether a gift must be reported, and why. Pure. It advises: the unit (UPG) and the KPK decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .provisions import Provision

RECEIVED, REFUSED = "received", "refused"
COLLEAGUES = ("coworker", "superior", "subordinate")
MONEY = ("money", "voucher")  # what is as good as money counts as money


@dataclass(frozen=True)
class Gift:
    """``before``: rupiah of other gifts of the same giver, received earlier in the same calendar year, that the rule of colleagues let pass: neither money,
    nor what came at a ceremony, nor what had to be reported anyway."""

    kind: str
    occasion: str
    relation: str
    thing: str
    value: int
    before: int = 0


@dataclass(frozen=True)
class Advice:
    """``duty``: must, exempt or refusal; ``reason``: why, a key of the words; ``limit``: the rupiah that decided, if any; ``burden``: whether the recipient
    carries the burden of proof."""

    duty: str
    reason: str
    limit: int | None = None
    burden: bool = False


def advise(gift: Gift, provision: Provision) -> Advice:
    """By the limits of the provision. What no limit speaks of must be reported."""
    burden = gift.value >= provision.burden
    if gift.kind == REFUSED:
        return Advice("refusal", "refused")
    if gift.occasion == "ceremony":
        limit = provision.limits["ceremony"]["each"]
        return (
            Advice("exempt", "ceremony", limit)
            if gift.value <= limit
            else Advice("must", "over_ceremony", limit, burden)
        )
    if gift.relation in COLLEAGUES and gift.occasion in ("coworker", "coworker_event"):
        return _of_colleagues(gift, provision, burden)
    return Advice("must", "duty" if gift.occasion == "duty" else "no_exemption", None, burden)


def advise_each(gifts: Sequence[Gift], provisions: Sequence[Provision]) -> list[Advice]:
    """On all gifts of one giver in a year, in the order in which they were received; each by the provision of its day and what came before it."""
    before, found = 0, []
    for gift, provision in zip(gifts, provisions, strict=True):
        advice = advise(replace(gift, before=before), provision)
        before += gift.value if advice.reason == "coworker" else 0
        found.append(advice)
    return found


def _of_colleagues(gift: Gift, provision: Provision, burden: bool) -> Advice:
    if gift.thing in MONEY:
        return Advice("must", "money", None, burden)
    special = provision.limits.get("coworker_event") if gift.occasion == "coworker_event" else None
    if special is not None:
        within = gift.value <= special["each"]
        return Advice(
            "exempt" if within else "must",
            "coworker_event" if within else "over_event",
            special["each"],
            burden and not within,
        )
    limits = provision.limits["coworker"]
    if gift.value > limits["each"]:
        return Advice("must", "over_each", limits["each"], burden)
    if gift.before + gift.value > limits["per_year"]:
        return Advice("must", "over_year", limits["per_year"], burden)
    return Advice("exempt", "coworker", limits["each"])
