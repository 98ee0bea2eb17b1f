"""The first part of the journey, from a messy list to a promise in force: import → editor → preview → publication."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

PEOPLE = Path(__file__).resolve().parents[2] / "src" / "maklumat" / "samples" / "people.json"
NAME, SLUG = "Izin Kafe Tepi Sungai", "izin-kafe-tepi-sungai"
# As an office keeps it: titles on the third row, double spaces, lists inside cells, amounts in words, Windows letters.
LIST = """\
DAFTAR IZIN DINAS PENANAMAN MODAL DAN PTSP;;;;;;
Diperbarui 3/2/2026 – belum lengkap;;;;;;
NO;NAMA IZIN;PERSYARATAN;ALUR;WAKTU PENYELESAIAN;BIAYA;KET
1; Izin  Kafe Tepi Sungai ;"1. Foto copy KTP
2. Surat pernyataan menjaga kebersihan sungai";"1. Petugas loket memeriksa berkas
2. Petugas teknis meninjau lokasi";2 hari kerja;Gratis;
2;IZIN PASAR MALAM;"- KTP
- Surat permohonan";;± seminggu;sesuai ketentuan;usul camat
"""
INTERNAL = {
    "Dasar hukum": {
        "laws-0-title": "Peraturan Daerah Nomor 4 Tahun 2024",
        "laws-0-about": "Penataan Usaha di Sempadan Sungai",
    },
    "Sarana, prasarana": {"facilities": "Loket 3\nRuang tunggu", "vulnerable_facilities": "Jalan landai\nLoket prioritas"},
    "Kompetensi pelaksana": {"competence": "Memahami tata ruang sempadan sungai"},
    "Pengawasan internal": {"supervision": "Atasan langsung memeriksa setiap minggu"},
    "Jumlah pelaksana": {"staff_count": "4"},
    "Jaminan pelayanan": {"service_guarantee": "Bila terlambat, izin diantar ke alamat pemohon."},
    "Jaminan keamanan": {"safety_guarantee": "Data disimpan tersandi dan hanya dibuka petugas yang menangani."},
    "Evaluasi kinerja": {"evaluation": "Survei kepuasan setiap enam bulan."},
}  # fmt: skip


def head_of(unit: str) -> str:
    staff = json.loads(PEOPLE.read_text())["staff"]
    return next(one["email"] for one in staff if (one["role"], one["unit"]) == ("head", unit))


class Editor:
    """The editor of one draft, used the way its pages offer it."""

    def __init__(self, visit) -> None:
        self.visit, self.page = visit, visit.page
        self.home = visit.page.url

    def open(self, task: str) -> None:
        """One of the components, from the task list."""
        self.visit.go(self.home)
        self.visit.follow(self.page.locator(".task-list").get_by_role("link", name=task))

    def follow(self, link: str) -> None:
        self.visit.follow(self.page.locator("main").get_by_role("link", name=link, exact=True).first)

    def save(self, **values: str | bool) -> None:
        """Type and save. ``True`` ticks a box, ``@word`` chooses in a list, the rest is typed or chosen by its value."""
        self.type(values)
        self.visit.follow(self.page.locator("main").get_by_role("button", name="Simpan", exact=True))
        wrong = self.page.locator("main .field-error, main .error-summary")
        assert not wrong.count(), wrong.all_inner_texts()

    def type(self, values: dict[str, str | bool]) -> None:
        for name, value in values.items():
            box = self.page.locator(f"main form [name='{name}']")
            if value is True:
                box.check()
            elif box.first.get_attribute("type") == "radio":
                self.page.locator(f"main form [name='{name}'][value='{value}']").check()
            elif isinstance(value, str) and value.startswith("@"):
                box.select_option(label=value[1:])
            else:
                box.fill(value)


def bring_in(visit, folder: Path) -> None:
    """Upload the list, read the report, make one draft of it."""
    page = visit.page
    visit.go("/petugas/standar/")
    visit.look("p01-standar")
    visit.follow(page.get_by_role("link", name="Impor daftar"))
    visit.look("p02-impor")
    path = folder / "daftar izin 2026.csv"
    path.write_bytes(LIST.encode("cp1252"))
    page.set_input_files("main input[type=file]", str(path))
    visit.press("Baca berkas")
    said = visit.text()
    assert "2 layanan terbaca" in said
    assert "berapa hari kerja atau hari kalender" in said, "“± seminggu” must be asked back, never guessed"
    assert "“sesuai ketentuan” tidak menyebut jumlah" in said
    visit.look("p03-laporan")
    page.select_option("select[name=unit]", "dpmptsp")
    page.check(f"input[name=chosen][value={SLUG}]")
    visit.press("Buat rancangan")
    visit.follow(page.get_by_role("link", name=NAME, exact=True))


def write_form(editor: Editor) -> None:
    """What is asked and what is to be brought."""
    editor.open("1. Persyaratan")
    assert "Formulir belum punya pertanyaan" in editor.visit.text()
    editor.follow("Tambah halaman")
    editor.save(title="Pemohon dan kafe", intro="Tulis seperti di KTP.")
    for label, more in (("Nama lengkap pemohon", {}), ("Nama kafe", {}), ("Jumlah kursi", {"kind": "number"})):
        editor.follow("Tambah pertanyaan")
        if label == "Nama kafe":
            editor.visit.look("p05-pertanyaan")
        editor.save(label=label, **more)
        if more:  # a number has limits, asked once the kind is known
            editor.save(minimum="1", maximum="200")
    editor.follow("Tambah berkas")
    editor.visit.look("p06-berkas")
    editor.save(
        label="Foto lokasi", explanation="Terlihat jarak kafe ke tepi sungai.", original_shown=True,
        legal_basis="Perda Nomor 4 Tahun 2024",
        when_question="@Jumlah kursi", when_relation="@diisi",
    )  # fmt: skip
    editor.visit.look("p07-persyaratan")


def write_procedure(editor: Editor) -> None:
    """Who does what in how much of the promised time."""
    editor.open("2. Sistem, mekanisme")
    editor.follow("Petugas loket memeriksa berkas")
    editor.save(role="front_desk", act="check", share="25")
    editor.follow("Petugas teknis meninjau lokasi")
    editor.save(role="technical", act="work", share="50", explanation="Petugas menghubungi Anda sebelum datang.")
    editor.follow("Tambah langkah")
    editor.visit.look("p08-langkah")
    editor.save(title="Penetapan izin", role="head", act="approve", share="25")
    assert "100%" in editor.visit.text() and "Yang masih kurang" not in editor.visit.text()
    editor.visit.look("p09-prosedur")


def write_promises(editor: Editor) -> None:
    """Name, time, fee, product, complaints."""
    editor.open("Nama dan ringkasan")
    editor.save(
        summary="Izin membuka kafe di bantaran sungai.", audience="Pemilik kafe", aliases="izin warung kopi dekat kali"
    )
    editor.open("3. Jangka waktu")
    assert editor.page.input_value("input[name=number]") == "2"  # read from "2 hari kerja"
    editor.save(start_event="accepted")
    editor.open("4. Biaya")
    assert editor.page.is_checked("input[name=kind][value=free]")  # read from "Gratis"
    editor.visit.look("p10-biaya")
    editor.save(legal_basis="Peraturan Daerah Nomor 6 Tahun 2023")
    editor.open("5. Produk")
    editor.save(
        name="Izin Kafe Tepi Sungai", layout="licence", number_pattern="503/[nomor 4 angka]/[kode unit]/[tahun]",
        valid_months="24", holder="@Nama lengkap pemohon", body="Diberikan kepada [Nama lengkap pemohon] untuk [Nama kafe].",
        **{"shown-0-label": "Nama kafe", "shown-0-question": "@Nama kafe"},
    )  # fmt: skip
    editor.open("5. Produk")
    assert "503/0027/ABC/2026" in editor.visit.text()  # the example of a number
    editor.visit.look("p11-produk")
    editor.open("6. Penanganan pengaduan")
    editor.save(
        answer_working_days="3", officer="Koordinator pengaduan",
        **{"channels-0-kind": "@WhatsApp", "channels-0-value": "0812 3456 7890", "channels-1-kind": "@SP4N-LAPOR!", "channels-1-value": "https://www.lapor.go.id"},
    )  # fmt: skip


def publish(editor: Editor) -> None:
    """The decision and the record of the forum; then it is in force."""
    editor.visit.go(editor.home)
    editor.follow("Terbitkan")
    today = datetime.now(UTC).date()
    when = {"day": str(today.day), "month": str(today.month), "year": str(today.year)}
    editor.type(
        {
            "number": "000.8.3.2/021/PTSP/2026",
            **{f"date_{part}": value for part, value in when.items()},
            "fkp_number": "BA/7/FKP/2026",
            **{f"fkp_date_{part}": value for part, value in when.items()},
            "fkp_participants": "24",
            "fkp_notes": "Warga meminta foto lokasi, bukan gambar arsitek.",
        }
    )
    assert editor.page.input_value("input[name=signatory]").startswith("Ir. Ratna")
    editor.visit.look("p15-terbitkan")
    editor.visit.press("Terbitkan sekarang")
    assert editor.page.url.endswith(f"/layanan/{SLUG}/"), editor.visit.text()[:1500]


def look_on_a_phone(phone, desk, home: str) -> None:
    """The same person, the same draft, on a small screen."""
    phone.page.context.add_cookies(desk.page.context.cookies())
    edit = home.rstrip("/")
    for n, path in enumerate(
        (
            "/petugas/standar/", "/petugas/standar/impor/", f"{edit}/", f"{edit}/bagian/persyaratan/", f"{edit}/bagian/prosedur/",
            f"{edit}/bagian/produk/", f"{edit}/bagian/pengaduan/", f"{edit}/ubah/pertanyaan/jumlah_kursi/",
            f"{edit}/pratinjau/", f"{edit}/terbitkan/",
        )
    ):  # fmt: skip
        phone.go(path)
        phone.look(f"p20-{n}")


def publish_a_standard(visit, tmp_path) -> None:
    """The head of a unit brings a standard into force; a resident finds it."""
    desk = visit(1280)
    desk.log_in(head_of("dpmptsp"))
    bring_in(desk, tmp_path)
    editor = Editor(desk)
    assert "Masih" in desk.text()
    desk.look("p04-rancangan")
    write_form(editor)
    write_procedure(editor)
    write_promises(editor)
    for task, values in INTERNAL.items():
        editor.open(task)
        editor.save(**values)
    desk.look("p12-lengkap")
    assert "Semua komponen lengkap dan terukur" in desk.text()
    desk.follow(desk.page.get_by_role("link", name="Pratinjau"))
    desk.look("p13-pratinjau")
    desk.follow(desk.page.get_by_role("link", name="Lihat formulirnya"))
    desk.look("p14-formulir")
    look_on_a_phone(visit(360), desk, editor.home)
    publish(editor)
    desk.look("p16-terbit")

    resident = visit(360, javascript=False)
    resident.go("/")
    resident.page.locator("main input[name=q]").first.fill("kafe pinggir sungai")
    with resident.page.expect_navigation():
        resident.page.locator("main input[name=q]").first.press("Enter")
    resident.follow(resident.page.get_by_role("link", name=NAME))
    said = resident.text()
    for words in (
        "2 hari kerja",
        "Gratis",
        "Foto lokasi",
        "Surat pernyataan menjaga kebersihan sungai",
        "Penetapan izin",
    ):
        assert words in said, words
    resident.picture("p17-warga")
    assert resident.page.get_by_role("link", name="Ajukan sekarang").count()
