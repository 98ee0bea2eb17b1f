"""Properties: never raises, loses no duration, loads what it made."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maklumat.modules.catalogue.rules.importing.cells import items, yes_no
from maklumat.modules.catalogue.rules.importing.costs import read_cost
from maklumat.modules.catalogue.rules.importing.durations import read_duration
from maklumat.modules.catalogue.rules.importing.fields import read_field
from maklumat.modules.catalogue.rules.importing.readings import clean
from maklumat.modules.catalogue.rules.importing.requirements import read_requirement
from maklumat.modules.catalogue.rules.importing.sheet import NamedBytes, read_files, report_csv, report_text
from maklumat.modules.catalogue.rules.importing.steps import read_step, shares
from maklumat.modules.catalogue.rules.standard import dump, load

WORDS = st.sampled_from(
    [
        "5",
        "0",
        "1-2",
        "(lima)",
        "enam",
        "Rp",
        "50.000",
        ",-",
        "rb",
        "juta",
        "hari",
        "kerja",
        "menit",
        "jam",
        "x",
        "24",
        "±",
        "maks.",
        "sejak",
        "berkas",
        "lengkap",
        "/",
        "per",
        "m2",
        "%",
        ".",
        ";",
        "-",
        "KTP",
        "asli",
        "rangkap",
        "bagi",
        "yang",
        "jika",
        "Perda",
        "No.",
        "5",
        "Tahun",
        "2011",
        "1.",
        "2.",
        "setengah",
        "tidak",
        "ada",
        "gratis",
        "\n",
        '"',
        "½",
        "²",
        "ﷺ",
        "İ",
        "\x00",
        "\ud7ff",
        "wajib",
        "pdf",
        "dwg",
        "2",
        "MB",
    ]
)
TEXT = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=14).map(" ".join))
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(TEXT, TEXT)
@settings(max_examples=400, deadline=None)
def test_no_cell_raises(text, other):
    for reading in (read_duration(text, other), read_cost(text, other)):
        assert (reading.value is None) == (reading.certainty == "decide") and (
            reading.certainty == "exact" or reading.sentence
        )
    for told in (
        read_requirement(text, other, other, other, other),
        read_field(text, other, other, other, text),
        read_step(text, other),
    ):
        assert told.value is not None and (told.certainty == "exact" or told.sentence)
    assert all(item.strip() for item in items(text)) and yes_no(text) in (True, False, None)


@given(
    st.integers(1, 2000),
    st.sampled_from(
        [("hari kerja", "working_days"), ("menit", "minutes"), ("jam", "hours"), ("hari kalender", "calendar_days")]
    ),
)
def test_a_plain_duration_round_trips(number, unit):
    reading = read_duration(f"{number} {unit[0]}")
    assert reading.certainty == "exact" and reading.value is not None
    assert (reading.value.number, reading.value.unit) == (number, unit[1])


@given(st.integers(1, 10**9))
def test_a_plain_amount_round_trips(amount):
    reading = read_cost("Rp " + f"{amount:,}".replace(",", ".") + ",-")
    assert reading.certainty == "exact" and reading.value is not None and reading.value.amount == amount


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60).filter(any))
def test_shares_are_whole(weights):
    assert sum(shares(weights)) == 100 and min(shares(weights)) >= 0


@given(st.lists(st.binary(max_size=400), max_size=3))
@SLOW
def test_no_bytes_raise(blobs):
    result = read_files([NamedBytes(f"{i}.csv", blob) for i, blob in enumerate(blobs)])
    assert report_text(result) and report_csv(result)


TITLES = st.sampled_from(
    [
        "id",
        "kode_layanan",
        "nama",
        "nama_layanan",
        "jenis_izin",
        "syarat",
        "wajib",
        "langkah",
        "urutan",
        "waktu",
        "waktu_langkah",
        "biaya",
        "opd",
        "dasar_hukum",
        "produk",
        "field",
        "label",
        "tipe",
        "pilihan",
        "keterangan",
        "no",
        "satuan",
        "pelaksana",
        "kategori",
        "masa_berlaku",
        "pengaduan",
        "jumlah_pelaksana",
        "format",
        "foo",
    ]
)


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@given(
    st.lists(
        st.tuples(st.lists(TITLES, min_size=1, max_size=7), st.lists(st.lists(TEXT, max_size=8), max_size=6)),
        min_size=1,
        max_size=3,
    )
)
@SLOW
def test_no_list_raises_and_every_draft_loads(lists):
    files = []
    for i, (titles, rows) in enumerate(lists):
        text = "\n".join(",".join(map(_cell, row)) for row in [titles, *rows])
        files.append(NamedBytes(f"{i}.csv", text.encode("utf-8", "replace")))
    result = read_files(files)
    slugs = [draft.standard.slug for draft in result.drafts]
    assert len(slugs) == len(set(slugs)) and report_text(result) and report_csv(result)
    for draft in result.drafts:
        assert load(dump(draft.standard)) == draft.standard
        keys = [q.key for q in draft.standard.questions()] + [r.key for r in draft.standard.documents()]
        assert len(keys) == len(set(keys))
    for note in result.notes:
        assert note.question and note.reading is not None
    assert not any(note.message.startswith("Layanan ini tidak dapat disusun") for note in result.notes)


LINES = st.lists(TEXT.map(lambda t: " ".join(t.replace("\x00", " ").split())).filter(clean), min_size=1, max_size=8)


@given(LINES, st.booleans(), st.booleans())
@SLOW
def test_every_duration_cell_has_exactly_one_note(cells, repeated, with_steps):
    head = "nama_layanan,waktu,langkah" if with_steps else "nama_layanan,waktu"
    rows = [
        f"{'Izin' if repeated or i == 0 else ''},{_cell(cell)}" + (f",langkah {i % 3}" if with_steps else "")
        for i, cell in enumerate(cells)
    ]
    result = read_files([NamedBytes("a.csv", "\n".join([head, *rows]).encode("utf-8", "replace"))])
    lines = [n.line for n in result.notes if n.column == "waktu" and n.line and n.original]
    assert sorted(lines) == list(range(2, len(cells) + 2))
