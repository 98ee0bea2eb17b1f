"""The small forms of the evaluation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .rules.instrument import Indicator, in_words


class StatementForm(forms.Form):
    """What the unit states of one indicator: its items as boxes, its numbers, a note and a file."""

    items = forms.MultipleChoiceField(
        label=gettext_lazy("Yang ada di unit Anda"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, files: Any, *, indicator: Indicator, language: str, initial: dict[str, Any]) -> None:
        super().__init__(data, files, initial=initial)
        boxes = [(item.key, in_words(item.text, language)) for item in indicator.items if not item.number]
        if boxes:
            self.fields["items"].choices = boxes
        else:
            del self.fields["items"]
        for item in indicator.items:
            if item.number:
                self.fields[f"n-{item.key}"] = forms.IntegerField(
                    label=in_words(item.text, language), required=False, min_value=0, max_value=1_000_000,
                    widget=forms.TextInput(attrs={"inputmode": "numeric"}), error_messages={"invalid": _("Tulis dengan angka saja.")},
                )  # fmt: skip
        self.fields["note"] = forms.CharField(
            label=_("Keterangan"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields["proof"] = forms.FileField(label=_("Bukti (PDF atau foto)"), required=False)

    def numbers(self) -> dict[str, int | None]:
        return {name[2:]: value for name, value in self.cleaned_data.items() if name.startswith("n-")}


class VerdictForm(forms.Form):
    """The evaluator's score."""

    score = forms.TypedChoiceField(
        label=gettext_lazy("Nilai F-02"), coerce=int, choices=[(n, str(n)) for n in range(6)], widget=forms.RadioSelect
    )
    reason = forms.CharField(label=gettext_lazy("Alasan, bila berbeda dari hasil aturan"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip


class AdviceForm(forms.Form):
    number = forms.IntegerField(min_value=1, max_value=99)
    text = forms.CharField(
        label=gettext_lazy("Yang perlu dilakukan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    due_on = forms.DateField(
        label=gettext_lazy("Selesai paling lambat"), widget=forms.DateInput(attrs={"type": "date"})
    )
