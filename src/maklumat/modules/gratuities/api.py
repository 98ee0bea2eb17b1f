"""The door of gratuities: whose files nobody may sweep away, who is told what, and the acts for sample data."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from .actions import forward, record, report, tell_control, tell_reporter
from .models import Photo

__all__ = ["files_held", "forward", "record", "report", "tell_control", "tell_reporter"]


def files_held(ids: Iterable[UUID]) -> set[UUID]:
    """Those of these files that a report holds. One query."""
    return set(Photo.objects.filter(file_id__in=list(ids)).values_list("file_id", flat=True))
