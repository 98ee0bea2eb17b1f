"""The catalogue of measures: complete, and what was published of it never changes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import maklumat.modules.dashboards.rules as rules
from maklumat.modules.dashboards.rules.measures import Sensitivity, every, in_force

KEPT = Path(__file__).parent / "definitions.json"


def test_a_published_definition_is_never_changed():
    """A new definition is a new version. (A new line of the list of digests comes with it.)"""
    told = json.loads((Path(rules.__file__).parent / "measures.json").read_text(encoding="utf-8"))["measures"]
    found = {
        f"{one['key']}/{version['number']}": hashlib.sha256(json.dumps(version, sort_keys=True).encode()).hexdigest()[:16]
        for one in told for version in one["versions"]
    }  # fmt: skip
    assert found == json.loads(KEPT.read_text())


def test_every_measure_is_complete():
    known = {one.key for one in every()}
    for one in every():
        assert (
            one.name["id"] and one.name["en"] and one.definition["id"] and one.definition["en"] and one.legal_basis
        ), one.key
        assert {one.of, one.part} - {""} <= known, one.key
        assert one.grain in ("case", "transition", "open_case_day", "answer") and one.sensitivity in Sensitivity
        assert one.aggregate != "share" or (one.of and one.part), one.key


def test_a_period_keeps_the_definition_it_began_with(monkeypatch):
    from maklumat.modules.dashboards.rules import measures

    old = in_force(date(2026, 1, 1))["kept_share"]
    new = replace(old, number=2, valid_from=date(2026, 7, 1))
    monkeypatch.setattr(measures, "every", lambda: (old, new))
    measures.in_force.cache_clear()
    assert measures.in_force(date(2026, 6, 1))["kept_share"].number == 1
    assert measures.in_force(date(2026, 7, 1))["kept_share"].number == 2
    measures.in_force.cache_clear()
