"""The public pages and files: what they say, what they hold back, what they refuse, what they cost."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maklumat.kernel import clock
from maklumat.modules.dashboards import actions
from maklumat.modules.dashboards.rules import ENOUGH, RANKABLE

from .conftest import SERVICES
from .writing import NOW, ask_outside, finish, submit, work

pytestmark = pytest.mark.django_db

PAGES = (
    "/angka/",
    "/angka/?masa=2026-10",
    "/angka/layanan/sktm/",
    "/angka/unit/kel-wanaasri/",
    "/angka/unit/tirtamulya/?masa=2025",
)
FILES = (
    "/angka/layanan.csv",
    "/angka/unit.csv",
    "/angka/layanan/sktm/angka.csv",
    "/angka/unit/tirtamulya/angka.csv?masa=2025",
)


@pytest.fixture(autouse=True)
def today(regency):
    with clock.standing_at(NOW):
        yield


def text(client, path, status=200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def rows(client, path) -> list[dict]:
    response = client.get(path)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    definitions, table = response.content.decode().split("\n", 1)
    assert definitions.startswith("# ")
    assert "tanpa waktu menunggu pemohon" in definitions
    return list(csv.DictReader(io.StringIO(table)))


def fill(slug: str, issued: int, kept: int) -> None:
    for n in range(issued):
        submit(slug)
        finish(slug, kept=n < kept)


def test_the_headline_counts(client):
    fill("sktm", 9, 7)
    finish("kia", "rejected")
    work()
    page = text(client, "/angka/")
    assert "Dari 10 permohonan yang selesai pada tahun 2026, 9 terbit dan 7 di antaranya tepat janji." in page
    assert "Keadaan 21 November 2026, 10.00 WIB" in page
    fill("kia", 2, 2)
    work()
    assert "2 terbit, semuanya tepat janji." in text(client, "/angka/layanan/kia/")


def test_nothing_yet(client):
    assert "Belum ada permohonan yang selesai pada tahun 2026." in text(client, "/angka/")
    for path in PAGES:
        text(client, path)
    finish("kia", "withdrawn")
    work()
    assert "Dari 1 permohonan yang selesai pada tahun 2026, belum ada dokumen yang terbit." in text(
        client, "/angka/layanan/kia/"
    )


def test_a_service_with_its_promise(client):
    for n in range(10):
        finish("sktm", net_seconds=9000 + n, gross_seconds=3 * 86400, used_percent=63, kept=n < 9, returns=n % 2)
    ask_outside("sktm", submit("sktm"))
    work()
    page = text(client, "/angka/layanan/sktm/")
    for said in ("Janji: selesai dalam 4 jam kerja.", "90<small>%", "2,5<small> jam kerja", "3<small> hari", "63<small>%", "50<small>%",
                 "1<small> kali", "Dari 10 permohonan, tahun 2026", "/angka/layanan/sktm/angka.csv?masa=2026", "90% dari 10"):  # fmt: skip
        assert said in page, said


def test_below_five_only_counts(client):
    fill("sktm", ENOUGH - 1, ENOUGH - 2)
    work()
    page = text(client, "/angka/layanan/sktm/")
    assert f"{ENOUGH - 1} terbit dan {ENOUGH - 2} di antaranya" in page
    assert page.count("Belum cukup data untuk dihitung.") == 8
    assert "belum cukup data (4)" in page
    (year, *_rest) = rows(client, "/angka/layanan/sktm/angka.csv")
    assert (year["terbit"], year["tepat_janji"]) == ("4", "3")
    assert year["tepat_janji_persen"] == year["waktu_bersih_median_detik"] == year["terpakai_p90_persen"] == ""


def test_the_file_says_what_the_page_says(client):
    fill("sktm", 8, 8)
    finish("kia", at=datetime(2026, 10, 5, 3, tzinfo=UTC))
    work()
    year, *months = rows(client, "/angka/layanan/sktm/angka.csv?masa=2026-03")
    assert [row["masa"] for row in months] == [f"2026-{month:02d}" for month in range(1, 12)]
    assert (year["masa"], year["masuk"], year["waktu_bersih_p90_detik"], year["keadaan"]) == (
        "2026",
        "8",
        "3600.0",
        "2026-11-21T03:00:00+00:00",
    )
    found = {row["kode"]: row for row in rows(client, "/angka/layanan.csv")}
    assert set(found) == set(SERVICES)
    assert (found["sktm"]["selesai"], found["kia"]["selesai"]) == ("8", "1")
    government, *_offices = rows(client, "/angka/unit.csv?masa=2026-10")
    assert (government["jenis"], government["kode"], government["selesai"]) == ("pemerintah_daerah", "tirtamulya", "1")


def order(client, path) -> list[str]:
    page = text(client, path)
    return sorted(SERVICES, key=lambda slug: page.index(f"/angka/layanan/{slug}/?"))


def test_alphabetical_until_everybody_may_be_compared(client):
    by_name = order(client, "/angka/")
    for slug in SERVICES:
        fill(slug, RANKABLE - (slug == "sktm"), 20 + SERVICES.index(slug))
    actions.recompute_all(NOW)
    assert order(client, "/angka/?urut=janji") == by_name
    page = text(client, "/angka/?urut=janji")
    assert "Daftar ini menurut abjad." in page
    assert "urut=janji#layanan" not in page
    fill("sktm", 1, 0)
    actions.recompute_all(NOW)
    assert order(client, "/angka/?urut=janji") == ["kia", "surat-keterangan-domisili", "sktm"]
    assert order(client, "/angka/") == by_name
    assert "urut=janji#layanan" in text(client, "/angka/")


@pytest.mark.parametrize("period", ["2027", "2026-12", "2026-00", "1999", "kemarin", "2026-11-01", "' OR 1=1"])
def test_refuses_a_period_that_is_none(client, period):
    for path in ("/angka/", "/angka/layanan/sktm/", "/angka/unit.csv", "/angka/unit/tirtamulya/angka.csv"):
        assert client.get(path, {"masa": period}).status_code == 404


def test_refuses_what_does_not_exist(client):
    for path in ("/angka/layanan/tidak-ada/", "/angka/layanan/tidak-ada/angka.csv", "/angka/unit/tidak-ada/"):
        assert client.get(path).status_code == 404


def test_a_stranger_may_look_and_nobody_may_write(client):
    for path in (*PAGES, *FILES):
        assert client.get(path).status_code == 200
        assert client.post(path).status_code == 405


def test_a_name_is_no_formula():
    from maklumat.modules.dashboards.views.downloads import _harmless

    assert _harmless('=HYPERLINK("x")') == '\'=HYPERLINK("x")'
    assert _harmless("Kartu Keluarga") == "Kartu Keluarga"


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_a_fixed_number_of_queries(client, path):
    client.get(path)  # the organisation and the catalogue are read once per process
    with CaptureQueriesContext(connection) as empty:
        client.get(path)
    for slug in SERVICES:
        fill(slug, 6, 5)
        finish(slug, at=datetime(2025, 3, 5, 3, tzinfo=UTC))
    actions.recompute_all(NOW)
    with CaptureQueriesContext(connection) as full:
        client.get(path)
    assert len(full) == len(empty) <= 6
    assert not any("outcome" in query["sql"] or "tally" in query["sql"] for query in full)
