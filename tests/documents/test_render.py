"""The rendered document: stable, decodable, and text stays text."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from maklumat.modules.documents.actions.rendering import picture, qr_svg, render
from maklumat.modules.documents.rules import pades, token
from maklumat.modules.documents.rules.certificates import TEMPLATES
from maklumat.modules.documents.rules.content import canonical

from . import cases

NASTY = '#set page(fill: red) *x* _y_ $z$ <a> @b `c` "d" \\ // e #sys.inputs ]'


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_same_bytes_every_time(template: str) -> None:
    sheet = cases.sheet(template=template)
    assert render(sheet, cases.AT) == render(sheet, cases.AT)


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_qr_code_says_the_url(template: str) -> None:
    sheet = cases.sheet(template=template)
    page = Image.open(io.BytesIO(picture(sheet, cases.AT, dots_per_inch=200)[0]))
    codes = zxingcpp.read_barcodes(page)
    assert [code.text for code in codes] == [token.url(cases.BASE, sheet.token)]


def test_the_qr_code_is_small_enough() -> None:
    svg = qr_svg(token.url(cases.BASE, cases.minted(cases.content(product="Surat Keterangan Pindah Datang Penduduk"))))
    side = int(svg.split('width="')[1].split('"')[0])
    assert (side - 8 - 17) // 4 <= 15  # version; four modules of quiet zone on each side


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_people_write_is_never_markup(template: str) -> None:
    facts = ((NASTY, NASTY),)
    content = cases.content(holder=NASTY, body=NASTY, facts=facts, unit=NASTY, signatory_name=NASTY, product="Surat")
    text = _text(render(cases.sheet(content, template), cases.AT)).lower().replace("\n", "")
    for word in ("#set page(fill: red)", "*x*", "$z$", "#sys.inputs"):
        assert word.replace(" ", "") in text.replace(" ", "")


def test_standards_language_and_attachments() -> None:
    sheet = cases.sheet(cases.content(language="en"))
    made = render(sheet, cases.AT)
    reader = PdfReader(io.BytesIO(made))
    metadata = str(reader.trailer["/Root"]["/Metadata"].get_data())
    for mark in ("pdfaid:part>3", "pdfaid:conformance>A", "pdfuaid:part>1"):
        assert mark in metadata
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert pades.attachments(made) == {"isi.json": canonical(sheet.content), "token.txt": sheet.token.encode()}
    assert "Signed electronically by" in _text(made)


def test_an_honest_label() -> None:
    assert "tidak tersertifikasi" in _text(render(cases.sheet(), cases.AT)).replace("\n", " ")
    certified = _text(render(cases.sheet(signer="bsre"), cases.AT)).replace("\n", " ")
    assert "BSrE" in certified and "tidak tersertifikasi" not in certified


def test_long_content_goes_over_pages() -> None:
    body = "\n\n".join(["Paragraf panjang untuk mengisi halaman. " * 12] * 18)
    pages = PdfReader(io.BytesIO(render(cases.sheet(cases.content(body=body)), cases.AT))).pages
    assert len(pages) > 1
    assert f"Halaman 1 dari {len(pages)}" in pages[0].extract_text()


def test_another_emblem() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'
    assert render(cases.sheet(emblem=svg), cases.AT) != render(cases.sheet(), cases.AT)


def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
