from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from maklumat.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class UnitAdded(Event):
    kind: ClassVar[str] = "units.added"
    parent: UUID | None


@dataclass(frozen=True, kw_only=True)
class UnitChanged(Event):
    kind: ClassVar[str] = "units.changed"
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Appointed(Event):
    kind: ClassVar[str] = "units.appointed"
    role: str


@dataclass(frozen=True, kw_only=True)
class AppointmentEnded(Event):
    kind: ClassVar[str] = "units.appointment_ended"
    role: str


@dataclass(frozen=True, kw_only=True)
class BoundariesImported(Event):
    """The outlines of all regions were replaced."""

    kind: ClassVar[str] = "units.boundaries_imported"
    regions: int
