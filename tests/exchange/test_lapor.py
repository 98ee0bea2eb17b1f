"""SP4N-LAPOR! and us, through the local counterpart: in, back, again, broken, compared."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maklumat.kernel import ledger, outside
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.errors import NotAllowed
from maklumat.modules.complaints import actions as reporting
from maklumat.modules.complaints.models import Entry, Identity, Report
from maklumat.modules.complaints.queries.parts import content_of
from maklumat.modules.exchange import actions, api
from maklumat.modules.exchange.models import Mismatch, Partner, Twin, Word
from maklumat.modules.exchange.queries.partners import exchange_page
from maklumat.modules.exchange.rules.comparing import Known, There, compare
from maklumat.modules.exchange.rules.lapor import Unreadable, read
from tests import world
from tests.complaints.cast import Filed, act, coordinator
from tests.exchange.counterpart import Lapor
from tests.world import MONDAY

HOUR = timedelta(hours=1)


@pytest.fixture
def here(db, settings):
    settings.OUTSIDE_MAY_BE_LOCAL = True
    return world.build(())


@pytest.fixture
def lapor():
    with Lapor() as one:
        yield one


def met(lapor: Lapor) -> Partner:
    partner = actions.add_partner(by=SYSTEM, name="LAPOR!", protocol="lapor", url=lapor.url, key=lapor.token, at=MONDAY)
    return Partner.objects.get(id=partner)


def filed(tracking_id: str = "LP-1") -> Filed:
    row = Report.objects.get(id=Twin.objects.get(foreign_id=tracking_id).report_id)
    return Filed(row.id, row.number or "", "")


def told(one: Filed) -> None:
    """What the worker does after commit."""
    for fact in ledger.facts_about(one.id):
        if fact.kind.removeprefix("complaints.") in api.TOLD:
            actions.tell_partner(fact)
    for word in Word.objects.filter(told_at=None).order_by("id"):
        actions.follow_up(word_id=word.id, at=MONDAY + 9 * HOUR)


def test_reports_come_in_once_with_their_shield(here, lapor):
    lapor.report(
        "LP-1", "Lampu jalan di depan pasar mati dua minggu.", MONDAY, nama="Citra Lestari", telepon="0812-3456-7890"
    )
    lapor.report("LP-2", "Petugas meminta uang untuk KTP.", MONDAY + HOUR, rahasia=True, berkadar_pengawasan=True)
    lapor.report("LP-3", "Usul: jam buka hari Sabtu.", MONDAY + 2 * HOUR, anonim="ya", lintang="-7.4", bujur="110.2")
    partner = met(lapor)
    for _again in range(3):
        actions.pull(partner_id=partner.id, at=MONDAY + 3 * HOUR)
    rows = {twin.foreign_id: Report.objects.get(id=twin.report_id) for twin in Twin.objects.all()}
    assert Report.objects.count() == 3 and {row.channel for row in rows.values()} == {"lapor"}
    assert rows["LP-2"].secret and rows["LP-2"].kind == "oversight"
    assert rows["LP-3"].anonymous and rows["LP-3"].latitude is not None
    assert Identity.objects.filter(report=rows["LP-1"]).exists()


def test_a_crash_between_report_and_twin_doubles_nothing(here, lapor, monkeypatch):
    lapor.report("LP-1", "Lampu jalan di depan pasar mati dua minggu.", MONDAY)
    partner = met(lapor)
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(
            "maklumat.modules.exchange.actions.lapor._meet", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        actions.pull(partner_id=partner.id, at=MONDAY)
    actions.pull(partner_id=partner.id, at=MONDAY)
    assert Report.objects.count() == Twin.objects.count() == 1


def test_what_the_office_does_goes_back_once_also_when_the_answer_is_lost(here, lapor):
    lapor.report("LP-1", "Lampu jalan di depan pasar mati dua minggu.", MONDAY)
    partner = met(lapor)
    actions.pull(partner_id=partner.id, at=MONDAY)
    one, desk = filed(), coordinator(here, "tirtamulya")
    act("verify", one, desk, MONDAY + HOUR)
    act("take_on", one, desk, MONDAY + 2 * HOUR)
    act("answer", one, desk, MONDAY + 3 * HOUR)
    lapor.lost = 1
    with pytest.raises(outside.Unreachable):
        told(one)
    told(one)
    said = lapor.rows["LP-1"]
    assert said["status"] == "menunggu_tanggapan" and len(said["tindak_lanjut"]) == 3
    assert "Uang sudah dikembalikan" in said["tindak_lanjut"][-1]["isi"]
    assert not Word.objects.filter(told_at=None).exists()


def test_what_the_parts_of_a_divided_report_answer_goes_back_too(here, lapor):
    lapor.report("LP-1", "Lampu mati dan KTP saya belum jadi sejak bulan lalu.", MONDAY)
    partner = met(lapor)
    actions.pull(partner_id=partner.id, at=MONDAY)
    one, desk = filed(), coordinator(here, "tirtamulya")
    act("verify", one, desk, MONDAY + HOUR)
    parts = [reporting.Part("disdukcapil", "KTP"), reporting.Part("dishub", "Lampu")]
    reporting.divide(
        by=desk, report_id=one.id, kind="complaint", parts=parts, revision=one.row.revision, at=MONDAY + HOUR
    )
    part = Report.objects.filter(root=one.row).first()
    piece = Filed(part.id, part.number, "")
    act("take_on", piece, desk, MONDAY + 2 * HOUR)
    act("answer", piece, desk, MONDAY + 3 * HOUR, text="Blangko sudah datang dan KTP dicetak.")
    told(piece)
    assert "KTP dicetak" in lapor.rows["LP-1"]["tindak_lanjut"][-1]["isi"]


def test_nobody_reads_on_the_page_that_a_report_on_abuse_of_office_exists(here, lapor):
    lapor.report("LP-1", "Petugas meminta uang untuk KTP.", MONDAY, berkadar_pengawasan=True)
    lapor.report("LP-2", "Lampu jalan mati dua minggu.", MONDAY)
    partner = met(lapor)
    actions.pull(partner_id=partner.id, at=MONDAY)
    lapor.rows.clear()
    assert actions.reconcile(partner_id=partner.id, at=MONDAY + HOUR) == 2
    page = exchange_page(coordinator(here, "tirtamulya"))
    assert [one.foreign_id for one in page.mismatches] == ["LP-2"] and page.partners[0].differing == 2
    with pytest.raises(NotAllowed):
        exchange_page(coordinator(here, "disdukcapil"))


def test_the_reporter_answers_there(here, lapor):
    lapor.report("LP-1", "Lampu jalan di depan pasar mati dua minggu.", MONDAY)
    partner = met(lapor)
    actions.pull(partner_id=partner.id, at=MONDAY)
    one, desk = filed(), coordinator(here, "tirtamulya")
    act("verify", one, desk, MONDAY + HOUR)
    act("take_on", one, desk, MONDAY + 2 * HOUR)
    act("ask", one, desk, MONDAY + 3 * HOUR)
    lapor.respond("LP-1", "keterangan", "Tiang nomor tujuh.", MONDAY + 4 * HOUR)
    actions.pull(partner_id=partner.id, at=MONDAY + 5 * HOUR)
    assert one.row.state == "in_process" and one.row.entries.filter(kind=Entry.Kind.REPLY).count() == 1
    act("answer", one, desk, MONDAY + 6 * HOUR)
    lapor.respond("LP-1", "keberatan", "Masih mati.", MONDAY + 7 * HOUR)
    lapor.respond("LP-1", "setuju", "", MONDAY + 7 * HOUR)  # not after an objection: a person sees it
    actions.pull(partner_id=partner.id, at=MONDAY + 8 * HOUR)
    assert one.row.state == "in_process" and one.row.objections == 1
    assert Mismatch.objects.get().what == "response"


def test_the_night_finds_what_differs_and_forgets_what_was_mended(here, lapor):
    for number in range(5):
        lapor.report(f"LP-{number}", f"Lampu jalan nomor {number} mati dua minggu.", MONDAY, status="belum_verifikasi")
    partner = met(lapor)
    actions.pull(partner_id=partner.id, at=MONDAY)
    assert actions.reconcile(partner_id=partner.id, at=MONDAY + HOUR) == 0
    act("verify", filed("LP-0"), coordinator(here, "tirtamulya"), MONDAY + HOUR)
    told(filed("LP-0"))
    lapor.rows["LP-0"]["tindak_lanjut"] = []  # it lost our word
    del lapor.rows["LP-1"]
    lapor.rows["LP-2"]["status"] = "selesai"
    lapor.report("LP-9", "Ini belum pernah diambil, lama.", MONDAY - 90 * HOUR)
    assert actions.reconcile(partner_id=partner.id, at=MONDAY + 2 * HOUR) == 4
    found = set(Mismatch.objects.values_list("foreign_id", "what"))
    assert found == {("LP-0", "answer"), ("LP-1", "missing_there"), ("LP-2", "state"), ("LP-9", "missing_here")}
    lapor.rows["LP-2"]["status"] = "belum_verifikasi"
    assert Twin.objects.filter(foreign_id="LP-9").exists()  # what was overlooked is taken over
    lapor.rows["LP-9"]["status"] = "belum_verifikasi"
    assert actions.reconcile(partner_id=partner.id, at=MONDAY + 3 * HOUR) == 2
    assert Mismatch.objects.get(foreign_id="LP-2").gone_at == MONDAY + 3 * HOUR


def test_a_partner_that_is_away_or_speaks_otherwise_is_noted_and_breaks_nothing(here, lapor):
    lapor.report("LP-1", "Lampu jalan di depan pasar mati dua minggu.", MONDAY)
    lapor.report("LP-2", "Lampu jalan di depan kantor mati dua minggu.", MONDAY, status="entah")
    partner = met(lapor)
    lapor.broken = 1
    assert actions.pull(partner_id=partner.id, at=MONDAY) == 0
    partner.refresh_from_db()
    assert partner.trouble == "status 503"
    actions.pull(partner_id=partner.id, at=MONDAY)
    partner.refresh_from_db()
    assert partner.trouble == "unreadable: status" and "Lampu" not in partner.trouble
    assert actions.reconcile(partner_id=partner.id, at=MONDAY) is None


def test_one_that_cannot_be_filed_keeps_no_other_back_and_long_ones_say_where_the_rest_is(here, lapor, monkeypatch):
    lapor.report("LP-1", "Tidak ada yang mengawasi.", MONDAY, berkadar_pengawasan=True)
    lapor.report("LP-2", "Panjang sekali. " * 800, MONDAY + HOUR)
    monkeypatch.setattr("maklumat.modules.complaints.actions.filing.overseeing_desk", lambda *given: None)
    partner = met(lapor)
    actions.pull(partner_id=partner.id, at=MONDAY)
    assert Mismatch.objects.get().foreign_id == "LP-1"
    text = content_of(Report.objects.get())["text"]
    assert len(text) <= 5000 and text.endswith("[selengkapnya di LAPOR! LP-2]")


def test_the_same_by_files(here, tmp_path):
    (tmp_path / "masuk").mkdir()
    head = "tracking_id,judul,isi,kategori,lokasi,status,anonim,rahasia,dibuat,diubah\n"
    line = f"LP-1,,Lampu jalan di depan pasar mati dua minggu.,,Pasar,diteruskan,tidak,tidak,{MONDAY.isoformat()},{MONDAY.isoformat()}\n"
    (tmp_path / "masuk" / "1.csv").write_text(head + line)
    partner = actions.add_partner(by=SYSTEM, name="LAPOR!", protocol="lapor_csv", url=str(tmp_path), at=MONDAY)
    actions.pull(partner_id=partner, at=MONDAY)
    one, desk = filed(), coordinator(here, "tirtamulya")
    act("verify", one, desk, MONDAY + HOUR)
    told(one)
    told(one)
    lines = next((tmp_path / "keluar").glob("*.csv")).read_text().splitlines()
    assert len(lines) == 2 and lines[1].startswith("LP-1,") and ",diteruskan," in lines[1]
    (tmp_path / "masuk" / "2.csv").write_text("entah\n1\n")
    assert actions.reconcile(partner_id=partner, at=MONDAY) is None


IDS = st.sampled_from("abcdef")
STATES = st.sampled_from(("diproses", "selesai"))
KEYS = st.frozensets(st.sampled_from("123"))


@given(st.dictionaries(IDS, st.tuples(STATES, KEYS)), st.dictionaries(IDS, st.tuples(STATES, KEYS)))
def test_compare_finds_every_difference_and_no_other(ours, theirs):
    found = compare(
        {one: Known(None, *values) for one, values in ours.items()},
        [There(one, *values) for one, values in theirs.items()],
    )
    expected = set()
    for one in "abcdef":
        if one in ours and one not in theirs:
            expected.add((one, "missing_there"))
        if one in theirs and one not in ours:
            expected.add((one, "missing_here"))
        if one in ours and one in theirs:
            expected |= {(one, "state")} if ours[one][0] != theirs[one][0] else set()
            expected |= {(one, "answer")} if not ours[one][1] <= theirs[one][1] else set()
    assert {(one.foreign_id, one.what) for one in found} == expected and len(found) == len(expected)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = (
    "tracking_id",
    "isi",
    "status",
    "dibuat",
    "diubah",
    "lintang",
    "bujur",
    "anonim",
    "tanggapan",
    "tindak_lanjut",
    "judul",
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(FIELDS), JUNK))
def test_junk_is_unreadable_and_nothing_worse(row):
    good = {
        "tracking_id": "1",
        "isi": "Lampu mati.",
        "status": "diproses",
        "dibuat": "2026-11-02",
        "diubah": "2026-11-02",
    }
    try:
        read(good | row)
    except Unreadable as error:
        assert str(error) in (*FIELDS, "kunci", "jenis", "waktu")
