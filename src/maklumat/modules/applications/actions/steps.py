"""Which unit does a step of the procedure."""

from __future__ import annotations

from uuid import UUID

from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units


def unit_of(step: catalogue.Step, home: UUID) -> UUID:
    """The unit named by the step, else the unit of the service."""
    other = units.tree().by_code.get(step.unit) if step.unit else None
    return other.id if other else home
