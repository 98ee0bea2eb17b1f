"""Trying a fee: the questions that its formula reads, and the amount."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from maklumat.ui.widgets import MoneyInput

from ..rules.fees import FormulaError, fee_of, names
from ..rules.standard import Question, Standard


class FeeTryForm(forms.Form):
    """One field for each question that the formula names."""

    def __init__(self, standard: Standard, data: Any = None) -> None:
        self.standard = standard
        super().__init__(data)
        for question in _priced(standard):
            self.fields[question.key] = _field(question)

    def amount(self) -> int | None:
        """Whole rupiah; None while nothing was asked or something is wrong."""
        if not self.is_bound or not self.is_valid():
            return None
        try:
            return fee_of(self.standard, {key: str(value) for key, value in self.cleaned_data.items()})
        except FormulaError:
            self.add_error(None, _("Dengan angka ini biayanya tidak dapat dihitung. Periksa angkanya."))
            return None


def _priced(standard: Standard) -> list[Question]:
    if standard.fee is None or standard.fee.kind != "formula":
        return []
    try:
        used = names(standard.fee.formula)
    except FormulaError:
        return []
    return [q for q in standard.questions() if q.key in used]


def _field(question: Question) -> forms.Field:
    common: dict[str, Any] = {"label": question.label, "help_text": question.hint}
    if question.kind == "choice":
        return forms.ChoiceField(
            choices=[("", _("Pilih …")), *((c.value, c.label) for c in question.choices)], **common
        )
    if question.kind == "money":
        return forms.IntegerField(
            min_value=question.minimum or 0, max_value=question.maximum or 10**13, widget=MoneyInput, **common
        )
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    most = question.maximum if question.maximum is not None else 10**9
    return forms.DecimalField(
        min_value=question.minimum, max_value=most, decimal_places=2, localize=True, widget=widget, **common
    )
