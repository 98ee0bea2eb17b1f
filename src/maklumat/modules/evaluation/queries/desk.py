"""The list of sheets for officers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from maklumat.kernel.actor import Actor
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..access import may_see, require_desk
from ..models import Advice, Assessment


@dataclass(frozen=True)
class DeskLine:
    """A sheet in the list. ``shown``: the frozen index of a closed one."""

    id: UUID | None
    unit: units.UnitFacts
    year: int
    state: str
    shown: str
    grade: str
    late: int


def desk(actor: Actor, year: int, at: datetime) -> tuple[DeskLine, ...]:
    """The units of this actor with services, and their sheets of a year. Queries: sheets, advice."""
    require_desk(actor)
    rows = {row.unit_id: row for row in Assessment.objects.filter(year=year)}
    late = Advice.objects.filter(ended_at=None, due_on__lt=at.date()).values_list("assessment__unit_id", flat=True)
    known = list(late)
    own = {above.id for version in catalogue.shelf(at).versions for above in units.tree().above(version.unit_id)[1:2]}
    shown = [unit for unit in units.tree().units if may_see(actor, unit.id) and (unit.id in own or unit.id in rows)]
    return tuple(_desk_line(unit, rows.get(unit.id), year, known.count(unit.id)) for unit in shown)


def _desk_line(unit: units.UnitFacts, row: Assessment | None, year: int, late: int) -> DeskLine:
    result = (row.result or {}) if row else {}
    return DeskLine(
        row.id if row else None,
        unit,
        year,
        row.state if row else "",
        result.get("index", ""),
        result.get("grade", ""),
        late,
    )
