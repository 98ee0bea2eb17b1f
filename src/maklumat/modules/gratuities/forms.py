"""The form of a gift."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maklumat.ui.widgets import DateInputs, MoneyInput

from .rules.vocabulary import KINDS, OCCASIONS, RELATIONS, THINGS

TEXTS = ("giver", "giver_agency", "giver_address", "thing_words", "place", "story", "reason", "phone")


class CompleteForm(forms.Form):
    """What can be mended when the UPG asks: value, words, pictures."""

    value = forms.IntegerField(
        label=gettext_lazy("Nilai"), min_value=0, max_value=10**12, widget=MoneyInput, help_text=gettext_lazy("Taksir bila tidak tahu persis, misalnya 250.000."),
    )  # fmt: skip
    thing_words = forms.CharField(
        label=gettext_lazy("Apa yang diberikan"),
        error_messages={"required": gettext_lazy("Tulis apa yang diberikan.")},
        help_text=gettext_lazy("Misalnya: satu parsel berisi kue dan kopi."),
    )
    giver = forms.CharField(
        label=gettext_lazy("Nama pemberi"),
        error_messages={"required": gettext_lazy("Tulis siapa pemberinya; tulis “tidak dikenal” bila tidak tahu.")},
        help_text=gettext_lazy("Tulis “tidak dikenal” bila tidak tahu."),
    )
    giver_agency = forms.CharField(label=gettext_lazy("Instansi atau perusahaan pemberi"), required=False)
    giver_address = forms.CharField(label=gettext_lazy("Alamat atau telepon pemberi"), required=False)
    place = forms.CharField(label=gettext_lazy("Tempat"), required=False)
    story = forms.CharField(label=gettext_lazy("Ceritakan singkat"), error_messages={"required": gettext_lazy("Ceritakan singkat kapan, di mana, dan bagaimana.")}, widget=forms.Textarea(attrs={"rows": 5}), help_text=gettext_lazy("Kapan, di mana, dan bagaimana pemberian itu terjadi."))  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Alasan diberi, menurut Anda"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    phone = forms.CharField(
        label=gettext_lazy("Telepon Anda"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in TEXTS}


class GiftForm(CompleteForm):
    """A gift that was received or refused."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit Anda"))
    kind = forms.ChoiceField(label=gettext_lazy("Apa yang terjadi"), widget=forms.RadioSelect())
    received_on = forms.DateField(
        label=gettext_lazy("Tanggal diterima atau ditolak"), input_formats=["%Y-%m-%d"], widget=DateInputs
    )
    occasion = forms.ChoiceField(label=gettext_lazy("Dalam rangka"), widget=forms.RadioSelect())
    relation = forms.ChoiceField(label=gettext_lazy("Hubungan pemberi dengan Anda"))
    thing = forms.ChoiceField(label=gettext_lazy("Jenis pemberian"))
    field_order = ("unit", "kind", "received_on", "occasion", "relation", "giver", "giver_agency", "giver_address", "thing", "thing_words", "value", "place", "story", "reason", "phone")  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, offices: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, files, **more)
        self.fields["unit"].choices = offices
        for name, words in (("kind", KINDS), ("occasion", OCCASIONS), ("relation", RELATIONS), ("thing", THINGS)):
            empty = [] if name in ("kind", "occasion") else [("", "–")]
            self.fields[name].choices = [*empty, *((key, _(word)) for key, word in words.items())]
