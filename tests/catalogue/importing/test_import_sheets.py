"""Whole files as offices keep them."""

import csv
import io
import zipfile

import pytest

from maklumat.modules.catalogue.rules.importing.sheet import NamedBytes, read_files, report_csv, report_text
from maklumat.modules.catalogue.rules.standard import dump, load

PERMITS = """DAFTAR PERIZINAN KABUPATEN CONTOH;;;;;;
No;Jenis Izin;Prosedur;Jangka Waktu;Biaya;Dasar Hukum;OPD
(1);(2);(3);(4);(5);(6);(7)
1;Izin Praktik Dokter;"1. Loket menerima berkas
2. Verifikasi berkas
3. Penandatanganan oleh Kepala Dinas";5 (lima) hari kerja;Gratis;Permenkes No. 2052 Tahun 2011;Dinas Kesehatan
2;Izin Reklame;Loket menerima berkas;1 hari kerja;Rp 2.500 per m²;Perda No. 5 Tahun 2011;DPMPTSP
;;Survei lapangan;2 hari kerja;;;
;;Penandatanganan izin;1 hari kerja;;;
;;Total waktu;4 hari kerja;;;
"""
SERVICES = "id,nama,waktu,tarif\n1,Izin A,3 hari kerja,0\n2,Izin B,,Rp 5.000\n"
STEPS = "id_izin,urutan,langkah,waktu,pelaksana\n1,1,Terima berkas,1 jam,Loket\n1,2,Verifikasi,2 jam,Verifikator\n2,1,Terima,30 menit,FO\n2,2,Tanda tangan,1 jam 30 menit,Kepala Dinas\n9,1,Hantu,1 jam,FO\n"
NEEDS = "id;izin_id;nama;wajib\n1;1;KTP;ya\n2;1;KK;tidak\n3;2;NPWP;x\n"
FIELDS = 'kode_surat,nama_surat,nama_field,label,tipe,wajib,pilihan\nsktm,Surat Keterangan Tidak Mampu,nama,Nama,text,1,\n,,nik,NIK,text,1,\n,,jk,Jenis Kelamin,select,1,"Laki-laki,Perempuan"\n,,foto,Foto rumah,file,0,\n'


def read(*files: tuple[str, str | bytes]):
    return read_files([NamedBytes(name, data.encode() if isinstance(data, str) else data) for name, data in files])


def test_permits_with_steps_in_one_cell_and_in_rows():
    result = read(("izin.csv", PERMITS.encode("cp1252")))
    doctor, sign = (draft.standard for draft in result.drafts)
    assert [s.act for s in doctor.steps] == ["check", "check", "approve"] and sum(s.share for s in doctor.steps) == 100
    assert (
        doctor.duration is not None
        and doctor.duration.number == 5
        and doctor.fee is not None
        and doctor.fee.kind == "free"
    )
    assert [s.share for s in sign.steps] == [25, 50, 25]
    assert sign.duration is not None and (sign.duration.number, sign.duration.unit) == (4, "working_days")
    assert sign.fee is None and sign.internal.legal_basis[0].title == "Perda No. 5 Tahun 2011"
    assert [d.unit for d in result.drafts] == ["Dinas Kesehatan", "DPMPTSP"]
    assert result.drafts[1].source[0].lines == (7, 8, 9, 10)


def test_files_are_joined_on_their_ids():
    result = read(("persyaratan.csv", NEEDS), ("langkah.csv", STEPS), ("izin.csv", SERVICES))
    a, b, ghost = (draft.standard for draft in result.drafts)
    assert [(r.label, r.mandatory) for r in a.requirements] == [("KTP", True), ("KK", False)]
    assert [s.share for s in a.steps] == [33, 67] and [s.role for s in b.steps] == ["front_desk", "head"]
    assert b.duration is not None and (b.duration.number, b.duration.unit) == (120, "minutes")
    assert len([n for n in result.notes if n.message.startswith("Digabung")]) == 2
    assert ghost.name == "9" and any(n.level == "error" and n.file == "langkah.csv" for n in result.notes)


def test_letters_with_fields():
    (draft,) = read(("surat.csv", "\ufeff" + FIELDS)).drafts
    assert [(q.key, q.kind) for q in draft.standard.questions()] == [("nama", "text"), ("nik", "nik"), ("jk", "choice")]
    assert [r.key for r in draft.standard.requirements] == ["foto"] and draft.code == "sktm"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("titles", [
    ("nama_layanan", "persyaratan", "wajib"), ("NAMA LAYANAN", "SYARAT", "WAJIB"), ("serviceName", "requirement", "isMandatory"),
    ("Jenis Pelayanan", "Dokumen Persyaratan", "Sifat"), ("judul", "nama_persyaratan", "required"),
])  # fmt: skip
def test_delimiters_encodings_and_titles(delimiter, encoding, titles):
    rows = [titles, ("Kartu Keluarga – baru", "Buku nikah; Surat “pengantar”", "ya"), ("", "KTP asli", "tidak")]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    (draft,) = read(("x.csv", out.getvalue().encode(encoding))).drafts
    assert draft.standard.name == "Kartu Keluarga – baru" if encoding != "cp1252" else True
    assert [r.label for r in draft.standard.requirements] == ["Buku nikah", "Surat “pengantar”", "KTP asli"]
    assert [r.mandatory for r in draft.standard.requirements] == [True, True, False]


def test_a_counting_id_column_is_not_the_service():
    result = read(("a.csv", "id,layanan,syarat\n1,KTP-el,KK\n2,KTP-el,Akta\n3,Akta,KTP\n"))
    assert [len(d.standard.requirements) for d in result.drafts] == [2, 1]


def test_same_name_with_different_ids_are_two_services():
    result = read(("a.csv", "kode_layanan,nama_layanan,biaya\nA,Legalisir,gratis\nB,Legalisir,gratis\n"))
    assert [d.standard.slug for d in result.drafts] == ["legalisir", "legalisir-2"]


def test_wide_lists_and_repeated_cells():
    text = "layanan,syarat 1,syarat 2,waktu\nAkta,KTP,KK,3 hari\nAkta,Buku nikah,,3 hari\nAkta,KTP,,4 hari kerja\n"
    result = read(("a.csv", text))
    (draft,) = result.drafts
    assert [r.label for r in draft.standard.requirements] == [
        "KTP",
        "KK",
        "Buku nikah",
    ] and draft.standard.duration is None
    notes = [n for n in result.notes if n.column == "waktu"]
    assert [n.level for n in notes] == ["decide", "normalised", "decide"]
    assert notes[0].question == "Baris 2: “3 hari” – hari kerja atau hari kalender?" and len(notes[0].options) == 2


@pytest.mark.parametrize(
    "data", [b"", b"   \n", b"PK\x03\x04zip", b"%PDF-1.7", b"a\x00b", b"foo,bar\n1,2\n", b"x" * 10_000_001]
)
def test_files_that_are_no_list_are_told(data):
    result = read(("a.csv", data), ("izin.csv", SERVICES))
    assert len(result.drafts) == 2 and [n.level for n in result.notes if n.file == "a.csv"] == ["error"]


def test_a_spreadsheet_is_told():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
    assert "CSV" in read(("a.csv", out.getvalue())).notes[0].question


@pytest.mark.parametrize("text", [
    'layanan,waktu\n"A,3 hari kerja\nB,4 hari kerja\n', "layanan,waktu\n" + '"' * 100_001 + "\n", "layanan,waktu\n" + "A," * 50_000,
    "layanan,syarat\nA," + "1. x " * 30_000, "layanan,syarat\nA," + "ya " * 400_000, "layanan,waktu\nA," + "1" * 300_000,
    "layanan,biaya\nA," + "9." * 200_000, "layanan,waktu\nA," + "satu " * 100_000, "layanan,langkah\n" + "A,b\n" * 20_000,
    "layanan,waktu\n" + '"a' * 200_000, "layanan,biaya\nA," + "(lima " * 50_000, "layanan,syarat\nA,=cmd|'/c calc'!A1",
])  # fmt: skip
def test_hostile_cells_do_not_stop_the_import(text):
    result = read(("a.csv", text))
    assert result.notes
    for draft in result.drafts:
        assert load(dump(draft.standard)) == draft.standard


def test_too_many_rows_are_told():
    result = read(("a.csv", "layanan,syarat\n" + "".join(f"A,KTP {i}\n" for i in range(50_100))))
    assert any("50000 baris" in n.question for n in result.notes if n.level == "error")
    assert len(result.drafts[0].standard.requirements) == 300


def test_reports():
    result = read(("izin.csv", PERMITS.encode("cp1252")), ("b.csv", "foo\n"))
    text = report_text(result)
    assert text.startswith("2 layanan dibaca dari 2 berkas.\n") and "! Judul kolom tidak dikenali" in text
    rows = list(csv.DictReader(io.StringIO(report_csv(result).removeprefix("\ufeff"))))
    assert len(rows) == len(result.notes) and {r["tingkat"] for r in rows} >= {"exact", "normalised", "decide", "error"}
    formula = read(("a.csv", "layanan,biaya\n=HYPERLINK(1),=1+1\n"))
    assert not any(cell.startswith("=") for row in csv.reader(io.StringIO(report_csv(formula))) for cell in row)


def test_unknown_columns_are_told():
    notes = read(("a.csv", "layanan,waktu,warna\nA,3 hari kerja,merah\n")).notes
    assert any("warna" in n.question and n.line == 1 for n in notes)
