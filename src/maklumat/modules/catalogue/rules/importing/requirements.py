"""One line of requirements → :class:`Requirement`."""

from __future__ import annotations

import re
from typing import Any

from maklumat.kernel.words import N_

from ..standard import Requirement
from . import cells, keys
from .readings import Reading, decide, exact, flat, line, normalised

CONDITIONAL = N_("“%(original)s” hanya berlaku bila: %(condition)s. Pertanyaan mana pada formulir yang menentukannya?")
UNKNOWN_KIND = N_("“%(original)s” – berkas yang diunggah, isian formulir, atau hanya ketentuan?")
MANDATORY = N_("“%(original)s” – daftar menulis “%(given)s”. Wajib atau tidak?")
SEVERAL = N_("“%(original)s” menyebut beberapa dokumen. Satu unggahan atau dipisah?")
FORMAT = N_(
    "“%(original)s” meminta format %(given)s, padahal yang diterima hanya PDF, JPG, dan PNG. Format mana yang dipakai?"
)
LONG = N_("“%(original)s” terlalu panjang. Ringkas menjadi paling banyak 300 huruf.")
DATUM_READ = N_("Dibaca sebagai isian formulir, bukan unggahan.")
COPIES_READ = N_("Jumlah salinan (%(copies)s) dicatat pada penjelasan; unggahan cukup satu.")
ORIGINAL_READ = N_("Dibaca: dokumen asli diperlihatkan.")
OPTIONAL_READ = N_("Dibaca sebagai tidak wajib.")
FORMAT_READ = N_("Format atau ukuran berkas dibaca: %(reading)s.")

_SIGNS = (
    r"foto ?k?copy|foto ?kopi|f\.?c\.?|scan|pindaian|salinan|copy|surat|akta|akte|ijazah|ijasah|sertifikat|sertipikat|e?-?ktp|kk"
    r"|pas ?foto|foto|bukti|formulir|blangko|blanko|rekomendasi|sk|npwp|nib|imb|pbg|gambar|denah|proposal|laporan|izin|ijin|kartu|rapor|raport|kwitansi"
    r"|kuitansi|dokumen|berkas|paspor|passport|buku|sppt|pbb|stnk|bpkb|sim|visum|skck|cv|daftar riwayat|peta|materai|meterai"
    r"|transkrip|piagam|perjanjian|berita acara|rencana|amdal|ukl|spesimen|stempel|map|letter|certificate|photo|document|sertifikasi|kitas|kitap|str|sip|site ?plan|legalisir|pernyataan"
)
_DOCUMENT = re.compile(rf"\b(?:{_SIGNS})\b")
_DATUM = re.compile(
    r"^(?:nomor|no\.?|nik|nama|alamat|tanggal|tgl\.?|tempat|e-?mail|telepon|telp\.?|hp|luas|jumlah|titik koordinat|koordinat|pekerjaan|agama|jenis kelamin|data|umur|usia)\b"
)
_CONDITION = re.compile(
    r"\(?\b(?:(?:wajib )?(?:bagi|untuk) (?:yang|pemohon|wni|wna|badan|perorangan|perusahaan|warga|penduduk|anak|bayi|usaha|pelajar|pns|asn|janda|duda|penyandang|pendatang|kelahiran|permohonan|perpanjangan)\b"
    r"|jika|apabila|bila|bilamana|kalau|dalam hal|khusus|kecuali|hanya untuk|if|for those)\b[^()]{0,280}\)?"
)
_OPTIONAL = re.compile(r"\(?\b(?:opsional|optional|tidak wajib|boleh tidak)\b\)?")
_COPIES = re.compile(
    r"(?:sebanyak |masing[ \-]masing |@ ?)?(?:rangkap|\bx) ?(?P<a>\d{1,2}|[a-z]+)|(?<![\d.,\-])(?P<b>\d{1,2}) ?(?:\([a-z ]+\) ?)?(?:lembar|lbr|rangkap|eksemplar|buah|set|copies)\b"
)
_ORIGINAL = re.compile(r"\basli(?:nya)?\b|\boriginal\b")
_SHOWN = re.compile(r"menunjuk|ditunjuk|tunjuk|diperlihat|memperlihat|dibawa|membawa|bawa|\bdan\b|&|\+|/|shown")
_FORMATS = re.compile(r"\b(pdf|jpe?g|png|docx?|xlsx?|pptx?|dwg|dxf|zip|rar|tiff?|gif|bmp|heic|shp|kmz|kml|mp4)\b")
_SIZE = re.compile(r"(\d{1,3})(?:[.,]\d)? ?(mb|kb)\b")
_NOUN = r"(?:(?:foto ?k?copy|foto ?kopi|fc) )?(?:e-?ktp|ktp|kk|kartu (?:tanda penduduk|keluarga)|akt[ae] \w+|ijazah|npwp|nib|sppt|pbb|paspor|buku nikah|surat nikah|sim|stnk|pas ?foto)"
_PAIR = re.compile(rf"\b{_NOUN}(?: [\w.]+){{0,3}} ?(?:,|/|&|\+|dan|serta|atau) ?{_NOUN}\b")


def read_requirement(
    text: str, mandatory: str | None = None, remark: str = "", formats: str = "", copies: str = ""
) -> Reading[Requirement]:
    """One requirement. ``mandatory`` None: the list has no such column. The key is a proposal."""
    original = flat(text)
    lowered = flat(f"{original} {remark}").lower()
    wanted = _mandatory(mandatory)
    condition = _CONDITION.search(lowered)
    optional = _OPTIONAL.search(lowered) is not None or wanted is False
    count = _copies(f"{lowered} {copies} rangkap" if copies.strip().isdigit() else f"{lowered} {copies}")
    shown = _ORIGINAL.search(lowered) is not None and _is_shown(lowered)
    accepted, refused = _formats(f"{lowered} {formats.lower()}")
    megabytes = _size(f"{lowered} {formats.lower()}")
    kind, sure = _kind(original.lower())
    notes = [flat(remark)] if remark.strip() else []
    if condition and condition.group().strip("() ") not in flat(remark).lower():
        notes.append(_cut_like(original, condition))
    if count:
        notes.append(f"Salinan: {count}")
    content: dict[str, Any] = {
        "key": keys.key(original),
        "label": line(original),
        "kind": kind,
        "explanation": line("; ".join(notes)),
        "mandatory": not (condition or optional),
        "original_shown": shown,
    }
    if accepted:
        content["formats"] = accepted
    if megabytes:
        content["max_megabytes"] = megabytes
    value = Requirement(**content)
    if condition:
        return decide(text, CONDITIONAL, value=value, condition=_cut_like(f"{original} {flat(remark)}", condition))
    if mandatory is not None and wanted is None:
        return decide(text, MANDATORY, value=value, given=flat(mandatory)[:40] or "-")
    if len(original) > 300:
        return decide(text, LONG, value=value)
    if refused:
        return decide(text, FORMAT, value=value, given=", ".join(refused).upper())
    if not sure:
        return decide(text, UNKNOWN_KIND, value=value)
    if _PAIR.search(original.lower()):
        return decide(text, SEVERAL, value=value)
    if kind == "datum":
        return normalised(value, text, DATUM_READ)
    if optional:
        return normalised(value, text, OPTIONAL_READ)
    if shown:
        return normalised(value, text, ORIGINAL_READ)
    if accepted or megabytes:
        return normalised(
            value, text, FORMAT_READ, reading=", ".join(accepted).upper() + (f" {megabytes} MB" if megabytes else "")
        )
    return normalised(value, text, COPIES_READ, copies=count) if count else exact(value, text)


def _mandatory(word: str | None) -> bool | None:
    return cells.yes_no(word) if word else None


def _cut_like(original: str, match: re.Match[str]) -> str:
    """The matched words as the list spells them."""
    return original[match.start() : match.end()].strip("() ,;") or match.group().strip("() ,;")


def _kind(text: str) -> tuple[str, bool]:
    if _DATUM.search(text) and not re.search(r"\b(?:foto|fc|scan|surat|kartu|sertifikat|bukti)", text):
        return "datum", True
    return "document", _DOCUMENT.search(text) is not None


def _copies(text: str) -> str:
    match = _COPIES.search(text)
    if not match:
        return ""
    number = match["a"] or match["b"] or ""
    words = {"satu": "1", "dua": "2", "tiga": "3", "empat": "4", "lima": "5"}
    return number if number.isdigit() else words.get(number, "")


def _is_shown(text: str) -> bool:
    return bool(_SHOWN.search(text)) or re.search(r"\(\s*asli|asli\s*\)?$|^asli\b", text) is not None


def _formats(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    named = tuple(dict.fromkeys(_FORMATS.findall(text)))
    accepted = tuple(
        dict.fromkeys({"jpeg": "jpg"}.get(name, name) for name in named if name in ("pdf", "jpg", "jpeg", "png"))
    )
    return accepted, () if accepted else named


def _size(text: str) -> int | None:
    match = _SIZE.search(text)
    if not match:
        return None
    number = int(match.group(1)) if match.group(2) == "mb" else 1
    return min(20, max(1, number))
