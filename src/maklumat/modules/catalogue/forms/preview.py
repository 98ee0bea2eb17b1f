"""The questions of a page as residents will see them. Only to look at: nothing here judges an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from maklumat.ui.widgets import DateInputs, MoneyInput

from ..rules.standard import Question


@dataclass(frozen=True)
class Item:
    """A question with its control, or a group with its fields; ``when`` it is asked."""

    question: Question
    bound: Any
    fields: tuple[Any, ...]
    when: str


class PreviewForm(forms.Form):
    use_required_attribute = False

    def __init__(self, questions: tuple[Question, ...], prefix: str | None = None) -> None:
        super().__init__(prefix=prefix)
        self.questions = questions
        for question in questions:
            if question.kind != "group":
                self.fields[question.key] = _field(question)

    def items(self, when: Callable[[Question], str]) -> Iterator[Item]:
        for q in self.questions:
            group = q.kind == "group"
            yield Item(
                q, None if group else self[q.key], tuple(PreviewForm(q.fields, prefix=q.key)) if group else (), when(q)
            )


def _field(q: Question) -> forms.Field:
    common: dict[str, Any] = {"label": q.label, "help_text": q.hint, "required": q.required}
    if q.kind == "yes_no":
        return forms.ChoiceField(choices=[("true", _("Ya")), ("false", _("Tidak"))], widget=forms.RadioSelect, **common)
    if q.kind == "choice":
        choices = [(c.value, c.label) for c in q.choices]
        widget = forms.RadioSelect if len(choices) <= 7 else forms.Select
        return forms.ChoiceField(
            choices=choices if len(choices) <= 7 else [("", _("Pilih …")), *choices], widget=widget, **common
        )
    widgets = {"long_text": forms.Textarea(attrs={"rows": 4}), "date": DateInputs(), "money": MoneyInput()}
    return forms.CharField(widget=widgets.get(q.kind, forms.TextInput()), **common)
