"""The smaller components: category, validity, complaint channels, lists and counts."""

from __future__ import annotations

import re

from ..standard import CATEGORIES, Channel
from . import cells, numbers
from .readings import flat, line

_CATEGORY_WORDS = (
    ("keluarga", r"nikah|kawin|cerai|waris|keluarga sakinah|adopsi|pengangkatan anak"),
    ("kependudukan", r"kependudukan|capil|ktp|kartu keluarga|\bkk\b|\bkia\b|akta|akte|domisili|pindah|kelahiran|kematian|penduduk|dukcapil"),
    ("ketenagakerjaan", r"tenaga ?kerja|pencari kerja|ak ?1\b|kartu kuning|phk|perburuhan|lowongan"),
    ("kesehatan", r"kesehatan|dokter|perawat|bidan|apotek|rumah sakit|klinik|puskesmas|praktik|praktek|\bsip[a-z]?\b|laik sehat|pirt|berobat|bpjs"),
    ("pendidikan", r"pendidikan|sekolah|paud|\btk\b|\bsd\b|\bsmp\b|ijazah|kursus|beasiswa|siswa|guru"),
    ("tanah-bangunan", r"tanah|bangunan|\bimb\b|\bpbg\b|\bslf\b|reklame|tata ruang|lahan|lokasi|perumahan|rumah"),
    ("usaha", r"usaha|dagang|perdagangan|industri|\bsiup\b|\btdp\b|\bnib\b|toko|pasar|umkm|koperasi|restoran|hotel|wisata|oss"),
    ("sosial", r"sosial|tidak mampu|sktm|miskin|bantuan|disabilitas|lansia|panti|yatim|pkh|dtks"),
    ("perizinan", r"izin|ijin|perizinan|permit|licen[cs]e|rekomendasi"),
    ("surat-keterangan", r"surat|keterangan|pengantar|letter|legalisir|legalisasi"),
)  # fmt: skip
_CATEGORY_COMPILED = tuple((word, re.compile(pattern)) for word, pattern in _CATEGORY_WORDS)
_EMAIL = re.compile(r"[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4}")
_WEB = re.compile(
    r"(?:https?://|www\.)[^\s,;]{3,200}|\b[\w\-]{2,63}(?:\.[\w\-]{2,63}){0,3}\.(?:go\.id|id|com|org|net)\b(?:/[^\s,;]{0,100})?"
)
_PHONE = re.compile(r"(?<![\w.])(?:\+62|\(?0)[\d\s().\-]{6,18}\d")
_EVER = re.compile(r"seumur hidup|selamanya|selama|tidak terbatas|tanpa batas|tidak ada|permanen|-")


def category(given: str, name: str) -> str:
    """The category that the list or the name of the service suggests; "" when none does."""
    for text in (flat(given).lower(), flat(name).lower()):
        if text.replace(" ", "-") in CATEGORIES:
            return text.replace(" ", "-")
        for word, pattern in _CATEGORY_COMPILED:
            if pattern.search(text):
                return word
    return ""


def channels(text: str) -> tuple[Channel, ...]:
    """Complaint channels named in a cell, told apart by their form."""
    return tuple(dict.fromkeys(c for part in cells.items(text) for c in _channels(part[:1000])))[:20]


def _channels(part: str) -> list[Channel]:
    lowered = part.lower()
    found: list[Channel] = []
    rest = lowered
    for kind, pattern in (("email", _EMAIL), ("web", _WEB), ("phone", _PHONE)):
        for match in pattern.finditer(rest):
            actual = kind
            if kind == "phone" and re.search(r"\bwa\b|whats ?app", lowered):
                actual = "whatsapp"
            if kind == "web" and "lapor.go.id" in match.group():
                actual = "sp4n"
            found.append(Channel(kind=actual, value=line(match.group())))  # type: ignore[arg-type]
        rest = pattern.sub(" ", rest)
    if found:
        return found
    for kind, words in (
        ("sp4n", r"sp4n|lapor"),
        ("letter", r"\bsurat\b|\bpos\b|kotak"),
        ("counter", r"loket|langsung|datang|kantor|meja|petugas|tatap muka|ruang"),
    ):
        if re.search(words, lowered):
            return [Channel(kind=kind, value=line(part))]  # type: ignore[arg-type]
    return []


def count(text: str) -> int | None:
    """ "5 orang", "5 (lima) orang" → 5. None when it is not a single number."""
    plain, mismatch = numbers.check_spelled(flat(text).lower())
    plain, _ = numbers.to_digits(plain)
    found = re.findall(r"\d{1,6}", plain)
    return int(found[0]) if len(found) == 1 and mismatch is None else None


def validity(text: str) -> int | None:
    """The months that a product holds: "5 tahun" → 60, "seumur hidup" → 0. None when a person must decide."""
    plain, mismatch = numbers.check_spelled(flat(text).lower())
    plain, _ = numbers.to_digits(plain)
    found = re.findall(r"(?<![\d.,])(\d{1,3})\s*(tahun|thn|years?|bulan|bln|months?)(?![a-z])", plain)
    if mismatch is None and len(found) == 1 and len(re.findall(r"\d+", plain)) == 1:
        number, unit = found[0]
        months = int(number) * (12 if unit[0] in "ty" else 1)
        return months if 0 < months <= 600 else None
    return 0 if not re.search(r"\d", plain) and _EVER.match(plain) else None
