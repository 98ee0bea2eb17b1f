"""Dozens of wordings of the promised time."""

import pytest

from maklumat.modules.catalogue.rules.importing.durations import read_duration

SURE = [
    ("5 hari kerja", "exact", 5, "working_days"),
    ("5 (lima) hari kerja", "exact", 5, "working_days"),
    ("lima belas (15) menit", "exact", 15, "minutes"),
    ("1 (satu) jam", "exact", 1, "hours"),
    ("15 menit", "exact", 15, "minutes"),
    ("15 Menit (selesai di tempat)", "exact", 15, "minutes"),
    ("24 jam", "exact", 24, "hours"),
    ("14 hari kalender", "exact", 14, "calendar_days"),
    ("1.000 hari kerja", "exact", 1000, "working_days"),
    ("± 3 hari kerja", "normalised", 3, "working_days"),
    ("maks. 14 Hari Kerja", "normalised", 14, "working_days"),
    ("paling lama 7 hari kerja", "normalised", 7, "working_days"),
    ("selambat-lambatnya 7 hari kerja", "normalised", 7, "working_days"),
    ("1 jam 30 menit", "normalised", 90, "minutes"),
    ("1 jam dan 30 menit", "normalised", 90, "minutes"),
    ("1,5 jam", "normalised", 90, "minutes"),
    ("½ jam", "normalised", 30, "minutes"),
    ("setengah jam", "normalised", 30, "minutes"),
    ("3 x 24 jam", "normalised", 3, "calendar_days"),
    ("1x24 Jam", "normalised", 1, "calendar_days"),
    ("2 minggu kerja", "normalised", 10, "working_days"),
    ("5 HK", "normalised", 5, "working_days"),
    ("5 h.k.", "normalised", 5, "working_days"),
    ("satu jam", "normalised", 1, "hours"),
    ("Dua puluh lima menit", "normalised", 25, "minutes"),
    ("sejam", "normalised", 1, "hours"),
    ("30 mnt", "normalised", 30, "minutes"),
    ("5 working days", "normalised", 5, "working_days"),
    ("30 minutes", "normalised", 30, "minutes"),
    ("6000 menit", "normalised", 100, "hours"),
]
OPEN = [
    ("1-2 jam", {(1, "hours"), (2, "hours")}),
    ("3 s/d 5 hari kerja", {(3, "working_days"), (5, "working_days")}),
    ("1 jam - 2 jam", {(1, "hours"), (2, "hours")}),
    ("3 hari", {(3, "working_days"), (3, "calendar_days")}),
    ("± 3 hari", {(3, "working_days"), (3, "calendar_days")}),
    ("maks. 14 Hari", {(14, "working_days"), (14, "calendar_days")}),
    ("sehari", {(1, "working_days"), (1, "calendar_days")}),
    ("7hr", {(7, "working_days"), (7, "calendar_days"), (7, "hours")}),
    ("1 minggu", {(5, "working_days"), (7, "calendar_days")}),
    ("2 bulan", {(44, "working_days"), (60, "calendar_days")}),
    ("hari itu juga", {(1, "working_days")}),
    ("0.5 hari", {(225, "minutes"), (1, "working_days")}),
    ("setengah hari", {(225, "minutes"), (1, "working_days")}),
    ("5 (enam) hari kerja", {(5, "working_days"), (6, "working_days")}),
    ("7 hari kerja (baru), 3 hari kerja (perpanjangan)", {(7, "working_days"), (3, "working_days")}),
    ("2 jam per berkas", {(2, "hours")}),
    ("5", {(5, "working_days"), (5, "calendar_days"), (5, "hours"), (5, "minutes")}),
    ("minimal 3 hari kerja", {(3, "working_days")}),
    ("3 hari kerja sejak permohonan diterima", {(3, "working_days")}),
    ("10 hari kerja apabila berkas tidak lengkap", {(10, "working_days")}),
    ("tidak ada", set()),
    ("-", set()),
    ("sesuai ketentuan", set()),
    ("selesai ditempat", set()),
    ("08.00 - 15.00 WIB", set()),
    ("0 hari kerja", set()),
    ("tergantung kelengkapan", set()),
]


@pytest.mark.parametrize(("text", "certainty", "number", "unit"), SURE)
def test_a_clear_wording_is_read(text, certainty, number, unit):
    reading = read_duration(text)
    assert reading.value is not None
    assert (reading.certainty, reading.value.number, reading.value.unit) == (certainty, number, unit)
    assert reading.original == text
    assert bool(reading.note) == (certainty == "normalised")


@pytest.mark.parametrize(("text", "offered"), OPEN)
def test_an_open_wording_is_left_to_a_person(text, offered):
    reading = read_duration(text)
    assert reading.value is None and reading.certainty == "decide"
    assert {(o.number, o.unit) for o in reading.options} == offered
    assert reading.sentence.endswith("?")


@pytest.mark.parametrize(
    "text",
    ["paling lama 7 hari kerja sejak berkas lengkap", "7 hari kerja setelah persyaratan dinyatakan lengkap dan benar"],
)
def test_the_clock_starts_when_the_file_is_complete(text):
    reading = read_duration(text)
    assert reading.value is not None and reading.value.start_event == "accepted"
    assert reading.certainty == "normalised" and "lengkap" in reading.sentence


def test_an_unclear_start_offers_both():
    reading = read_duration("5 hari kerja setelah pembayaran")
    assert {o.start_event for o in reading.options} == {"submitted", "accepted"}


@pytest.mark.parametrize(
    ("title", "unit"), [("durasi_hari_kerja", "working_days"), ("lamaMenit", "minutes"), ("SLA (Jam)", "hours")]
)
def test_a_bare_number_takes_its_unit_from_the_title(title, unit):
    reading = read_duration("5", title)
    assert reading.value is not None and reading.value.unit == unit and reading.certainty == "normalised"


def test_a_title_with_plain_days_does_not_settle_the_kind_of_day():
    assert read_duration("5", "waktu (hari)").sentence == "“5” – hari kerja atau hari kalender?"
