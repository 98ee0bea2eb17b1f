"""Closed years as everybody reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from maklumat.kernel.errors import Missing
from maklumat.modules.units import api as units

from ..models import Advice, Assessment
from ..rules.index import rounded
from ..rules.instrument import Instrument
from .sheets import instrument_of


@dataclass(frozen=True)
class PublicLine:
    """A closed year of a unit."""

    id: UUID
    unit: units.UnitFacts
    year: int
    index: Decimal
    grade: str
    former: Decimal | None


@dataclass(frozen=True)
class PublicOverview:
    """All units whose year is closed. ``whole``: the mean of their indexes; ``former``: of the year before."""

    year: int
    years: tuple[int, ...]
    lines: tuple[PublicLine, ...]
    whole: Decimal | None
    former: Decimal | None


def public_overview(year: int | None) -> PublicOverview:
    """One query."""
    rows = list(Assessment.objects.filter(state=Assessment.State.CLOSED).order_by("unit_id"))
    years = tuple(sorted({row.year for row in rows}, reverse=True))
    chosen = year if year is not None else years[0] if years else 0
    values = {(row.unit_id, row.year): Decimal(row.result["index"]) for row in rows if row.result}
    tree = units.tree().by_id
    lines = [
        PublicLine(row.id, tree[row.unit_id], row.year, values[row.unit_id, row.year], row.result["grade"], values.get((row.unit_id, row.year - 1)))
        for row in rows if row.year == chosen and row.result
    ]  # fmt: skip
    lines.sort(key=lambda line: line.unit.name.casefold())
    return PublicOverview(
        chosen,
        years,
        tuple(lines),
        _mean(line.index for line in lines),
        _mean(value for (_unit, when), value in values.items() if when == chosen - 1),
    )


def _mean(values: Iterable[Decimal]) -> Decimal | None:
    found = [Fraction(value) for value in values]
    return rounded(sum(found, Fraction(0)) / len(found)) if found else None


@dataclass(frozen=True)
class PublicSheet:
    """A closed year, as it was frozen."""

    id: UUID
    unit: units.UnitFacts
    year: int
    variant: str
    instrument: Instrument
    result: dict[str, Any]
    closed_at: datetime
    advice: tuple[Advice, ...]


def public_sheet(assessment_id: UUID) -> PublicSheet:
    """Raises :class:`Missing` for what is not closed. Two queries."""
    row = Assessment.objects.filter(id=assessment_id, state=Assessment.State.CLOSED).first()
    if row is None or row.result is None or row.closed_at is None:
        raise Missing(_("Hasil ini tidak ada, atau belum diumumkan."))
    advice = tuple(Advice.objects.filter(assessment=row).order_by("due_on"))
    return PublicSheet(
        row.id,
        units.tree().by_id[row.unit_id],
        row.year,
        row.variant,
        instrument_of(row),
        row.result,
        row.closed_at,
        advice,
    )
