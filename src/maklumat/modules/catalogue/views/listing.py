"""The lists of the editor in words: requirements, form pages with their questions, steps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ..queries import Workpiece
from ..rules import placeholders
from ..rules.standard import Question, Standard
from ..rules.vocabulary import FIELD_KINDS
from . import showing

HEADINGS = {
    "requirement": lambda form: (
        _("Tambah data yang disyaratkan") if form.kind == "datum" else _("Tambah berkas yang disyaratkan"),
        _("Ubah syarat"),
    ),
    "page": lambda form: (_("Tambah halaman formulir"), _("Ubah halaman formulir")),
    "question": lambda form: (_("Tambah pertanyaan"), _("Ubah pertanyaan")),
    "field": lambda form: (_("Tambah isian berulang"), _("Ubah isian berulang")),
    "step": lambda form: (_("Tambah langkah"), _("Ubah langkah")),
}


def heading(noun: str, form: Any) -> str:
    new, known = HEADINGS[noun](form)
    return known if form.piece else new


def of(piece: Workpiece) -> dict[str, Any]:
    """What the two pages with lists show."""
    s = piece.standard
    shares = [(step, showing.share(s.duration, step.share)) for step in s.steps]
    return {
        "requirements": [(r.key, r.label, _requirement(s, r)) for r in s.requirements],
        "pages": [(page, [(q.key, q.label, _question(s, q)) for q in page.questions]) for page in s.pages],
        "steps": [
            (stage, step.key, step.share, time) for stage, (step, time) in zip(showing.stages(s), shares, strict=True)
        ],
        "total": sum(step.share for step in s.steps),
    }


def _requirement(s: Standard, r: Any) -> str:
    kind = _("Berkas") if r.kind == "document" else _("Data dari formulir")
    return " · ".join(filter(None, [kind, showing.when(s, r) or _("Wajib")]))


def _question(s: Standard, q: Question) -> str:
    required = "" if q.required else _("boleh dikosongkan")
    return " · ".join(filter(None, [_(FIELD_KINDS[q.kind][0]), required, showing.when(s, q)]))


def fields_of(piece: Workpiece, noun: str, form: Any) -> dict[str, Any]:
    """The fields of a repeating group, listed on the page of its question."""
    if noun != "question" or form.piece is None or form.piece.kind != "group":
        return {"fields": None}
    return {"fields": [(f"{form.key}-{q.key}", q.label, _question(piece.standard, q)) for q in form.piece.fields]}


def number_example(piece: Workpiece) -> str:
    """What a number made by the saved pattern looks like."""
    pattern = piece.standard.product.number_pattern if piece.standard.product else ""
    try:
        return pattern.format(number=27, unit="ABC", month=11, month_roman="XI", year=2026)
    except (KeyError, ValueError, IndexError):
        return placeholders.pattern_shown(pattern)
