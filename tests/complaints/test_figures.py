"""Figures, open data and feeds: what they count, what they do not tell."""

from __future__ import annotations

import csv
import io
import json
import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maklumat.kernel import clock
from maklumat.kernel.actor import ANONYMOUS
from maklumat.modules.complaints import actions
from maklumat.modules.complaints.queries.figures import figures, share
from tests import world
from tests.complaints.cast import act, coordinator, file
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = MONDAY + 40 * DAY


@pytest.fixture
def here():
    return world.build(("ktp-el-hilang-rusak",))


def answered(here, after, *, confirm=False):
    one = file()
    act("verify", one, coordinator(here))
    act("take_on", one, here.actor("bambang"))
    act("answer", one, here.actor("bambang"), MONDAY + after)
    if confirm:
        actions.confirm(by=ANONYMOUS, code=one.code, at=MONDAY + after)
    return one


def test_figures_count_first_answers_in_time_and_the_three_ends(here):
    for days in (1, 2, 3, 4, 25):
        answered(here, days * DAY, confirm=days < 3)
    file(oversight=True)
    actions.end_waits(LATER + 30 * DAY)
    actions.compute_figures(LATER)
    whole = figures().whole
    assert (whole.received, whole.answered, whole.in_time.part) == (5, 5, 4)
    assert (whole.confirmed.part, whole.silent.part, whole.days_median) == (2, 3, 3.0)
    assert not whole.rankable and whole.days_low <= 3.0 <= whole.days_high


def test_an_objection_does_not_make_a_late_answer_of_a_first_one(here):
    one = answered(here, DAY)
    actions.object_to(by=ANONYMOUS, code=one.code, text="Belum beres.", at=MONDAY + 2 * DAY)
    act("answer", one, here.actor("bambang"), LATER)
    assert one.row.answered_at == MONDAY + DAY and one.row.answered_in_time


@given(st.integers(0, 400), st.integers(5, 400))
def test_the_interval_of_a_share_is_wilsons(part, whole):
    part = min(part, whole)
    one, p = share(part, whole), part / whole
    # Both bounds solve |p - bound| = 1.96 standard errors of the bound, but for their rounding to whole percents.
    for b in (bound / 100 for bound in (one.low, one.high) if 0 < bound < 100):
        assert abs(abs(p - b) - 1.96 * math.sqrt(b * (1 - b) / whole)) < 0.03
    assert one.low <= round(100 * p) <= one.high


def test_pages_and_files_show_public_reports_only_and_masked(here, client):
    one, hidden = file(), file(secret=True)
    act("verify", one, coordinator(here))
    act("verify", hidden, coordinator(here))
    actions.compute_figures(LATER)
    with clock.standing_at(LATER):
        page = client.get("/laporan/angka/").content.decode()
        table = b"".join(client.get("/laporan/data.csv?bulan=2026-11")).decode()
        told = json.loads(client.get("/laporan/data.json?bulan=2026-11").content)
        feed = client.get("/laporan/kabar.atom").content.decode()
    assert "belum cukup data" in page
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["number"] for row in rows] == [one.number] == [row["number"] for row in told["reports"]]
    for text in (table, str(told), feed):
        assert "Suryadi" not in text and "3456-7890" not in text and hidden.number not in text
    assert one.number.lower() in feed
    assert client.get("/laporan/data.csv?bulan=x").status_code == 200


def test_a_divided_report_is_counted_with_the_units_that_answer_it_and_once_in_all(here):
    one = file()
    desk = coordinator(here, "tirtamulya")
    parts = [actions.Part("disdukcapil", "Uang kembali"), actions.Part("dpmptsp", "Papan tarif")]
    act("verify", one, desk)
    actions.divide(by=desk, report_id=one.id, kind="complaint", parts=parts, revision=one.row.revision, at=MONDAY)
    actions.compute_figures(LATER)
    page = figures()
    assert page.whole.received == 1 and {line.code: line.received for line in page.units} == {
        "disdukcapil": 1,
        "dpmptsp": 1,
    }
