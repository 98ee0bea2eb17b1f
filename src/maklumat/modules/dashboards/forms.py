"""The form of a remark."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class RemarkForm(forms.Form):
    """What a head of unit says about the figures of a period."""

    text = forms.CharField(
        label=gettext_lazy("Tanggapan"), required=False, widget=forms.Textarea(),
        help_text=gettext_lazy("Jelaskan sebab dan langkah perbaikan. Jangan menyebut nama orang. Kosongkan untuk menarik tanggapan."),
    )  # fmt: skip
