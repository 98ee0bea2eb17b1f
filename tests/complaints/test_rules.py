"""The rules by themselves: the table of states, limits as data, the shield, what is masked."""

from __future__ import annotations

import copy
from datetime import date
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maklumat.modules.complaints.rules import ladder, shield, states
from maklumat.modules.complaints.rules.answers import empty_phrases
from maklumat.modules.complaints.rules.masking import find, masked
from maklumat.modules.complaints.rules.text import title_of, tokens


def test_every_state_can_be_reached_and_left():
    targets = {target for _froms, target in states.MOVES.values()}
    sources = {source for froms, _target in states.MOVES.values() for source in froms}
    assert targets == set(states.State) - {states.State.DRAFT}
    assert sources == set(states.State) - {states.State.ARCHIVED}


@given(st.lists(st.sampled_from(sorted(states.MOVES)), max_size=40))
def test_acts_in_any_order_lead_to_a_state_or_are_refused(acts):
    here = states.State.DRAFT
    for act in acts:
        try:
            here = states.after(here, act)
        except states.Refused:
            assert here not in states.MOVES[act][0]
    assert here in states.State


def test_not_ours_bounces_once_then_goes_to_a_person_and_then_no_more():
    assert states.return_act(0, judged=False) == "handed_back"
    assert states.return_act(1, judged=False) == "sent_to_judge"
    with pytest.raises(states.Refused):
        states.return_act(2, judged=True)


def test_the_first_ladder_holds_the_known_limits():
    one = ladder.read(ladder.FIRST)
    assert (one.verify, one.follow_up, one.reply) == (3, 5, 10)
    assert [one.limit(kind) for kind in ladder.Kind] == [5, 14, 60, 14]
    assert one.limit(None) == 5  # before the class is known, the shortest


def test_a_newer_ladder_holds_from_its_date():
    newer = ladder.read({**copy.deepcopy(ladder.FIRST), "version": 2, "valid_from": "2026-07-01"})
    both = (ladder.read(ladder.FIRST), newer)
    assert ladder.in_force(both, date(2026, 6, 30)).version == 1
    assert ladder.in_force(both, date(2026, 7, 1)).version == 2
    with pytest.raises(LookupError):
        ladder.in_force(both, date(2023, 12, 31))


@pytest.mark.parametrize(
    "change",
    [
        {"basis": " "},
        {"limits": {**ladder.FIRST["limits"], "oversight": 0}},
        {"days": {"verify": 3, "follow_up": "5", "reply": 10}},
        {"valid_from": "kemarin"},
        {"steps": [{"key": "a", "stage": "limit", "share": "2x", "tell": ["head"]}]},
        {"steps": [{"key": "a", "stage": "lunch", "share": "1", "tell": ["head"]}]},
        {"steps": [{"key": "a", "stage": "limit", "share": "1", "tell": ["nobody"]}]},
    ],
)
def test_a_ladder_that_cannot_be_kept_is_refused(change):
    with pytest.raises(ladder.BadLadder):
        ladder.read({**copy.deepcopy(ladder.FIRST), **change})


ids = st.integers(0, 14)


@given(st.lists(ids, min_size=15, max_size=15), st.lists(ids, max_size=3), st.lists(ids, max_size=2), ids)
def test_nobody_named_nobody_above_and_nobody_below_is_left_with_a_report(ups, named, posts, viewer):
    parents = {UUID(int=n): UUID(int=up) if up < n else None for n, up in enumerate(ups)}
    unit = {n: UUID(int=n) for n in range(15)}

    def above(n):  # an oracle of its own: step by step
        line = []
        while n is not None:
            line.append(n)
            n = ups[n] if ups[n] < n else None
        return line

    hidden = shield.out_of_sight([unit[n] for n in named], [unit[n] for n in posts], parents)
    concerned = viewer in {m for n in (*named, *posts) for m in above(n)} or bool(set(above(viewer)) & set(named))
    assert (unit[viewer] in hidden) == concerned
    assert shield.conflicted({unit[viewer]}, None, hidden, []) == concerned


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_a_shield_only_becomes_stronger(anonymous, secret, more_anonymous, more_secret):
    after = shield.Shield(anonymous, secret).narrowed(anonymous=more_anonymous, secret=more_secret)
    assert after.anonymous >= anonymous and after.secret >= secret


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NIK saya 3273014107900003", "identity"),
        ("no KK 3273 0101 0115 0001 atas nama ibu", "identity"),
        ("hubungi 0812-3456-7890 ya", "phone"),
        ("wa +62 812 3456 789", "phone"),
        ("telp (022) 7201234", "phone"),
        ("email budi.s@gmail.com", "email"),
        ("kirim ke budi (at) yahoo (dot) co.id", "email"),
        ("mobil B 1234 XYZ parkir", "plate"),
        ("motor d4321abc kabur", "plate"),
        ("nopol D 1234 ditilang", "plate"),
        ("transfer ke rek BCA 1234567890", "account"),
        ("Pak Suryadi di loket", "name"),
        ("pak suryadi di loket", "name"),
        ("Bapak Lurah Dedi Mulyadi, S.H. marah", "name"),
        ("petugas bernama andi wijaya", "name"),
        ("Sdri. Rina Marlina", "name"),
        ("a.n. Siti Aminah", "name"),
    ],
)
def test_what_leads_to_a_person_is_found(text, kind):
    assert [one.kind for one in find(text)] == [kind], find(text)


@pytest.mark.parametrize(
    "text",
    [
        "Pak Lurah tidak ada di kantor RT 02 RW 05.",
        "ibu rumah tangga dan bapak yang terhormat",
        "Biaya Rp 1.250.000 untuk 12 orang pada 12-03-2026 jam 10.00",
        "Perda Nomor 5 Tahun 2021 Pasal 12",
        "hubungi 112 atau 1708",
        "ibu hamil antri 3 jam, pak camat tidak mau melayani",
    ],
)
def test_what_leads_to_nobody_stays(text):
    assert find(text) == ()


@given(st.text(max_size=300))
def test_masking_keeps_everything_else_in_place(text):
    found = find(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    rest = "".join(
        text[a:b] for a, b in zip([0, *(f.end for f in found)], [*(f.start for f in found), len(text)], strict=True)
    )
    shown = masked(text, found)
    for one in found:
        shown = shown.replace({"identity": "[NIK/KK]", "phone": "[nomor telepon]", "email": "[alamat email]", "plate": "[nomor polisi]",
                               "account": "[nomor rekening]", "number": "[nomor]", "name": "[nama]"}[one.kind], "", 1)  # fmt: skip
    assert len(shown) == len(rest)


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("Terima kasih atas laporannya, akan kami tindaklanjuti.", True),
        ("Laporan Anda sudah kami teruskan ke dinas terkait. Mohon bersabar.", True),
        ("Terima kasih atas laporannya. Lubang sudah ditambal pada tanggal 3 November oleh regu 2.", False),
        ("Uang sudah dikembalikan dan petugas diganti.", False),
    ],
)
def test_an_answer_without_an_act_is_noticed(text, empty):
    assert bool(empty_phrases(text)) is empty


def test_words_and_titles():
    assert tokens("Jalaaan rusak, JALAN berlubang di depan pasar!") == ("jalan", "rusak", "berlubang", "pasar")
    assert title_of("Lampu mati. Sudah seminggu.") == "Lampu mati."
    assert len(title_of("kata " * 60)) <= 80
