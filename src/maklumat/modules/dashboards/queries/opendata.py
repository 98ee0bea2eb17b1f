"""Everything that is published of a year, one figure a line, as plain values for files and programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units

from ..models import Figure, Revision
from ..rules.measures import every
from ..rules.periods import Period
from . import figures
from .figures import Numbers, public_measures, told
from .pages import Subject, here, service_subject, unit_subject


def subjects(at: datetime) -> tuple[Subject, ...]:
    """The government, its units and the services in force: whose figures are published."""
    offices = [unit_subject(unit) for unit in units.tree().units]
    return (*offices, *(service_subject(version) for version in catalogue.shelf(at).versions))


def rows(year: int, at: datetime, *, kind: str = "", code: str = "", measure: str = "") -> Iterator[dict[str, Any]]:
    """The published figures of a year and its months; of one subject, of one measure where asked. One query."""
    chosen = [one for one in subjects(at) if (not kind or one.kind == kind) and (not code or one.code == code)]
    root = units.tree().government
    today = here(root.id, at)[1] if root else at.date()
    names = [str(Period(year)), *(str(month) for month in Period(year).months(today))]
    known = figures.public([one.id for one in chosen], names)
    for one in chosen:
        for name in names:
            yield from _lines(one, known.get((one.id, name), Numbers(name)), measure)


def _lines(subject: Subject, numbers: Numbers, measure: str) -> Iterator[dict[str, Any]]:
    for one in public_measures(numbers.period):
        if one.source == "survey" or (measure and one.key != measure):
            continue
        found = told(numbers, one)
        yield {
            "kind": subject.kind, "code": subject.code, "name": subject.name, "above": subject.above, "period": numbers.period, "measure": one.key,
            "version": one.number, "value": found.value, "n": found.n, "low": found.low, "high": found.high, "hidden": found.hidden,
            "as_of": numbers.as_of, "closed_at": numbers.closed_at,
        }  # fmt: skip


def years() -> tuple[int, ...]:
    """The years that have figures, newest first. One query."""
    found = Figure.objects.filter(shown__isnull=False).values_list("period", flat=True).distinct()
    return tuple(sorted({int(name[:4]) for name in found}, reverse=True))


def definitions() -> tuple[Mapping[str, Any], ...]:
    """The catalogue of measures with all its versions, those that are not public included: that a measure exists is no secret."""
    return tuple(
        {
            "key": one.key, "version": one.number, "valid_from": one.valid_from, "name": one.name["id"], "name_en": one.name["en"],
            "definition": one.definition["id"], "definition_en": one.definition["en"], "unit": one.unit, "grain": one.grain, "of": one.of, "part": one.part,
            "sensitivity": str(one.sensitivity), "responsible": one.responsible, "legal_basis": one.legal_basis,
        }
        for one in every()
    )  # fmt: skip


def revisions() -> tuple[tuple[datetime, str, str, str], ...]:
    """What changed in the published figures: (when, what, period, digest), newest first. One query."""
    return tuple(Revision.objects.order_by("-at").values_list("at", "what", "period", "digest")[:200])
