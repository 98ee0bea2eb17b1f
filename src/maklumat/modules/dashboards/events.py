"""Facts of the dashboards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from maklumat.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PeriodClosed(Event):
    """The figures of a period were frozen. ``digest``: SHA-256 of all of them, in the order of their subjects."""

    kind: ClassVar[str] = "dashboards.period_closed"
    public: ClassVar[bool] = True
    period: str
    figures: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class Remarked(Event):
    """A head of unit commented the figures of a period. ``length``: characters."""

    kind: ClassVar[str] = "dashboards.remarked"
    period: str
    length: int
