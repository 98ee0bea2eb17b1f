"""The pages of a report, and the small forms of its tracking page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maklumat.modules.accounts import api as accounts
from maklumat.modules.units import api as units

from ..rules.text import LONGEST_TEXT, SHORTEST_TEXT


class StoryForm(forms.Form):
    """What happened, and whether it is about abuse of office."""

    text = forms.CharField(
        label=gettext_lazy("Ceritakan apa yang terjadi"),
        help_text=gettext_lazy(
            "Apa, di mana, kapan, dan apa akibatnya. Jangan tulis NIK atau nomor telepon siapa pun."
        ),
        min_length=SHORTEST_TEXT,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"min_length": gettext_lazy("Ceritakan sedikit lebih lengkap, paling sedikit satu kalimat.")},
    )
    oversight = forms.ChoiceField(
        label=gettext_lazy("Apakah ini tentang pungutan liar, suap, atau penyalahgunaan wewenang?"),
        help_text=gettext_lazy(
            "Bila ya, laporan langsung ke Inspektorat dan tidak dapat dilihat unit yang Anda laporkan."
        ),
        choices=[("no", gettext_lazy("Tidak")), ("yes", gettext_lazy("Ya"))],
        widget=forms.RadioSelect,
    )


class AboutForm(forms.Form):
    """What and where it is about. All of it helps, only the category is asked for."""

    category = forms.ChoiceField(label=gettext_lazy("Tentang apa?"))
    subject = forms.ChoiceField(
        label=gettext_lazy("Layanan atau unit yang dilaporkan"),
        required=False,
        help_text=gettext_lazy("Kosongkan bila Anda tidak tahu. Petugas akan mencarikannya."),
    )
    place = forms.CharField(
        label=gettext_lazy("Di mana?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Misalnya: depan Pasar Induk, Jalan Kenari."),
    )
    region = forms.CharField(
        label=gettext_lazy("Desa atau kelurahan"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Tulis namanya, misalnya “Sukamaju, Bogor”."),
    )

    def __init__(self, *args: Any, categories: list, subjects: list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("Pilih …")), *categories]
        self.fields["subject"].choices = [("", _("Tidak tahu atau tidak ada di daftar")), *subjects]

    def clean_region(self) -> str:
        """The code of the village. Several of one name become a choice."""
        value = self.cleaned_data["region"].strip()
        if not value:
            return ""
        code = value.rpartition("(")[2].rstrip(") ") if value.endswith(")") else value
        if code[:2].isdigit() and units.region(code):
            return code
        found = units.find(value, "village")
        if len(found) == 1:
            return found[0].code
        if not found:
            raise forms.ValidationError(_("Desa atau kelurahan ini tidak ditemukan. Periksa ejaannya, atau kosongkan."))
        self.fields["region"] = forms.ChoiceField(
            choices=[(one.code, one.name) for one in found],
            widget=forms.RadioSelect,
            label=self.fields["region"].label,
            required=False,
        )
        self._bound_fields_cache.pop("region", None)
        raise forms.ValidationError(_("Ada beberapa wilayah dengan nama itu. Pilih salah satu."))


class ReporterForm(forms.Form):
    """Who reports: optional. The two choices of the shield are independent of each other."""

    name = forms.CharField(
        label=gettext_lazy("Nama"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Boleh dikosongkan. Nama disimpan terpisah dan terkunci."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Nomor HP"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Untuk menerima kabar. Boleh dikosongkan."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(label=gettext_lazy("Email"), required=False, max_length=200)
    anonymous = forms.BooleanField(
        label=gettext_lazy("Anonim: nama saya tidak diketahui umum dan unit yang saya laporkan"), required=False
    )
    secret = forms.BooleanField(
        label=gettext_lazy("Rahasia: laporan ini tidak ditampilkan kepada umum"), required=False
    )

    def clean_phone(self) -> str:
        value = self.cleaned_data["phone"]
        checked = accounts.check_phone(value) if value else None
        if checked and checked.error:
            raise forms.ValidationError(_(checked.error))
        return checked.value if checked else ""


class TextForm(forms.Form):
    """One text: a reply, an objection."""

    text = forms.CharField(
        label=gettext_lazy("Tulisan Anda"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5})
    )


class FindForm(forms.Form):
    """Number and the last four digits of the telephone, or the code alone."""

    number = forms.CharField(
        label=gettext_lazy("Nomor laporan atau kode lacak"),
        max_length=60,
        help_text=gettext_lazy("Misalnya ADU-26-000012. Ada di tanda terima."),
    )
    digits = forms.CharField(
        label=gettext_lazy("Empat angka terakhir nomor HP"),
        required=False,
        max_length=4,
        help_text=gettext_lazy("Tidak perlu bila Anda memakai kode lacak."),
        validators=[RegexValidator(r"^[0-9]{4}$", gettext_lazy("Tulis empat angka."))],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
