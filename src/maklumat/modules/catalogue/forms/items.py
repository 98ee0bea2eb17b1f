"""Forms for the pieces of a standard by their nouns: a requirement, a page, a question, a field of a group, a step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maklumat.modules.units import api as units

from ..rules.standard import Page, Requirement, Standard, Step
from ..rules.vocabulary import ACTS, ROLES
from . import conditions
from .base import line, whole
from .pieces import ItemForm
from .questions import FieldForm, QuestionForm


class RequirementForm(ItemForm):
    noun = "requirement"
    label = line(
        gettext_lazy("Nama syarat"),
        required=True,
        help_text=gettext_lazy("Satu baris, satu syarat. Contoh: Surat keterangan lahir dari rumah sakit"),
    )
    explanation = line(
        gettext_lazy("Penjelasan untuk warga"),
        help_text=gettext_lazy("Dari mana mendapatkannya, dan apa yang harus terlihat."),
    )
    mandatory = forms.BooleanField(label=gettext_lazy("Wajib ada"), required=False, initial=True)
    question = forms.ChoiceField(label=gettext_lazy("Ditanyakan di pertanyaan"), required=False)
    formats = forms.MultipleChoiceField(
        label=gettext_lazy("Bentuk berkas yang diterima"), choices=[("pdf", "PDF"), ("jpg", gettext_lazy("Foto (JPG)")), ("png", gettext_lazy("Gambar (PNG)"))],
        widget=forms.CheckboxSelectMultiple, initial=["pdf", "jpg", "png"],
    )  # fmt: skip
    max_megabytes = whole(gettext_lazy("Ukuran paling besar (MB)"), 1, 20, initial=5)
    original_shown = forms.BooleanField(
        label=gettext_lazy("Aslinya diperlihatkan saat mengambil produk"), required=False
    )
    retention_months = whole(
        gettext_lazy("Disimpan berapa bulan"),
        1,
        1200,
        initial=24,
        help_text=gettext_lazy("Setelah layanan selesai. Berkas dihapus sesudahnya."),
    )
    legal_basis = line(gettext_lazy("Dasar hukum syarat ini"))

    def build(self, standard: Standard) -> None:
        self.kind = self.piece.kind if self.piece else "datum" if self.parent == "data" else "document"
        if self.kind == "datum":
            for name in ("formats", "max_megabytes", "original_shown"):
                del self.fields[name]
            known = [("", _("Pilih pertanyaan")), *((q.key, q.label) for q in standard.questions())]
            self.fields["question"].choices = known
        else:
            del self.fields["question"]
        conditions.add_fields(self, standard.questions(), self.piece.condition if self.piece else None)

    def clean(self) -> dict[str, Any]:
        self.condition = conditions.read(self, self.standard.questions(), self.piece.condition if self.piece else None)
        return self.cleaned_data

    def made(self) -> Requirement:
        data = {k: v for k, v in self.cleaned_data.items() if k not in conditions.NAMES}
        return Requirement(key=self.fresh_key(data["label"]), kind=self.kind, condition=self.condition, **data)

    def home(self) -> str:
        return ""


class PageForm(ItemForm):
    noun = "page"
    title = line(gettext_lazy("Judul halaman"), required=True, help_text=gettext_lazy("Contoh: Data pemohon"))
    intro = line(gettext_lazy("Pengantar"), help_text=gettext_lazy("Satu kalimat di atas pertanyaan, bila perlu."))

    def made(self) -> Page:
        questions = self.piece.questions if self.piece else ()
        return Page(key=self.fresh_key(self.cleaned_data["title"]), questions=questions, **self.cleaned_data)


class StepForm(ItemForm):
    noun = "step"
    title = line(gettext_lazy("Nama langkah"), required=True, help_text=gettext_lazy("Contoh: Pemeriksaan berkas"))
    role = forms.ChoiceField(label=gettext_lazy("Dikerjakan oleh"), widget=forms.RadioSelect)
    act = forms.ChoiceField(
        label=gettext_lazy("Yang dilakukan"), widget=forms.RadioSelect, initial="work",
        help_text=gettext_lazy("Langkah pertama memeriksa kelengkapan; langkah terakhir menetapkan produk."),
    )  # fmt: skip
    share = whole(
        gettext_lazy("Bagian dari waktu yang dijanjikan (%)"),
        0,
        100,
        help_text=gettext_lazy("Semua langkah bersama-sama harus 100%."),
    )
    explanation = line(gettext_lazy("Penjelasan untuk warga"))
    unit = forms.ChoiceField(label=gettext_lazy("Dikerjakan unit lain"), required=False)

    def build(self, standard: Standard) -> None:
        self.fields["role"].choices = [(role, _(word)) for role, word in ROLES.items()]
        self.fields["act"].choices = [(act, _(word)) for act, word in ACTS.items()]
        others = [(u.code, u.name) for u in units.tree().units if u.kind in ("agency", "service_unit") and u.is_open]
        given = self.piece.unit if self.piece else ""
        extra = [(given, given)] if given and given not in dict(others) else []
        self.fields["unit"].choices = [("", _("Tidak, unit ini sendiri")), *extra, *others]
        if not self.piece and not standard.steps:
            self.initial |= {"act": "check", "role": "front_desk"}

    def made(self) -> Step:
        return Step(key=self.fresh_key(self.cleaned_data["title"]), **self.cleaned_data)


ITEMS: dict[str, type[ItemForm]] = {
    form.noun: form for form in (RequirementForm, PageForm, QuestionForm, FieldForm, StepForm)
}
