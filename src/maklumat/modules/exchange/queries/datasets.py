"""The rows of the open data, out of the rooms that know them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.dashboards import api as dashboards
from maklumat.modules.surveys import api as surveys
from maklumat.modules.units import api as units


def edition(at: datetime) -> tuple:
    """Another one whenever something in them has changed."""
    return dashboards.edition(at)


def years(at: datetime) -> tuple[int, ...]:
    """The years that have data, newest first; the present one always."""
    return tuple(sorted({at.year, *dashboards.years()}, reverse=True))


def rows(key: str, year: int, at: datetime) -> Iterable[Mapping[str, Any]]:
    """The rows of a dataset (rules.datasets). A fixed number of queries for each."""
    match key:
        case "angka":
            return dashboards.rows(year, at)
        case "kepuasan":
            return _satisfaction(year, at)
        case "ukuran":
            return dashboards.definitions()
        case "layanan":
            return [_service(version) for version in catalogue.shelf(at).versions]
        case "unit":
            return [
                {"code": one.code, "name": one.name, "above": one.above}
                for one in dashboards.subjects(at)
                if one.kind != "service"
            ]
        case _:
            return [
                {"at": when, "what": what, "period": period, "digest": digest}
                for when, what, period, digest in dashboards.revisions()
            ]


def _satisfaction(year: int, at: datetime) -> list[dict[str, Any]]:
    known, found = {one.id: one for one in dashboards.subjects(at)}, []
    for period in (str(year), *(f"{year}-Q{number}" for number in (1, 2, 3, 4))):
        for subject_id, one in (surveys.by_unit("skm", period) | surveys.by_service(None, "skm", period)).items():
            subject = known.get(subject_id) if subject_id else None
            if one.answered and one.index is not None and subject:
                found.append(
                    {
                        "kind": subject.kind, "code": subject.code, "name": subject.name, "above": subject.above, "period": period, "instrument": f"{one.instrument.key}/{one.instrument.version}",
                        "index": one.index, "grade": one.grade, "answered": one.answered, "half": one.half, "sound_index": one.sound_index,
                    }
                )  # fmt: skip
    return found


def _service(version: catalogue.VersionFacts) -> dict[str, Any]:
    standard, unit = version.standard, units.tree().by_id.get(version.unit_id)
    return {
        "code": standard.slug, "name": standard.name, "name_en": standard.name_en, "unit": unit.code if unit else "", "promise": standard.duration.number,
        "promise_unit": standard.duration.unit, "version": version.number,
    }  # fmt: skip
