"""Outlines of regions: read, thinned, and what lies inside; held against an independent way of telling inside from outside."""

from __future__ import annotations

import json
import math
from importlib import resources
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from hypothesis import assume, given
from hypothesis import strategies as st

from maklumat.kernel import ledger
from maklumat.modules.units import api as units
from maklumat.modules.units.rules.outlines import BadOutline, holds, read, thinned
from tests import world

SQUARE = [[110.0, -7.5], [110.2, -7.5], [110.2, -7.3], [110.0, -7.3], [110.0, -7.5]]
HOLE = [[110.05, -7.45], [110.05, -7.40], [110.10, -7.40], [110.10, -7.45], [110.05, -7.45]]


def collection(*features):
    return {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"kode": code, "nama": name}, "geometry": {"type": "Polygon", "coordinates": rings}}
        for code, name, rings in features
    ]}  # fmt: skip


def turns(ring, point) -> float:
    """How often a ring winds around a point: the sum of the angles under which its sides are seen. The oracle."""
    x, y = point
    angles = [math.atan2(b - y, a - x) for a, b in ring]
    return sum((later - before + math.pi) % (2 * math.pi) - math.pi for before, later in pairwise(angles)) / (
        2 * math.pi
    )


@st.composite
def stars(draw):
    """A ring that does not cross itself: points by their angle around a middle."""
    count = draw(st.integers(3, 12))
    angles = sorted(draw(st.lists(st.floats(0, 6.2), min_size=count, max_size=count, unique=True)))
    assume(all(later - before > 0.01 for before, later in pairwise(angles)))
    points = [(110 + r * math.cos(a), -7 + r * math.sin(a)) for a in angles for r in [draw(st.floats(0.1, 1))]]
    return (*points, points[0])


@given(stars(), st.floats(108.9, 111.1), st.floats(-8.1, -5.9))
def test_inside_is_what_the_ring_winds_around(ring, x, y):
    wound = abs(turns(ring, (x, y)))
    assume(abs(wound - round(wound)) < 1e-6)  # not on the line itself
    assert holds([ring], (x, y)) == (round(wound) % 2 == 1)


@given(stars(), st.floats(0.001, 0.3))
def test_a_thinned_ring_keeps_its_ends_and_strays_no_further_than_told(ring, tolerance):
    thin = thinned(ring, tolerance)
    assert thin[0] == thin[-1] == ring[0] and set(thin) <= set(ring) and len(thin) >= 4


def test_a_hole_is_outside():
    rings = [SQUARE, HOLE]
    assert holds(rings, (110.15, -7.35)) and not holds(rings, (110.07, -7.42)) and not holds(rings, (111, -7.4))


@pytest.mark.parametrize(
    "wrong",
    [
        {}, [], {"features": []}, {"features": [1]}, collection(("", "A", [SQUARE])), collection(("1", "A", [SQUARE]), ("1", "B", [SQUARE])),
        collection(("1", "A", [SQUARE[:3]])), collection(("1", "A", [[[500, 1]] * 4])), collection(("1", "A", [])),
        {"features": [{"properties": {"kode": "1", "nama": "A"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]},
    ],
)  # fmt: skip
def test_what_is_no_outline_is_refused_with_its_place(wrong):
    with pytest.raises(BadOutline):
        read(wrong, "kode", "nama")


@pytest.mark.django_db
def test_the_command_replaces_all_and_a_point_finds_its_smallest_region(tmp_path, capsys):
    world.build(())
    path = tmp_path / "batas.geojson"
    path.write_text(json.dumps(collection(("99.01", "Kabupaten Uji", [SQUARE]), ("99.01.01", "Kecamatan Uji", [HOLE]))))
    for _again in range(2):
        call_command("import_boundaries", path)
    assert capsys.readouterr().out.split() == ["2", "2"]
    assert (
        units.region_at(-7.42, 110.07) == "99.01.01"
        and units.region_at(-7.35, 110.15) == "99.01"
        and units.region_at(0, 0) == ""
    )
    assert units.region("99.01.01").name == "Kecamatan Uji" and units.region("31.71").name
    assert "units.boundaries_imported" in {fact.kind for fact in ledger.facts_about(units.tree().government.id)}
    path.write_text("[]")
    with pytest.raises(CommandError):
        call_command("import_boundaries", path)
    assert units.region_at(-7.42, 110.07) == "99.01.01"


def test_the_sample_boundaries_leave_no_gap_and_overlap_nowhere():
    found = read(
        json.loads(resources.files("maklumat.samples").joinpath("boundaries.geojson").read_text("utf-8")),
        "kode",
        "nama",
    )
    west, south = min(one.box[0] for one in found), min(one.box[1] for one in found)
    east, north = max(one.box[2] for one in found), max(one.box[3] for one in found)
    steps = [
        (west + (east - west) * (a + 0.37) / 60, south + (north - south) * (b + 0.41) / 60)
        for a in range(60)
        for b in range(60)
    ]
    counts = [sum(holds(one.rings, place) for one in found) for place in steps]
    assert max(counts) == 1 and counts.count(1) > 1500
