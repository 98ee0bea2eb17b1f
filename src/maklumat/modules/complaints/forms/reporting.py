"""The pages of a report, and the small forms of its tracking page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maklumat.modules.accounts import api as accounts
from maklumat.modules.units import api as units

from ..rules.questions import LONGEST_ANSWER, Question, faults
from ..rules.similar import read_point
from ..rules.text import LONGEST_TEXT, SHORTEST_TEXT


def checked_phone(value: str) -> str:
    """A telephone number in its international form, or empty."""
    checked = accounts.check_phone(value) if value else None
    if checked and checked.error:
        raise forms.ValidationError(_(checked.error))
    return checked.value if checked else ""


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

    point = forms.CharField(
        label=gettext_lazy("Koordinat"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Lintang dan bujur, misalnya “-7.12345, 110.54321”. Tautan peta juga boleh ditempel."),
    )

    def __init__(self, *args: Any, categories: list, subjects: list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("Pilih …")), *categories]
        self.fields["subject"].choices = [("", _("Tidak tahu atau tidak ada di daftar")), *subjects]

    def clean_point(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees, on land or water of Indonesia."""
        value = self.cleaned_data["point"].strip()
        if not value:
            return None
        point = read_point(value)
        if point is None:
            raise forms.ValidationError(
                _(
                    "Titik ini tidak terbaca atau di luar Indonesia. Tulis seperti “-7.12345, 110.54321”, atau kosongkan."
                )
            )
        return point

    def clean_region(self) -> str:
        """The code of the village. Several of one name become a choice."""
        value = self.cleaned_data["region"].strip()
        if not value:
            return ""
        code = value.rpartition("(")[2].rstrip(") ") if value.endswith(")") else value
        if code[:2].isdigit() and units.region(code):
            return code
        own = [one for one in units.boundaries() if value.casefold() in one.name.casefold()]
        if len(own) == 1:
            return own[0].code
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
        raise forms.ValidationError(
            _("Ada beberapa wilayah dengan nama “%(name)s”. Pilih salah satu.") % {"name": value}
        )


class QuestionsForm(forms.Form):
    """What a category asks besides, as its data says."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for one in questions:
            self.fields[one.code] = _field(one)

    def given(self) -> dict[str, Any]:
        """What was typed, right or wrong: it is kept."""
        many = {one.code for one in self.questions if one.datatype == "multivaluelist"}
        return {
            code: self.data.getlist(code)[:50] if code in many else self.data.get(code, "")[:LONGEST_ANSWER]
            for code in self.fields
        }

    def clean(self) -> dict[str, Any]:
        for code in faults(self.questions, self.given()):
            if code not in self.errors:
                self.add_error(code, _("Isian ini tidak terbaca. Periksa lagi."))
        return self.cleaned_data


def _field(question: Question) -> forms.Field:
    common: dict[str, Any] = {
        "label": question.description, "help_text": question.hint, "required": question.required
    }  # fmt: skip
    match question.datatype:
        case "singlevaluelist":
            return forms.ChoiceField(choices=question.values, widget=forms.RadioSelect, **common)
        case "multivaluelist":
            return forms.MultipleChoiceField(choices=question.values, widget=forms.CheckboxSelectMultiple, **common)
        case "text":
            return forms.CharField(max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 3}), **common)
        case "datetime":
            return forms.CharField(max_length=40, widget=forms.DateInput(attrs={"type": "date"}), **common)
        case "number":
            return forms.CharField(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **common)
    return forms.CharField(max_length=LONGEST_ANSWER, **common)


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
        return checked_phone(self.cleaned_data["phone"])


class CompanionForm(forms.Form):
    """Where to send the news, if wanted."""

    phone = forms.CharField(
        label=gettext_lazy("Nomor HP"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(label=gettext_lazy("Email"), required=False, max_length=200)

    def clean_phone(self) -> str:
        return checked_phone(self.cleaned_data["phone"])


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
