"""The columns of one table: titles that are only clear beside the others get their role here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .tables import Raw
from .titles import role_of

ITEM_ROLES = ("requirement", "step", "field")
_MANY = {
    "service_id",
    "service_id2",
    "row_id",
    "order",
    "requirement",
    "step",
    "law",
    "alias",
    "facilities",
    "competence",
    "supervision",
    "complaint",
    "requirement_note",
}
_FIELD_ONLY, _STEP_ONLY, _REQUIREMENT_ONLY = ("field",), ("step",), ("requirement",)
_NEEDS = {
    "kind": _FIELD_ONLY, "options": _FIELD_ONLY, "hint": _FIELD_ONLY, "label": _FIELD_ONLY, "section": _FIELD_ONLY,
    "actor": _STEP_ONLY, "step_duration": _STEP_ONLY, "step_note": _STEP_ONLY, "copies": _REQUIREMENT_ONLY,
    "file_format": _REQUIREMENT_ONLY, "requirement_note": _REQUIREMENT_ONLY,
    "mandatory": ("requirement", "field"), "optional": ("requirement", "field"),
}  # fmt: skip
_FILE_WORDS = (
    ("requirement", r"syarat|requirement|dokumen"),
    ("step", r"langkah|step|prosedur|tahap|alur|sop"),
    ("field", r"field|isian|kolom|formulir|form"),
)


@dataclass(frozen=True)
class Column:
    """``role`` is "" when the column is not read."""

    index: int
    title: str
    role: str


def header_row(raws: Sequence[Raw]) -> int:
    """The index of the row of titles among the first twenty; -1 when there is none."""
    best, score = -1, 0
    for i, raw in enumerate(raws[:20]):
        roles = [role_of(cell) for cell in raw.cells if cell and len(cell) <= 80]
        known = len({role for role in roles if role not in ("", "ignored")})
        if known > score and (known > 1 or sum(bool(c) for c in raw.cells) == 1 or known * 2 >= len(roles)):
            best, score = i, known
    return best


def known_titles(raws: Sequence[Raw]) -> int:
    """How many titles the best header row holds: tells a right delimiter from a wrong one."""
    best = header_row(raws)
    return len({role_of(cell) for cell in raws[best].cells} - {"", "ignored"}) if best >= 0 else 0


def resolve(titles: Sequence[str], file: str) -> tuple[Column, ...]:
    """Every column with its final role."""
    roles = [role_of(title) for title in titles]
    item = _item(set(roles), file)
    roles = _services(roles, item)
    final = [_settled(role, set(roles), item) for role in roles]
    columns, taken = [], set[str]()
    for index, (title, role) in enumerate(zip(titles, final, strict=True)):
        role = "" if role == "ignored" or (role in taken and role not in _MANY) else role
        taken.add(role)
        columns.append(Column(index, title, role))
    return tuple(columns)


def _item(roles: set[str], file: str) -> str:
    """What the rows of the table are about: requirement, step, field, or the service itself ("")."""
    if roles & {"field", "kind", "label", "options"} and not roles & {"step", "requirement"}:
        return "field"
    for item in ITEM_ROLES:
        if item in roles:
            return item
    if "name?" not in roles or not roles & {"service_id", "service_name", "service_name2"}:
        return ""
    if roles & {"cost", "product", "law", "unit"}:
        return ""
    stem = file.rsplit("/", 1)[-1].lower()
    for item, words in _FILE_WORDS:
        if re.search(words, stem):
            return item
    if roles & {"mandatory", "optional", "file_format"}:
        return "requirement"
    return "step" if "order" in roles and roles & {"duration", "actor", "step_duration"} else ""


def _services(roles: list[str], item: str) -> list[str]:
    """Which columns name the service and which carry its id."""
    roles = list(roles)
    if "service_name" not in roles:
        wanted = ["service_name2"]
        if not item or item in roles:
            wanted.append("name?")
        if not item and "service_id" not in roles:
            wanted += ["item?", "kind?"]
        found = next((role for role in wanted if role in roles), None)
        if found:
            roles[roles.index(found)] = "service_name"
    strong = "service_id" in roles
    return ["row_id" if role == "id?" and strong else "service_id2" if role == "id?" else role for role in roles]


def _settled(role: str, roles: set[str], item: str) -> str:
    if role in ("service_name2", "kind?"):
        return "kind" if role == "kind?" and item == "field" and "kind" not in roles else "category"
    if role in ("name?", "item?"):
        return item if item and item not in roles else "label" if item == "field" else ""
    if role == "remark?":
        return {"field": "hint", "requirement": "requirement_note", "step": "step_note"}.get(item, "summary")
    if role == "format?":
        return {"field": "kind", "requirement": "file_format"}.get(item, "")
    if role == "unit?":
        return "duration_unit" if roles & {"duration", "step_duration"} else "cost_unit" if "cost" in roles else ""
    if role in ("copies?", "options?"):
        role = role[:-1]
    needs = _NEEDS.get(role, ())
    return role if not needs or item in needs or roles & set(needs) else ""
