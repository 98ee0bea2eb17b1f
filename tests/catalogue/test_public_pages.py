"""The catalogue for everybody: each page opens, says the promise in plain words, and asks few questions of the database."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maklumat.kernel import clock
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.catalogue import actions, queries
from maklumat.modules.catalogue.rules.standard import Decision, fingerprint
from maklumat.modules.units import api as units
from tests import world
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
SLUG = "izin-reklame"
DECISION = Decision(
    number="SK/1/2026", date="2026-02-23", signatory="Ir. Ratna Dewanti, M.T.", signatory_title="Kepala DPMPTSP"
)
PAGES = (
    "/", "/cari/", "/cari/?q=reklame", "/layanan/", "/layanan/kategori/perizinan/", "/layanan/peristiwa/buka-usaha/",
    f"/layanan/{SLUG}/", f"/layanan/{SLUG}/standar/", f"/layanan/{SLUG}/versi/", "/unit/", "/unit/dpmptsp/", "/unit/mpp-perizinan/",
    "/unit/dpmptsp/maklumat/",
)  # fmt: skip


@pytest.fixture
def here():
    with clock.standing_at(MONDAY):
        yield world.build()


@pytest.fixture
def charter(here):
    unit = units.tree().by_code["dpmptsp"]
    if queries.maklumat_in_force(unit.id) is None:
        actions.publish_maklumat(by=SYSTEM, unit_id=unit.id, decision=DECISION, at=MONDAY)
    return unit


@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_with_a_fixed_number_of_queries(client, charter, address):
    client.get(address)  # fills the shelf and the tree
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1
    assert len(asked) <= 16


def test_service_page_says_the_promise_in_plain_words(client, here):
    said = client.get(reverse("catalogue:service", args=[SLUG])).content.decode()
    for words in (
        "7 hari kerja sejak berkas dinyatakan lengkap",
        "Hanya bila",
        "Billboard atau videotron",
        "Pemeriksaan berkas",
        "sekitar 1 hari kerja",
        "UU 1 Tahun 2022",
        "Ajukan sekarang",
        "000.8.3.2/014/PTSP/2026",
    ):
        assert words in said
    for jargon in ("kelas_jalan *", "working_days", "front_desk", "{nama}"):
        assert jargon not in said


def test_fee_is_computed_for_whoever_asks(client, here):
    asked = {"hitung": "1", "luas": "5", "jumlah": "2", "lama": "1", "jenis": "spanduk", "kelas_jalan": "utama"}
    said = client.get(reverse("catalogue:service", args=[SLUG]), asked).content.decode()
    assert "Rp200.000" in said  # 0,25 × 40.000 × 5 × 2 × 1 × 1 × 2
    assert (
        "Kesalahan"
        in client.get(reverse("catalogue:service", args=[SLUG]), asked | {"luas": "banyak"}).content.decode()
    )


def test_open_data_holds_the_canonical_standard(client, here):
    told = json.loads(client.get(reverse("catalogue:json", args=[SLUG])).content)
    assert fingerprint(told["standard"]) == told["content_hash"]
    assert client.get(reverse("catalogue:csv", args=[SLUG]))["Content-Type"].startswith("text/csv")
    assert len(json.loads(client.get(reverse("catalogue:sippn", args=[SLUG])).content)["komponen"]) == 14


def test_history_tells_what_changed(client, here):
    version = queries.in_force(SLUG, MONDAY)
    draft = actions.draft_from(by=SYSTEM, service_id=version.service_id, at=MONDAY)
    quicker = version.standard.model_copy(
        update={"duration": version.standard.duration.model_copy(update={"number": 5})}
    )
    actions.save_draft(by=SYSTEM, version_id=draft, standard=quicker, revision=1, at=MONDAY)
    actions.publish(by=SYSTEM, version_id=draft, decision=DECISION, consultation=None, at=MONDAY)
    said = client.get(reverse("catalogue:versions", args=[SLUG])).content.decode()
    assert "Waktu turun dari 7 hari kerja menjadi 5 hari kerja" in said and "Versi 1" in said and "Versi 2" in said


def test_maklumat_is_whole_and_prints(client, charter):
    said = client.get(reverse("catalogue:maklumat", args=["dpmptsp"])).content.decode()
    for words in ("sanggup menyelenggarakan", "memperbaiki pelayanan", "kompensasi", "Ir. Ratna Dewanti", "<svg", SLUG):
        assert words in said
    poster = client.get(reverse("catalogue:poster", args=["dpmptsp"]))
    assert (
        poster["Content-Type"] == "application/pdf"
        and poster.content.startswith(b"%PDF")
        and b"pdfuaid" in poster.content
    )
    assert poster.content == client.get(reverse("catalogue:poster", args=["dpmptsp"])).content


def test_an_empty_search_says_what_to_do(client, here):
    said = client.get("/cari/", {"q": "xyzzy plugh"}).content.decode()
    assert "Belum ada layanan yang cocok" in said and "Lihat semua layanan" in said


@pytest.mark.parametrize(
    "address",
    [
        "/layanan/tidak-ada/",
        "/layanan/kategori/tidak-ada/",
        "/layanan/peristiwa/x/",
        "/unit/tidak-ada/",
        "/unit/inspektorat/maklumat/",
        "/layanan/tidak-ada.json",
    ],
)
def test_what_is_not_there_is_a_page_that_helps(client, here, address):
    response = client.get(address)
    assert response.status_code == 404 and "Ke halaman utama" in response.content.decode()


def test_typed_markup_stays_text(client, here):
    said = client.get("/cari/", {"q": '<script>alert("x")</script>'}).content.decode()
    assert '<script>alert("x")' not in said
