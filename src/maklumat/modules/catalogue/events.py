"""Facts of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from maklumat.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class StandardDrafted(Event):
    kind: ClassVar[str] = "catalogue.standard_drafted"
    version_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class StandardSaved(Event):
    kind: ClassVar[str] = "catalogue.standard_saved"
    version_id: UUID
    revision: int


@dataclass(frozen=True, kw_only=True)
class StandardSubmitted(Event):
    kind: ClassVar[str] = "catalogue.standard_submitted"
    version_id: UUID


@dataclass(frozen=True, kw_only=True)
class StandardReturned(Event):
    kind: ClassVar[str] = "catalogue.standard_returned"
    version_id: UUID


@dataclass(frozen=True, kw_only=True)
class StandardPublished(Event):
    """``consulted``: the elements of the public that took part in the consultation, as its record says."""

    kind: ClassVar[str] = "catalogue.standard_published"
    version_id: UUID
    number: int
    content_hash: str
    former: UUID | None
    in_force_from: datetime
    consulted: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MaklumatPublished(Event):
    kind: ClassVar[str] = "catalogue.maklumat_published"
    number: int
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class MaklumatShown(Event):
    """``standards``: the six delivery components of every service of the unit are shown there, too."""

    kind: ClassVar[str] = "catalogue.maklumat_shown"
    medium: str
    standards: bool = False
