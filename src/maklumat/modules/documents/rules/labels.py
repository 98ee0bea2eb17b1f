"""Words and dates printed on certificates, per language. Printed once and signed, so they live here, not in gettext."""

from __future__ import annotations

from datetime import date

_MONTHS = {
    "id": ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
           "November", "Desember"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"],
}  # fmt: skip
_LABELS = {
    "id": {
        "number": "Nomor",
        "valid_until": "sampai",
        "validity": "Masa berlaku",
        "given_to": "Diberikan kepada",
        "signed_by": "Ditandatangani secara elektronik oleh",
        "nip": "NIP",
        "check": "Pindai kode QR atau buka {page} untuk memeriksa keaslian dokumen ini.",
        "page": "Halaman {now} dari {all}",
        "qr": "Kode QR untuk memeriksa keaslian dokumen nomor {number}",
        "emblem": "Lambang {government}",
        "content_file": "Isi dokumen ini dalam bentuk yang dapat dibaca mesin",
        "token_file": "Token keaslian yang sama dengan isi kode QR",
        "local": "Ditandatangani dengan tanda tangan elektronik tidak tersertifikasi (PP 71/2019 Pasal 60 ayat (2)) "
        "memakai kunci milik instansi penerbit. Hasil cetak adalah salinan; yang asli adalah berkas elektroniknya.",
        "bsre": "Ditandatangani secara elektronik dengan sertifikat elektronik terbitan Balai Besar Sertifikasi "
        "Elektronik (BSrE), BSSN. Hasil cetak adalah salinan; yang asli adalah berkas elektroniknya.",
    },
    "en": {
        "number": "Number",
        "valid_until": "until",
        "validity": "Valid",
        "given_to": "Granted to",
        "signed_by": "Signed electronically by",
        "nip": "Civil servant no.",
        "check": "Scan the QR code or open {page} to check that this document is genuine.",
        "page": "Page {now} of {all}",
        "qr": "QR code to check document number {number}",
        "emblem": "Emblem of {government}",
        "content_file": "The content of this document in machine-readable form",
        "token_file": "The same token of authenticity as in the QR code",
        "local": "Signed with a non-certified electronic signature (PP 71/2019 Art. 60(2)) under a key of the issuing "
        "office. A print is a copy; the original is the electronic file.",
        "bsre": "Signed electronically with a certificate issued by Balai Besar Sertifikasi Elektronik (BSrE), BSSN. "
        "A print is a copy; the original is the electronic file.",
    },
}


def labels(language: str) -> dict[str, str]:
    """The words of a language; Indonesian for an unknown one."""
    return _LABELS.get(language, _LABELS["id"])


def long_date(day: date, language: str) -> str:
    """21 November 2026."""
    months = _MONTHS.get(language, _MONTHS["id"])
    return f"{day.day} {months[day.month - 1]} {day.year}"
