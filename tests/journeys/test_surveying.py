"""From the letter to the index: a resident answers on a phone, the index moves, the head publishes and follows up, the evaluation moves and opens."""

from __future__ import annotations

import re
import time

import pytest

from tests.journeys.test_reporting import look

pytestmark = pytest.mark.journey
HEAD, UNIT = "ratna.dewanti@tirtamulya.example", "dpmptsp"
SKM = ("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "sarpras", "pengaduan")


def letter(window) -> str:
    """The address in a letter of the demo's mailbox that asks about the SKM."""
    for _try in range(60):  # the worker sends it
        window.go("/kotak-surat/")
        addresses = dict.fromkeys(re.findall(r"/s/[0-9A-Z-]+/", window.page.content()))
        if addresses:
            break
        time.sleep(0.5)
    for address in addresses:
        window.go(address)
        if "Survei Kepuasan Masyarakat" in window.text() and window.page.locator("form[data-survey]").count():
            return address
    raise AssertionError("no letter of a survey")


def test_from_the_letter_to_the_evidence(visit, product):
    public, phone = visit(1280), visit(360)
    public.go(f"/survei/unit/{UNIT}/")
    before = public.text()
    letter(phone)
    look(phone, "s-01-undangan")
    phone.press("Kirim")
    assert "Pertanyaan 1 belum dijawab" in phone.text()
    look(phone, "s-02-kosong")
    for key in SKM:
        phone.page.check(f"input[name={key}][value='1']")
    phone.page.fill("textarea[name=comment]", "Antre terlalu lama, kursi kurang.")
    phone.press("Kirim")
    look(phone, "s-03-terima-kasih")
    public.go(f"/survei/unit/{UNIT}/?x=1")
    assert public.text() != before
    look(public, "s-04-hasil")

    head = visit(1280)
    head.log_in(HEAD)
    head.go("/petugas/evaluasi/")
    look(head, "s-05-evaluasi", (360, 1280))
    head.follow(head.page.get_by_role("link", name="Dinas Penanaman Modal").first)
    sheet = head.page.url
    look(head, "s-06-lembar", (360, 1280))
    head.go(f"{sheet}8/")
    assert "Hasil aturan 1" in head.text()  # a follow-up was planned and is not done

    head.go(f"/petugas/survei/unit/{UNIT}/")
    look(head, "s-07-meja", (360, 1280))
    head.page.fill("textarea[name=note]", "Terima kasih atas penilaian Anda.")
    head.press("Bekukan dan umumkan")
    look(head, "s-08-diumumkan", (360, 1280))
    result = head.page.url.rstrip("/").rpartition("/")[2]
    head.page.locator("summary", has_text="Tambah tindak lanjut").click()
    head.page.fill("textarea[name=problem]", "Kursi tunggu kurang.")
    head.page.fill("textarea[name=action]", "Tambah kursi tunggu.")
    head.page.select_option("select[name=owner]", index=1)
    head.page.fill("input[name=due_on]", "2031-12-01")
    head.press("Simpan rencana")
    assert "Tambah kursi tunggu." in head.text()
    for name in ("poster.pdf", "laporan.pdf", "laporan.xlsx"):
        assert head.page.request.get(f"{product}/survei/hasil/{result}/{name}").ok
    head.follow(head.page.get_by_role("link", name="Laporkan selesai").first)
    look(head, "s-09-selesai", (360, 1280))
    head.page.check("input[name=state][value=done]")
    head.page.fill("textarea[name=outcome]", "Dua puluh kursi ditambah.")
    head.press("Simpan")

    head.go(f"{sheet}8/")
    assert "Hasil aturan 1" not in head.text() and "Rencana tindak lanjut survei selesai" in head.text()
    look(head, "s-10-catatan", (360, 1280))
    assert head.page.request.get(f"{sheet}bukti.zip").ok
    public.go(f"/survei/hasil/{result}/")
    look(public, "s-11-hasil")
    assert "Dua puluh kursi ditambah." in public.text()


def test_other_pages_of_surveys_and_evaluation(visit):
    stranger, head = visit(1280), visit(360)
    for number, path in enumerate(("/survei/", "/survei/isi/", "/ipp/")):
        stranger.go(path)
        look(stranger, f"s-2{number}", (360, 1280))
    stranger.go("/ipp/")
    stranger.follow(stranger.page.locator("main table a").first)
    look(stranger, "s-24-ipp", (360, 1280))
    head.log_in("bambang.sutrisno@tirtamulya.example")
    for number, path in enumerate(
        ("/petugas/survei/", "/petugas/survei/ketik/", "/petugas/survei/kuesioner/", "/petugas/survei/kuesioner/baru/")
    ):
        head.go(path)
        look(head, f"s-3{number}", (360, 1280))
