"""A report from the phone to its proven end: anonymous, with a photo; triage, question, answer, objection, answer, end."""

from __future__ import annotations

import re

import pytest

from tests import world
from tests.journeys.conftest import WIDTHS

pytestmark = pytest.mark.journey
COORDINATOR, HEAD = "nyoman.ayu@tirtamulya.example", "bambang.sutrisno@tirtamulya.example"
STORY = "Petugas loket 2 bernama Suryadi melayani sambil main telepon, antre dua jam. Hubungi 0812-3456-7890."


def look(window, step: str, widths: tuple[int, ...] = ()) -> None:
    """As it is, or at several widths."""
    for width in widths or (window.page.viewport_size["width"],):
        window.page.set_viewport_size({"width": width, "height": 780})
        window.name = str(width)
        window.look(f"l-{step}")


def file_a_report(phone, tmp_path) -> tuple[str, str]:
    """The reporter's five pages. The number and the address to come back to."""
    page, photo = phone.page, tmp_path / "foto.jpg"
    photo.write_bytes(world.photo(size=(900, 600)))
    phone.go("/lapor/")
    look(phone, "01-lapor", (1280, 360))
    phone.press("Mulai melapor")
    phone.press("Simpan dan lanjutkan")
    look(phone, "02-kosong")
    page.fill("textarea[name=text]", STORY)
    page.check("input[name=oversight][value=no]")
    phone.press("Simpan dan lanjutkan")
    page.select_option("select[name=category]", "petugas")
    page.select_option("select[name=subject]", "unit:disdukcapil")
    look(phone, "03-tentang")
    phone.press("Simpan dan lanjutkan")
    page.set_input_files("input[type=file]", str(photo))
    page.get_by_text("Berkas 1").first.wait_for()  # it goes by itself, in parts
    look(phone, "04-foto")
    phone.press("Simpan dan lanjutkan")
    page.fill("input[name=phone]", "0812 3456 7890")
    page.check("input[name=anonymous]")
    look(phone, "05-pelapor")
    phone.press("Simpan dan lanjutkan")
    assert "Petugas loket 2 bernama [nama]" in phone.text()
    look(phone, "06-periksa")
    phone.press("Kirim laporan")
    number = re.search(r"ADU-\d\d-\d+", phone.text())[0]
    look(phone, "07-terkirim")
    phone.follow(page.get_by_role("link", name="Lihat laporan saya"))
    return number, page.url


def at_the_desk(visit, email: str, number: str):
    """A window of an officer who looks at this report."""
    window = visit(1280)
    window.log_in(email)
    window.go(f"/petugas/laporan/?scope=open&q={number}")
    window.follow(window.page.get_by_role("link", name=number))
    return window


def open_part(window, name: str) -> None:
    window.page.locator("summary", has_text=name).first.click()


def answer(window, text: str) -> None:
    window.page.fill("#jawaban", text)
    window.page.fill("#kapan", "Senin, kepala seksi pelayanan.")
    window.press("Kirim jawaban")


def test_a_report_to_its_proven_end(visit, tmp_path):
    phone = visit(360)
    number, track = file_a_report(phone, tmp_path)
    assert number.startswith("ADU-")

    desk = at_the_desk(visit, COORDINATOR, number)
    assert (
        "3456-7890" not in desk.text() and "3456 7890" not in desk.text() and "[nomor telepon]" in desk.text()
    )  # the report is anonymous
    assert "[nama]" in desk.page.input_value("#isi-umum")
    look(desk, "08-verifikasi")
    desk.page.select_option("#unit", "disdukcapil")
    desk.press("Verifikasi dan teruskan")  # two interactions: the unit, the button

    head = at_the_desk(visit, HEAD, number)
    head.press("Terima dan kerjakan")
    open_part(head, "Tanya pelapor")
    head.page.fill("#tanya", "Hari apa kejadiannya?")
    head.press("Kirim pertanyaan")

    phone.go(track)
    look(phone, "09-ditanya")
    phone.page.fill("textarea[name=text]", "Senin pagi, sekitar jam sembilan.")
    phone.press("Kirim keterangan")

    head.go(head.page.url)
    answer(head, "Terima kasih atas laporannya, akan kami tindaklanjuti.")
    assert "belum menyebut apa yang dilakukan" in head.text()
    answer(head, "Petugas sudah ditegur dan loket 2 diisi petugas lain.")
    look(head, "10-dijawab")

    phone.go(track)
    open_part(phone, "Tidak setuju?")
    phone.page.fill("details textarea[name=text]", "Hari ini petugasnya masih sama.")
    phone.press("Kirim sanggahan")
    look(phone, "11-disanggah")

    head.go(head.page.url)
    answer(head, "Jadwal sudah diganti. Petugas tersebut dipindahkan ke bagian arsip.")
    phone.go(track)
    phone.press("Ya, sudah selesai")
    assert "dikonfirmasi pelapor" in phone.text()

    stranger = visit(360)
    stranger.go("/laporan/")
    look(stranger, "12-umum", WIDTHS)
    stranger.go(f"/laporan/{number.lower()}/")
    look(stranger, "13-laporan-umum", WIDTHS)
    shown = stranger.text()
    assert "dikonfirmasi pelapor" in shown and "Suryadi" not in shown and "3456-7890" not in shown


def test_a_weak_network_loses_nothing_and_a_point_is_set_on_the_map(visit, tmp_path):
    phone = visit(360)
    page, network = phone.page, phone.page.context
    phone.go("/lapor/")
    phone.press("Mulai melapor")
    story = page.url
    page.fill("textarea[name=text]", "Lampu jalan di tikungan Banyuresik padam sejak minggu lalu.")
    page.check("input[name=oversight][value=no]")
    network.set_offline(True)
    page.get_by_role("button", name="Simpan dan lanjutkan").click()
    page.get_by_text("Tulisan Anda tersimpan di HP ini").wait_for()
    look(phone, "15-tanpa-jaringan")
    network.set_offline(False)
    page.get_by_text("Jaringan sudah ada").wait_for()
    page.goto(story)  # the page is closed and opened again: the server has nothing yet, the phone has
    page.get_by_text("dikembalikan dari HP ini").wait_for()
    assert "Banyuresik" in page.input_value("textarea[name=text]")
    page.check("input[name=oversight][value=no]")
    phone.press("Simpan dan lanjutkan")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draf:')).length") == 0
    page.select_option("select[name=category]", "lampu")
    page.locator("summary", has_text="Tandai titiknya").click()
    page.locator(".pin-map path.map-area").first.wait_for()
    page.wait_for_timeout(500)
    page.locator(".pin-map").click(position={"x": 130, "y": 140})
    page.get_by_text("Titik sudah ditandai").wait_for()
    assert re.fullmatch(r"-7\.\d{5}, 110\.\d{5}", page.input_value("input[name=point]"))
    look(phone, "16-peta")
    phone.press("Simpan dan lanjutkan")
    assert "/tentang/" not in page.url


def test_the_desk_of_reports(visit):
    window = visit(1280)
    window.log_in(COORDINATOR)
    window.go("/petugas/laporan/?scope=open")
    look(window, "14-kotak-masuk", WIDTHS)
