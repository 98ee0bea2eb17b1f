"""Forms for a question and for a field of a repeating question. What depends on the kind comes once it is chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maklumat.ui.widgets import ChoiceLabel

from ..rules import editing
from ..rules.standard import Choice, Question, Standard
from ..rules.vocabulary import FIELD_KINDS, REGION_LEVELS
from . import conditions
from .base import RowForm, Rows, line, whole
from .pieces import ItemForm


class ChoiceRow(RowForm):
    value = forms.CharField(required=False, widget=forms.HiddenInput)
    label = line(gettext_lazy("Pilihan"), required=True)
    number = forms.FloatField(
        label=gettext_lazy("Angka"),
        required=False,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


def _choice(choice: Choice) -> dict[str, Any]:
    number = choice.number
    return {
        "value": choice.value,
        "label": choice.label,
        "number": int(number) if number is not None and number == int(number) else number,
    }


class QuestionForm(ItemForm):
    noun = "question"
    label = line(
        gettext_lazy("Pertanyaan"),
        required=True,
        help_text=gettext_lazy("Tulis seperti bertanya kepada orang. Contoh: Nama lengkap pemohon"),
    )
    hint = line(
        gettext_lazy("Petunjuk dan contoh"),
        help_text=gettext_lazy("Contoh: Tulis seperti di KTP. Contoh: Siti Rahmawati"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Jenis jawaban"), widget=forms.RadioSelect, initial="text")
    required = forms.BooleanField(label=gettext_lazy("Wajib dijawab"), required=False, initial=True)
    page = forms.ChoiceField(label=gettext_lazy("Di halaman"), required=False)
    region_level = forms.ChoiceField(label=gettext_lazy("Sampai tingkat"), required=False)
    minimum = whole(gettext_lazy("Paling sedikit"), -40000, 10**9, required=False)
    maximum = whole(gettext_lazy("Paling banyak"), -40000, 10**9, required=False)
    max_items = whole(gettext_lazy("Paling banyak diulang"), 1, 50, required=False, initial=10)

    LIMITS = {
        "text": (gettext_lazy("Paling sedikit huruf"), gettext_lazy("Paling banyak huruf")),
        "long_text": (gettext_lazy("Paling sedikit huruf"), gettext_lazy("Paling banyak huruf")),
        "number": (gettext_lazy("Angka terkecil"), gettext_lazy("Angka terbesar")),
        "money": (gettext_lazy("Rupiah paling sedikit"), gettext_lazy("Rupiah paling banyak")),
        "date": (
            gettext_lazy("Paling awal, dalam hari dari hari ini"),
            gettext_lazy("Paling akhir, dalam hari dari hari ini"),
        ),
    }

    def build(self, standard: Standard) -> None:
        kind = self.piece.kind if self.piece else ""
        allowed = [k for k in FIELD_KINDS if not (self.noun == "field" and k in ("group",))]
        self.fields["kind"].choices = [
            (k, ChoiceLabel(_(FIELD_KINDS[k][0]), hint=_(FIELD_KINDS[k][1]))) for k in allowed
        ]
        self.fields["region_level"].choices = [(level, _(word)) for level, word in REGION_LEVELS.items()]
        self.fields["page"].choices = [(page.key, page.title) for page in standard.pages]
        self.initial.setdefault("page", self.parent)
        self._limits(kind)
        for name, wanted in (
            ("region_level", kind == "region"),
            ("max_items", kind == "group"),
            ("page", self.noun == "question" and self.piece),
        ):
            if not wanted:
                del self.fields[name]
        if self.noun == "question":
            conditions.add_fields(self, self.earlier(), self.piece.condition if self.piece else None)

    def _limits(self, kind: str) -> None:
        if kind not in self.LIMITS:
            del self.fields["minimum"], self.fields["maximum"]
            return
        self.fields["minimum"].label, self.fields["maximum"].label = self.LIMITS[kind]
        if kind == "date":
            self.fields["minimum"].help_text = _("Tulis 0 untuk hari ini, -30 untuk 30 hari yang lalu.")

    def earlier(self) -> tuple[Question, ...]:
        """The questions before this one: only they can be a condition."""
        known = self.standard.questions()
        at = next((n for n, q in enumerate(known) if q.key == self.key), None)
        if at is not None:
            return known[:at]
        pages = [page.key for page in self.standard.pages]
        last = pages.index(self.parent) if self.parent in pages else len(pages)
        return tuple(q for page in self.standard.pages[: last + 1] for q in page.questions)

    def table(self, standard: Standard, data: Any) -> Rows | None:
        if self.piece is None or self.piece.kind != "choice":
            return None
        return Rows(ChoiceRow, "choices", [_choice(c) for c in self.piece.choices], data)

    def clean(self) -> dict[str, Any]:
        low, high = self.cleaned_data.get("minimum"), self.cleaned_data.get("maximum")
        if low is not None and high is not None and low > high:
            self.add_error("maximum", _("Batas atas lebih kecil dari batas bawah."))
        self.condition = (
            conditions.read(self, self.earlier(), self.piece.condition if self.piece else None)
            if self.noun == "question"
            else None
        )
        return self.cleaned_data

    def made(self) -> Question:
        data = {k: v for k, v in self.cleaned_data.items() if k not in (*conditions.NAMES, "page")}
        data = {k: v for k, v in data.items() if not (k == "max_items" and v is None)}
        if self.piece and self.piece.kind == data["kind"]:
            base = self.piece.model_dump(mode="python")
        else:
            base = {}
        if self.rows:
            base["choices"] = self._choices()
        return Question.model_validate(
            base | data | {"key": self.fresh_key(data["label"]), "condition": self.condition}
        )

    def _choices(self) -> tuple[Choice, ...]:
        made: dict[str, Choice] = {}
        for row in self.rows.values() if self.rows else ():
            kept = (
                row["value"]
                if row["value"] in {c.value for c in self.piece.choices} and row["value"] not in made
                else ""
            )
            value = kept or editing.words_key(row["label"], {c.value for c in self.piece.choices} | set(made))
            made[value] = Choice(value=value, label=row["label"], number=row["number"])
        return tuple(made.values())

    def home(self) -> str:
        return self.cleaned_data.get("page") or self.parent

    @property
    def needs_more(self) -> bool:
        former = self.piece.kind if self.piece else ""
        return self.cleaned_data["kind"] != former and self.cleaned_data["kind"] in (
            "choice",
            "group",
            "region",
            "number",
            "money",
            "date",
        )


class FieldForm(QuestionForm):
    noun = "field"
