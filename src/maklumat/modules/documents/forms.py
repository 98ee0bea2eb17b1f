from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from maklumat.modules.accounts import api as accounts

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


class ChosenField(forms.TypedMultipleChoiceField):
    """Ids as they stood on the page. Whether each can still be signed is answered one by one, not here."""

    def valid_value(self, value: Any) -> bool:
        return True


class SignForm(forms.Form):
    """Which documents to sign; with a personal signer also with whose certificate. The passphrase never comes back."""

    chosen = ChosenField(
        coerce=UUID,
        label=_("Dokumen yang menunggu tanda tangan"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Centang paling sedikit satu dokumen."),
            "invalid_choice": _("Pilihan ini tidak kami kenal. Muat ulang halaman, lalu pilih lagi."),
        },
    )
    nik = forms.CharField(
        label=_("NIK Anda"),
        help_text=_("NIK yang terdaftar pada sertifikat BSrE Anda."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Tulis NIK Anda.")},
    )
    passphrase = forms.CharField(
        label=_("Passphrase BSrE"),
        help_text=_("Hanya diteruskan ke BSrE untuk menandatangani. Kami tidak menyimpannya."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Tulis passphrase BSrE Anda.")},
    )

    def __init__(
        self, choices: Sequence[tuple[str, str]], data: Any = None, *, most: int, personal: bool, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.most = most
        self.fields["chosen"].choices = choices
        if not personal:
            del self.fields["nik"], self.fields["passphrase"]

    def clean_chosen(self) -> list[UUID]:
        chosen = list(dict.fromkeys(self.cleaned_data["chosen"]))
        if len(chosen) > self.most:
            raise forms.ValidationError(_("Pilih paling banyak %(most)d dokumen sekali kirim.") % {"most": self.most})
        return chosen

    def clean_nik(self) -> str:
        checked = accounts.check_nik(self.cleaned_data["nik"])
        if checked.error:
            raise forms.ValidationError(translated(checked.error))
        return checked.value
