"""The condition builder: hanya bila [pertanyaan] [adalah …] [nilai]. Three selects, and a box for a number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..rules.placeholders import labels
from ..rules.standard import Condition, Question
from ..rules.vocabulary import OPERATORS

NONE = "-"
NAMES = ("when_question", "when_relation", "when_value", "when_value_2", "when_value_3", "when_number")


class Choice(forms.ChoiceField):
    """A select that always stands on something; left out, it stands on its first choice."""

    def clean(self, value: Any) -> str:
        return super().clean(value or self.choices[0][0])


def add_fields(form: forms.Form, questions: Iterable[Question], given: Condition | None) -> None:
    """Give the form its condition fields; ``questions`` are those that may be asked about."""
    known = list(questions)
    shown = labels(known)
    form.fields["when_question"] = Choice(
        label=gettext_lazy("Hanya bila pertanyaan"), choices=[(NONE, _("Selalu")), *shown.items()]
    )
    form.fields["when_relation"] = Choice(
        label=gettext_lazy("Hubungan"), choices=[(op, _(word)) for op, word in OPERATORS.items()]
    )
    values = [(NONE, "–"), *((shown[q.key], _values(q)) for q in known if q.kind in ("choice", "yes_no"))]
    for name, label in zip(
        NAMES[2:5], (gettext_lazy("Nilai"), gettext_lazy("atau"), gettext_lazy("atau")), strict=True
    ):
        form.fields[name] = Choice(label=label, choices=values)
    form.fields["when_number"] = forms.CharField(
        label=gettext_lazy("Atau angka"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("Untuk “paling sedikit” dan “paling banyak”."),
    )
    if given is not None:
        form.initial |= _start(known, given)


def _values(question: Question) -> list[tuple[str, str]]:
    if question.kind == "yes_no":
        return [(f"{question.key}:true", _("Ya")), (f"{question.key}:false", _("Tidak"))]
    return [(f"{question.key}:{choice.value}", choice.label) for choice in question.choices]


def _start(known: list[Question], given: Condition) -> dict[str, Any]:
    kinds = {q.key: q.kind for q in known}
    values = given.values if given.op == "in" else (given.value,) if given.value else ()
    start = {"when_question": given.field, "when_relation": "is" if given.op == "in" else given.op}
    if kinds.get(given.field) in ("choice", "yes_no"):
        return start | {name: f"{given.field}:{value}" for name, value in zip(NAMES[2:5], values, strict=False)}
    return start | {"when_number": values[0] if values else ""}


def read(form: forms.Form, questions: Iterable[Question], given: Condition | None) -> Condition | None:
    """The condition of a cleaned form, with its errors put on the form. One that means the same stays as given."""
    data = form.cleaned_data
    question = next((q for q in questions if q.key == data.get("when_question")), None)
    if question is None:
        return None
    op = data.get("when_relation") or "is"
    if op == "filled":
        return Condition(field=question.key, op="filled")
    if question.kind not in ("choice", "yes_no"):
        return _by_number(form, question, op, data.get("when_number", "").strip())
    chosen = list(
        dict.fromkeys(
            data[name].partition(":")[2] for name in NAMES[2:5] if data.get(name, "").startswith(f"{question.key}:")
        )
    )
    if not chosen or op in ("at_least", "at_most") or (op == "is_not" and len(chosen) > 1):
        form.add_error(
            "when_value",
            _("Pilih nilai dari pertanyaan “%(question)s”, dengan hubungan “adalah” atau “bukan”.")
            % {"question": question.label},
        )
        return None
    if len(chosen) > 1 or (
        given is not None
        and (given.field, given.op, given.values) == (question.key, "in", tuple(chosen))
        and op == "is"
    ):
        return Condition(field=question.key, op="in", values=tuple(chosen))
    return Condition(field=question.key, op=op, value=chosen[0])


def _by_number(form: forms.Form, question: Question, op: str, value: str) -> Condition | None:
    plain = value.replace(",", ".")
    if not value or (op in ("at_least", "at_most") and not plain.replace(".", "", 1).lstrip("-").isdigit()):
        form.add_error(
            "when_number", _("Tulis angka yang dibandingkan dengan “%(question)s”.") % {"question": question.label}
        )
        return None
    return Condition(field=question.key, op=op, value=plain if question.kind in ("number", "money") else value)  # type: ignore[arg-type]
