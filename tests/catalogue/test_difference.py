"""What changed between two standards, told as the resident feels it."""

import copy

import pytest
from pydantic import ValidationError

from maklumat.modules.catalogue.rules.difference import differences
from maklumat.modules.catalogue.rules.standard import dump, load

FULL = {
    "slug": "izin", "name": "Izin", "summary": "Ringkas", "audience": "Warga", "category": "perizinan", "life_events": ["lahir"],
    "aliases": ["ijin"], "name_en": "Permit", "summary_en": "Short",
    "requirements": [
        {"key": "ktp", "label": "KTP", "explanation": "asli", "legal_basis": "UU", "condition": {"field": "nama", "value": "x"}},
        {"key": "nik", "label": "NIK", "kind": "datum", "question": "nik"},
    ],
    "pages": [{"key": "a", "title": "Data", "intro": "Isi", "questions": [
        {"key": "nama", "label": "Nama", "hint": "lengkap", "minimum": 1, "maximum": 9},
        {"key": "jk", "label": "JK", "kind": "choice", "choices": [{"value": "l", "label": "L", "number": 1}, {"value": "p", "label": "P"}]},
        {"key": "anak", "label": "Anak", "kind": "group", "fields": [{"key": "nama_anak", "label": "Nama anak"}]},
    ]}],
    "steps": [
        {"key": "a", "title": "Periksa", "role": "verifier", "act": "check", "share": 40, "explanation": "x", "unit": "u"},
        {"key": "b", "title": "Tetapkan", "role": "head", "act": "approve", "share": 60},
    ],
    "duration": {"number": 5, "unit": "working_days"},
    "fee": {"kind": "fixed", "amount": 50000, "formula": "", "explanation": "e", "legal_basis": "Perda"},
    "product": {"name": "Surat", "number_pattern": "{number}", "holder": "nama", "body": "b", "valid_months": 12, "shown": [{"label": "Nama", "question": "nama"}]},
    "complaint": {"channels": [{"kind": "phone", "value": "08", "note": "n"}], "answer_working_days": 5, "officer": "Budi"},
    "internal": {
        "legal_basis": [{"title": "UU 25/2009", "about": "p"}], "facilities": ["Kursi"], "competence": ["S1"], "supervision": ["Camat"],
        "staff_count": 3, "service_guarantee": "g", "safety_guarantee": "s", "evaluation": "e", "vulnerable_facilities": ["Ram"],
    },
}  # fmt: skip


def leaves(value, path=()):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        if value:
            yield path
        for i, inner in enumerate(value):
            yield from leaves(inner, (*path, i))
    else:
        yield path


OTHER = {
    "category": "usaha", "layout": "card", "unit": "minutes", "start_event": "accepted", "role": "technical", "act": "work", "op": "filled",
    "kind": ["email", "text", "document", "free", "datum", "formula"], "region_level": "regency", "stop_event": "issued",
}  # fmt: skip


def changed(content, path):
    holder = content
    for name in path[:-1]:
        holder = holder[name]
    old = holder[path[-1]]
    other = OTHER.get(path[-1])
    if isinstance(old, bool):
        options = [not old]
    elif isinstance(old, int | float):
        options = [old + 1]
    elif isinstance(old, list):
        options = [old[:-1]]
    else:
        options = [*(other if isinstance(other, list) else [other] if other else []), "lain", "zz", 3, None]
    for option in options:
        if option == old:
            continue
        made = copy.deepcopy(content)
        holder = made
        for name in path[:-1]:
            holder = holder[name]
        holder[path[-1]] = option
        try:
            return load(made)
        except ValidationError:
            continue
    return None


BASE = dump(load(FULL))


def test_equal_standards_do_not_differ():
    assert differences(load(FULL), load(FULL)) == ()


@pytest.mark.parametrize("path", list(leaves(BASE)), ids=lambda p: ".".join(map(str, p)))
def test_every_change_is_told(path):
    new = changed(BASE, path)
    if new is None or new == load(FULL):
        pytest.skip("only one value is possible")
    for a, b in ((load(FULL), new), (new, load(FULL))):
        found = differences(a, b)
        assert found and all(d.text and "%(" not in d.text and "perubahan kecil" not in d.text for d in found)


@pytest.mark.parametrize(("old", "new", "kind", "text"), [
    ({"number": 5, "unit": "working_days"}, {"number": 3, "unit": "working_days"}, "better", "Waktu turun dari 5 hari kerja menjadi 3 hari kerja"),
    ({"number": 5, "unit": "minutes"}, {"number": 2, "unit": "working_days"}, "worse", "Waktu naik dari 5 menit menjadi 2 hari kerja"),
    ({"number": 3, "unit": "working_days"}, {"number": 3, "unit": "calendar_days"}, "better", "Waktu turun dari 3 hari kerja menjadi 3 hari kalender"),
    ({"number": 1, "unit": "hours"}, {"number": 60, "unit": "minutes"}, "neutral", "Waktu ditulis ulang dari 1 jam menjadi 60 menit"),
    (None, {"number": 60, "unit": "minutes"}, "better", "Waktu sekarang dijanjikan: 60 menit sejak diajukan"),
])  # fmt: skip
def test_time(old, new, kind, text):
    (found,) = differences(load(FULL | {"duration": old}), load(FULL | {"duration": new}))
    assert (found.component, found.kind, found.text) == ("duration", kind, text)


@pytest.mark.parametrize(("old", "new", "kind", "text"), [
    ({"kind": "free"}, {"kind": "fixed", "amount": 5000}, "worse", "Biaya naik dari Gratis menjadi Rp5.000"),
    ({"kind": "fixed", "amount": 9000}, {"kind": "fixed", "amount": 5000}, "better", "Biaya turun dari Rp9.000 menjadi Rp5.000"),
    ({"kind": "formula", "formula": "2 * luas"}, {"kind": "free"}, "better", "Sekarang gratis; sebelumnya Dihitung: 2 * luas"),
    ({"kind": "formula", "formula": "2 * luas"}, {"kind": "formula", "formula": "3 * luas"}, "neutral", "Cara menghitung biaya berubah dari Dihitung: 2 * luas menjadi Dihitung: 3 * luas"),
])  # fmt: skip
def test_fee(old, new, kind, text):
    (found,) = differences(load(FULL | {"fee": old}), load(FULL | {"fee": new}))
    assert (found.component, found.kind, found.text) == ("fee", kind, text)


def test_requirements():
    new = copy.deepcopy(FULL)
    new["requirements"] = [
        {"key": "nik", "label": "NIK", "kind": "datum", "question": "nik", "mandatory": False},
        {"key": "kk", "label": "KK"},
    ]
    found = {(d.kind, d.text) for d in differences(load(FULL), load(new))}
    assert found == {
        ("better", "Persyaratan dihapus: KTP"),
        ("worse", "Persyaratan wajib ditambah: KK"),
        ("better", "Persyaratan tidak lagi wajib: NIK"),
    }
    assert "Persyaratan sekarang wajib: NIK" in {d.text for d in differences(load(new), load(FULL))}


def test_validity():
    for months, kind in ((0, "better"), (6, "worse"), (24, "better")):
        new = load(FULL | {"product": FULL["product"] | {"valid_months": months}})
        (found,) = differences(load(FULL), new)
        assert (found.component, found.kind) == ("product", kind)
