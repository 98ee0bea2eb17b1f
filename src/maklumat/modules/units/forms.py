"""Shapes of what an admin types about units and people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maklumat.modules.accounts import api as accounts
from maklumat.ui.widgets import ChoiceLabel

from .rules import emblem
from .rules.roles import DUTIES, ROLES
from .rules.structure import BELOW, KINDS

CODE = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", gettext_lazy("Pakai huruf kecil, angka, dan tanda hubung saja, misalnya dinas-sosial.")
)
NUMBER_CODE = RegexValidator(
    r"^[A-Z0-9]+([-.][A-Z0-9]+)*$", gettext_lazy("Pakai huruf besar, angka, tanda hubung, atau titik, misalnya DKC-KT.")
)
COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", gettext_lazy("Tulis warna seperti #0b5d3b."))


class Described(forms.Form):
    """What is told about any unit."""

    name = forms.CharField(label=gettext_lazy("Nama lengkap"), max_length=160)
    short = forms.CharField(
        label=gettext_lazy("Nama pendek"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Untuk menu dan daftar, misalnya Dukcapil."),
    )
    number_code = forms.CharField(
        label=gettext_lazy("Kode nomor"), max_length=20, required=False, validators=[NUMBER_CODE],
        help_text=gettext_lazy("Awal nomor permohonan, misalnya DKC menjadi DKC-26-00012. Sekali dipakai, jangan diganti."),
    )  # fmt: skip
    address = forms.CharField(
        label=gettext_lazy("Alamat"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    phone = forms.CharField(
        label=gettext_lazy("Telepon"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "type": "tel"}),
    )
    email = forms.EmailField(label=gettext_lazy("Email"), required=False, max_length=200)
    opening_note = forms.CharField(
        label=gettext_lazy("Catatan jam buka"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Hanya bila perlu, misalnya “Kamis minggu pertama tutup pukul 12.00”."),
    )

    def clean_number_code(self) -> str:
        return str(self.cleaned_data["number_code"])

    def clean_address(self) -> str:
        return " ".join(str(self.cleaned_data["address"]).split())


class AddForm(Described):
    """A new unit below another."""

    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), widget=forms.RadioSelect)
    code = forms.CharField(
        label=gettext_lazy("Kode alamat"), max_length=60, required=False, validators=[CODE],
        help_text=gettext_lazy("Bagian alamat web unit ini dan tidak dapat diganti. Bila kosong, dibuat dari nama pendek."),
    )  # fmt: skip
    field_order = ("kind", "name", "short", "code")

    def __init__(self, parent_kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = BELOW.get(parent_kind, ())
        self.fields["kind"].choices = [(kind, _(KINDS[kind])) for kind in kinds]
        self.fields["kind"].initial = kinds[-1] if kinds else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("code") and "code" not in self.errors:
            data["code"] = slugify(data.get("short") or data.get("name") or "")[:60].strip("-")
            if not data["code"] and data.get("name"):
                self.add_error("code", _("Tulis kode alamat: nama unit ini tidak berisi huruf Latin."))
        return data


class ChangeForm(Described):
    """The description of a unit; of the government also its face."""

    is_open = forms.BooleanField(label=gettext_lazy("Unit ini menerima permohonan"), required=False)
    colour = forms.CharField(
        label=gettext_lazy("Warna utama"), required=False, max_length=7, validators=[COLOUR],
        help_text=gettext_lazy("Enam angka heksadesimal, misalnya #0b5d3b. Warna terang digelapkan supaya tulisan di atasnya terbaca."),
    )  # fmt: skip
    emblem = forms.FileField(
        label=gettext_lazy("Lambang (SVG)"),
        required=False,
        help_text=gettext_lazy("Berkas SVG, paling besar 200 KB. Kosongkan bila tidak diganti."),
    )
    without_emblem = forms.BooleanField(label=gettext_lazy("Hapus lambang sekarang"), required=False)

    def __init__(self, *args: Any, government: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["emblem"].widget.attrs["accept"] = "image/svg+xml,.svg"
        for name in ("colour", "emblem", "without_emblem") if not government else ("is_open",):
            del self.fields[name]

    def clean_colour(self) -> str:
        return str(self.cleaned_data["colour"]).lower()

    def clean_emblem(self) -> str | None:
        sent = self.cleaned_data["emblem"]
        if not sent:
            return None
        if sent.size > emblem.MOST_BYTES:
            raise forms.ValidationError(_(emblem.TOO_LARGE))
        try:
            return emblem.clean(sent.read())
        except ValueError as fault:
            raise forms.ValidationError(_(str(fault))) from fault

    def changes(self) -> dict[str, Any]:
        """The fields to hand on: an emblem only when one was sent or taken away."""
        data = dict(self.cleaned_data)
        sent, away = data.pop("emblem", None), data.pop("without_emblem", False)
        return data | ({"emblem": sent} if sent else {"emblem": ""} if away else {})


class AppointForm(forms.Form):
    """A person and a role. Name and NIP are needed only for an address without a staff account."""

    email = forms.EmailField(
        label=gettext_lazy("Email dinas"),
        max_length=200,
        help_text=gettext_lazy("Bila sudah punya akun petugas, cukup email ini."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Peran"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=gettext_lazy("Jabatan"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Seperti tertulis pada surat, misalnya Kepala Bidang Pelayanan."),
    )
    name = forms.CharField(
        label=gettext_lazy("Nama lengkap dan gelar"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Hanya untuk akun baru."),
    )
    nip = forms.CharField(
        label=gettext_lazy("NIP"), max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("18 angka, hanya untuk akun baru. Kosongkan bila bukan ASN."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [
            (role, ChoiceLabel(_(word), hint=_(DUTIES[role]))) for role, word in ROLES.items()
        ]

    def clean_nip(self) -> str:
        typed = str(self.cleaned_data["nip"]).strip()
        if not typed:
            return ""
        checked = accounts.check_nip(typed)
        if checked.error:
            raise forms.ValidationError(_(checked.error))
        return checked.value
