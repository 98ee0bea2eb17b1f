"""Rules of the sealed channel: shapes that every letter has, work, states, questions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maklumat.modules.whistleblowing.rules import questions, shapes, signing, states, work
from tests.whistleblowing import oracle

KEY = b"k" * 32


@given(st.integers(0, 2**40))
def test_padding_is_what_the_oracle_says_and_small(size):
    padded = shapes.padme(size)
    assert padded == oracle.padme(size) and size <= padded <= size * 1.12 + 1
    assert shapes.plain_size(shapes.sealed_size(size)) == size


@given(st.binary(max_size=200))
def test_base64_has_one_form(raw):
    assert shapes.unb64(shapes.b64(raw), 200) == raw and oracle.b64(raw) == shapes.b64(raw)
    for bad in (shapes.b64(raw) + "=", shapes.b64(raw) + " ", "%"):
        with pytest.raises(shapes.BadShape):
            shapes.unb64(bad, 200)


def test_work_is_for_one_thing_and_a_quarter_of_an_hour():
    challenge = work.challenge(KEY, 1000, 8)
    counter = oracle.work(challenge, "x", 8)

    def good(key=KEY, given=challenge, what="x", by=counter, now=1000, wanted=8):
        return work.accepted(key, given, what, by, now, wanted)

    assert good() and good(now=1000 + work.LIVES) and good(wanted=10)
    assert not good(now=1001 + work.LIVES) and not good(now=999)
    assert not good(key=b"l" * 32) and not good(given=challenge.replace(".8.", ".0."), what="y", by="0")
    assert not good(wanted=11)  # taken when it was quiet, shown when much comes
    for bad in ("", "1.2.3", "x.y.z", "1000.8.", "²." * 3):
        assert not good(given=bad, by="0")


def test_work_rises_with_load_and_never_ends():
    assert [work.bits_for(n, 12) for n in (0, 59, 60, 120, 240, 10**9)] == [12, 12, 13, 14, 15, work.MOST_BITS]
    assert work.bits_for(10**9, 0) == 0
    load = work.Load()
    for moment in (0, 100, 599):
        load.note(moment)
    assert (load.recent(600), load.recent(701), load.recent(5000)) == (3, 1, 0)


def test_stamps_are_for_their_purpose_and_time():
    stamp = signing.stamped(KEY, "open", "abc", 100)
    assert signing.read_stamp(KEY, "open", stamp, 200, 300) == "abc"
    assert (
        signing.read_stamp(KEY, "access", stamp, 200, 300) is None
        and signing.read_stamp(KEY, "open", stamp, 500, 300) is None
    )
    assert (
        signing.read_stamp(KEY, "open", stamp, 50, 300) is None
        and signing.read_stamp(KEY, "open", stamp[:-1] + "x", 200, 300) is None
    )


def test_a_case_goes_only_where_it_may():
    assert states.may_move("received", "review") and states.may_move("closed", "review")
    assert (
        not states.may_move("received", "investigation")
        and not states.may_move("erased", "review")
        and not states.may_move("review", "review")
    )


def test_questions_keep_their_version_and_units_may_have_their_own():
    assert (
        questions.in_force(date(2026, 11, 2)).version == "umum-2026"
        and questions.in_force(date(2001, 1, 1)).version == "umum-2026"
    )
    assert (
        questions.in_force(date(2026, 11, 2), "disdukcapil").version == "dukcapil-2026"
        and questions.of("tidak-ada").version == "umum-2026"
    )
    for one in questions.versions():
        assert (
            one.basis["id"]
            and set(one.tags) >= {"basis", "answer_days", "keep_months"}
            and any(item["required"] for item in one.items)
        )
        assert all({"name", "id", "en", "hint_id", "hint_en", "rows"} <= set(item) for item in one.items)
