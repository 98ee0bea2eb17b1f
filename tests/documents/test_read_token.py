"""The token in the QR: what was minted is read back; anything else is forged."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from maklumat.modules.documents.rules import token

from . import cases

KEYS = cases.authority().token_keys()
GENUINE = cases.minted(cases.content())
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def test_round_trip() -> None:
    claims = token.read(GENUINE, KEYS)
    assert isinstance(claims, token.Claims)
    assert claims.kid in KEYS
    assert token.Claims(**{**vars(claims), "kid": ""}) == cases.claims(cases.content())
    open_ended = token.read(cases.minted(cases.content(valid_until=None)), KEYS)
    assert isinstance(open_ended, token.Claims) and open_ended.valid_until is None


def test_small_enough() -> None:
    assert len(GENUINE) * 5 // 8 <= 300


def test_says_nothing_about_the_person_but_the_mask() -> None:
    import base64

    raw = base64.b32decode(GENUINE + "=" * (-len(GENUINE) % 8))
    assert b"C*** A*** L***" in raw
    for word in (b"Citra", b"Lestari", b"3299014506900001", b"Muara"):
        assert word not in raw


def test_two_hundred_mutated_tokens_are_refused() -> None:
    chance, seen = random.Random(11), set()
    while len(seen) < 200:
        at, size = chance.randrange(len(GENUINE)), len(GENUINE)
        other = chance.choice(
            [
                GENUINE[:at] + chance.choice(LETTERS) + GENUINE[at + 1 :],
                GENUINE[:at] + GENUINE[at + 1 :],
                GENUINE[:at] + chance.choice(LETTERS) + GENUINE[at:],
                GENUINE[:at] + GENUINE[at : at + 2][::-1] + GENUINE[at + 2 :],
                GENUINE[: at or 1],
                GENUINE + chance.choice(LETTERS),
                GENUINE[:at] + GENUINE[at : at + 9].lower() + GENUINE[at + 9 :],
                GENUINE[size // 2 :] + GENUINE[: size // 2],
            ]
        )
        if other != GENUINE and other not in seen:
            seen.add(other)
            assert isinstance(token.read(other, KEYS), token.Forged), other


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=400), st.text(LETTERS, max_size=500)))
def test_any_text_is_forged_and_never_raises(text: str) -> None:
    if text != GENUINE:
        assert isinstance(token.read(text, KEYS), token.Forged)


def test_other_keys() -> None:
    assert isinstance(token.read(GENUINE, {}), token.Forged)
    kid = next(iter(KEYS))
    swapped = {kid: {**KEYS[kid], "x": KEYS[kid]["y"], "y": KEYS[kid]["x"]}}
    assert isinstance(token.read(GENUINE, swapped), token.Forged)


def test_from_a_url() -> None:
    assert token.token_of(token.url(cases.BASE, GENUINE)) == GENUINE
    assert token.token_of(f" {GENUINE} ") == GENUINE
