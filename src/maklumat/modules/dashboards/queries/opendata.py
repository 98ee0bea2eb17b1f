"""What is published, one figure a line, as plain values for files and programs. Every file of figures has these lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.surveys import api as surveys
from maklumat.modules.units import api as units

from ..models import Figure, Revision
from ..rules.measures import every, in_force
from ..rules.periods import Period
from . import figures
from .figures import Numbers, public_measures, told
from .pages import Subject, here, service_subject, unit_subject

COLUMNS = ("kind", "code", "name", "above", "period", "measure", "version", "value", "n", "low", "high", "hidden", "as_of", "closed_at")  # fmt: skip


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
            for line in lines(one, known.get((one.id, name), Numbers(name))):
                if not measure or line["measure"] == measure:
                    yield line


def lines(subject: Subject, numbers: Numbers) -> Iterator[dict[str, Any]]:
    """Every public measure of a subject and period, but for what surveys say."""
    for one in public_measures(numbers.period):
        if one.source == "survey":
            continue
        found = told(numbers, one)
        yield _about(subject, numbers.period, one.key, one.number) | {
            "value": found.value, "n": found.n, "low": found.low, "high": found.high, "hidden": found.hidden, "as_of": numbers.as_of,
            "closed_at": numbers.closed_at,
        }  # fmt: skip


def voice(subject: Subject, found: surveys.Outcome | None) -> list[dict[str, Any]]:
    """The satisfaction index of a subject; nothing where too few answered."""
    if found is None or found.index is None or not found.answered:
        return []
    value, half = float(found.index), found.half
    low, high = (None, None) if half is None else (value - half, value + half)
    measure = in_force(Period(int(found.period[:4])).first)["satisfaction"]
    start = _about(subject, found.period, measure.key, measure.number)
    return [start | {"value": value, "n": found.answered, "low": low, "high": high, "hidden": False}]


def _about(subject: Subject, period: str, measure: str, version: int) -> dict[str, Any]:
    return {
        "kind": subject.kind, "code": subject.code, "name": subject.name, "above": subject.above, "period": period, "measure": measure, "version": version,
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
