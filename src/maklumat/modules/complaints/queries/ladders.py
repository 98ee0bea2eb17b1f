"""The versions of the time limits: the first ships with the program, newer ones stand in the table, and none is changed."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from maklumat.modules.calendars import api as calendars

from ..models import LadderVersion
from ..rules import ladder
from ..rules.ladder import Ladder


def ladder_at(moment: datetime, unit_id: UUID) -> Ladder:
    """The version in force where the unit is."""
    held = [ladder.read(data) for data in (ladder.FIRST, *LadderVersion.objects.values_list("data", flat=True))]
    return ladder.in_force(held, moment.astimezone(ZoneInfo(calendars.zone_of(unit_id))).date())


@lru_cache(maxsize=64)
def ladder_of(version: int) -> Ladder:
    """One version; a process keeps what it has read. Raises LookupError for an unknown one."""
    if version == ladder.FIRST["version"]:
        return ladder.read(ladder.FIRST)
    row = LadderVersion.objects.filter(version=version).first()
    if row is None:
        raise LookupError(f"no ladder {version}")
    return ladder.read(row.data)
