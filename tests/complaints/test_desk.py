"""The desk's own tools: texts, filters, many at once, others who look, people outside, rules."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from maklumat.kernel import clock, ledger
from maklumat.kernel.errors import Conflict, Invalid, Missing, NotAllowed
from maklumat.kernel.models import Message
from maklumat.kernel.notify import letter_of
from maklumat.modules.accounts.models import Account
from maklumat.modules.complaints import actions
from maklumat.modules.complaints.models import Consultation, Entry, RoutingRule
from maklumat.modules.complaints.queries.belonging import conditions_of, try_rule
from maklumat.modules.complaints.queries.cases import case_page
from maklumat.modules.complaints.rules.belonging import Conditions, Facts, fits, read, written
from tests import world
from tests.complaints.cast import act, coordinator, file
from tests.complaints.test_http import officer
from tests.world import MONDAY

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return world.build(("ktp-el-hilang-rusak",))


def signed_in(here) -> Client:
    client = Client()
    account = Account.objects.get(id=coordinator(here).account_id)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_standard_text_is_filled_in_and_shown_before_it_is_sent(here):
    head = here.actor("bambang")
    common = {"by": head, "unit": "disdukcapil", "use": "answer", "title": "Cetak ulang", "at": MONDAY}
    with pytest.raises(Invalid, match="nama_warga"):
        actions.make_text(text="Yth. {nama_warga}", **common)
    text = actions.make_text(text="Laporan {nomor}: {unit} mencetak ulang. {kategori}", **common)
    with pytest.raises(NotAllowed):
        actions.make_text(**common | {"by": here.with_role("head", "dpmptsp")}, text="x")
    one = file()
    act("verify", one, coordinator(here))
    act("take_on", one, head)
    page = officer(here, "bambang").get(f"/petugas/laporan/{one.id}/?teks={text}").content.decode()
    assert f"Laporan {one.number}: Dinas Kependudukan dan Pencatatan Sipil mencetak ulang. –" in page
    assert Entry.objects.filter(kind="answer").count() == 0
    actions.end_text(by=head, text_id=text, at=MONDAY)
    assert "Cetak ulang" not in officer(here, "bambang").get(f"/petugas/laporan/{one.id}/").content.decode()


def test_a_filter_is_kept_for_its_owner_only(here):
    head = officer(here, "bambang")
    head.post("/petugas/laporan/penyaring/", {"name": "Lampu", "query": "scope=open&q=lampu"})
    assert "scope=open&amp;q=lampu" in head.get("/petugas/laporan/").content.decode()
    desk = signed_in(here)
    assert "q=lampu" not in desk.get("/petugas/laporan/").content.decode()
    head.post("/petugas/laporan/penyaring/", {"forget": "Lampu", "query": ""})
    for place in ("/petugas/laporan/penyaring/", "/petugas/permohonan/penyaring/"):
        refused = head.post(place, {"name": "Panjang " * 20, "query": "scope=open&q=lampu"})
        text = refused.content.decode()
        assert refused.status_code == 422 and ("Panjang " * 20).strip() in text and 'value="lampu"' in text, place
    assert "q=lampu" not in head.get("/petugas/laporan/").content.decode()


def test_many_are_taken_on_at_once_and_put_down_again_unless_touched(here):
    head, desk = here.actor("bambang"), coordinator(here)
    reports = [file() for _n in range(3)]
    for one in reports[:2]:
        act("verify", one, desk)
    done = actions.act_on_many(
        by=head, verb="take-on", report_ids=[one.id for one in reports], number="", at=MONDAY + HOUR
    )
    assert done.count == 2 and len(done.refused) == 1
    act("answer", reports[0], head, MONDAY + HOUR)
    with pytest.raises(Missing):
        actions.undo(by=desk, batch_id=done.batch, at=MONDAY + HOUR)  # somebody else's
    back = actions.undo(by=head, batch_id=done.batch, at=MONDAY + HOUR)
    assert back.count == 1 and len(back.refused) == 1
    assert [one.row.state for one in reports] == ["answered", "forwarded", "received"]
    with pytest.raises(Missing):
        actions.undo(by=head, batch_id=done.batch, at=MONDAY + HOUR)


def test_many_are_joined_and_parted_over_http_without_javascript(here):
    reports = [file() for _n in range(3)]
    desk = officer(here, "bambang")
    coordinator_ = signed_in(here)
    coordinator_.post(
        "/petugas/laporan/sekaligus/",
        {"verb": "join", "ids": [reports[0].id, reports[1].id], "number": reports[2].number},
    )
    assert [one.row.state for one in reports] == ["joined", "joined", "received"]
    page = coordinator_.get("/petugas/laporan/").content.decode()
    batch = re.search(r'name="undo" value="([^"]+)"', page)[1]
    coordinator_.post("/petugas/laporan/sekaligus/", {"undo": batch})
    assert [one.row.state for one in reports] == ["received"] * 3
    refused = desk.post("/petugas/laporan/sekaligus/", {"verb": "take-on"}, follow=True).content.decode()
    assert "Pilih laporan" in refused


def test_a_colleague_who_has_it_open_is_shown(here):
    one = file()
    act("verify", one, coordinator(here))
    actions.look(by=coordinator(here), report_id=one.id, at=clock.now())
    assert "juga sedang dibuka" in officer(here, "bambang").get(f"/petugas/laporan/{one.id}/").content.decode()
    assert case_page(here.actor("bambang"), one.id, clock.now() + HOUR).others == ()


def test_somebody_outside_answers_by_link_and_sees_no_reporter(here, client):
    one, head = file(), here.actor("bambang")
    act("verify", one, coordinator(here), clock.now())
    act("take_on", one, head, clock.now())
    asking = {
        "by": head,
        "report_id": one.id,
        "name": "PLN Tirtamulya",
        "text": "Kapan listrik padam?",
        "at": clock.now(),
    }
    with pytest.raises(Invalid):
        actions.consult(email="bukan alamat", revision=one.row.revision, **asking)
    actions.consult(email="humas@pln.example", revision=one.row.revision, **asking)
    letter = next(letter_of(row) for row in Message.objects.all() if "mohon keterangan" in letter_of(row).text)
    link = re.search(r"(/laporan/tanya/[^/]+/)", letter.text)[1]
    page = client.get(link).content.decode()
    assert "Kapan listrik padam?" in page and "Citra" not in page and "Suryadi" not in page and "3456-7890" not in page
    assert client.post(link, {"text": ""}).status_code == 422
    assert client.post(link, {"text": "Padam tanggal 2 November."}).status_code == 302
    assert client.post(link, {"text": "Sekali lagi."}).status_code == 409
    assert "sudah kami terima" in client.get(link).content.decode()
    assert "Padam tanggal 2 November." in officer(here, "bambang").get(f"/petugas/laporan/{one.id}/").content.decode()
    assert client.get("/laporan/tanya/ZZZZZZZZ/").status_code == 404
    assert {"complaints.consulted", "complaints.advised"} <= {fact.kind for fact in ledger.facts_about(one.id)}
    assert b"PLN" not in bytes(Consultation.objects.get().sealed)


def test_a_link_ends_with_its_days_and_with_the_report(here, client):
    one, head = file(), here.actor("bambang")
    act("verify", one, coordinator(here))
    act("take_on", one, head)
    actions.consult(
        by=head, report_id=one.id, name="A", email="a@b.example", text="Apa?", revision=one.row.revision, at=MONDAY
    )
    letter = next(letter_of(row) for row in Message.objects.all() if "mohon keterangan" in letter_of(row).text)
    code = re.search(r"/laporan/tanya/([^/]+)/", letter.text)[1]
    with pytest.raises(Conflict):
        actions.advise(by=world.ANONYMOUS, code=code, text="Ini.", evidence=[], at=MONDAY + timedelta(days=60))


def test_a_rule_is_tried_on_past_reports_then_suggests_and_ends(here):
    desk, text = coordinator(here), "Lampu jalan di depan pasar mati, gelap sekali sejak dua minggu."
    reports = [file(text=text if n % 2 else "KTP saya belum selesai dicetak sejak bulan lalu.") for n in range(6)]
    for one in reports[1::2][:2]:
        act("verify", one, desk, unit="dishub")
    given = {"words": "lampu, penerangan"}
    trial = try_rule(desk, conditions_of(given), "dishub")
    assert (trial.looked_at, trial.fitting) == (4, 1)  # two went out of this coordinator's sight
    trial = try_rule(coordinator(here, "tirtamulya"), conditions_of(given), "dishub")
    assert (trial.looked_at, trial.fitting, trial.same) == (6, 3, 2)
    rule = actions.make_rule(by=desk, name="Lampu", given=given, unit="dishub", at=MONDAY)
    assert (
        case_page(desk, reports[5].id, MONDAY).rule.unit == "dishub"
        and case_page(desk, reports[0].id, MONDAY).rule is None
    )
    with pytest.raises(NotAllowed):
        actions.end_rule(by=here.actor("bambang"), rule_id=rule, at=MONDAY)
    actions.end_rule(by=desk, rule_id=rule, at=MONDAY)
    assert case_page(desk, reports[5].id, MONDAY).rule is None and RoutingRule.objects.get().ended_at == MONDAY
    for wrong in ({}, {"words": "x"}, {"region": "33x"}, {"first": "8"}, {"first": "8", "last": "99"}, {"days": ["9"]}):
        with pytest.raises(Invalid):
            conditions_of(wrong)


def test_a_trial_shows_no_name_of_who_hides(here):
    file(text="Citra Lestari menunggu KTP dua bulan, belum juga dicetak.", anonymous=True)
    (shown,) = try_rule(coordinator(here), conditions_of({"words": "menunggu"}), "disdukcapil").shown
    assert "Citra" not in shown[2] and "menunggu KTP" in shown[2]


def test_a_rule_by_service_over_http(here):
    desk = signed_in(here)
    file()
    given = {"name": "KTP", "slug": "ktp-el-hilang-rusak", "unit": "disdukcapil", "days": ["1", "2"]}
    assert "1 cocok" in desk.post("/petugas/laporan/aturan/", given | {"try": "1"}).content.decode()
    wrong = desk.post("/petugas/laporan/aturan/", {"name": "Nama ini tetap", "unit": "disdukcapil"})
    assert wrong.status_code == 422 and "Nama ini tetap" in wrong.content.decode()
    assert desk.post("/petugas/laporan/aturan/", given).status_code == 302
    page = desk.get("/petugas/laporan/aturan/").content.decode()
    assert "Layanan: ktp-el-hilang-rusak · Hari: Senin, Selasa" in page
    assert desk.post("/petugas/laporan/aturan/", {"end": RoutingRule.objects.get().id}).status_code == 302


CODES = st.sampled_from(("", "jalan", "lampu"))
REGIONS = st.sampled_from(("", "33", "33.08", "33.08.01", "33.08.01.2001", "34.01.01.2001"))


@given(
    st.builds(
        Conditions, category=CODES, slug=st.sampled_from(("", "ktp")), unit=st.sampled_from(("", "dishub")), region=REGIONS,
        words=st.sampled_from(((), ("lampu",), ("jalan", "gelap"))), days=st.sets(st.integers(1, 7)).map(lambda d: tuple(sorted(d))),
    ),
    st.one_of(st.none(), st.tuples(st.integers(0, 23), st.integers(0, 24)).filter(lambda h: h[0] != h[1])),
    st.sampled_from(("/pelayanan/jalan/", "/sarana/lampu/")), st.sampled_from(("ktp", "kk")), st.sampled_from(("dishub", "pu")),
    REGIONS, st.sampled_from(("Lampunya mati", "di jalan raya", "sampah", "perjalanan")), st.integers(0, 8759).map(lambda h: MONDAY + timedelta(hours=h)),
)  # fmt: skip
def test_rules_fit_as_an_oracle_says(one, hours, path, slug, unit, region, text, at):
    one = Conditions(**vars(one) | {"first": hours[0] if hours else None, "last": hours[1] if hours else None})
    parts = [
        one.category in ("", *path.strip("/").split("/")), one.slug in ("", slug), one.unit in ("", unit),
        one.region == "" or f"{region}.".startswith(f"{one.region}."), not one.days or at.isoweekday() in one.days,
        not one.words or any(word.startswith(w) for word in text.lower().split() for w in one.words),
    ]  # fmt: skip
    if hours:
        through = list(range(hours[0], hours[1])) if hours[0] < hours[1] else [*range(hours[0], 24), *range(hours[1])]
        parts.append(at.hour in through)
    assert fits(one, Facts(path, slug, unit, region, text, at)) == all(parts)
    if one != Conditions():
        assert read(written(one)) == one
