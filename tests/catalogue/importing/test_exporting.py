"""Standards as other machines read them."""

import csv
import io
import json

from maklumat.modules.catalogue.rules.exporting import HEADERS, csv_rows, csv_text, json_schema, sippn_shape
from maklumat.modules.catalogue.rules.gaps import COMPONENTS
from maklumat.modules.catalogue.rules.standard import load

SAMPLE = load({
    "slug": "izin", "name": "Izin", "duration": {"number": 3, "unit": "working_days", "start_event": "accepted"},
    "requirements": [{"key": "ktp", "label": "=KTP"}, {"key": "kk", "label": "KK", "mandatory": False, "explanation": "bila ada"}],
    "steps": [{"key": "a", "title": "Periksa", "role": "verifier", "share": 100}],
    "fee": {"kind": "fixed", "amount": 50000, "legal_basis": "Perda 5/2011"}, "product": {"name": "Izin", "valid_months": 60},
    "complaint": {"channels": [{"kind": "phone", "value": "0812"}], "answer_working_days": 3},
    "internal": {"staff_count": 4, "facilities": ["Kursi"], "evaluation": "Tahunan"},
})  # fmt: skip


def test_rows_hold_all_components():
    rows = csv_rows(SAMPLE)
    assert {row[2] for row in rows} == {str(i) for i in range(1, 15)} and all(len(row) == len(HEADERS) for row in rows)
    assert (
        "izin",
        "Izin",
        "3",
        "Jangka waktu pelayanan",
        "1",
        "3 hari kerja sejak berkas dinyatakan lengkap",
        "",
        "",
    ) in rows
    assert [row[5] for row in rows if row[2] == "4"] == ["Rp50.000"]
    assert [row[6] for row in rows if row[2] == "2"] == ["Pemeriksa, 100% dari waktu"]


def test_the_file_runs_nothing():
    cells = [cell for row in csv.reader(io.StringIO(csv_text([SAMPLE]).removeprefix("\ufeff"))) for cell in row]
    assert "'=KTP" in cells and not any(cell.startswith("=") for cell in cells)


def test_the_shape_has_fourteen_components_in_order():
    shape = sippn_shape(SAMPLE)
    assert list(shape["komponen"]) == [title for _, title in COMPONENTS]
    assert shape["komponen"]["Persyaratan"][1] == {"isi": "KK", "keterangan": "bila ada"} and json.dumps(shape)


def test_the_schema_names_its_parts():
    assert "duration" in json_schema()["properties"] and "Requirement" in json_schema()["$defs"]
