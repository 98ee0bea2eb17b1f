"""Fields of a standard's questions: identity numbers, regions, money, dates. The server judges every rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from maklumat.modules.accounts import api as accounts
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units
from maklumat.ui.widgets import DateInputs, MoneyInput

MOST_TEXT = 2000


class IdentityField(forms.CharField):
    """NIK, KK or telephone: judged by the accounts room; warnings never refuse."""

    def __init__(self, check, **kwargs: Any) -> None:
        self.check = check
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean(self, value: Any) -> str:
        value = super().clean(value)
        if not value:
            return ""
        checked = self.check(value)
        if checked.error:
            raise forms.ValidationError(_(checked.error))
        return checked.value


class RegionField(forms.CharField):
    """A region: typed by name, answered with its code. Several matches become choices."""

    def __init__(self, level: str, **kwargs: Any) -> None:
        self.level = level
        self.offered: list[tuple[str, str]] = []
        super().__init__(max_length=120, **kwargs)
        self.widget.attrs["autocomplete"] = "off"

    def prepare_value(self, value: Any) -> Any:
        known = units.region(value) if isinstance(value, str) and value[:2].isdigit() else None
        return f"{known.name} ({known.code})" if known and known.code == value else value  # typed stays as typed

    def clean(self, value: Any) -> str:
        value = super().clean(value)
        if not value:
            return ""
        code = value.rpartition("(")[2].rstrip(") ") if value.endswith(")") else value
        known = units.region(code) if code[:2].isdigit() else None
        if known is not None:
            if known.level != self.level:
                raise forms.ValidationError(_("Pilih wilayah sampai tingkat yang diminta."))
            return known.code
        found = units.find(value, self.level)
        if len(found) == 1:
            return found[0].code
        if not found:
            raise forms.ValidationError(_("Wilayah ini tidak ditemukan. Tulis namanya, misalnya “Sukamaju, Bogor”."))
        self.offered = [(r.code, r.name) for r in found]
        raise forms.ValidationError(
            _("Ada beberapa wilayah dengan nama “%(name)s”. Pilih salah satu.") % {"name": value}
        )


def field_of(question: catalogue.Question, *, required: bool, today: date) -> forms.Field:
    """The form field of one question."""
    common: dict[str, Any] = {"label": question.label, "help_text": question.hint, "required": required}
    match question.kind:
        case "text":
            return forms.CharField(max_length=question.maximum or 200, min_length=question.minimum, **common)
        case "long_text":
            area = forms.Textarea(attrs={"rows": 4})
            return forms.CharField(
                max_length=question.maximum or MOST_TEXT, min_length=question.minimum, widget=area, **common
            )
        case "number":
            return forms.DecimalField(
                min_value=question.minimum, max_value=question.maximum if question.maximum is not None else 10**9, decimal_places=2,
                localize=True, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **common,
            )  # fmt: skip
        case "money":
            return MoneyField(question.minimum or 0, question.maximum or 10**13, **common)
        case "date":
            return DateField(question, today, **common)
        case "yes_no":
            choices = [("true", _("Ya")), ("false", _("Tidak"))]
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        case "choice":
            choices = [(c.value, c.label) for c in question.choices]
            if len(choices) <= 7:
                return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
            return forms.ChoiceField(choices=[("", _("Pilih …")), *choices], **common)
        case "region":
            return RegionField(question.region_level, **common)
        case "nik":
            return IdentityField(accounts.check_nik, **common)
        case "kk":
            return IdentityField(accounts.check_kk, **common)
        case "phone":
            return IdentityField(accounts.check_phone, **common)
        case "email":
            return forms.EmailField(max_length=200, **common)
    raise ValueError(question.kind)


class MoneyField(forms.CharField):
    """Whole rupiah; "1.500.000" and "Rp 1500000" are read alike."""

    def __init__(self, least: int, most: int, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(max_length=30, widget=MoneyInput, **kwargs)

    def clean(self, value: Any) -> str:
        value = super().clean(value)
        if not value:
            return ""
        digits = (
            value.lower()
            .removeprefix("rp")
            .strip()
            .removesuffix(",-")
            .removesuffix(",00")
            .replace(".", "")
            .replace(" ", "")
        )
        if not digits.isascii() or not digits.isdigit():
            raise forms.ValidationError(_("Tulis jumlah rupiah dengan angka saja, misalnya 1.500.000."))
        if not self.least <= int(digits) <= self.most:
            raise forms.ValidationError(
                _("Jumlah harus antara Rp %(least)d dan Rp %(most)d.") % {"least": self.least, "most": self.most}
            )
        return str(int(digits))


class DateField(forms.DateField):
    """Day, month, year; limits are days from today."""

    widget = DateInputs

    def __init__(self, question: catalogue.Question, today: date, **kwargs: Any) -> None:
        self.question, self.today = question, today
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is None:
            return None
        if not 1900 <= day.year <= 2200:
            raise forms.ValidationError(_("Periksa tahunnya: tulis empat angka, misalnya 1987."))
        q = self.question
        if q.maximum is not None and day > self.today + timedelta(days=q.maximum):
            raise forms.ValidationError(_("Tanggal ini terlalu jauh ke depan. Periksa lagi."))
        if q.minimum is not None and day < self.today + timedelta(days=q.minimum):
            raise forms.ValidationError(_("Tanggal ini terlalu lama berlalu. Periksa lagi."))
        return day
