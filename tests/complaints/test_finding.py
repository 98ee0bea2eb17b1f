"""What reports are found by follows the reports, whichever act changed them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maklumat.modules.complaints import actions
from maklumat.modules.complaints.models import Imprint, Publication
from maklumat.modules.complaints.queries import public
from maklumat.modules.complaints.queries.public import public_list, visible_to_all
from tests import world
from tests.complaints.cast import act, coordinator, file
from tests.world import ANONYMOUS, MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def here():
    return world.build(("ktp-el-hilang-rusak",))


def published() -> bool:
    """Whether the publications are those that everybody may see."""
    seen = dict(visible_to_all().values_list("id", "published_at"))
    assert dict(Publication.objects.values_list("report_id", "published_at")) == seen
    return bool(seen)


def found(words: str) -> list[str]:
    return [row.number for row in public_list(q=words).rows]


def test_what_is_published_is_found_and_what_is_withdrawn_is_not(here):
    desk, one = (
        coordinator(here),
        file(text="Lampu di Jalan Kenanga mati, sudah dua minggu.", slug="", unit="disdukcapil"),
    )
    assert not published() and not found("kenanga")
    act("verify", one, desk)
    assert published() and found("kenanga") == [one.number] and not found("melati")
    head = here.with_role("head", "disdukcapil")
    act("mask_again", one, head, public_title="Lampu mati", public_text="Lampu di Jalan Melati mati.")
    assert published() and found("melati") == [one.number] and not found("kenanga")
    act("narrow", one, desk, anonymous=False, secret=True)
    assert not published() and not found("melati")


def test_what_is_joined_is_found_under_the_main_one_only(here):
    desk = coordinator(here)
    main, same = (
        file(text="Selokan mampet di Jalan Randu.", slug="", unit="disdukcapil"),
        file(text="Selokan Jalan Randu mampet lagi.", slug="", unit="disdukcapil"),
    )
    act("verify", main, desk)
    act("verify", same, desk)
    assert set(found("randu")) == {main.number, same.number}
    act("join", same, desk, number=main.number)
    assert published() and found("randu") == [main.number]
    act("part", same, desk)
    assert published()


def test_words_of_open_reports_are_known_as_such(here):
    desk, one = coordinator(here), file()
    assert Imprint.objects.get(report_id=one.id).is_open
    act("verify", one, desk)
    act("take_on", one, desk)
    act("answer", one, desk)
    actions.confirm(by=ANONYMOUS, code=one.code, at=MONDAY + HOUR)
    assert not Imprint.objects.get(report_id=one.id).is_open
    actions.object_to(by=ANONYMOUS, code=one.code, text="Ternyata belum.", at=MONDAY + 2 * HOUR)
    assert Imprint.objects.get(report_id=one.id).is_open


WORDS = ("lampu", "selokan", "jembatan")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sets(st.sampled_from(WORDS), min_size=1), min_size=3, max_size=9), st.sampled_from((1, 3, 5000)))
def test_pages_of_a_search_are_the_whole_in_order(here, monkeypatch, texts, newest):
    """However few are looked through first, and whether the words are common among the newest or stand in old ones only."""
    monkeypatch.setattr(public, "NEWEST", newest)
    monkeypatch.setattr(public, "PAGE_SIZE", 2)
    visible_to_all().update(secret=True, published_at=None)
    desk = coordinator(here)
    made = []
    for number, words in enumerate(texts):
        one = file(text=f"Ada yang rusak: {' '.join(sorted(words))} di desa kami.", slug="", unit="disdukcapil")
        act("verify", one, desk, at=MONDAY + number * HOUR)
        made.append((one.number, words))
    for word in WORDS:
        for unit in ("", "disdukcapil", "dpmptsp"):
            wanted = [number for number, words in reversed(made) if word in words and unit != "dpmptsp"]
            seen, after = [], ""
            while True:
                page = public_list(q=word, unit=unit, after=after)
                seen += [row.number for row in page.rows]
                if not (after := page.older):
                    break
            assert seen == wanted


def test_a_search_in_no_unit_of_ours_finds_nothing(here, client):
    act("verify", file(text="Lampu di Jalan Kenanga mati.", slug="", unit="disdukcapil"), coordinator(here))
    for place in ("unit=tidak-ada", "unit=disdukcapil", "region=99", "region=%25", "unit=disdukcapil&region=1_"):
        for words in ("lampu", "%25s", "%(words)s", "'", "{older}", "!!! &", '"jalan kenanga" -mati'):
            assert client.get(f"/laporan/?{place}&q={words}").status_code == 200


def test_a_search_asks_as_often_whatever_it_finds(here, django_assert_max_num_queries):
    desk = coordinator(here)
    for text in ("Lampu di Jalan Kenanga mati.", "Lampu di Jalan Melati mati."):
        act("verify", file(text=text, slug="", unit="disdukcapil"), desk)
    public_list(q="warm")
    for words in ("lampu", "melati", "tidak ada"):
        with django_assert_max_num_queries(4):
            public_list(q=words)
