"""The small forms around an application: contact, finding, resuming."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy

from maklumat.modules.accounts import api as accounts

from .fields import IdentityField


class ContactForm(forms.Form):
    """How to reach the applicant. The last four digits of the telephone open the tracking page."""

    phone = IdentityField(
        accounts.check_phone,
        label=gettext_lazy("Nomor HP"),
        help_text=gettext_lazy(
            "Kami kirim kabar ke nomor ini. Empat angka terakhirnya dipakai untuk melacak permohonan."
        ),
    )
    email = forms.EmailField(
        label=gettext_lazy("Email"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Boleh dikosongkan. Kabar juga kami kirim ke email ini."),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("Isian dan berkas saya benar. Saya tahu datanya dipakai untuk mengurus layanan ini."),
        error_messages={"required": gettext_lazy("Beri tanda centang bila isian dan berkas Anda sudah benar.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "tel"}
        self.fields["email"].widget.attrs["autocomplete"] = "email"


class FindForm(forms.Form):
    """Number and the last four digits of the telephone."""

    number = forms.CharField(
        label=gettext_lazy("Nomor permohonan"),
        max_length=60,
        help_text=gettext_lazy("Misalnya DKC-26-00012. Ada di tanda terima."),
    )
    digits = forms.CharField(
        label=gettext_lazy("Empat angka terakhir nomor HP"),
        max_length=4,
        validators=[RegexValidator(r"^[0-9]{4}$", gettext_lazy("Tulis empat angka."))],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class ResumeForm(forms.Form):
    """The code that brings back a saved form."""

    code = forms.CharField(
        label=gettext_lazy("Kode simpan"),
        max_length=30,
        help_text=gettext_lazy("Dua belas huruf dan angka, misalnya K7PM 4QXR 9TBN."),
    )
