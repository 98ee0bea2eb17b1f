"""Rules of where a report belongs: by category, service, unit, place, words and time. All that a rule says must fit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

MOST_WORDS = 30


class BadRule(ValueError):
    """Conditions that say nothing, or that cannot be read; the message is the field."""


@dataclass(frozen=True)
class Conditions:
    """``category``: code, with all below it. ``slug``: of a service. ``unit``: code of the unit complained about. ``region``: code or
    its beginning. ``words``: one of them stands in the text. ``days``: 1 Monday to 7 Sunday. ``first`` and ``last``: hours of the day in
    which it was filed, the last one not included; over midnight when ``first`` is later."""

    category: str = ""
    slug: str = ""
    unit: str = ""
    region: str = ""
    words: tuple[str, ...] = ()
    days: tuple[int, ...] = ()
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class Facts:
    """What of a report is looked at. ``path``: of its category. ``at``: when it was filed, where its unit is."""

    path: str
    slug: str
    unit: str
    region: str
    text: str
    at: datetime


def read(data: Mapping[str, Any]) -> Conditions:
    """Conditions from their stored or typed form. Raises :class:`BadRule`."""
    words = data.get("words") or ()
    if isinstance(words, str):
        words = [one.strip() for one in words.replace("\n", ",").split(",") if one.strip()]
    found = Conditions(
        category=str(data.get("category") or ""),
        slug=str(data.get("slug") or ""),
        unit=str(data.get("unit") or ""),
        region=str(data.get("region") or "").strip(),
        words=tuple(dict.fromkeys(str(one).casefold() for one in words)),
        days=tuple(sorted({_whole(one, "days", 1, 7) for one in data.get("days") or ()})),
        first=_hour(data.get("first"), "first"),
        last=_hour(data.get("last"), "last"),
    )
    if (found.first is None) != (found.last is None) or (found.first is not None and found.first == found.last):
        raise BadRule("last")
    if len(found.words) > MOST_WORDS or any(len(one) < 3 for one in found.words):
        raise BadRule("words")
    if found.region and not re.fullmatch(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?", found.region):
        raise BadRule("region")
    if found == Conditions():
        raise BadRule("category")
    return found


def written(one: Conditions) -> dict[str, Any]:
    """The stored form."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in vars(one).items()
        if value not in ("", (), None)
    }


def fits(one: Conditions, report: Facts) -> bool:
    """Whether a report is of the kind that the rule speaks of."""
    if one.category and f"/{one.category}/" not in report.path:
        return False
    if (one.slug and one.slug != report.slug) or (one.unit and one.unit != report.unit):
        return False
    if one.region and not (report.region == one.region or report.region.startswith(f"{one.region}.")):
        return False
    if one.days and report.at.isoweekday() not in one.days:
        return False
    if one.first is not None and one.last is not None:
        hour = report.at.hour
        inside = one.first <= hour < one.last if one.first < one.last else hour >= one.first or hour < one.last
        if not inside:
            return False
    return not one.words or _stands(one.words, report.text)


def _stands(words: Sequence[str], text: str) -> bool:
    folded = text.casefold()
    return any(re.search(rf"(?<!\w){re.escape(word)}", folded) for word in words)


def _hour(value: Any, name: str) -> int | None:
    return None if value in (None, "") else _whole(value, name, 0, 24)


def _whole(value: Any, name: str, least: int, most: int) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) < 3 and least <= int(text) <= most):
        raise BadRule(name)
    return int(text)
