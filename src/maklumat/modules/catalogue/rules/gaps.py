"""What keeps a standard from being published: every promise must be measurable.

Source: UU 25/2009 Art. 21 (14 components), PermenPANRB 15/2014. A gap names its component and says
in one sentence what to fill in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from maklumat.kernel.words import N_

from . import fees
from .standard import Condition, Question, Standard

COMPONENTS = (
    ("requirements", N_("Persyaratan")),
    ("procedure", N_("Sistem, mekanisme, dan prosedur")),
    ("duration", N_("Jangka waktu pelayanan")),
    ("fee", N_("Biaya/tarif")),
    ("product", N_("Produk pelayanan")),
    ("complaint", N_("Penanganan pengaduan, saran, dan masukan")),
    ("legal_basis", N_("Dasar hukum")),
    ("facilities", N_("Sarana, prasarana, dan/atau fasilitas")),
    ("competence", N_("Kompetensi pelaksana")),
    ("supervision", N_("Pengawasan internal")),
    ("staff", N_("Jumlah pelaksana")),
    ("guarantee", N_("Jaminan pelayanan")),
    ("safety", N_("Jaminan keamanan dan keselamatan pelayanan")),
    ("evaluation", N_("Evaluasi kinerja pelaksana")),
)


@dataclass(frozen=True)
class Gap:
    """``component`` is a word of :data:`COMPONENTS` or ``general``; ``message`` takes ``detail`` at %(detail)s."""

    component: str
    message: str
    detail: str = ""


def gaps(standard: Standard) -> tuple[Gap, ...]:
    """Every gap of the standard; empty means that it may be published."""
    return tuple(_all(standard))


def _all(s: Standard) -> Iterator[Gap]:
    if not s.summary:
        yield Gap("general", N_("Tulis ringkasan satu kalimat yang dipahami warga."))
    yield from _form(s)
    yield from _requirements(s)
    yield from _procedure(s)
    yield from _duration_and_fee(s)
    yield from _product(s)
    yield from _complaint(s)
    yield from _internal(s)


def _twice(keys: list[str]) -> set[str]:
    return {key for key in keys if keys.count(key) > 1}


def _form(s: Standard) -> Iterator[Gap]:
    keys = [q.key for q in s.questions()]
    if not keys:
        yield Gap("requirements", N_("Formulir belum punya pertanyaan. Tambahkan paling sedikit nama pemohon."))
    for key in sorted(_twice(keys + [r.key for r in s.documents()])):
        yield Gap("requirements", N_("Kode “%(detail)s” dipakai dua kali. Ganti salah satunya."), key)
    seen: set[str] = set()
    for q in s.questions():
        yield from _condition(q.condition, seen, q.label)
        if q.kind == "choice" and len(q.choices) < 2:
            yield Gap("requirements", N_("Pertanyaan “%(detail)s” perlu paling sedikit dua pilihan."), q.label)
        if q.kind == "group" and not q.fields:
            yield Gap("requirements", N_("Kelompok “%(detail)s” belum punya isian."), q.label)
        seen.add(q.key)


def _condition(condition: Condition | None, known: set[str], label: str) -> Iterator[Gap]:
    if condition is not None and condition.field not in known:
        yield Gap(
            "requirements", N_("Syarat pada “%(detail)s” menunjuk isian yang tidak ditanyakan sebelumnya."), label
        )


def _requirements(s: Standard) -> Iterator[Gap]:
    known = {q.key for q in s.questions()}
    if not s.requirements:
        yield Gap("requirements", N_("Tulis paling sedikit satu persyaratan."))
    for r in s.requirements:
        yield from _condition(r.condition, known, r.label)
        if r.kind == "datum" and r.question not in known:
            yield Gap("requirements", N_("Data “%(detail)s” belum dihubungkan ke pertanyaan formulir."), r.label)
        if r.kind == "document" and not r.formats:
            yield Gap("requirements", N_("Tentukan format berkas yang diterima untuk “%(detail)s”."), r.label)
        if not r.mandatory and r.condition is None and not r.explanation:
            yield Gap("requirements", N_("Jelaskan kapan “%(detail)s” diperlukan."), r.label)


def _procedure(s: Standard) -> Iterator[Gap]:
    if not s.steps:
        yield Gap("procedure", N_("Tulis langkah pelayanan beserta pelaksananya."))
        return
    total = sum(step.share for step in s.steps)
    if total != 100:
        yield Gap(
            "procedure", N_("Pembagian waktu semua langkah harus berjumlah 100 %%; sekarang %(detail)s %%."), str(total)
        )
    for key in sorted(_twice([step.key for step in s.steps])):
        yield Gap("procedure", N_("Kode langkah “%(detail)s” dipakai dua kali."), key)
    if s.steps[0].act != "check":
        yield Gap("procedure", N_("Langkah pertama harus pemeriksaan kelengkapan berkas."))
    if s.steps[-1].act != "approve" or sum(step.act == "approve" for step in s.steps) != 1:
        yield Gap("procedure", N_("Langkah terakhir harus penetapan produk, dan hanya satu kali."))


def _duration_and_fee(s: Standard) -> Iterator[Gap]:
    if s.duration is None:
        yield Gap("duration", N_("Tulis jangka waktu: angka, satuan, mulai, dan selesai."))
    fee = s.fee
    if fee is None:
        yield Gap("fee", N_("Tulis biayanya: gratis, tetap, atau rumus."))
        return
    if not fee.legal_basis:
        yield Gap("fee", N_("Sebutkan dasar hukum biaya, juga bila gratis."))
    if fee.kind == "fixed" and fee.amount == 0:
        yield Gap("fee", N_("Biaya tetap perlu jumlah rupiah. Bila tidak dipungut, pilih gratis."))
    if fee.kind == "formula":
        yield from _formula(s, fee.formula)


def _formula(s: Standard, formula: str) -> Iterator[Gap]:
    priced = {
        q.key
        for q in s.questions()
        if q.required
        and q.condition is None
        and (q.kind in ("number", "money") or (q.kind == "choice" and all(c.number is not None for c in q.choices)))
    }
    try:
        used = fees.names(formula)
        fees.evaluate(formula, dict.fromkeys(used, Fraction(1)))
    except fees.FormulaError:
        yield Gap("fee", N_("Rumus biaya “%(detail)s” tidak dapat dihitung."), formula)
        return
    for name in sorted(used - priced):
        yield Gap("fee", N_("Rumus biaya memakai “%(detail)s” yang bukan isian angka wajib."), name)


def _product(s: Standard) -> Iterator[Gap]:
    product = s.product
    if product is None:
        yield Gap("product", N_("Tulis produk yang diterima warga."))
        return
    known: dict[str, Question] = {q.key: q for q in s.questions()}
    if "{number" not in product.number_pattern:
        yield Gap("product", N_("Pola nomor produk harus memuat {number}."))
    else:
        try:
            product.number_pattern.format(number=1, unit="X", month=1, month_roman="I", year=2026)
        except (KeyError, ValueError, IndexError):
            yield Gap("product", N_("Pola nomor “%(detail)s” tidak dikenal."), product.number_pattern)
    if product.holder not in known or known[product.holder].kind != "text" or not known[product.holder].required:
        yield Gap("product", N_("Pilih isian wajib yang memuat nama pemegang produk."))
    for fact in product.shown:
        if fact.question not in known:
            yield Gap("product", N_("Isian “%(detail)s” pada produk tidak ada di formulir."), fact.label)


def _complaint(s: Standard) -> Iterator[Gap]:
    if not s.complaint.channels:
        yield Gap("complaint", N_("Tulis paling sedikit satu saluran pengaduan."))
    if s.complaint.answer_working_days == 0:
        yield Gap("complaint", N_("Tulis dalam berapa hari kerja pengaduan dijawab."))


def _internal(s: Standard) -> Iterator[Gap]:
    i = s.internal
    checks = (
        ("legal_basis", i.legal_basis, N_("Sebutkan dasar hukum pelayanan.")),
        ("facilities", i.facilities, N_("Sebutkan sarana dan prasarana.")),
        ("competence", i.competence, N_("Sebutkan kompetensi pelaksana.")),
        ("supervision", i.supervision, N_("Sebutkan cara pengawasan internal.")),
        ("staff", i.staff_count, N_("Isi jumlah pelaksana.")),
        ("guarantee", i.service_guarantee, N_("Tulis jaminan pelayanan.")),
        ("safety", i.safety_guarantee, N_("Tulis jaminan keamanan dan keselamatan.")),
        ("evaluation", i.evaluation, N_("Tulis cara evaluasi kinerja pelaksana.")),
    )
    for component, value, message in checks:
        if not value:
            yield Gap(component, message)
