from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .rules.envelope import LARGEST


class FileForm(forms.Form):
    """A PDF to be judged and forgotten."""

    file = forms.FileField(
        label=_("Berkas PDF"),
        help_text=_("Berkas asli yang Anda terima. Berkas hanya diperiksa, tidak disimpan."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": _("Pilih berkas PDF-nya dulu."),
            "empty": _("Berkas ini kosong. Pilih berkas lain."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("Berkas ini lebih besar dari 10 MB. Pilih berkas PDF aslinya."))
        return file


class NumberForm(forms.Form):
    """The number of a document, typed."""

    number = forms.CharField(
        label=_("Nomor dokumen"),
        max_length=80,
        help_text=_("Tulis seperti di dokumen, contoh: 470/0012/KEC/XI/2026"),
        error_messages={"required": _("Tulis nomor dokumennya dulu.")},
    )
