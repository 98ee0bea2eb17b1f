"""Controls Django lacks: a date in three boxes, an amount in rupiah, a choice with a hint."""

import datetime
import re

from django import forms


class ChoiceLabel(str):
    """A choice's label with a line of explanation: `("online", ChoiceLabel("Daring", hint="Tanpa datang"))`."""

    hint: str

    def __new__(cls, label, hint=""):
        self = super().__new__(cls, label)
        self.hint = hint
        return self


class TypedDate(str):
    """Three boxes as one text, ``2026-7-1``; the boxes come back as typed even when they hold a dash or a word."""

    parts: tuple[str, str, str]

    def __new__(cls, day: str, month: str, year: str) -> "TypedDate":
        self = super().__new__(cls, f"{year}-{month}-{day}")
        self.parts = (day, month, year)
        return self


class DateInputs(forms.MultiWidget):
    """Day, month and year typed one by one, best for dates people know by heart (birth, letter)."""

    template_name = "ui/forms/widgets/dates.html"
    use_fieldset = True

    def __init__(self, attrs=None, birth=False):
        parts = {}
        for part, width in (("day", 2), ("month", 2), ("year", 4)):
            own = {"inputmode": "numeric", "maxlength": width, "autocomplete": f"bday-{part}" if birth else "off"}
            parts[part] = forms.TextInput(attrs=own)
        super().__init__(parts, attrs)

    def decompress(self, value):
        if isinstance(value, TypedDate):
            return list(value.parts)
        if isinstance(value, datetime.date):
            return [value.day, value.month, value.year]
        year, month, day = ([*str(value).split("-"), "", "", ""] if value else ["", "", ""])[:3]
        return [day, month, year]

    def value_from_datadict(self, data, files, name):
        day, month, year = (str(part or "").strip() for part in super().value_from_datadict(data, files, name))
        return TypedDate(day, month, year) if day or month or year else data.get(name)

    def value_omitted_from_data(self, data, files, name):
        return name not in data and super().value_omitted_from_data(data, files, name)


class MoneyInput(forms.TextInput):
    """Whole rupiah. People may type 1.500.000, Rp1500000 or 1500000,00: all mean the same."""

    affix = "Rp"

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value):
        plain = str(value if value is not None else "")
        amount = re.fullmatch(
            r"[0-9]{1,15}(\.0+)?", plain
        )  # what is longer is no amount, and comes back as it was typed
        return f"{int(plain.partition('.')[0]):,}".replace(",", ".") if amount else plain

    def value_from_datadict(self, data, files, name):
        typed = super().value_from_datadict(data, files, name)
        if typed is None:
            return None
        plain = re.sub(r"^\s*rp\.?\s*|\s", "", str(typed), flags=re.IGNORECASE)
        plain = re.sub(r",(0{1,2}|-)$", "", plain)
        return plain.replace(".", "") if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+|[0-9]+", plain) else typed
