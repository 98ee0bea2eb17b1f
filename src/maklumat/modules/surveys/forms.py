"""The shape of what comes in: a filled questionnaire, and the small forms of the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from maklumat.kernel.words import N_
from maklumat.ui.templatetags.ui import icon
from maklumat.ui.widgets import MoneyInput

from .rules.instrument import Instrument, Item, asked, in_words, stages

TRAIT = "r-"  # before the names of questions about the respondent
KINDS = {
    "choice": N_("Satu pilihan"), "many": N_("Beberapa pilihan"), "number": N_("Bilangan"), "money": N_("Rupiah"), "text": N_("Tulisan bebas"),
}  # fmt: skip


def language_of() -> str:
    """The language of the page, as instruments name it."""
    return (get_language() or "id")[:2]


# From very bad to very good, by how many there are to choose from.
FACES = {4: ("frown", "annoyed", "smile", "laugh"), 6: ("angry", "frown", "annoyed", "meh", "smile", "laugh")}


def field_of(item: Item, language: str, number: int) -> forms.Field:
    """An item as a form field. What is required and left out gets a sentence that says which."""
    said = {"label": f"{number}. {in_words(item.text, language)}", "required": item.required}
    missing = {"required": _("Pertanyaan %(n)d belum dijawab.") % {"n": number}}
    faces = FACES.get(len(item.choices), ()) if item.group and item.kind == "choice" else ()
    choices = [
        (
            str(one.value),
            format_html("{}{}", icon(faces[place]), in_words(one.text, language))
            if faces
            else in_words(one.text, language),
        )
        for place, one in enumerate(item.choices)
    ]
    match item.kind:
        case "choice":
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=missing, **said)
        case "many":
            return forms.MultipleChoiceField(
                choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=missing, **said
            )
        case "text":
            return forms.CharField(
                max_length=item.most, widget=forms.Textarea(attrs={"rows": 3}), error_messages=missing, **said
            )
    return forms.IntegerField(
        min_value=item.minimum, max_value=item.maximum, error_messages=missing | {"invalid": _("Tulis dengan angka saja.")},
        widget=MoneyInput() if item.kind == "money" else forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}), **said,
    )  # fmt: skip


class AnswerForm(forms.Form):
    """Some items of an instrument (a page of it), and on the last page the respondent. ``earlier``: what was answered on the pages before."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        items: Sequence[Item],
        traits: Sequence[Any] = (),
        earlier: Mapping[str, int | None] | None = None,
    ) -> None:
        super().__init__(data)
        language = language_of()
        for number, item in enumerate(items, len(earlier or {}) + 1):
            if asked(item, earlier or {}):
                self.fields[item.key] = field_of(item, language, number)
        for trait in traits:
            choices = [(str(one.value), in_words(one.text, language)) for one in trait.choices]
            self.fields[TRAIT + trait.key] = forms.ChoiceField(
                label=in_words(trait.text, language), choices=[("", _("Tidak ingin menjawab")), *choices], required=False
            )  # fmt: skip

    def value_of(self, item: Item) -> int | None:
        """What is counted of an item; None when it was not answered or not asked."""
        given = self.cleaned_data.get(item.key)
        if item.kind == "text" or given in (None, "", []):
            return None
        return sum(1 << int(one) for one in given) if item.kind == "many" else int(given)


def pages_of(instrument: Instrument, items: Sequence[Item]) -> tuple[tuple[Item, ...], ...]:
    """The pages, with the items as this service words them."""
    own = {item.key: item for item in items}
    return tuple(tuple(own[item.key] for item in page) for page in stages(instrument))


class CodeForm(forms.Form):
    code = forms.CharField(label=gettext_lazy("Kode survei"), max_length=40)


class KioskForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("Nama tablet"), max_length=60, help_text=gettext_lazy("Misalnya: Loket 2.")
    )
    slug = forms.CharField(required=False, max_length=80)


class SheetsForm(forms.Form):
    many = forms.IntegerField(label=gettext_lazy("Jumlah lembar"), min_value=1, max_value=200, initial=20)
    slug = forms.CharField(required=False, max_length=80)
    questionnaire = forms.UUIDField()


class MediumForm(forms.Form):
    medium = forms.CharField(max_length=20)
    place = forms.CharField(label=gettext_lazy("Di mana"), max_length=300)
    published_on = forms.DateField(label=gettext_lazy("Tanggal"), widget=forms.DateInput(attrs={"type": "date"}))


class PlanForm(forms.Form):
    element = forms.CharField(label=gettext_lazy("Unsur"), max_length=40)
    problem = forms.CharField(
        label=gettext_lazy("Masalahnya"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    action = forms.CharField(
        label=gettext_lazy("Yang akan dilakukan"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    owner = forms.UUIDField(
        label=gettext_lazy("Penanggung jawab"), error_messages={"invalid": gettext_lazy("Pilih petugas.")}
    )
    due_on = forms.DateField(
        label=gettext_lazy("Selesai paling lambat"), widget=forms.DateInput(attrs={"type": "date"})
    )


class PlanEndForm(forms.Form):
    state = forms.ChoiceField(choices=[("done", gettext_lazy("Selesai dikerjakan")), ("dropped", gettext_lazy("Dibatalkan"))], widget=forms.RadioSelect, label=gettext_lazy("Keadaan"))  # fmt: skip
    outcome = forms.CharField(
        label=gettext_lazy("Hasilnya, atau alasannya"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    proof = forms.FileField(label=gettext_lazy("Bukti (PDF atau foto)"), required=False)


class QuestionForm(forms.Form):
    """A question of a free survey, as an officer writes it."""

    text_id = forms.CharField(label=gettext_lazy("Pertanyaan"), max_length=300)
    text_en = forms.CharField(label=gettext_lazy("Dalam bahasa Inggris"), max_length=300, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Cara menjawab"), widget=forms.RadioSelect)
    choices = forms.CharField(
        label=gettext_lazy("Pilihan, satu per baris"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Terjemahan boleh sesudah garis tegak: Mudah | Easy"),
    )  # fmt: skip
    required = forms.BooleanField(label=gettext_lazy("Wajib dijawab"), required=False)
    when = forms.CharField(label=gettext_lazy("Hanya ditanyakan bila"), required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(key, _(word)) for key, word in KINDS.items()]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        lines = [line.strip() for line in given.get("choices", "").splitlines() if line.strip()]
        if given.get("kind") in ("choice", "many") and not 2 <= len(lines) <= 12:
            self.add_error("choices", _("Tulis 2 sampai 12 pilihan, satu per baris."))
        given["lines"] = [[part.strip() for part in line.split("|", 1)] for line in lines]
        if any(len(part) > 200 for line in given["lines"] for part in line):
            self.add_error("choices", _("Satu pilihan paling banyak 200 huruf."))
        return given


class HeadForm(forms.Form):
    """Name and validity of a questionnaire."""

    name_id = forms.CharField(label=gettext_lazy("Judul survei"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Dalam bahasa Inggris"), max_length=200, required=False)
    valid_from = forms.DateField(label=gettext_lazy("Berlaku mulai"), widget=forms.DateInput(attrs={"type": "date"}))
    valid_until = forms.DateField(
        label=gettext_lazy("Berlaku sampai"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, end = given.get("valid_from"), given.get("valid_until")
        if start and end and end < start + timedelta(days=1):
            self.add_error("valid_until", _("Tanggal ini sebelum survei mulai."))
        return given
