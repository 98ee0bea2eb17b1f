"""What is asked besides, for a category: data of the category, read and checked here. No Django.

A question is ``{"code", "datatype", "required", "description", "hint", "values": [{"key", "name"}]}``; the words of datatype are
those of Open311 GeoReport v2, so that a category's questions are a service definition as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

DATATYPES = ("string", "text", "number", "datetime", "singlevaluelist", "multivaluelist")
LONGEST_ANSWER = 2000
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


class BadQuestion(ValueError):
    """Questions that cannot be used; the message says which."""


@dataclass(frozen=True)
class Question:
    """One question. ``values``: (key, name), of the two kinds of lists only."""

    code: str
    datatype: str
    required: bool
    description: str
    hint: str
    values: tuple[tuple[str, str], ...]


def questions_of(data: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """Questions from their JSON form, in order. Raises :class:`BadQuestion`."""
    found = tuple(_question(one) for one in data)
    if len({one.code for one in found}) != len(found):
        raise BadQuestion("two questions of the same code")
    return found


def _question(data: Mapping[str, Any]) -> Question:
    code, datatype = str(data.get("code", "")), str(data.get("datatype", "string"))
    if not _CODE.fullmatch(code):
        raise BadQuestion(f"code {code!r}: small letters, digits and _")
    if datatype not in DATATYPES:
        raise BadQuestion(f"{code}: datatype is one of {', '.join(DATATYPES)}")
    values = tuple((str(one["key"]), str(one["name"])) for one in data.get("values", ()))
    if (datatype in ("singlevaluelist", "multivaluelist")) != bool(values):
        raise BadQuestion(f"{code}: values belong to lists, and lists have values")
    description = str(data.get("description", "")).strip()
    if not description:
        raise BadQuestion(f"{code}: description is what the resident is asked")
    return Question(code, datatype, bool(data.get("required")), description, str(data.get("hint", "")), values)


def missing(questions: Iterable[Question], answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes of required questions without an answer."""
    return tuple(one.code for one in questions if one.required and not answers.get(one.code))


def faults(questions: Iterable[Question], answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes of questions whose answer does not fit its datatype."""
    return tuple(one.code for one in questions if answers.get(one.code) and not _fits(one, answers[one.code]))


def _fits(question: Question, answer: Any) -> bool:
    given = answer if isinstance(answer, list) else [answer]
    if question.datatype != "multivaluelist" and len(given) != 1:
        return False
    if any(len(str(one)) > LONGEST_ANSWER for one in given):
        return False
    match question.datatype:
        case "number":
            return bool(re.fullmatch(r"-?\d{1,12}([.,]\d{1,6})?", str(given[0]).strip()))
        case "datetime":
            return _is_date(str(given[0]))
        case "singlevaluelist" | "multivaluelist":
            return {str(one) for one in given} <= {key for key, _name in question.values}
    return True


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text.strip()[:10])
    except ValueError:
        return False
    return True
