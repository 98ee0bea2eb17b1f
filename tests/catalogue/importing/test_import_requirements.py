"""Lists of requirements, and single lines."""

import pytest

from maklumat.modules.catalogue.rules.importing.cells import items, yes_no
from maklumat.modules.catalogue.rules.importing.requirements import read_requirement


@pytest.mark.parametrize(
    "text",
    [
        "1. KTP 2. KK 3. Akta", "1) KTP\n2) KK\n3) Akta", "KTP; KK; Akta", "- KTP\n- KK\n- Akta", "- KTP - KK - Akta",
        "a. KTP b. KK c. Akta", "• KTP • KK • Akta", "<ul><li>KTP</li><li>KK</li><li>Akta</li></ul>", "KTP\nKK\nAkta",
        "Persyaratan: 1. KTP; 2. KK; 3. Akta.", "1.KTP 2.KK 3.Akta", "KTP<br>KK<br/>Akta", "KTP|KK|Akta", "KTP\\nKK\\nAkta",
        '["KTP", "KK", "Akta"]', '[{"nama": "KTP"}, {"nama": "KK"}, {"nama": "Akta"}]',
    ],
)  # fmt: skip
def test_a_cell_with_several_values_is_split(text):
    assert items(text) == ("KTP", "KK", "Akta")


@pytest.mark.parametrize("text", ["Perda No. 5. Tahun 2011", "Surat (asli; dan salinan)", "KTP-el", "Formulir F-1.01"])
def test_a_single_value_stays_whole(text):
    assert items(text) == (text,)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Surat kuasa bagi yang diwakilkan", "bagi yang diwakilkan"), ("Akta cerai (khusus janda/duda)", "khusus janda/duda"),
        ("Surat nikah jika sudah menikah", "jika sudah menikah"), ("Paspor apabila WNA", "apabila WNA"),
    ],
)  # fmt: skip
def test_a_condition_is_kept_and_asked(text, condition):
    reading = read_requirement(text)
    assert reading.value is not None and reading.certainty == "decide"
    assert reading.value.explanation == condition and reading.value.mandatory is False


def test_copies_are_told():
    for text in (
        "Fotokopi KTP 2 lembar",
        "Fotokopi KTP rangkap 2",
        "Fotokopi KTP sebanyak 2 (dua) lembar",
        "FC KTP (2 lbr)",
    ):
        reading = read_requirement(text)
        assert (
            reading.value is not None
            and reading.value.explanation == "Salinan: 2"
            and reading.certainty == "normalised"
        )


def test_the_original_is_shown():
    for text in ("KTP asli ditunjukkan", "Menunjukkan KTP asli", "KTP (asli)", "KTP asli dan fotokopi"):
        reading = read_requirement(text)
        assert reading.value is not None and reading.value.original_shown, text


def test_formats_and_size():
    value = read_requirement("Sertifikat tanah (PDF/JPG, maks 2 MB)").value
    assert value is not None and set(value.formats) == {"pdf", "jpg"} and value.max_megabytes == 2
    assert "DWG" in read_requirement("Gambar bangunan (dwg)").sentence


@pytest.mark.parametrize(("text", "kind", "certainty"), [
    ("Fotokopi KTP", "document", "exact"), ("Surat pengantar RT/RW", "document", "exact"), ("NIK", "datum", "normalised"),
    ("Nomor HP aktif", "datum", "normalised"), ("Berusia minimal 17 tahun", "document", "decide"),
    ("Fotokopi KTP dan KK", "document", "decide"),
])  # fmt: skip
def test_document_or_datum(text, kind, certainty):
    reading = read_requirement(text)
    assert reading.value is not None and (reading.value.kind, reading.certainty) == (kind, certainty)


def test_mandatory_words():
    assert all(yes_no(w) is True for w in ("ya", "Wajib", "1", "TRUE", "v", "mandatory", "Y", "wajib diisi"))
    assert all(yes_no(w) is False for w in ("tidak", "opsional", "0", "false", "no", "Tidak Wajib", "boleh kosong"))
    assert yes_no("t") is None and yes_no("entah") is None
    assert read_requirement("KTP", "entah").certainty == "decide"
    value = read_requirement("KTP", "tidak").value
    assert value is not None and value.mandatory is False
