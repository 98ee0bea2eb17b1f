"""What changed in complaints (6), the internal components (7 to 14), and the consequences of being late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from maklumat.kernel.words import N_

from .standard import Channel, Standard

Kind = Literal["better", "worse", "neutral"]
Found = tuple[str, Kind, str, dict[str, Any]]

_LISTS: tuple[tuple[str, str, Kind, Kind, str, str], ...] = (
    ("facilities", "facilities", "better", "worse", N_("Sarana ditambah: %(name)s"), N_("Sarana dihapus: %(name)s")),
    ("vulnerable_facilities", "facilities", "better", "worse", N_("Fasilitas kelompok rentan ditambah: %(name)s"), N_("Fasilitas kelompok rentan dihapus: %(name)s")),
    ("competence", "competence", "neutral", "neutral", N_("Kompetensi ditambah: %(name)s"), N_("Kompetensi dihapus: %(name)s")),
    ("supervision", "supervision", "neutral", "neutral", N_("Pengawasan ditambah: %(name)s"), N_("Pengawasan dihapus: %(name)s")),
)  # fmt: skip
_TEXTS = (
    ("service_guarantee", "guarantee", N_("Jaminan pelayanan ditambah"), N_("Jaminan pelayanan dihapus"), N_("Jaminan pelayanan diubah")),
    ("safety_guarantee", "safety", N_("Jaminan keamanan dan keselamatan ditambah"), N_("Jaminan keamanan dan keselamatan dihapus"), N_("Jaminan keamanan dan keselamatan diubah")),
    ("evaluation", "evaluation", N_("Evaluasi kinerja ditambah"), N_("Evaluasi kinerja dihapus"), N_("Evaluasi kinerja diubah")),
)  # fmt: skip


def complaint(old: Standard, new: Standard) -> Iterator[Found]:
    """Channels, the promised answer, and the officer."""
    a, b = old.complaint, new.complaint
    before, after = ({_channel(c) for c in part.channels} for part in (a, b))
    for channel in b.channels:
        if _channel(channel) not in before:
            yield "complaint", "better", N_("Saluran pengaduan ditambah: %(name)s"), {"name": channel.value}
    for channel in a.channels:
        if _channel(channel) not in after:
            yield "complaint", "worse", N_("Saluran pengaduan dihapus: %(name)s"), {"name": channel.value}
    if before == after and a.channels != b.channels:
        yield "complaint", "neutral", N_("Urutan atau keterangan saluran pengaduan diubah"), {}
    days = {"old": a.answer_working_days, "new": b.answer_working_days}
    if days["old"] != days["new"]:
        if not days["old"]:
            yield "complaint", "better", N_("Pengaduan sekarang dijawab dalam %(new)s hari kerja"), days
        elif not days["new"]:
            yield "complaint", "worse", N_("Janji waktu jawaban pengaduan dihapus"), {}
        elif days["new"] < days["old"]:
            yield (
                "complaint",
                "better",
                N_("Jawaban pengaduan lebih cepat: dari %(old)s menjadi %(new)s hari kerja"),
                days,
            )
        else:
            yield (
                "complaint",
                "worse",
                N_("Jawaban pengaduan lebih lambat: dari %(old)s menjadi %(new)s hari kerja"),
                days,
            )
    if a.officer != b.officer:
        yield "complaint", "neutral", N_("Petugas pengaduan diubah"), {}


def _channel(channel: Channel) -> tuple[str, str]:
    return channel.kind, channel.value


def internal(old: Standard, new: Standard) -> Iterator[Found]:
    """Components 7 to 14."""
    a, b = old.internal, new.internal
    before, after = [x.title for x in a.legal_basis], [x.title for x in b.legal_basis]
    for title in [t for t in after if t not in before]:
        yield "legal_basis", "neutral", N_("Dasar hukum ditambah: %(name)s"), {"name": title}
    for title in [t for t in before if t not in after]:
        yield "legal_basis", "neutral", N_("Dasar hukum dihapus: %(name)s"), {"name": title}
    if set(before) == set(after) and a.legal_basis != b.legal_basis:
        yield "legal_basis", "neutral", N_("Tulisan dasar hukum diubah"), {}
    for name, component, up, down, added, removed in _LISTS:
        left, right = getattr(a, name), getattr(b, name)
        for item in [i for i in right if i not in left]:
            yield component, up, added, {"name": item}
        for item in [i for i in left if i not in right]:
            yield component, down, removed, {"name": item}
        if set(left) == set(right) and left != right:
            yield component, "neutral", N_("Urutan daftar diubah"), {}
    for name, component, added, removed, changed in _TEXTS:
        left, right = getattr(a, name), getattr(b, name)
        if left != right:
            yield (
                component,
                "better" if not left else "worse" if not right else "neutral",
                added if not left else removed if not right else changed,
                {},
            )
    if a.staff_count != b.staff_count:
        kind: Kind = "better" if b.staff_count > a.staff_count else "worse"
        message = (
            N_("Jumlah pelaksana bertambah dari %(old)s menjadi %(new)s")
            if kind == "better"
            else N_("Jumlah pelaksana berkurang dari %(old)s menjadi %(new)s")
        )
        yield "staff", kind, message, {"old": a.staff_count, "new": b.staff_count}


def consequences(old: Standard, new: Standard) -> Iterator[Found]:
    """What happens when the promise is not kept."""
    a, b = old.consequences, new.consequences
    if a.apologise != b.apologise:
        message = (
            N_("Warga menerima permintaan maaf bila terlambat")
            if b.apologise
            else N_("Permintaan maaf bila terlambat dihapus")
        )
        yield "guarantee", "better" if b.apologise else "worse", message, {}
    if a.complain != b.complain:
        message = (
            N_("Pengaduan dibuatkan untuk warga bila terlambat")
            if b.complain
            else N_("Pengaduan tidak lagi dibuatkan bila terlambat")
        )
        yield "guarantee", "better" if b.complain else "worse", message, {}
    if a.escalate_at_due != b.escalate_at_due:
        message = (
            N_("Keterlambatan diteruskan ke pimpinan")
            if b.escalate_at_due
            else N_("Keterlambatan tidak lagi diteruskan ke pimpinan")
        )
        yield "guarantee", "better" if b.escalate_at_due else "worse", message, {}
    if a.extra_working_days != b.extra_working_days:
        kind: Kind = "better" if b.extra_working_days < a.extra_working_days else "worse"
        yield (
            "guarantee",
            kind,
            N_("Waktu tambahan bila terlambat berubah dari %(old)s menjadi %(new)s hari kerja"),
            {"old": a.extra_working_days, "new": b.extra_working_days},
        )
    if a.warn_at != b.warn_at:
        yield "guarantee", "neutral", N_("Saat peringatan sebelum jatuh tempo diubah"), {}
