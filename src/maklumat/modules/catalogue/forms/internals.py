"""Forms for components 7 to 14: what stands behind the service."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from ..rules.standard import Internal, LegalBasis, Standard
from .base import LinesField, RowForm, Rows, StandardForm, line, text, whole


class InternalForm(StandardForm):
    """A form over some of the fields of the internal components, by their names."""

    def start(self, standard: Standard) -> dict[str, Any]:
        return standard.internal.model_dump() | {"staff_count": standard.internal.staff_count or None}

    def changed(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def applied(self) -> Standard:
        internal = Internal.model_validate(self.standard.internal.model_dump() | self.changed())
        return self.standard.model_copy(update={"internal": internal})


class BasisRow(RowForm):
    title = line(gettext_lazy("Peraturan"), required=True)
    about = line(gettext_lazy("Tentang"))


class LegalBasisForm(InternalForm):
    def table(self, standard: Standard, data: Any) -> Rows:
        return Rows(BasisRow, "laws", [one.model_dump() for one in standard.internal.legal_basis], data)

    def changed(self) -> dict[str, Any]:
        return {"legal_basis": tuple(LegalBasis(**row) for row in self.rows.values()) if self.rows else ()}


_ONE_A_LINE = gettext_lazy("Satu hal satu baris.")


class FacilitiesForm(InternalForm):
    facilities = LinesField(label=gettext_lazy("Sarana dan prasarana"), required=True, help_text=_ONE_A_LINE)
    vulnerable_facilities = LinesField(
        label=gettext_lazy("Untuk kelompok rentan"),
        help_text=gettext_lazy("Contoh: jalan landai, kursi roda, loket prioritas. Satu hal satu baris."),
    )


class CompetenceForm(InternalForm):
    competence = LinesField(label=gettext_lazy("Kompetensi pelaksana"), required=True, help_text=_ONE_A_LINE)


class SupervisionForm(InternalForm):
    supervision = LinesField(label=gettext_lazy("Cara pengawasan internal"), required=True, help_text=_ONE_A_LINE)


class StaffForm(InternalForm):
    staff_count = whole(gettext_lazy("Jumlah pelaksana (orang)"), 1, 100_000)


class GuaranteeForm(InternalForm):
    service_guarantee = text(
        gettext_lazy("Jaminan pelayanan"),
        required=True,
        help_text=gettext_lazy("Apa yang warga dapatkan bila janji tidak ditepati."),
    )


class SafetyForm(InternalForm):
    safety_guarantee = text(gettext_lazy("Jaminan keamanan dan keselamatan"), required=True)


class EvaluationForm(InternalForm):
    evaluation = text(gettext_lazy("Cara menilai kinerja pelaksana"), required=True)
