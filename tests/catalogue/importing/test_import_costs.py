"""Dozens of wordings of the cost."""

import pytest

from maklumat.modules.catalogue.rules.importing import laws
from maklumat.modules.catalogue.rules.importing.costs import read_cost

SURE = [
    ("Gratis", "exact", 0), ("GRATIS / tidak dipungut biaya", "exact", 0), ("Tidak dipungut biaya", "exact", 0),
    ("free", "exact", 0), ("Tidak ada biaya", "exact", 0), ("Gratis (Rp 0)", "exact", 0), ("Rp. 0", "normalised", 0),
    ("Rp0,-", "normalised", 0), ("0", "normalised", 0), ("Rp 50.000,-", "exact", 50000), ("Rp50.000", "exact", 50000),
    ("Rp. 50.000,00", "exact", 50000), ("Rp.5.000.000.-", "exact", 5000000), ("50.000,-", "exact", 50000),
    ("Biaya sebesar Rp 10.000", "exact", 10000), ("Rp 100.000 (seratus ribu rupiah)", "exact", 100000),
    ("50000", "normalised", 50000), ("IDR 50,000", "normalised", 50000), ("25rb", "normalised", 25000),
    ("25 ribu", "normalised", 25000), ("1,5 juta", "normalised", 1500000), ("Rp 1.5jt", "normalised", 1500000),
    ("lima puluh ribu rupiah", "normalised", 50000),
]  # fmt: skip
OPEN = [
    ("Rp50.000/lembar", {50000, "50000 * jumlah_lembar"}), ("Rp 2.500 per m2", {2500, "2500 * luas"}),
    ("Rp15.000/m²", {15000, "15000 * luas"}), ("sesuai Perda No. 5 Tahun 2011", set()), ("-", {0}), ("tidak ada", {0}),
    ("Rp 10.000 s/d 50.000", {10000, 50000}), ("Rp. 10.000 - Rp. 20.000", {10000, 20000}),
    ("WNI Rp 100.000; WNA Rp 200.000", {100000, 200000}), ("Rp 100.000 (dua ratus ribu rupiah)", {100000, 200000}),
    ("0,5% dari nilai", {"nilai * 0.5 / 100"}), ("Gratis, denda Rp 10.000", {0, 10000}), ("Gratis bagi pelajar", {0}),
    ("Rp 50.00", set()), ("-5000", set()), ("Retribusi daerah", set()), ("Rp 2.500 x luas bangunan", {2500}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "certainty", "amount"), SURE)
def test_a_clear_cost_is_read(text, certainty, amount):
    reading = read_cost(text)
    assert reading.value is not None
    assert (reading.certainty, reading.value.amount) == (certainty, amount)
    assert reading.value.kind == ("fixed" if amount else "free")


@pytest.mark.parametrize(("text", "offered"), OPEN)
def test_an_open_cost_is_left_to_a_person(text, offered):
    reading = read_cost(text)
    assert reading.value is None and reading.certainty == "decide"
    assert {o.formula or o.amount for o in reading.options} == offered
    assert reading.sentence[-1] in "?."


def test_the_legal_basis_is_taken_out():
    reading = read_cost("Rp 50.000 sesuai Perda Kabupaten Contoh Nomor 5 Tahun 2011")
    assert reading.value is not None
    assert (reading.value.amount, reading.value.legal_basis) == (50000, "Perda Kabupaten Contoh Nomor 5 Tahun 2011")


def test_laws_are_found_in_a_text():
    found = laws.find(
        "UU No. 25 Tahun 2009; Permenkes No. 2052 Tahun 2011 dan PP Nomor 96 Tahun 2012 tentang Pelaksanaan"
    )
    assert found[0] == "UU No. 25 Tahun 2009" and len(found) == 3


def test_a_title_in_rupiah_makes_a_bare_number_plain():
    assert read_cost("50000", "tarif_rp").certainty == "exact"
