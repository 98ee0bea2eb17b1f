"""Attacks on the anonymity of answers."""

from __future__ import annotations

from collections.abc import Callable

from tests.proofs.linkage import Evidence


def in_order_of_letters(found: Evidence) -> dict[str, str]:
    """Who got his letter first answered first."""
    guessed = {}
    numbers = {row["id"]: row["number"] for row in found.tables["surveys_round"]}
    for round_id, number in numbers.items():
        answers = [row["id"] for row in found.tables["surveys_answer"] if row["round_id"] == round_id]
        for answer, one in zip(
            answers, sorted(found.invited.get(number, ()), key=lambda one: one["sent"]), strict=False
        ):
            guessed[answer] = one["person"]
    return guessed


ATTACKS: dict[str, Callable[[Evidence], dict[str, str]]] = {"order of letters": in_order_of_letters}
