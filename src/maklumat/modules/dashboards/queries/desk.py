"""What those who answer for a unit see of it: small cells and internal measures as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Missing
from maklumat.modules.units import api as units

from ..access import REMARK, require_whole, sees_whole
from ..rules.periods import Period
from . import figures
from .figures import Told
from .pages import here, period_of, remark_of


@dataclass(frozen=True)
class UnitLine:
    """A unit of the desk with what the actor sees of it."""

    unit: units.UnitFacts
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Desk:
    period: Period
    today: date
    lines: tuple[UnitLine, ...]


@dataclass(frozen=True)
class UnitDesk:
    """``remark``: the latest words of the head on this period."""

    unit: units.UnitFacts
    period: Period
    today: date
    told: tuple[Told, ...]
    remark: str
    may_remark: bool


def desk(actor: Actor, wanted: str, at: datetime) -> Desk:
    """The units whose whole figures the actor may see. Raises :class:`Missing` for who sees none. Two queries."""
    mine = [unit for unit in units.tree().units if sees_whole(actor, unit.id)]
    if not mine:
        raise Missing(_("Halaman ini tidak ada, atau bukan untuk peran Anda."))
    today = here(mine[0].id, at)[1]
    period = period_of(wanted, today)
    found = figures.seen(actor, [unit.id for unit in mine], str(period))
    return Desk(period, today, tuple(UnitLine(unit, found[unit.id]) for unit in mine))


def unit_desk(actor: Actor, code: str, wanted: str, at: datetime) -> UnitDesk:
    """One unit. Raises :class:`Missing` to strangers. Three queries."""
    unit = units.tree().by_code.get(code)
    unit_id = require_whole(actor, unit.id if unit else None)
    today = here(unit_id, at)[1]
    period = period_of(wanted, today)
    told = figures.seen(actor, [unit_id], str(period))[unit_id]
    return UnitDesk(
        units.tree().by_id[unit_id], period, today, told, remark_of(unit_id, str(period)), actor.may(REMARK, unit_id)
    )
