"""Forms around the life of a standard: a new one, review, publication; and of a maklumat."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maklumat.modules.accounts import api as accounts
from maklumat.modules.units import api as units
from maklumat.ui.widgets import DateInputs

from ..rules import editing
from ..rules.standard import Consultation, Decision, Standard
from ..rules.vocabulary import ELEMENTS, MEDIA
from .base import line, text, whole


def day(label: Any, *, required: bool = True, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, required=required, input_formats=["%Y-%m-%d"], widget=DateInputs, **options)


class NewForm(forms.Form):
    """A new service: its name and its unit."""

    use_required_attribute = False
    name = line(
        gettext_lazy("Nama layanan"),
        required=True,
        limit=160,
        help_text=gettext_lazy("Seperti warga menyebutnya. Contoh: Surat Pindah"),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit yang bertanggung jawab"))

    def __init__(self, unit_ids: frozenset, data: Any = None) -> None:
        super().__init__(data)
        self.known = {u.code: u for u in units.tree().units if u.id in unit_ids and u.kind != "counter"}
        self.fields["unit"].choices = [(code, u.name) for code, u in self.known.items()]

    def clean_name(self) -> str:
        if not editing.slug_from(self.cleaned_data["name"]):
            raise forms.ValidationError(_("Tulis nama dengan huruf."))
        return self.cleaned_data["name"]

    def standard(self) -> Standard:
        name = self.cleaned_data["name"]
        return Standard(slug=editing.slug_from(name), name=name)

    def unit_id(self) -> Any:
        return self.known[self.cleaned_data["unit"]].id


class ReturnForm(forms.Form):
    use_required_attribute = False
    note = forms.CharField(
        label=gettext_lazy("Apa yang perlu diperbaiki?"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Penyusun membaca kalimat ini di atas rancangannya."),
    )  # fmt: skip


class DecisionForm(forms.Form):
    """The decision (SK) and who signed it."""

    use_required_attribute = False
    number = line(
        gettext_lazy("Nomor keputusan"), required=True, help_text=gettext_lazy("Contoh: 000.8.3.2/014/PTSP/2026")
    )
    date = day(gettext_lazy("Tanggal keputusan"))
    signatory = line(gettext_lazy("Nama yang menandatangani"), required=True)
    signatory_title = line(gettext_lazy("Jabatannya"), required=True)
    signatory_nip = line(gettext_lazy("NIP"), limit=30, help_text=gettext_lazy("18 angka."))

    def clean_signatory_nip(self) -> str:
        typed = self.cleaned_data["signatory_nip"]
        if not typed:
            return ""
        checked = accounts.check_nip(typed)
        if checked.error:
            raise forms.ValidationError(_(checked.error))
        return checked.value

    def decision(self) -> Decision:
        names = ("number", "date", "signatory", "signatory_title", "signatory_nip")
        return Decision(**{name: self.cleaned_data[name] for name in names})


class CharterForm(DecisionForm):
    """The decision that sets a maklumat."""


class PublishForm(DecisionForm):
    """Decision, consultation record, and the dates from and until when the version is looked after."""

    effective_from = day(
        gettext_lazy("Mulai berlaku"),
        required=False,
        help_text=gettext_lazy("Kosong: sejak tanggal keputusan. Sebelum tanggal itu standar lama tetap berlaku."),
    )
    review_due = day(
        gettext_lazy("Ditinjau lagi sebelum"),
        required=False,
        help_text=gettext_lazy("Kosong: setahun sesudah keputusan."),
    )
    fkp_number = line(gettext_lazy("Nomor berita acara"))
    fkp_date = day(gettext_lazy("Tanggal forum"), required=False)
    fkp_participants = whole(gettext_lazy("Jumlah peserta"), 0, 100_000, required=False)
    fkp_elements = forms.MultipleChoiceField(
        label=gettext_lazy("Unsur yang ikut"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tandai yang hadir menurut daftar hadir. Unsur yang berbeda dihitung dalam evaluasi (PEKPPP)."),
    )  # fmt: skip
    fkp_notes = text(gettext_lazy("Yang disepakati"))

    DECISION = ("number", "date", "signatory", "signatory_title", "signatory_nip", "effective_from", "review_due")
    FORUM = ("fkp_number", "fkp_date", "fkp_participants", "fkp_elements", "fkp_notes")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["fkp_elements"].choices = [(element, _(word)) for element, word in ELEMENTS.items()]

    def of_decision(self) -> list[forms.BoundField]:
        return [self[name] for name in self.DECISION]

    def of_forum(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FORUM]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if any(data.get(name) for name in self.FORUM):
            for name in ("fkp_number", "fkp_date"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Lengkapi nomor dan tanggal berita acara, atau kosongkan semuanya."))
        start, due = data.get("effective_from") or data.get("date"), data.get("review_due")
        if start and due and due <= start:
            self.add_error("review_due", _("Tanggal tinjau harus sesudah tanggal mulai berlaku."))
        return data

    def consultation(self) -> Consultation | None:
        data = self.cleaned_data
        if not data["fkp_number"]:
            return None
        return Consultation(
            number=data["fkp_number"],
            date=data["fkp_date"],
            participants=data["fkp_participants"] or 0,
            elements=tuple(data["fkp_elements"]),
            notes=data["fkp_notes"],
        )


class LogForm(forms.Form):
    """Where a maklumat was made public."""

    use_required_attribute = False
    medium = forms.ChoiceField(label=gettext_lazy("Media"), widget=forms.RadioSelect)
    place = line(
        gettext_lazy("Di mana"),
        required=True,
        limit=200,
        help_text=gettext_lazy("Contoh: Ruang tunggu lantai 1, atau alamat situs"),
    )
    published_on = day(gettext_lazy("Sejak tanggal"))
    standards = forms.BooleanField(
        label=gettext_lazy("Standar semua layanan ikut diumumkan di sini"), required=False,
        help_text=gettext_lazy("Persyaratan, prosedur, waktu, biaya, produk, dan pengaduan setiap layanan. Hanya yang ditandai dihitung dalam evaluasi (PEKPPP)."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["medium"].choices = [(medium, _(word)) for medium, word in MEDIA.items()]
