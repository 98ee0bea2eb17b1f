"""The pages of the editor in their order: the 14 components and what surrounds them."""

from __future__ import annotations

from dataclasses import dataclass

from maklumat.kernel.words import N_

from ..rules.gaps import COMPONENTS
from . import internals, promises
from .base import StandardForm


@dataclass(frozen=True)
class Part:
    """One page of the editor. ``form`` None: a page that lists pieces. ``extra``: a template beside the form."""

    slug: str
    component: str
    title: str
    form: type[StandardForm] | None
    extra: str = ""
    number: int = 0


_TITLES = dict(COMPONENTS)
_FORMS: tuple[tuple[str, str, type[StandardForm] | None, str], ...] = (
    ("persyaratan", "requirements", None, ""),
    ("prosedur", "procedure", None, ""),
    ("waktu", "duration", promises.DurationForm, ""),
    ("biaya", "fee", promises.FeeForm, "catalogue/editor/_fee.html"),
    ("produk", "product", promises.ProductForm, "catalogue/editor/_product.html"),
    ("pengaduan", "complaint", promises.ComplaintForm, ""),
    ("dasar-hukum", "legal_basis", internals.LegalBasisForm, ""),
    ("sarana", "facilities", internals.FacilitiesForm, ""),
    ("kompetensi", "competence", internals.CompetenceForm, ""),
    ("pengawasan", "supervision", internals.SupervisionForm, ""),
    ("pelaksana", "staff", internals.StaffForm, ""),
    ("jaminan", "guarantee", internals.GuaranteeForm, ""),
    ("keamanan", "safety", internals.SafetyForm, ""),
    ("evaluasi", "evaluation", internals.EvaluationForm, ""),
)
PARTS: dict[str, Part] = {
    "dasar": Part("dasar", "general", N_("Nama dan ringkasan"), promises.BasicsForm),
    **{
        slug: Part(slug, component, _TITLES[component], form, extra, n)
        for n, (slug, component, form, extra) in enumerate(_FORMS, 1)
    },
    "akibat": Part("akibat", "consequences", N_("Bila waktu hampir atau sudah habis"), promises.ConsequencesForm),
}
