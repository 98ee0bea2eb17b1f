"""Numbers, masks, states, canonical content."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maklumat.modules.documents.rules import states
from maklumat.modules.documents.rules.content import canonical, content_hash, from_dict, mask_name, public_facts
from maklumat.modules.documents.rules.numbers import number_text, problem_of

from . import cases


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("503/{number:04d}/{unit}/{month_roman}/{year}", "503/0012/DPMPTSP/XI/2026"),
        ("{number}/{month:02d}/{year}", "12/11/2026"),
        ("{{X}}-{number}-{year}", "{X}-12-2026"),
    ],
)
def test_write_number(pattern: str, written: str) -> None:
    assert number_text(pattern, number=12, unit="DPMPTSP", month=11, year=2026) == written


@pytest.mark.parametrize(
    "pattern",
    ["{number}", "{year}", "{number}{year}{other}", "{number.__class__}{year}", "{number!r}{year}", "{0}{year}",
     "{number:>99999999d}{year}", "{number}{year", "{}{number}{year}", "{number:{year}}{year}"],
)  # fmt: skip
def test_refuse_pattern(pattern: str) -> None:
    assert problem_of(pattern)
    with pytest.raises(ValueError):
        number_text(pattern, number=1, unit="U", month=1, year=2026)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Siti Aminah", "S*** A***"),
        ("siti", "S***"),
        ("PT Maju Jaya (Persero)", "P*** M*** J***"),
        ("", "***"),
        ("A B C D E", "A*** B*** C*** D***"),
    ],
)
def test_mask(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.text(max_size=60))
def test_a_mask_shows_first_letters_only(name: str) -> None:
    assert all(len(word.rstrip("*")) <= 2 for word in mask_name(name).split())  # ß becomes SS


def test_states() -> None:
    possible = {
        (act, state)
        for act in ("render", "sign", "revoke", "supersede")
        for state in states.STATES
        if states.allows(act, state)
    }
    assert possible == {
        ("render", "numbered"), ("render", "rendered"), ("sign", "rendered"), ("revoke", "signed"), ("supersede", "signed"),
    }  # fmt: skip
    assert states.after("sign", states.after("render", "numbered")) == "signed"
    with pytest.raises(states.Impossible):
        states.after("sign", "numbered")


def test_canonical_content() -> None:
    content = cases.content()
    assert from_dict(json.loads(canonical(content))) == content
    assert canonical(content) == canonical(from_dict(dict(reversed(content.as_dict().items()))))
    assert content_hash(content) != content_hash(replace(content, salt="f" * 32))
    for values in ({}, {"facts": 3}, {**content.as_dict(), "issued_on": "kemarin"}):
        with pytest.raises(ValueError):
            from_dict(values)


def test_public_facts_hide_the_person() -> None:
    shown = json.dumps(public_facts(cases.content()))
    for word in ("Citra", "Lestari", "3299014506900001", "Muara"):
        assert word not in shown
