"""NIK, KK, NIP and telephone numbers: what can be told from the digits alone.

A pattern proves nothing about existence, and nothing here asks whether a number exists.
Sources: NIK composition (Dukcapil); Perka BKN 22/2007 and 43/2007 for NIP. An unknown region, birth date or
sex that disagree are *warnings*: documented data errors exist, and a NIK is never reissued.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from maklumat.kernel.words import N_


@dataclass(frozen=True)
class Checked:
    """``value``: the number without spaces. ``error``: sentence or empty. ``warnings``: sentences."""

    value: str
    error: str = ""
    warnings: tuple[str, ...] = ()


def tidy_digits(typed: str) -> str:
    """The digits as meant: spaces, dots and dashes dropped, nothing else."""
    return re.sub(r"[\s.\-–]", "", typed)


def check_nik(
    typed: str, *, birth: date | None = None, female: bool | None = None, regions: frozenset[str] | None = None
) -> Checked:
    """NIK, 16 digits ``PPKKCC DDMMYY SSSS``; women's day + 40; serial from 0001; no checksum.

    ``regions``: known six-digit region codes without dots; the region is that of first registration.
    """
    value = tidy_digits(typed)
    if problem := _sixteen(value, "NIK"):
        return Checked(value, problem)
    day, month, year = int(value[6:8]), int(value[8:10]), int(value[10:12])
    woman = day > 40
    born_on = day - 40 if woman else day
    if not _real_day(born_on, month, year):
        return Checked(
            value,
            N_(
                "Angka ke-7 sampai ke-12 NIK adalah tanggal lahir, dan tanggal itu tidak ada. Periksa lagi di KTP atau KK."
            ),
        )
    if value[12:] == "0000":
        return Checked(value, N_("Empat angka terakhir NIK tidak boleh 0000. Periksa lagi di KTP atau KK."))
    warnings = []
    if regions is not None and value[:6] not in regions:
        warnings.append(
            N_("Enam angka pertama NIK tidak ada di daftar wilayah. Bila sudah sama dengan KTP, lanjutkan saja.")
        )
    if birth is not None and (birth.day, birth.month, birth.year % 100) != (born_on, month, year):
        warnings.append(N_("Tanggal lahir berbeda dari NIK. Bila sudah sama dengan KTP, lanjutkan saja."))
    if female is not None and female != woman:
        warnings.append(N_("Jenis kelamin berbeda dari NIK. Bila sudah sama dengan KTP, lanjutkan saja."))
    return Checked(value, warnings=tuple(warnings))


def check_kk(typed: str) -> Checked:
    """KK, 16 digits: area, date of recording DDMMYY (never + 40), serial of the family."""
    value = tidy_digits(typed)
    if problem := _sixteen(value, "KK"):
        return Checked(value, problem)
    if not _real_day(int(value[6:8]), int(value[8:10]), int(value[10:12])):
        return Checked(
            value, N_("Angka ke-7 sampai ke-12 nomor KK adalah tanggal, dan tanggal itu tidak ada. Periksa lagi di KK.")
        )
    if value[12:] == "0000":
        return Checked(value, N_("Empat angka terakhir nomor KK tidak boleh 0000. Periksa lagi di KK."))
    return Checked(value)


def check_nip(typed: str) -> Checked:
    """NIP, 18 digits ``YYYYMMDD YYYYMM S NNN``; PPPK have a code from 21 where the month stands."""
    value = tidy_digits(typed)
    if not re.fullmatch(r"[0-9]{18}", value):
        return Checked(value, N_("NIP terdiri dari 18 angka."))
    try:
        born = date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        return Checked(value, N_("Delapan angka pertama NIP adalah tanggal lahir, dan tanggal itu tidak ada."))
    start_year, start = int(value[8:12]), int(value[12:14])
    if not (1 <= start <= 12 or start >= 21):
        return Checked(value, N_("Angka ke-13 dan ke-14 NIP adalah bulan (01–12), atau kode PPPK mulai 21."))
    if start_year < born.year + 15:
        return Checked(value, N_("Tahun pengangkatan pada NIP terlalu dekat dengan tahun lahir."))
    if value[14] not in "12":
        return Checked(value, N_("Angka ke-15 NIP adalah 1 (pria) atau 2 (wanita)."))
    return Checked(value)


def check_phone(typed: str) -> Checked:
    """An Indonesian telephone number; ``value`` in the form +62…"""
    digits = re.sub(r"[\s.\-–()]", "", typed)
    national = re.sub(r"^(\+?62|0)", "", digits)
    if digits.startswith("+") and not digits.startswith("+62"):
        return Checked(digits, N_("Tulis nomor telepon Indonesia, misalnya 0812 3456 7890."))
    if not re.fullmatch(r"[2-9][0-9]{6,12}", national) or (national == digits and not digits.startswith("8")):
        return Checked(digits, N_("Tulis nomor telepon lengkap, misalnya 0812 3456 7890."))
    return Checked("+62" + national)


def masked(value: str, shown: int = 4) -> str:
    """The last digits only, for a person who knows the number anyway."""
    return "•" * max(0, len(value) - shown) + value[-shown:]


def _sixteen(value: str, name: str) -> str:
    if re.fullmatch(r"[0-9]{16}", value):
        return ""
    if name == "NIK":
        return N_("NIK terdiri dari 16 angka. Lihat di KTP atau KK.")
    return N_("Nomor KK terdiri dari 16 angka. Lihat di bagian atas KK.")


def _real_day(day: int, month: int, two_digit_year: int) -> bool:
    """Whether the date exists in either century: the two-digit year does not tell which."""
    if not 1 <= month <= 12:
        return False
    longest = max(monthrange(century + two_digit_year, month)[1] for century in (1900, 2000))
    return 1 <= day <= longest
