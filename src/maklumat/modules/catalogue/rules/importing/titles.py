"""What a column title means, read alone. Roles with ``?`` need the other columns to be sure."""

from __future__ import annotations

import re

from .readings import flat

_ID = {"id", "kode", "slug", "code", "uuid", "key", "kd"}
_SERVICE = {
    "layanan",
    "pelayanan",
    "izin",
    "ijin",
    "perizinan",
    "surat",
    "service",
    "services",
    "permit",
    "letter",
    "license",
    "licence",
    "nonperizinan",
}
_STEP = {
    "langkah",
    "step",
    "steps",
    "prosedur",
    "tahapan",
    "tahap",
    "alur",
    "mekanisme",
    "proses",
    "procedure",
    "kegiatan",
    "aktivitas",
    "aktifitas",
    "sop",
}
_REQUIREMENT = {
    "syarat",
    "persyaratan",
    "requirement",
    "requirements",
    "dokumen",
    "berkas",
    "kelengkapan",
    "document",
    "documents",
    "lampiran",
}
_FIELD = {"field", "fields", "isian", "kolom", "variabel", "variable", "atribut", "attribute", "input", "element"}
_TIME = {"waktu", "durasi", "lama", "sla", "duration", "time", "penyelesaian", "timeline"}
_TIME_UNITS = {
    "hari",
    "kerja",
    "menit",
    "jam",
    "days",
    "day",
    "minutes",
    "hours",
    "working",
    "total",
    "max",
    "maks",
    "kalender",
}
_ORDER = {
    "no",
    "nomor",
    "nomer",
    "urut",
    "urutan",
    "order",
    "seq",
    "sequence",
    "sort",
    "ke",
    "number",
    "num",
    "index",
    "posisi",
}
_COST = {"biaya", "tarif", "retribusi", "cost", "costs", "fee", "fees", "harga", "price", "ongkos", "pnbp"}
_REMARK = {
    "keterangan",
    "catatan",
    "note",
    "notes",
    "uraian",
    "penjelasan",
    "remark",
    "remarks",
    "ket",
    "detail",
    "deskripsi",
    "description",
}
_NAME = {"nama", "name", "judul", "title"}
_IGNORED = re.compile(
    r"(?:created|updated|deleted|dibuat|diubah|diperbarui)\b.*|.*\b(?:timestamp|dibuat|created at|updated at)|jam (?:layanan|pelayanan|buka|operasional|kerja)|(?:waktu|jam) (?:buka|operasional)"
)

_PLAIN: tuple[tuple[str, str], ...] = (
    ("options", r"(?:daftar )?(?:pilihan|opsi)(?: \w+)?|options?|choices?|enum|values|nilai pilihan|option list"),
    ("optional", r"(?:is )?(?:opsional|optional|nullable|boleh kosong)"),
    ("mandatory", r"(?:is |status )?(?:wajib|mandatory|required|harus)(?: (?:diisi|isi|ada|tidak|y n|dokumen|syarat))?|sifat|wajib tidak|kewajiban"),
    ("complaint", r".*\b(?:pengaduan|complaints?|aduan)\b.*"),
    ("staff", r"jumlah (?:pelaksana|petugas|pegawai|sdm|personil)|staff count"),
    ("facilities", r".*\b(?:sarana|prasarana|fasilitas|facilities)\b.*"),
    ("competence", r".*\b(?:kompetensi|competence)\b.*"),
    ("supervision", r".*\b(?:pengawasan|supervision)\b.*"),
    ("evaluation", r".*\b(?:evaluasi|evaluation)\b.*"),
    ("safety", r".*\bjaminan\b.*\b(?:keamanan|keselamatan)\b.*|safety guarantee"),
    ("guarantee", r".*\bjaminan\b.*|service guarantee"),
    ("validity", r"masa (?:berlaku|laku)(?: \w+){0,2}|berlaku|validity|valid months|jangka waktu berlaku"),
    ("law", r".*\bdasar\b.*|.*\b(?:legal|regulasi|peraturan|landasan|regulation|law)\b.*"),
    ("duration_unit", r"(?:satuan|unit) (?:waktu|durasi|lama|time|duration|sla)|(?:time|duration|waktu|durasi|sla) unit|satuan hari"),
    ("cost_unit", r"satuan (?:biaya|tarif|harga|retribusi)|(?:cost|fee|tarif) unit"),
    ("kind", r"tipe(?: (?:data|isian|field|input|kolom))?|(?:field |data |input |kode )?type|jenis (?:isian|field|input|data|kolom)"),
    ("hint", r"hint|petunjuk(?: pengisian)?|placeholder|help(?: text)?|bantuan|contoh(?: isian)?"),
    ("category", r".*\b(?:kategori|category|kelompok|sektor|bidang|rumpun|klasifikasi|golongan)\b.*|(?:tipe|type) (?:layanan|izin|pelayanan|surat)"),
    ("section", r"(?:bagian|section|halaman|page|grup|group)(?: isian)?"),
    ("audience", r".*\b(?:sasaran|audience|pengguna layanan|penerima layanan|penerima manfaat)\b.*|pemohon"),
    ("alias", r"alias(?:es)?|nama lain|kata kunci|keywords?|sinonim"),
    ("product", r".*\b(?:produk|output|keluaran|hasil|product|result)\b.*"),
    ("file_format", r"format (?:file|berkas|dokumen)|(?:tipe|jenis|ekstensi) (?:file|berkas)|(?:max|maks|maksimal) (?:size|ukuran)|ukuran(?: (?:file|berkas|maks\w*))?|file (?:type|size)"),
    ("copies", r"(?:jumlah )?(?:rangkap|lembar|copies|salinan)|jumlah (?:dokumen|berkas)"),
)  # fmt: skip
_COMPILED = tuple((role, re.compile(pattern)) for role, pattern in _PLAIN)


def words_of(title: str) -> str:
    """ "NamaLayanan", "nama_layanan", "NAMA LAYANAN *" → "nama layanan"."""
    title = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", flat(title)[:200])
    return " ".join(re.sub(r"[^a-z0-9²]+", " ", title.lower()).split())


def role_of(title: str) -> str:
    """The role of a title; "" when unknown. Numbered titles ("syarat 1") lose their number."""
    phrase = re.sub(r"(?<=\D) ?\d{1,2}$", "", words_of(title)).strip()
    words = set(phrase.split())
    if not words or _IGNORED.fullmatch(phrase):
        return "ignored" if words else ""
    items = _STEP | _REQUIREMENT | _FIELD
    if words & _ID and words & items and not words & _SERVICE:
        return "field" if words & _FIELD else "row_id"
    if words & _ORDER and words <= _ORDER | items | {"of"}:
        return "order"
    for role, pattern in _COMPILED:
        if pattern.fullmatch(phrase):
            return "cost_law" if role == "law" and words & _COST else role
    return _by_words(phrase, words)


def _by_words(phrase: str, words: set[str]) -> str:
    if words & _TIME or words <= _TIME_UNITS:
        return "step_duration" if words & (_STEP - {"proses"}) else "duration"
    if words & _COST:
        return "cost"
    if words & {"pelaksana", "petugas", "aktor", "actor", "pic", "role", "pihak"} or phrase == "penanggung jawab":
        return "actor"
    if words & _ID:
        return "service_id" if words & _SERVICE else "id?"
    if words & {
        "opd",
        "instansi",
        "dinas",
        "skpd",
        "unit",
        "penyelenggara",
        "perangkat",
        "agency",
        "department",
        "office",
        "organisasi",
    }:
        return "unit"
    if words & _FIELD:
        return "field"
    if words & {"label", "pertanyaan", "question", "caption"}:
        return "label"
    if words & _REQUIREMENT:
        return "requirement_note" if words & _REMARK and not words & _NAME | words & {"uraian"} else "requirement"
    if words & _STEP:
        return "step_note" if words & {"keterangan", "catatan", "note", "notes", "ket"} else "step"
    if words & _SERVICE:
        if words & _REMARK:
            return "summary"
        return "service_name" if words & _NAME else "service_name2"
    return _weak(phrase, words)


def _weak(phrase: str, words: set[str]) -> str:
    if words & _NAME:
        return "name?"
    if words & _REMARK:
        return "remark?"
    if phrase in ("ringkasan", "summary", "tentang", "pengertian", "definisi"):
        return "summary"
    return {
        "jenis": "kind?",
        "format": "format?",
        "jumlah": "copies?",
        "satuan": "unit?",
        "item": "item?",
        "nilai": "options?",
    }.get(phrase, "")
