"""Fields of letters."""

import pytest

from maklumat.modules.catalogue.rules.importing.fields import read_choices, read_field
from maklumat.modules.catalogue.rules.standard import Question, Requirement


@pytest.mark.parametrize(("name", "label", "type_", "kind"), [
    ("nama", "Nama", "text", "text"), ("alamat", "Alamat", "textarea", "long_text"), ("umur", "Umur", "number", "number"),
    ("tgl", "Tanggal lahir", "date", "date"), ("nik_pemohon", "NIK Pemohon", "text", "nik"), ("x", "Apa saja", "nik", "nik"),
    ("no_kk", "Nomor KK", "text", "kk"), ("noHp", "", "no_hp", "phone"), ("gaji", "Gaji", "rupiah", "money"),
    ("email", "Email", "", "email"), ("kecamatan", "Kecamatan", "text", "region"), ("desa", "Desa/Kelurahan", "", "region"),
    ("d", "Asal", "kabupaten", "region"), ("tanggal_pindah", "", "", "date"), ("setuju", "Setuju", "boolean", "yes_no"),
    ("VARCHAR", "Judul", "VARCHAR(255)", "text"), ("jumlah_anak", "Jumlah anak", "", "number"),
])  # fmt: skip
def test_kinds(name, label, type_, kind):
    value = read_field(name, label, type_, "ya").value
    assert isinstance(value, Question) and value.kind == kind and value.required


def test_region_levels():
    levels = {}
    for word in ("provinsi", "kabupaten", "kecamatan", "desa"):
        value = read_field(word, word.title(), word).value
        assert isinstance(value, Question)
        levels[word] = value.region_level
    assert levels == {"provinsi": "province", "kabupaten": "regency", "kecamatan": "district", "desa": "village"}


@pytest.mark.parametrize("text", ["Laki-laki,Perempuan", "Laki-laki; Perempuan", "Laki-laki|Perempuan", '["Laki-laki", "Perempuan"]',
                                  "1. Laki-laki 2. Perempuan", "Laki-laki/Perempuan", "L=Laki-laki;P=Perempuan", '{"L": "Laki-laki", "P": "Perempuan"}'])  # fmt: skip
def test_choices(text):
    assert [c.label for c in read_choices(text)] == ["Laki-laki", "Perempuan"]


def test_a_file_becomes_a_requirement():
    reading = read_field("foto", "Foto usaha", "file", "opsional")
    assert isinstance(reading.value, Requirement) and not reading.value.mandatory and reading.certainty == "normalised"


@pytest.mark.parametrize(("label", "type_", "mandatory"), [
    ("Nomor Surat", "text", "1"), ("Tempat/Tgl Lahir", "text", "1"), ("Agama", "select", "1"), ("X", "foo", "1"),
    ("Alamat", "text", ""), ("Alamat", "text", "entah"), ("Jam acara", "time", "1"),
])  # fmt: skip
def test_what_a_person_decides(label, type_, mandatory):
    reading = read_field(label, label, type_, mandatory)
    assert reading.certainty == "decide" and reading.value is not None and reading.sentence.endswith("?")
