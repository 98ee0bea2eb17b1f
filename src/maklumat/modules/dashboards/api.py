"""The door of the dashboards: the follower of facts, and figures as plain values."""

from __future__ import annotations

from uuid import UUID

from .actions import close_periods, count, recompute_all
from .actions.reading import COUNTED
from .queries.figures import Numbers, Told, figure_of
from .queries.opendata import definitions, revisions, rows, subjects, years
from .queries.pages import Subject, edition
from .rules.measures import Measure, every

__all__ = [
    "COUNTED", "Measure", "Numbers", "Subject", "Told", "close_periods", "count", "definitions", "edition", "every", "figure_of_service",
    "figure_of_unit", "recompute_all", "revisions", "rows", "subjects", "years",
]  # fmt: skip


def figure_of_service(service_id: UUID, period: str) -> Numbers | None:
    """The figures of a service for ``2026`` or ``2026-10``; None when nothing happened then. One query."""
    return figure_of(service_id, period)


def figure_of_unit(unit_id: UUID, period: str) -> Numbers | None:
    """The figures of a unit with everything below it; None when nothing happened then. One query."""
    return figure_of(unit_id, period)
