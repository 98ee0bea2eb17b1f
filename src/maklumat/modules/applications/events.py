"""Facts of applications. ``subject`` is the application's opaque id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from maklumat.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class Submitted(Event):
    """The resident handed in: the clock starts. ``promise`` like ``5 working_days``."""

    kind: ClassVar[str] = "applications.submitted"
    service_id: UUID
    version_id: UUID
    content_hash: str
    channel: str
    fee: int
    documents: int
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Claimed(Event):
    kind: ClassVar[str] = "applications.claimed"
    step: str


@dataclass(frozen=True, kw_only=True)
class Checked(Event):
    """Completeness was judged per requirement line."""

    kind: ClassVar[str] = "applications.checked"
    accepted: tuple[str, ...]
    wanting: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Returned(Event):
    """One consolidated return. ``late``: in the last fifth of the clock. ``used_percent`` of the promise."""

    kind: ClassVar[str] = "applications.returned"
    lines: tuple[str, ...]
    number: int
    late: bool
    used_percent: int


@dataclass(frozen=True, kw_only=True)
class AskedOutside(Event):
    """A document outside the standard was asked for: allowed only as a published act."""

    kind: ClassVar[str] = "applications.asked_outside"
    service_id: UUID


@dataclass(frozen=True, kw_only=True)
class Completed(Event):
    """The resident handed in what was missing: the clock runs on."""

    kind: ClassVar[str] = "applications.completed"


@dataclass(frozen=True, kw_only=True)
class Advanced(Event):
    kind: ClassVar[str] = "applications.advanced"
    step: str
    next_step: str
    holder_unit: UUID


@dataclass(frozen=True, kw_only=True)
class Approved(Event):
    kind: ClassVar[str] = "applications.approved"
    step: str
    certificate_id: UUID


@dataclass(frozen=True, kw_only=True)
class Finished(Event):
    """Base of the three ends. Seconds; ``used_percent`` of the promise; ``kept`` only means something for issued."""

    service_id: UUID
    version_id: UUID
    submitted_at: datetime
    finished_at: datetime
    net_seconds: int
    gross_seconds: int
    used_percent: int
    kept: bool
    returns: int


@dataclass(frozen=True, kw_only=True)
class Issued(Finished):
    kind: ClassVar[str] = "applications.issued"


@dataclass(frozen=True, kw_only=True)
class Rejected(Finished):
    kind: ClassVar[str] = "applications.rejected"
    rule: str


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Finished):
    kind: ClassVar[str] = "applications.withdrawn"


@dataclass(frozen=True, kw_only=True)
class MarkReached(Event):
    """The clock passed a mark of the standard's consequences: 50, 80 or 100 percent."""

    kind: ClassVar[str] = "applications.mark_reached"
    percent: int
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class DocumentsErased(Event):
    """Documents were kept as long as the standard says, and are gone: of these requirement lines, so many files."""

    kind: ClassVar[str] = "applications.documents_erased"
    lines: tuple[str, ...]
    files: int


@dataclass(frozen=True, kw_only=True)
class Viewed(Event):
    """Somebody looked at a file of the application."""

    kind: ClassVar[str] = "applications.file_viewed"
    file_id: UUID
