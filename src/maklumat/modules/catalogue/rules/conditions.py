"""Whether a condition of a standard holds for the answers given so far."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from .standard import Condition, Question, Requirement, Standard


def holds(condition: Condition | None, answers: Mapping[str, Any]) -> bool:
    """True when there is no condition, or when the answers fulfil it. A missing answer fulfils nothing but
    ``is_not``."""
    if condition is None:
        return True
    given = answers.get(condition.field)
    text = "" if given is None else str(given).lower() if isinstance(given, bool) else str(given)
    match condition.op:
        case "filled":
            return bool(given) or given is False or given == 0
        case "is":
            return text == condition.value
        case "is_not":
            return text != condition.value
        case "in":
            return text in condition.values
        case "at_least" | "at_most":
            return _compare(text, condition)
    return False


def _compare(text: str, condition: Condition) -> bool:
    try:
        given, wanted = Decimal(text), Decimal(condition.value)
    except InvalidOperation:
        return False
    return given >= wanted if condition.op == "at_least" else given <= wanted


def asked(standard: Standard, answers: Mapping[str, Any]) -> tuple[Question, ...]:
    """The questions that this applicant has to see."""
    return tuple(q for q in standard.questions() if holds(q.condition, answers))


def needed(standard: Standard, answers: Mapping[str, Any]) -> tuple[Requirement, ...]:
    """The document lines that apply to this applicant, mandatory or offered."""
    return tuple(r for r in standard.documents() if holds(r.condition, answers))
