"""Bringing lists in: the files, then the choice of services. The files travel signed inside the page, so that
nothing waits on the server and nobody can change them in between."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maklumat.modules.units import api as units

from ..rules.importing.sheet import Draft, NamedBytes

MOST_BYTES = 1_500_000
SALT = "catalogue.import"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, read into memory."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[NamedBytes]:
        given = [
            super(FilesField, self).clean(one, initial) for one in (data if isinstance(data, list | tuple) else [data])
        ]
        if sum(one.size for one in given) > MOST_BYTES:
            raise forms.ValidationError(_("Berkas-berkas ini terlalu besar. Kirim paling banyak 1,5 MB sekali jalan."))
        return [NamedBytes(one.name[:120], one.read()) for one in given]


class FilesForm(forms.Form):
    use_required_attribute = False
    files = FilesField(
        label=gettext_lazy("Daftar layanan (CSV)"),
        help_text=gettext_lazy(
            "Boleh beberapa sekaligus, misalnya layanan, syarat, dan langkah. Dari lembar kerja: Simpan sebagai, lalu pilih CSV."
        ),
    )


def sealed(files: list[NamedBytes]) -> str:
    """The files as signed, compressed text."""
    return signing.dumps([(f.name, f.data.decode("latin-1")) for f in files], salt=SALT, compress=True)


def opened(text: str) -> list[NamedBytes]:
    """The files again. Raises ``signing.BadSignature``."""
    return [NamedBytes(name, data.encode("latin-1")) for name, data in signing.loads(text, salt=SALT, max_age=86400)]


class ChooseForm(forms.Form):
    """Which drafts to make, and for which unit."""

    use_required_attribute = False
    unit = forms.ChoiceField(label=gettext_lazy("Unit yang bertanggung jawab atas layanan yang dipilih"))
    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("Layanan yang dibuatkan rancangan"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih paling sedikit satu layanan.")},
    )  # fmt: skip

    def __init__(self, unit_ids: frozenset, drafts: tuple[Draft, ...], labels: list[Any], data: Any = None) -> None:
        super().__init__(data)
        self.drafts = drafts
        self.known = {u.code: u for u in units.tree().units if u.id in unit_ids and u.kind != "counter"}
        self.fields["unit"].choices = [(code, u.name) for code, u in self.known.items()]
        self.fields["chosen"].choices = list(zip((d.standard.slug for d in drafts), labels, strict=True))

    def picked(self) -> list[Draft]:
        wanted = set(self.cleaned_data["chosen"])
        return [draft for draft in self.drafts if draft.standard.slug in wanted]

    def unit_id(self) -> Any:
        return self.known[self.cleaned_data["unit"]].id
