"""How reports hang together: the parts of a whole, what follows what, who said "saya juga"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from maklumat.modules.units import api as units

from ..models import Report
from ..rules.states import State
from .parts import EntryFacts, state_words, thread


@dataclass(frozen=True)
class PartFacts:
    """A part as its reporter sees it. ``entries``: what was said about it."""

    id: UUID
    number: str
    unit: str
    state: str
    state_word: str
    state_tone: str
    due_at: datetime | None
    entries: tuple[EntryFacts, ...]


@dataclass(frozen=True)
class Relations:
    """``whole``: number and id of the divided report, of a part. ``main``: of the report that this one follows.

    ``main_public``: whether everybody may read it. ``followers``: numbers and ids of those that follow this one.
    """

    whole: tuple[str, UUID] | None
    parts: tuple[PartFacts, ...]
    main: tuple[str, UUID] | None
    main_public: bool
    followers: tuple[tuple[str, UUID], ...]
    companions: int


def relations(report: Report) -> Relations:
    """Queries: the whole, parts, their entries and files, the main, followers, companions; those that cannot be are not asked."""
    parts = report.parts.order_by("number") if report.root_id is None else ()
    followed = (
        report.links.filter(undone_at=None).select_related("main").first() if report.state == State.JOINED else None
    )
    followers = report.followers.filter(undone_at=None).select_related("report") if report.root_id is None else ()
    main = followed.main if followed else None
    return Relations(
        whole=(report.root.number or "", report.root.id) if report.root else None,
        parts=tuple(_part(one) for one in parts),
        main=(main.number or "", main.id) if main else None,
        main_public=bool(main and main.published_at and not main.secret),
        followers=tuple((one.report.number or "", one.report_id) for one in followers),
        companions=report.companions.count() if report.published_at else 0,
    )  # fmt: skip


def _part(part: Report) -> PartFacts:
    word, tone = state_words(part)
    unit = units.tree().by_id.get(part.holder_unit_id)
    return PartFacts(
        part.id, part.number or "", unit.name if unit else "", part.state, word, tone, part.due_at, thread(part, inside=False)
    )  # fmt: skip
