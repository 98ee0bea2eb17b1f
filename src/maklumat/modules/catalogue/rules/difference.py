"""What changed between two versions of a standard, told as the resident feels it: better, worse, or neither."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from maklumat.kernel.words import N_

from .form_difference import questions, requirements
from .internal_difference import complaint, consequences, internal
from .standard import Fee, Standard
from .wording import duration_text, fee_text, promise_text, render, rough_minutes

Kind = Literal["better", "worse", "neutral"]

SPOKEN = {
    "name": N_("Nama layanan diubah menjadi “%(new)s”"),
    "summary": N_("Ringkasan diubah"),
    "audience": N_("Sasaran layanan diubah"),
    "category": N_("Kelompok layanan diubah"),
    "life_events": N_("Peristiwa hidup yang terkait diubah"),
    "aliases": N_("Nama lain layanan diubah"),
    "name_en": N_("Nama dalam bahasa Inggris diubah"),
    "summary_en": N_("Ringkasan dalam bahasa Inggris diubah"),
    "slug": N_("Kode layanan diubah menjadi “%(new)s”"),
}


@dataclass(frozen=True)
class Difference:
    """``component`` is a word of ``gaps.COMPONENTS`` or ``general``; ``params`` may hold phrases (see wording)."""

    component: str
    kind: Kind
    message: str
    params: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def text(self) -> str:
        """The sentence in Bahasa Indonesia."""
        return render(self.message, self.params)


def differences(old: Standard, new: Standard) -> tuple[Difference, ...]:
    """Every difference, in the order of the components. Empty exactly when the standards are equal."""
    parts = (_general, requirements, questions, _steps, _duration, _fee, _product, complaint, internal, consequences)
    found = tuple(Difference(*finding) for part in parts for finding in part(old, new))
    if not found and old != new:
        return (Difference("general", "neutral", N_("Ada perubahan kecil pada isi standar")),)
    return found


type Found = tuple[str, Kind, str, dict[str, Any]]


def _general(old: Standard, new: Standard) -> Iterator[Found]:
    for name, message in SPOKEN.items():
        if getattr(old, name) != getattr(new, name):
            yield "general", "neutral", message, {"new": getattr(new, name)}


def _duration(old: Standard, new: Standard) -> Iterator[Found]:
    a, b = old.duration, new.duration
    if a == b:
        return
    if a is None or b is None:
        if b:
            yield "duration", "better", N_("Waktu sekarang dijanjikan: %(new)s"), {"new": promise_text(b)}
        else:
            yield "duration", "worse", N_("Janji waktu dihapus"), {}
        return
    params = {"old": duration_text(a), "new": duration_text(b)}
    before, after = rough_minutes(a), rough_minutes(b)
    if after < before:
        yield "duration", "better", N_("Waktu turun dari %(old)s menjadi %(new)s"), params
    elif after > before:
        yield "duration", "worse", N_("Waktu naik dari %(old)s menjadi %(new)s"), params
    elif (a.number, a.unit) != (b.number, b.unit):
        yield "duration", "neutral", N_("Waktu ditulis ulang dari %(old)s menjadi %(new)s"), params
    if a.start_event != b.start_event:
        if b.start_event == "accepted":
            yield "duration", "worse", N_("Waktu sekarang baru dihitung sejak berkas dinyatakan lengkap"), {}
        else:
            yield "duration", "better", N_("Waktu sekarang dihitung sejak diajukan"), {}


def _fee(old: Standard, new: Standard) -> Iterator[Found]:
    a, b = old.fee, new.fee
    if a == b:
        return
    if a is not None and b is not None:
        found = list(_amount(a, b))
        yield from found or [("fee", "neutral", N_("Penjelasan biaya diubah"), {})]
    else:
        yield (
            "fee",
            "neutral",
            N_("Biaya ditetapkan: %(new)s") if b else N_("Biaya dihapus dari standar"),
            {"new": fee_text(b)} if b else {},
        )


def _amount(a: Fee, b: Fee) -> Iterator[Found]:
    params = {"old": fee_text(a), "new": fee_text(b)}
    if "formula" not in (a.kind, b.kind):
        if b.amount < a.amount or (b.kind == "free" and a.kind == "fixed"):
            yield "fee", "better", N_("Biaya turun dari %(old)s menjadi %(new)s"), params
        elif b.amount > a.amount:
            yield "fee", "worse", N_("Biaya naik dari %(old)s menjadi %(new)s"), params
        elif a.kind != b.kind:
            yield "fee", "neutral", N_("Biaya ditulis ulang dari %(old)s menjadi %(new)s"), params
    elif b.kind == "free":
        yield "fee", "better", N_("Sekarang gratis; sebelumnya %(old)s"), params
    elif a.kind == "free":
        yield "fee", "worse", N_("Sebelumnya gratis; sekarang %(new)s"), params
    elif (a.kind, a.amount, a.formula) != (b.kind, b.amount, b.formula):
        yield "fee", "neutral", N_("Cara menghitung biaya berubah dari %(old)s menjadi %(new)s"), params
    if a.legal_basis != b.legal_basis:
        yield "fee", "neutral", N_("Dasar hukum biaya diubah menjadi “%(new)s”"), {"new": b.legal_basis}


def _steps(old: Standard, new: Standard) -> Iterator[Found]:
    if old.steps == new.steps:
        return
    if len(new.steps) != len(old.steps) and old.steps:
        kind: Kind = "better" if len(new.steps) < len(old.steps) else "worse"
        message = (
            N_("Langkah berkurang dari %(old)s menjadi %(new)s")
            if kind == "better"
            else N_("Langkah bertambah dari %(old)s menjadi %(new)s")
        )
        yield "procedure", kind, message, {"old": len(old.steps), "new": len(new.steps)}
    before, after = {s.key: s for s in old.steps}, {s.key: s for s in new.steps}
    for key, step in before.items():
        if key not in after:
            yield "procedure", "neutral", N_("Langkah dihapus: %(name)s"), {"name": step.title}
    for key, step in after.items():
        if key not in before:
            yield "procedure", "neutral", N_("Langkah ditambah: %(name)s"), {"name": step.title}
        elif step != before[key]:
            was = before[key]
            if was.model_copy(update={"share": step.share}) == step:
                yield (
                    "procedure",
                    "neutral",
                    N_("Bagian waktu langkah “%(name)s” berubah dari %(old)s%% menjadi %(new)s%%"),
                    {"name": step.title, "old": was.share, "new": step.share},
                )
            else:
                yield "procedure", "neutral", N_("Langkah “%(name)s” diubah"), {"name": step.title}
    kept = [s.key for s in old.steps if s.key in after]
    if kept != [s.key for s in new.steps if s.key in before] or (before == after):
        yield "procedure", "neutral", N_("Urutan langkah diubah"), {}


def _product(old: Standard, new: Standard) -> Iterator[Found]:
    a, b = old.product, new.product
    if a == b:
        return
    if b is not None and a is None:
        yield "product", "neutral", N_("Produk ditetapkan: %(name)s"), {"name": b.name}
    if a is not None and b is None:
        yield "product", "neutral", N_("Produk dihapus: %(name)s"), {"name": a.name}
    if a is None or b is None:
        return
    if a.name != b.name:
        yield (
            "product",
            "neutral",
            N_("Produk berubah dari “%(old)s” menjadi “%(new)s”"),
            {"old": a.name, "new": b.name},
        )
    if a.valid_months != b.valid_months:
        longer = b.valid_months == 0 or (a.valid_months != 0 and b.valid_months > a.valid_months)
        params = {"old": _months(a.valid_months), "new": _months(b.valid_months)}
        message = (
            N_("Masa berlaku lebih panjang: dari %(old)s menjadi %(new)s")
            if longer
            else N_("Masa berlaku lebih pendek: dari %(old)s menjadi %(new)s")
        )
        yield "product", "better" if longer else "worse", message, params
    same = {"name": b.name, "valid_months": b.valid_months}
    if a.model_copy(update=same) != b:
        yield "product", "neutral", N_("Bentuk atau isi produk diubah"), {}


def _months(months: int) -> tuple[str, dict[str, Any]]:
    return (N_("%(months)s bulan"), {"months": months}) if months else (N_("tanpa batas waktu"), {})
