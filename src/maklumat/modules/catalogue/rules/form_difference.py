"""What changed in the requirements and in the form. Each finding: component, kind, message, params."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from maklumat.kernel.words import N_

from .standard import Question, Requirement, Standard

Found = tuple[str, Literal["better", "worse", "neutral"], str, dict[str, Any]]


def _pairs[T: (Requirement, Question)](
    old: tuple[T, ...], new: tuple[T, ...]
) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    """(kept pairs, removed, added): matched by key, then by label."""
    left: list[T] = []
    added = list(new)
    kept: list[tuple[T, T]] = []
    for match in (lambda a, b: a.key == b.key, lambda a, b: a.label.strip().lower() == b.label.strip().lower()):
        left = []
        for before in old:
            after = next((b for b in added if match(before, b)), None)
            if after is None:
                left.append(before)
            else:
                added.remove(after)
                kept.append((before, after))
        old = tuple(left)
    return kept, left, added


def requirements(old: Standard, new: Standard) -> Iterator[Found]:
    """Added, removed, and changed requirement lines."""
    kept, removed, added = _pairs(old.requirements, new.requirements)
    said = False
    for line in removed:
        said = True
        yield "requirements", "better", N_("Persyaratan dihapus: %(name)s"), {"name": line.label}
    for line in added:
        said = True
        if line.mandatory and line.condition is None:
            yield "requirements", "worse", N_("Persyaratan wajib ditambah: %(name)s"), {"name": line.label}
        elif line.mandatory:
            yield (
                "requirements",
                "worse",
                N_("Persyaratan ditambah untuk sebagian pemohon: %(name)s"),
                {"name": line.label},
            )
        else:
            yield "requirements", "neutral", N_("Persyaratan tidak wajib ditambah: %(name)s"), {"name": line.label}
    for before, after in kept:
        said = said or before != after
        yield from _line(before, after)
    if not said and old.requirements != new.requirements:
        yield "requirements", "neutral", N_("Urutan persyaratan diubah"), {}


def _line(a: Requirement, b: Requirement) -> Iterator[Found]:
    name = {"name": b.label}
    if a.label != b.label:
        yield (
            "requirements",
            "neutral",
            N_("Persyaratan “%(old)s” ditulis menjadi “%(name)s”"),
            {"old": a.label, **name},
        )
    if a.mandatory != b.mandatory:
        message = (
            N_("Persyaratan sekarang wajib: %(name)s") if b.mandatory else N_("Persyaratan tidak lagi wajib: %(name)s")
        )
        yield "requirements", "worse" if b.mandatory else "better", message, name
    if a.condition != b.condition:
        if b.condition is None:
            yield (
                "requirements",
                "worse" if b.mandatory else "neutral",
                N_("Persyaratan sekarang berlaku untuk semua pemohon: %(name)s"),
                name,
            )
        elif a.condition is None:
            yield "requirements", "better", N_("Persyaratan sekarang hanya untuk sebagian pemohon: %(name)s"), name
        else:
            yield "requirements", "neutral", N_("Persyaratan berlaku untuk pemohon yang berbeda: %(name)s"), name
    if a.kind != b.kind:
        if b.kind == "datum":
            yield "requirements", "better", N_("Cukup diisi, tidak perlu diunggah: %(name)s"), name
        else:
            yield "requirements", "worse", N_("Sekarang harus diunggah: %(name)s"), name
    if a.original_shown != b.original_shown:
        message = (
            N_("Dokumen asli sekarang harus diperlihatkan: %(name)s")
            if b.original_shown
            else N_("Dokumen asli tidak perlu lagi diperlihatkan: %(name)s")
        )
        yield "requirements", "worse" if b.original_shown else "better", message, name
    if set(a.formats) != set(b.formats):
        kind: Literal["better", "worse", "neutral"] = (
            "better" if set(b.formats) > set(a.formats) else "worse" if set(b.formats) < set(a.formats) else "neutral"
        )
        yield (
            "requirements",
            kind,
            N_("Format berkas yang diterima untuk “%(name)s” sekarang %(new)s"),
            {**name, "new": ", ".join(b.formats).upper()},
        )
    if a.max_megabytes != b.max_megabytes:
        kind = "better" if b.max_megabytes > a.max_megabytes else "worse"
        yield (
            "requirements",
            kind,
            N_("Ukuran berkas “%(name)s” berubah dari %(old)s MB menjadi %(new)s MB"),
            {**name, "old": a.max_megabytes, "new": b.max_megabytes},
        )
    if a.retention_months != b.retention_months:
        yield (
            "requirements",
            "neutral",
            N_("Berkas “%(name)s” disimpan %(new)s bulan; sebelumnya %(old)s bulan"),
            {**name, "old": a.retention_months, "new": b.retention_months},
        )
    told = ("label", "mandatory", "condition", "kind", "original_shown", "max_megabytes", "retention_months")
    same = {field: getattr(b, field) for field in told}
    if set(a.formats) != set(b.formats):
        same["formats"] = b.formats
    if a.model_copy(update=same) != b:
        yield "requirements", "neutral", N_("Keterangan persyaratan “%(name)s” diubah"), name


def questions(old: Standard, new: Standard) -> Iterator[Found]:
    """Added, removed, and changed questions of the form."""
    kept, removed, added = _pairs(old.questions(), new.questions())
    said = False
    for question in removed:
        said = True
        yield "requirements", "better", N_("Pertanyaan dihapus: %(name)s"), {"name": question.label}
    for question in added:
        said = True
        if question.required:
            yield "requirements", "worse", N_("Pertanyaan wajib ditambah: %(name)s"), {"name": question.label}
        else:
            yield "requirements", "neutral", N_("Pertanyaan tidak wajib ditambah: %(name)s"), {"name": question.label}
    for before, after in kept:
        said = said or before != after
        yield from _question(before, after)
    if not said and old.pages != new.pages:
        yield "requirements", "neutral", N_("Susunan halaman formulir diubah"), {}


def _question(a: Question, b: Question) -> Iterator[Found]:
    name = {"name": b.label}
    if a.label != b.label:
        yield "requirements", "neutral", N_("Pertanyaan “%(old)s” ditulis menjadi “%(name)s”"), {"old": a.label, **name}
    if a.required != b.required:
        message = (
            N_("Pertanyaan sekarang wajib dijawab: %(name)s")
            if b.required
            else N_("Pertanyaan boleh dikosongkan: %(name)s")
        )
        yield "requirements", "worse" if b.required else "better", message, name
    if a.kind != b.kind:
        yield "requirements", "neutral", N_("Jenis jawaban diubah: %(name)s"), name
    before, after = [c.label for c in a.choices], [c.label for c in b.choices]
    for label in [label for label in after if label not in before]:
        yield "requirements", "neutral", N_("Pilihan “%(choice)s” ditambah pada “%(name)s”"), {**name, "choice": label}
    for label in [label for label in before if label not in after]:
        yield "requirements", "neutral", N_("Pilihan “%(choice)s” dihapus dari “%(name)s”"), {**name, "choice": label}
    same = {field: getattr(b, field) for field in ("label", "required", "kind")}
    if set(before) != set(after):
        same["choices"] = b.choices
    if a.model_copy(update=same) != b:
        yield "requirements", "neutral", N_("Pertanyaan “%(name)s” diubah"), name
