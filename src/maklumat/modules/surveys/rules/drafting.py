"""A questionnaire while it is being written: plain data, one question at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

Data = dict[str, Any]


def blank(*, key: str, name: Mapping[str, str], valid_from: str, valid_until: str | None) -> Data:
    """A free survey with its first question still to be written."""
    return {
        "key": key, "name": dict(name), "method": "free", "tag": "memory", "valid_from": valid_from, "valid_until": valid_until,
        "items": [{"key": "comment", "kind": "text", "required": False, "text": {"id": "Saran Anda", "en": "Your advice"}}],
    }  # fmt: skip


def key_of(text: str, taken: Sequence[str]) -> str:
    """A short key made of words, unlike those taken."""
    stem = "-".join(re.findall(r"[a-z0-9]+", text.casefold())[:4])[:30].strip("-") or "soal"
    stem = stem if stem[0].isalpha() else f"s-{stem}"
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


def question(
    *, key: str, kind: str, text: Mapping[str, str], lines: Sequence[Sequence[str]], required: bool, when: str, items: Sequence[Mapping[str, Any]]
) -> Data:  # fmt: skip
    """One question as data. ``lines``: choices, each with an optional English word; ``when``: ``item=value`` of an earlier one."""
    first = 0 if kind == "many" else 1
    made: Data = {
        "key": key,
        "kind": kind,
        "text": {language: words for language, words in text.items() if words},
        "required": required,
    }
    if kind in ("choice", "many"):
        made["choices"] = [
            {"value": number, "text": {"id": line[0], **({"en": line[1]} if len(line) > 1 and line[1] else {})}}
            for number, line in enumerate(lines, first)
        ]
    name, _sign, value = when.partition("=")
    if any(item["key"] == name for item in items) and value.isdigit():
        made["when"] = [{"item": name, "in": [int(value)]}]
    return made


def put(data: Data, made: Data) -> Data:
    """Replace the question of the same key, or add it before the closing comment."""
    items = list(data["items"])
    places = [place for place, item in enumerate(items) if item["key"] == made["key"]]
    if places:
        items[places[0]] = made
    else:
        last = len(items) - 1 if items and items[-1]["kind"] == "text" and items[-1]["key"] == "comment" else len(items)
        items.insert(last, made)
    return data | {"items": items}


def without(data: Data, key: str) -> Data:
    """Take a question out, and every condition on it."""
    items = [item for item in data["items"] if item["key"] != key]
    return data | {
        "items": [item | {"when": [one for one in item.get("when", []) if one["item"] != key]} for item in items]
    }


def moved(data: Data, key: str, by: int) -> Data:
    """Move a question up (-1) or down (+1), as far as there is room."""
    items = list(data["items"])
    at = next((place for place, item in enumerate(items) if item["key"] == key), None)
    if at is None or not 0 <= at + by < len(items):
        return data
    items[at], items[at + by] = items[at + by], items[at]
    return data | {"items": items}
