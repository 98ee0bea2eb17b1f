"""Where a case stands, for whoever drives it from outside a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from maklumat.modules.catalogue import api as catalogue

from ..models import Application
from .drafts import draft_page


@dataclass(frozen=True)
class DeskFacts:
    """``lines``: requirement lines with a file. ``holder_unit``: the code of the unit that holds the step."""

    state: str
    step: int
    holder_unit: str
    revision: int
    returns: int
    due_at: datetime | None
    lines: tuple[str, ...]


def desk_facts(application_id: UUID) -> DeskFacts:
    """Three queries. Access was checked by the caller."""
    a = Application.objects.select_related("holder_unit").get(id=application_id)
    lines = a.attachments.filter(removed_at=None).values_list("requirement", flat=True)
    return DeskFacts(a.state, a.step, a.holder_unit.code, a.revision, a.returns, a.due_at, tuple(sorted(lines)))


def documents_needed(application_id: UUID, code: str) -> tuple[catalogue.Requirement, ...]:
    """The document lines that apply to this applicant."""
    return draft_page(application_id, code).documents
