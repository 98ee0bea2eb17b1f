"""The door of the dashboards: followers of the applications' facts, and published figures as plain values."""

from __future__ import annotations

from uuid import UUID

from .actions import count_outside, count_received, count_returned, note_outcome
from .queries import FigureFacts, figure_of

__all__ = [
    "FigureFacts", "count_outside", "count_received", "count_returned", "figure_of_service", "figure_of_unit",
    "note_outcome",
]  # fmt: skip


def figure_of_service(service_id: UUID, period: str) -> FigureFacts | None:
    """The figures of a service for ``2026`` or ``2026-10``; None when nothing happened then. One query."""
    return figure_of(service_id, period)


def figure_of_unit(unit_id: UUID, period: str) -> FigureFacts | None:
    """The figures of a unit with everything below it; None when nothing happened then. One query."""
    return figure_of(unit_id, period)
