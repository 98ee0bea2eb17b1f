"""Figures as the public sees them: pages, explorer, open data, a frame; light, dark and on paper; and the head's comment."""

from __future__ import annotations

import pytest

from tests.journeys.test_reporting import look

pytestmark = pytest.mark.journey
HEAD = "bambang.sutrisno@tirtamulya.example"
PAGES = (
    "/angka/", "/angka/unit/disdukcapil/", "/angka/jelajah/?tentang=government/tirtamulya&tentang=unit/disdukcapil", "/data/", "/data/angka/",
    "/angka/unit/disdukcapil/sematan/",
)  # fmt: skip


def test_figures_light_dark_and_on_paper(visit):
    window = visit(1280)
    for number, path in enumerate(PAGES):
        window.go(path)
        look(window, f"f-1{number}", (360, 1280))
        window.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        window.page.wait_for_timeout(300)  # buttons change their colour slowly
        look(window, f"f-2{number}-gelap", (1280,))
        window.page.emulate_media(color_scheme="light", media="print")
        window.page.wait_for_timeout(300)
        look(window, f"f-3{number}-cetak", (1280,))
        window.page.emulate_media(media="screen")


def test_the_explorer_is_touched_and_says_what_its_table_says(visit):
    window = visit(1280)
    window.go(PAGES[2])
    page = window.page
    page.locator(".chart-live svg").wait_for()
    assert page.locator(".chart-live path").count() > 3
    page.select_option("#ukuran", "received")  # the form sends itself
    page.wait_for_url("**ukuran=received**")
    assert "Permohonan masuk" in page.locator("figcaption").inner_text()
    look(window, "f-40-jelajah", (360, 1280))


def test_the_head_comments_and_everybody_reads(visit, product):
    head, public = visit(1280), visit(360)
    head.log_in(HEAD)
    head.go("/petugas/angka/")
    look(head, "f-50-meja", (360, 1280))
    head.go("/petugas/angka/disdukcapil/")
    head.page.fill("textarea[name=text]", "Mesin cetak rusak dua minggu; sudah diganti.")
    head.press("Simpan tanggapan")
    look(head, "f-51-tanggapan", (360, 1280))
    public.go("/angka/unit/disdukcapil/")
    assert "Mesin cetak rusak dua minggu" in public.text()
    for name in ("laporan.pdf", "angka.png", "angka.csv"):
        assert public.page.request.get(f"{product}/angka/unit/disdukcapil/{name}").ok
