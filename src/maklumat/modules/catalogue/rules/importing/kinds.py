"""The kind of a form field, from the type column or from its label."""

from __future__ import annotations

import re

_TYPES = (
    ("file", r"files?|upload|unggah(?:an)?|berkas|image|gambar|foto|dokumen|attachment|lampiran|pdf|scan"),
    ("long_text", r"text ?area|long ?text|teks panjang|paragraf|paragraph|memo|multi ?line|isian panjang|rich ?text|uraian"),
    ("nik", r"nik|no nik|nomor nik"),
    ("kk", r"no ?kk|kk|nomor kk|nkk"),
    ("phone", r"no ?hp|hp|phone|telp(?:on)?|telepon|tel|wa|whats ?app|handphone|mobile"),
    ("email", r"e ?mail|surel"),
    ("money", r"rupiah|rp|uang|money|currency|mata uang|nominal"),
    ("number", r"number|numerik|numeric|angka|int(?:eger)?|big ?int|float|decimal|desimal|bilangan|double"),
    ("date", r"date|tanggal|tgl|date ?picker|datepicker"),
    ("yes_no", r"bool(?:ean)?|ya ?tidak|yes ?no|checkbox|check ?box|switch|toggle|centang"),
    ("choice", r"select(?: ?manual)?|drop ?down|combo(?: ?box)?|radio(?: ?button)?|pilihan(?: ganda)?|choice|enum|option|list|select ?2|daftar pilihan"),
    ("province", r"provinsi|province|propinsi"),
    ("regency", r"kab(?:upaten)?(?: kota)?|regency|kota"),
    ("district", r"kec(?:amatan)?|district"),
    ("village", r"desa(?: kelurahan)?|kelurahan|kel|village|wilayah|region|lokasi administratif"),
    ("text", r"text|teks|string|varchar|char|isian|input|huruf|isian singkat|short ?text|alphanumeric|alfanumerik"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _TYPES)
_LABELS = (
    ("nik", r"(?:no(?:mor)? )?nik\b.*|nomor induk kependudukan.*"),
    ("kk", r"(?:no(?:mor)? )(?:kk|kartu keluarga)\b.*|nomor kk.*"),
    ("phone", r"(?:no(?:mor)? )?(?:hp|telp|telepon|telpon|wa|whatsapp|handphone|ponsel)\b.*"),
    ("email", r"(?:alamat )?e ?mail\b.*|surel"),
    ("date", r"(?:tanggal|tgl)\b.*"),
    ("province", r"provinsi|propinsi|province"),
    ("regency", r"kabupaten|kabupaten kota|kab kota|kota kabupaten"),
    ("district", r"kecamatan|district"),
    ("village", r"desa|kelurahan|desa kelurahan|kelurahan desa|village"),
    ("money", r"(?:penghasilan|gaji|nominal|harga|omzet|modal|nilai (?:usaha|aset|investasi|transaksi))\b.*"),
    ("number", r"(?:jumlah|luas|umur|usia|panjang|lebar|tinggi|berat)\b.*"),
    ("long_text", r"(?:alamat|uraian|keterangan|alasan|deskripsi|keperluan)\b.*"),
)
_LABELS_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in _LABELS)
REGION_LEVELS = ("province", "regency", "district", "village")
_OFFICER = re.compile(
    r"(?:no(?:mor)? surat|(?:tanggal|tgl) surat|penandatangan|tanda tangan|nama (?:kepala desa|lurah|kades|camat|pejabat)|jabatan penandatangan|nip (?:kepala|pejabat).*|kode surat)"
)


def _words(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text[:300]).lower()).split())


def by_type(text: str) -> str:
    """The kind that a type word names, or "". ``file`` and region levels are told apart."""
    word = re.sub(r"\b\d+\b", "", _words(text)).strip()
    return next((kind for kind, pattern in _COMPILED if pattern.fullmatch(word)), "")


def by_label(text: str) -> str:
    """The kind that a label suggests, or ""."""
    word = _words(text)
    return next((kind for kind, pattern in _LABELS_COMPILED if pattern.fullmatch(word)), "")


def by_officer(text: str) -> bool:
    """True for fields that the office fills in, such as the number of the letter."""
    return _OFFICER.fullmatch(_words(text)) is not None


def two_in_one(text: str) -> bool:
    """True for "Tempat, tanggal lahir": two answers behind one label."""
    return re.match(r"(?:tempat|tmpt|tmp) (?:dan )?(?:tanggal|tgl)\b|ttl$", _words(text)) is not None
