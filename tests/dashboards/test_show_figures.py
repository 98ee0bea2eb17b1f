"""The public pages and files: what they say, what they hold back, what they refuse, what they cost."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maklumat.kernel import clock
from maklumat.kernel.sheets import csv_lines
from maklumat.modules.dashboards import actions
from maklumat.modules.dashboards.rules.periods import ENOUGH, RANKABLE

from .conftest import SERVICES
from .writing import NOW, ask_outside, finish, submit, work

pytestmark = pytest.mark.django_db

PAGES = (
    "/angka/",
    "/angka/?masa=2026-10",
    "/angka/layanan/sktm/",
    "/angka/unit/kel-wanaasri/",
    "/angka/unit/tirtamulya/?masa=2025",
    "/angka/jelajah/",
    "/angka/unit/tirtamulya/sematan/",
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
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def told(lines: list[dict]) -> dict[tuple[str, str, str], dict]:
    """The lines of a file by subject, period and measure."""
    return {(line["code"], line["period"], line["measure"]): line for line in lines}


def fill(slug: str, issued: int, kept: int) -> None:
    for n in range(issued):
        submit(slug)
        finish(slug, kept=n < kept)


def test_the_headline_counts(client):
    fill("sktm", 9, 7)
    for _case in range(6):
        finish("kia", "rejected")
    work()
    page = text(client, "/angka/")
    assert "Dari 15 permohonan yang selesai pada tahun 2026, 9 terbit dan 7 di antaranya tepat janji." in page
    assert "Keadaan 21 November 2026, 10.00 WIB" in page
    fill("kia", 8, 8)
    work()
    assert "8 terbit, semuanya tepat janji." in text(client, "/angka/layanan/kia/")


def test_nothing_yet(client):
    assert "Belum ada permohonan yang selesai pada tahun 2026." in text(client, "/angka/")
    for path in PAGES:
        text(client, path)
    for _case in range(5):
        finish("kia", "withdrawn")
    work()
    assert "Dari 5 permohonan yang selesai pada tahun 2026, belum ada dokumen yang terbit." in text(
        client, "/angka/layanan/kia/"
    )


def test_a_service_with_its_promise(client):
    for n in range(10):
        finish("sktm", net_seconds=9000 + n, gross_seconds=3 * 86400, used_percent=63, kept=n < 9, returns=n % 2)
    ask_outside("sktm", submit("sktm"))
    work()
    page = text(client, "/angka/layanan/sktm/")
    for said in ("Janji: selesai dalam 4 jam kerja.", ">90<small>%</small></data>", ">2,5<small> jam kerja</small></data>", ">3<small> hari</small></data>", ">63<small>%</small>", ">50<small>%</small>",
                 ">1<small> kali</small>", "Selang 95%: 59,6–98,2%", "Dari 10 permohonan, tahun 2026", "/angka/layanan/sktm/angka.csv?masa=2026", "90% dari 10"):  # fmt: skip
        assert said in page, said


def test_below_five_nothing_is_told_of_residents(client):
    fill("sktm", ENOUGH - 1, ENOUGH - 2)
    work()
    page = text(client, "/angka/layanan/sktm/")
    assert "disamarkan, supaya tidak menunjuk pada orang" in page and "belum cukup data (4)" not in page
    found = told(rows(client, "/angka/layanan/sktm/angka.csv"))
    for measure in ("received", "finished", "issued", "kept", "kept_share", "net_median"):
        line = found["sktm", "2026", measure]
        assert (line["value"], line["n"], line["hidden"]) == ("", "", "true"), measure
    assert found["sktm", "2026", "rejected"]["value"] == "0"


def test_what_the_office_did_is_always_told(client):
    fill("sktm", 20, 19)
    for _time in range(2):
        ask_outside("sktm", submit("sktm"))
    work()
    found = told(rows(client, "/angka/layanan/sktm/angka.csv"))
    assert (found["sktm", "2026", "outside"]["value"], found["sktm", "2026", "kept"]["value"]) == ("2", "19")
    assert (found["sktm", "2026", "kept_share"]["value"], found["sktm", "2026", "kept_share"]["n"]) == ("95.0", "20")


def test_the_file_says_what_the_page_says(client):
    fill("sktm", 8, 8)
    for _case in range(5):
        finish("kia", at=datetime(2026, 10, 5, 3, tzinfo=UTC))
    work()
    lines = rows(client, "/angka/layanan/sktm/angka.csv?masa=2026-03")
    found = told(lines)
    assert {line["period"] for line in lines} == {"2026", *(f"2026-{month:02d}" for month in range(1, 12))}
    year = found["sktm", "2026", "net_p90"]
    assert (year["value"], year["n"], year["version"], year["as_of"]) == (
        "3600.0",
        "8",
        "1",
        "2026-11-21T03:00:00+00:00",
    )
    services = told(rows(client, "/angka/layanan.csv"))
    assert {code for code, _period, _measure in services} == set(SERVICES)
    assert services["sktm", "2026", "finished"]["value"] == "8"
    government = told(rows(client, "/angka/unit.csv?masa=2026-10"))["tirtamulya", "2026-10", "finished"]
    assert (government["kind"], government["value"]) == ("government", "5")


def test_internal_measures_are_in_no_public_file(client):
    finish("sktm", subject=submit("sktm"))
    work()
    for path in FILES:
        assert not {line["measure"] for line in rows(client, path)} & {
            "open",
            "overdue",
            "late_returned",
            "oversight_received",
            "oversight_closed",
        }


def test_shared_as_picture_and_frame(client):
    fill("sktm", 9, 7)
    work()
    for path in ("/angka/layanan/sktm/angka.png", "/angka/unit/tirtamulya/angka.png"):
        picture = client.get(path)
        assert picture["Content-Type"] == "image/png" and picture.content.startswith(b"\x89PNG")
    frame = client.get("/angka/layanan/sktm/sematan/")
    assert "frame-ancestors *" in frame["Content-Security-Policy"] and "X-Frame-Options" not in frame
    assert "frame-ancestors 'none'" in client.get("/angka/")["Content-Security-Policy"]
    report = client.get("/angka/unit/tirtamulya/laporan.pdf?masa=2026-11")
    assert report["Content-Type"] == "application/pdf" and report.content.startswith(b"%PDF")


def test_explored_without_javascript(client):
    fill("sktm", 9, 7)
    work()
    page = text(
        client, "/angka/jelajah/?ukuran=kept_share&tentang=service/sktm&tentang=unit/kel-wanaasri&tentang=tidak/ada"
    )
    assert "77,8% (n = 9)" in page and page.count("<polyline") == 0 and page.count("<circle") == 2
    assert client.get("/angka/jelajah/?ukuran=open").status_code == 404
    assert client.get("/angka/jelajah/?tahun=1700").status_code == 404


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


def test_what_is_shared_has_a_whole_address(client):
    page = text(client, "/angka/unit/tirtamulya/")
    assert f'iframe src="{settings.BASE_URL}/angka/unit/tirtamulya/sematan/' in page
    assert f'content="{settings.BASE_URL}/angka/unit/tirtamulya/angka.png' in page


def test_refuses_what_does_not_exist(client):
    for path in ("/angka/layanan/tidak-ada/", "/angka/layanan/tidak-ada/angka.csv", "/angka/unit/tidak-ada/"):
        assert client.get(path).status_code == 404


def test_a_stranger_may_look_and_nobody_may_write(client):
    for path in (*PAGES, *FILES):
        assert client.get(path).status_code == 200
        assert client.post(path).status_code == 405


def test_a_name_is_no_formula():
    lines = list(csv_lines(["name"], [['=HYPERLINK("x")'], ["Kartu Keluarga"], ["+62"], [-3]]))
    assert lines == ["name\n", '"\'=HYPERLINK(""x"")"\n', "Kartu Keluarga\n", "'+62\n", "-3\n"]


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
    assert len(full) == len(empty) <= 12
    assert not any("dashboards_outcome" in query["sql"] or "dashboards_tally" in query["sql"] for query in full)
