"""Every page as it is met: no fault that axe knows, nothing sticking out on a phone, light to load."""

from __future__ import annotations

import socket
import urllib.parse
import urllib.request

import pytest

from tests.journeys.conftest import WIDTHS
from tests.journeys.test_main_job import SLUG, fill_form, hand_in, upload

pytestmark = pytest.mark.journey
SERVICE, UNIT, CATEGORY, EVENT = "izin-reklame", "dpmptsp", "perizinan", "buka-usaha"
HEAD, ADMIN = "bambang.sutrisno@tirtamulya.example", "indra.maulana@tirtamulya.example"
FIRST_LOAD = 100 * 1024  # bytes
KINDS = ("Document", "Stylesheet", "Font", "Script")

PUBLIC = {
    "beranda": "/",
    "cari": "/cari/?q=ktp+ilang",
    "cari-kosong": "/cari/?q=zzzz",
    "layanan-semua": "/layanan/",
    "kategori": f"/layanan/kategori/{CATEGORY}/",
    "peristiwa": f"/layanan/peristiwa/{EVENT}/",
    "layanan": f"/layanan/{SERVICE}/",
    "versi": f"/layanan/{SERVICE}/versi/",
    "standar": f"/layanan/{SERVICE}/standar/",
    "unit-semua": "/unit/",
    "unit": f"/unit/{UNIT}/",
    "maklumat": f"/unit/{UNIT}/maklumat/",
    "angka": "/angka/",
    "angka-layanan": f"/angka/layanan/{SLUG}/",
    "angka-unit": f"/angka/unit/{UNIT}/",
    "periksa": "/v/",
    "periksa-asing": "/v/AAAAAAAAAAAAAAAAAAAAAA",
    "lacak": "/lacak/",
    "lacak-asing": "/lacak/TIDAKADA/",
    "lanjutkan": "/lanjutkan/",
    "siapkan": f"/ajukan/{SERVICE}/",
    "masuk": "/masuk/login/",
    "lupa-sandi": "/masuk/password/reset/",
    "surat-demo": "/kotak-surat/",
    "pola": "/pola",
    "pola-kantor": "/pola/kantor",
    "tidak-ada": "/halaman/yang/tidak/ada/",
}
OF_THE_HEAD = {
    "daftar-kerja": "/petugas/permohonan/",
    "daftar-selesai": "/petugas/permohonan/?scope=done",
    "loket": "/petugas/loket/",
    "tanda-tangan": "/petugas/tanda-tangan/",
    "meja-standar": "/petugas/standar/",
    "meja-maklumat": "/petugas/standar/maklumat/",
    "kalender": "/petugas/kalender/",
    "libur": "/petugas/kalender/libur/",
    "akun": "/akun/",
}
OF_THE_ADMIN = {"meja-unit": "/petugas/unit/", "kalender-admin": "/petugas/kalender/", "ditolak": "/petugas/standar/"}
ANSWERS = {"lacak-asing": 404, "tidak-ada": 404, "ditolak": 403}


def look_at(visit, step: str, path: str) -> list[str]:
    """One page at both widths. Returns what is wrong, so that one run tells everything."""
    answer = visit.page.goto(visit.address + path)
    expected = ANSWERS.get(step, 200)
    if answer.status != expected:
        return [f"{path} answered {answer.status}, not {expected}"]
    wrong = []
    for width in WIDTHS:
        visit.page.set_viewport_size({"width": width, "height": 780})
        visit.name = str(width)
        try:
            visit.look(f"h-{step}")
        except AssertionError as fault:
            wrong.append(str(fault))
    return wrong


def look_at_all(visit, pages: dict[str, str]) -> None:
    wrong = [fault for step, path in pages.items() for fault in look_at(visit, step, path)]
    assert not wrong, "\n\n".join(wrong)


def test_public_pages(visit):
    look_at_all(visit(360), PUBLIC)


def test_in_the_dark(visit):
    window = visit(360)
    window.page.emulate_media(color_scheme="dark")
    look_at_all(window, {f"gelap-{step}": PUBLIC[step] for step in ("beranda", "layanan")})


def test_pages_of_the_head(visit):
    window = visit(1280)
    window.log_in(HEAD)
    pages = dict(OF_THE_HEAD)
    for step in ("daftar-kerja", "daftar-selesai"):
        window.go(OF_THE_HEAD[step])
        case = window.page.locator("main table a[href^='/petugas/permohonan/']")
        if case.count():
            pages[f"kasus-{step}"] = case.first.get_attribute("href")
    assert len(pages) > len(OF_THE_HEAD), "there is no case to look at"
    window.go("/petugas/kalender/")
    pages["kalender-unit"] = window.page.locator("main a[href*='/kalender/unit/']").first.get_attribute("href")
    look_at_all(window, pages)


def test_pages_of_the_admin(visit):
    window = visit(1280)
    window.log_in(ADMIN)
    window.go("/petugas/unit/")
    unit = window.page.locator("main a[href^='/petugas/unit/']").first.get_attribute("href")
    more = {
        "unit-kelola": unit,
        "unit-ubah": f"{unit}ubah/",
        "unit-tambah": f"{unit}tambah/",
        "unit-petugas": f"{unit}petugas/",
    }
    look_at_all(window, OF_THE_ADMIN | more)


def test_an_application_on_a_phone(visit, tmp_path):
    """The pages of the form with JavaScript, as far as the tracking page."""
    phone = visit(360)
    fill_form(phone, SLUG, look=True)
    phone.look("04-berkas")
    upload(phone, tmp_path)
    phone.look("04-periksa")
    _number, track = hand_in(phone)
    phone.look("05-tanda-terima")
    phone.go(track)
    phone.look("06-lacak")


@pytest.mark.parametrize("path", ["/", f"/layanan/{SERVICE}/", f"/layanan/{SLUG}/"])
def test_the_first_load_is_light(visit, path):
    """The bytes that come over the wire for somebody who was never here: HTML, styles, font, scripts."""
    window = visit(360)
    page = window.page
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    kinds: dict[str, str] = {}
    sent: dict[str, float] = {}
    wire.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"]}))
    wire.on("Network.loadingFinished", lambda told: sent.update({told["requestId"]: told["encodedDataLength"]}))
    window.go(path)
    page.wait_for_load_state("networkidle")
    parts = {kind: sum(sent.get(one, 0) for one, what in kinds.items() if what == kind) for kind in KINDS}
    assert parts["Document"] and parts["Stylesheet"] and parts["Font"], parts
    assert sum(parts.values()) <= FIRST_LOAD, {kind: round(size / 1024, 1) for kind, size in parts.items()}


def test_slow_uploads_keep_nobody_else_waiting(product):
    """Photos that stop half-way on a weak network, more of them than the server has seats."""
    place = urllib.parse.urlsplit(product)
    head = f"POST /v/ HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000\r\n\r\n--x\r\n"
    slow = [socket.create_connection((place.hostname, place.port)) for _visitor in range(16)]
    try:
        for one in slow:
            one.sendall(head.encode() + b"a" * 1000)
        for path in ("/healthz", "/", "/layanan/"):
            assert urllib.request.urlopen(product + path, timeout=15).status == 200
    finally:
        for one in slow:
            one.close()
