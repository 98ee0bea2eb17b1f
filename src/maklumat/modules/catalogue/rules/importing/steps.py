"""Procedure lines → :class:`Step`: who does it, what it decides, and its share of the promised time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from maklumat.kernel.words import N_

from ..standard import Duration, Step
from ..wording import rough_minutes
from . import keys
from .readings import Reading, decide, exact, flat, line, normalised

APPLICANT = N_("Langkah “%(original)s” dilakukan pemohon. Hapus, atau siapa petugas yang melayaninya?")
WHO = N_("Langkah “%(original)s” – siapa pelaksananya: loket, pemeriksa, petugas teknis, atau pimpinan?")
WHO_GIVEN = N_("Langkah “%(original)s” – “%(given)s” termasuk loket, pemeriksa, petugas teknis, atau pimpinan?")
ROLE_READ = N_("Pelaksana dibaca sebagai %(role)s.")

ROLE_WORDS = {"front_desk": "loket", "verifier": "pemeriksa", "technical": "petugas teknis", "head": "pimpinan"}
_ROLES = (
    ("applicant", r"pemohon|masyarakat|warga|pengguna(?: layanan)?|pelanggan|applicant|citizen"),
    ("head", r"kepala (?!seksi|sub|bidang|urusan|desa pemohon)|kadis|pimpinan|camat|lurah|kades|bupati|wali ?kota|direktur|sekda|pejabat penandatangan|head|tanda ?tangan|penandatangan|menandatangani|ttd|tte|menetapkan|penetapan|pengesahan|mengesahkan|menyetujui|persetujuan"),
    ("verifier", r"verifikator|verifikasi|memverifikasi|memeriksa|pemeriksa(?:an)?|periksa|back ?office|seksi|kasi|kabid|bidang|validasi|meneliti|penelitian|verifier|koordinator|kasubag|sekretaris"),
    ("technical", r"teknis|survei|survey|peninjauan|meninjau|lapangan|cek lokasi|mencetak|cetak|pencetakan|pembuatan|membuat|mengetik|menyusun|penyusunan|input|entr[iy]|perekaman|merekam|memproses|pemrosesan|operator|tim|konsep|draf|draft|technical|laborat"),
    ("front_desk", r"loket|front ?office|\bfo\b|customer service|\bcs\b|petugas pelayanan|resepsionis|pendaftaran|mendaftar|menerima|penerimaan|menyerahkan|penyerahan|registrasi|agenda|front ?desk|petugas (?:informasi|pendaftaran)|arsip|mengarsipkan|pengambilan"),
)  # fmt: skip
_COMPILED = tuple((role, re.compile(rf"(?<![a-z])(?:{pattern})")) for role, pattern in _ROLES)
_APPROVE = re.compile(
    r"[tn]anda ?tangan|ttd|menetapkan|penetapan|pengesahan|mengesahkan|menyetujui|persetujuan|penerbitan|menerbitkan|terbit|approv|sign"
)
_CHECK = re.compile(
    r"verifikasi|[pm]eriksa|pemeriksaan|kelengkapan|validasi|meneliti|check|menerima (?:berkas|permohonan|dokumen)|penerimaan (?:berkas|permohonan|dokumen)"
)
_TOTAL = re.compile(
    r"(?:sub ?)?(?:total|jumlah|jumlah total)(?: (?:waktu|lama|durasi|biaya|hari|keseluruhan|penyelesaian))*:?"
)


@dataclass(frozen=True)
class Work:
    """A step before it is placed among the others."""

    title: str
    role: str
    explanation: str = ""
    duration: Duration | None = None


def is_total(text: str) -> bool:
    """True for the line that sums up: "Total waktu"."""
    return _TOTAL.fullmatch(flat(text).lower()) is not None


def read_step(text: str, actor: str = "", explanation: str = "") -> Reading[Work]:
    """One step. A role is always proposed, because the standard needs one; the reading tells how sure it is."""
    original = flat(text)
    title, note = line(original), line(explanation)
    given = flat(actor)
    role = _role(given.lower()) if given else _role(original.lower())
    if role == "applicant":
        return decide(text, APPLICANT, value=Work(title, "front_desk", note))
    if given and role and given.lower() in ROLE_WORDS.values():
        return exact(Work(title, role, note), text)
    if role:
        return normalised(Work(title, role, note), text, ROLE_READ, role=ROLE_WORDS[role])
    proposed = "head" if _APPROVE.search(original.lower()) else "technical"
    work = Work(title, _role(original.lower()).replace("applicant", "") or proposed, note)
    return decide(text, WHO_GIVEN, value=work, given=given[:60]) if given else decide(text, WHO, value=work)


def _role(text: str) -> str:
    if text in ROLE_WORDS:
        return text
    hits = ((match.start(), role) for role, pattern in _COMPILED if (match := pattern.search(text)))
    first = min(hits, default=(0, ""))
    return first[1]


def placed(works: Sequence[Work]) -> tuple[tuple[Step, ...], bool]:
    """The steps with keys, acts and shares. The second value is True when the shares come from durations."""
    approving = [i for i, work in enumerate(works) if _APPROVE.search(work.title.lower())]
    known = [work.duration for work in works]
    weights = [rough_minutes(d) if d else 0 for d in known]
    timed = all(known) and bool(works)
    parts = shares(weights if timed else [1] * len(works))
    unique = keys.Unique(40, "_")
    made = []
    for i, work in enumerate(works):
        approve = bool(approving) and i == approving[-1] and i > 0
        check = i == 0 or (not approve and _CHECK.search(work.title.lower()))
        made.append(
            Step(
                key=unique.take(keys.key(work.title)), title=work.title, role=work.role,  # type: ignore[arg-type]
                act="approve" if approve else "check" if check else "work", share=parts[i], explanation=work.explanation,
            )
        )  # fmt: skip
    return tuple(made), timed


def shares(weights: Sequence[int]) -> list[int]:
    """Whole percents in proportion to the weights, together 100 (largest remainders)."""
    total = sum(weights)
    if not total:
        return []
    parts = [weight * 100 // total for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(weights[i] * 100 % total), i))
    for i in order[: 100 - sum(parts)]:
        parts[i] += 1
    return parts


def total(durations: Sequence[Duration | None]) -> Duration | None:
    """The sum, when all durations are known and share a family of units; else None."""
    known = [d for d in durations if d is not None]
    if not known or len(known) != len(durations):
        return None
    units = {d.unit for d in known}
    if len(units) == 1:
        number, unit = sum(d.number for d in known), known[0].unit
    elif units == {"minutes", "hours"}:
        number, unit = sum(d.number * (60 if d.unit == "hours" else 1) for d in known), "minutes"
    else:
        return None
    return Duration(number=number, unit=unit) if number <= 2000 else None
