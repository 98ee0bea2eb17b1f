"""The versions of the time limits: the first ships with the program, newer ones stand in the table, and none is changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from maklumat.kernel import memo
from maklumat.modules.calendars import api as calendars
from maklumat.modules.units import api as units

from ..models import LadderVersion
from ..rules import ladder
from ..rules.ladder import Ladder
from ..rules.words import PLAIN


def ladder_at(moment: datetime, unit_id: UUID | None) -> Ladder:
    """The version in force where the unit is."""
    return ladder.in_force(
        _held(memo.ground("complaints.ladders")), moment.astimezone(ZoneInfo(calendars.zone_of(unit_id))).date()
    )


memo.announce(
    "complaints.ladders", "SELECT count(*) || '.' || coalesce(max(xmin::text::bigint), 0) FROM complaints_ladder"
)


@lru_cache(maxsize=4)
def _held(_edition: tuple) -> tuple[Ladder, ...]:
    """All versions; they are read anew when one was added."""
    return tuple(ladder.read(data) for data in (ladder.FIRST, *LadderVersion.objects.values_list("data", flat=True)))


@dataclass(frozen=True)
class Promised:
    """The limits in force as the public reads them: days until verification; a class and its days each."""

    verify: int
    answers: tuple[str, ...]


def promised(moment: datetime) -> Promised:
    """What a report sent now is promised."""
    root = units.tree().government
    one = ladder_at(moment, root.id if root else None)
    return Promised(one.verify, tuple(f"{_(PLAIN[kind]).lower()} {days}" for kind, days in one.limits.items()))


@lru_cache(maxsize=64)
def ladder_of(version: int) -> Ladder:
    """One version; a process keeps what it has read. Raises LookupError for an unknown one."""
    if version == ladder.FIRST["version"]:
        return ladder.read(ladder.FIRST)
    row = LadderVersion.objects.filter(version=version).first()
    if row is None:
        raise LookupError(f"no ladder {version}")
    return ladder.read(row.data)
