"""What is offered as open data, column by column: the data dictionary. Names of columns are stable; a new column is added at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LICENCE = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
Words = Mapping[str, str]


@dataclass(frozen=True)
class Column:
    """``kind``: text, integer, number, boolean, date or moment (UTC, ISO 8601)."""

    name: str
    kind: str
    text: Words


@dataclass(frozen=True)
class Dataset:
    """``yearly``: one file for each year."""

    key: str
    title: Words
    text: Words
    columns: tuple[Column, ...]
    yearly: bool = False
    frequency: str = "continuous"


def _words(indonesian: str, english: str) -> Words:
    return {"id": indonesian, "en": english}


def _column(name: str, kind: str, indonesian: str, english: str) -> Column:
    return Column(name, kind, _words(indonesian, english))


_SUBJECT = (
    _column("kind", "text", "Jenis: government (pemerintah daerah), unit, atau service (layanan)", "government, unit or service"),
    _column("code", "text", "Kode unit atau nama pendek layanan; tetap selama unit atau layanan itu ada", "Code of the unit or short name of the service; stays the same"),
    _column("name", "text", "Nama", "Name"),
    _column("above", "text", "Kode unit tempat ia berada", "Code of the unit it belongs to"),
)  # fmt: skip
DATASETS: tuple[Dataset, ...] = (
    Dataset(
        "angka", _words("Angka layanan", "Service figures"),
        _words(
            "Semua ukuran yang terbuka, per layanan, unit, dan pemerintah daerah, per bulan dan tahun. Jumlah orang di bawah lima disamarkan, "
            "bersama angka lain yang dapat membukanya.",
            "All public measures by service, unit and government, by month and year. Numbers of people below five are hidden, with others from which "
            "they could be worked out.",
        ),
        (
            *_SUBJECT,
            _column("period", "text", "Bulan (2026-10) atau tahun (2026), menurut waktu setempat", "Month (2026-10) or year (2026), local time"),
            _column("measure", "text", "Ukuran; lihat himpunan data ukuran", "Measure; see the dataset ukuran"),
            _column("version", "integer", "Versi pengertian ukuran itu", "Version of the measure's definition"),
            _column("value", "number", "Nilai: jumlah, persen, atau detik; kosong bila belum cukup atau disamarkan", "Count, percent or seconds; empty where too few or hidden"),
            _column("n", "integer", "Dari berapa, bagi bagian dan waktu", "Of how many, for shares and times"),
            _column("low", "number", "Batas bawah selang kepercayaan 95%", "Lower end of the 95% interval"),
            _column("high", "number", "Batas atas selang kepercayaan 95%", "Upper end of the 95% interval"),
            _column("hidden", "boolean", "Disamarkan", "Hidden"),
            _column("as_of", "moment", "Keadaan (UTC)", "As of (UTC)"),
            _column("closed_at", "moment", "Kapan masa itu ditutup; sesudahnya tidak berubah", "When the period was closed; unchanged since"),
        ), yearly=True,
    ),
    Dataset(
        "kepuasan", _words("Kepuasan masyarakat", "Satisfaction"),
        _words(
            "Indeks Kepuasan Masyarakat per layanan, unit (dengan semua unit di bawahnya), triwulan, dan tahun. Jawaban dihitung bersama, paling sedikit delapan sekaligus.",
            "Satisfaction index by service, unit (with all units below it), quarter and year. Answers are counted together, at least eight at a time.",
        ),
        (
            *_SUBJECT,
            _column("period", "text", "Triwulan (2026-Q4) atau tahun", "Quarter (2026-Q4) or year"),
            _column("instrument", "text", "Kuesioner dan versinya", "Questionnaire and its version"),
            _column("index", "number", "IKM, 25 sampai 100, bobot 1/9", "Index, 25 to 100, weights of 1/9"), _column("grade", "text", "Mutu A sampai D", "Grade A to D"),
            _column("answered", "integer", "Jawaban yang dihitung", "Answers counted"), _column("half", "number", "Setengah lebar selang 95%", "Half the width of the 95% interval"),
            _column("sound_index", "number", "IKM tanpa jawaban bertanda ragu", "Index without doubtful answers"),
        ), yearly=True,
    ),
    Dataset(
        "ukuran", _words("Kamus ukuran", "Catalogue of measures"),
        _words("Pengertian setiap ukuran, semua versinya.", "The definition of every measure, in all versions."),
        (
            _column("key", "text", "Ukuran", "Measure"), _column("version", "integer", "Versi", "Version"), _column("valid_from", "date", "Berlaku bagi masa yang mulai pada atau sesudah hari ini", "For periods that begin on this day or later"),
            _column("name", "text", "Nama", "Name in Indonesian"), _column("name_en", "text", "Nama dalam bahasa Inggris", "Name"),
            _column("definition", "text", "Pengertian", "Definition in Indonesian"), _column("definition_en", "text", "Pengertian dalam bahasa Inggris", "Definition"),
            _column("unit", "text", "Satuan", "Unit"), _column("grain", "text", "Satu pengamatan: case, transition, open_case_day, answer", "One observation"),
            _column("of", "text", "Ukuran yang menjadi n-nya", "The measure that is its n"), _column("part", "text", "Bagi bagian: ukuran yang menjadi pembilangnya", "For shares: the measure that is the numerator"),
            _column("sensitivity", "text", "Terbuka bagi: public, internal, restricted", "Who may see it"), _column("responsible", "text", "Peran yang bertanggung jawab", "Responsible role"),
            _column("legal_basis", "text", "Dasar hukum", "Legal basis"),
        ), frequency="irregular",
    ),
    Dataset(
        "layanan", _words("Layanan dan janjinya", "Services and their promises"),
        _words("Layanan yang standarnya berlaku sekarang.", "Services whose standard is in force now."),
        (
            _column("code", "text", "Nama pendek layanan", "Short name of the service"), _column("name", "text", "Nama", "Name"), _column("name_en", "text", "Nama dalam bahasa Inggris", "Name in English"),
            _column("unit", "text", "Kode unit", "Code of the unit"), _column("promise", "integer", "Waktu yang dijanjikan", "Promised time"),
            _column("promise_unit", "text", "Satuan waktunya", "Its unit"), _column("version", "integer", "Versi standar", "Version of the standard"),
        ), frequency="irregular",
    ),
    Dataset(
        "unit", _words("Unit pelayanan", "Units"), _words("Unit pelayanan dan susunannya.", "Units and how they are arranged."),
        (_column("code", "text", "Kode unit", "Code"), _column("name", "text", "Nama", "Name"), _column("above", "text", "Kode unit di atasnya", "Code of the unit above")),
        frequency="irregular",
    ),
    Dataset(
        "perubahan", _words("Catatan perubahan", "Change log"),
        _words("Kapan suatu masa ditutup, dengan sidik jari SHA-256 semua angkanya.", "When a period was closed, with the SHA-256 digest of all its figures."),
        (
            _column("at", "moment", "Kapan (UTC)", "When (UTC)"), _column("what", "text", "Apa: closed (masa ditutup)", "What: closed"), _column("period", "text", "Masa", "Period"),
            _column("digest", "text", "Sidik jari", "Digest"),
        ), frequency="monthly",
    ),
)  # fmt: skip
BY_KEY = {one.key: one for one in DATASETS}
