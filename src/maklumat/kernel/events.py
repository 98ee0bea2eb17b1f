"""The shape of a fact. Rooms publish their facts by deriving from :class:`Event`. No Django here."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Event:
    """One fact: ``kind`` names it (``room.verb_done``), ``subject`` is the opaque id it is about.

    Further fields are ids and measures only, never a name, an address or a NIK (UU 27/2022).
    """

    kind: ClassVar[str]
    public: ClassVar[bool] = False  # whether everybody may see such facts, with their proof
    subject: UUID
    unit_id: UUID | None = None

    def measures(self) -> dict[str, Any]:
        """The remaining fields as JSON-able values."""
        own = [field.name for field in fields(self) if field.name not in ("subject", "unit_id")]
        return {name: _plain(getattr(self, name)) for name in own}


@dataclass(frozen=True)
class Fact:
    """A recorded event as its followers receive it. ``at`` is UTC."""

    id: UUID
    kind: str
    subject: UUID
    unit_id: UUID | None
    at: datetime
    by: UUID | None
    by_kind: str
    data: dict[str, Any]


def public_kinds() -> list[str]:
    """The kinds of facts that are for everybody."""
    found, left = set(), [Event]
    while left:
        one = left.pop()
        left += one.__subclasses__()
        if one.public:
            found.add(one.kind)
    return sorted(found)


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):  # and moments, which are dates
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_plain(v) for v in value]
    return value
