"""The form of a standard, one question group a page; groups repeat. The server judges every rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from maklumat.modules.catalogue import api as catalogue

from .fields import RegionField, field_of


@dataclass(frozen=True)
class Item:
    """One thing on a form page: a bound field, or a group with its rows."""

    question: catalogue.Question
    bound: Any = None
    rows: tuple[PageForm, ...] = ()
    can_add: bool = False


class PageForm(forms.Form):
    """One question group. ``answers``: those given so far (decide conditions and fill the fields)."""

    def __init__(
        self,
        questions: tuple[catalogue.Question, ...],
        answers: Mapping[str, Any],
        today: date,
        data: Any = None,
        *,
        prefix: str | None = None,
        extra_rows: int = 0,
    ) -> None:
        self.questions, self.answers, self.today = questions, dict(answers), today
        super().__init__(data, initial={k: initial_of(v) for k, v in answers.items()}, prefix=prefix)
        self.groups: dict[str, tuple[PageForm, ...]] = {}
        given = {**self.answers, **(self._typed() if data is not None else {})}
        self.shown = []
        own = {q.key for q in questions}
        for question in questions:
            applies = catalogue.holds(question.condition, given)
            if not applies and (question.condition is None or question.condition.field not in own or data is not None):
                continue
            self.shown.append(question)
            if question.kind == "group":
                self.groups[question.key] = self._rows(question, data, extra_rows)
            else:
                self.fields[question.key] = field_of(question, required=question.required and applies, today=today)

    def _typed(self) -> dict[str, Any]:
        return {q.key: self.data.get(self.add_prefix(q.key), "") for q in self.questions if q.kind != "date"}

    def _rows(self, question: catalogue.Question, data: Any, extra: int) -> tuple[PageForm, ...]:
        saved = self.answers.get(question.key) or []
        count = len(saved) + extra
        if data is not None:
            count = min(_whole(data.get(f"{question.key}-rows")), question.max_items)
        count = max(1, min(count, question.max_items))
        return tuple(
            PageForm(
                question.fields, saved[n] if n < len(saved) else {}, self.today, data, prefix=f"{question.key}-{n}"
            )
            for n in range(count)
        )

    def items(self) -> Iterator[Item]:
        """What the page shows, in the order of the standard."""
        for question in self.shown:
            rows = self.groups.get(question.key)
            if rows is None:
                yield Item(question, bound=self[question.key])
            else:
                yield Item(question, rows=rows, can_add=len(rows) < question.max_items)

    def is_valid(self) -> bool:
        valid = super().is_valid()
        self._offer_regions()
        rows_valid = [self._row_valid(q, row) for q in self.shown if q.kind == "group" for row in self.groups[q.key]]
        return valid and all(rows_valid)

    def _offer_regions(self) -> None:
        """Where a typed name fits several regions, the field becomes the choice among them."""
        for key, field in list(self.fields.items()):
            if isinstance(field, RegionField) and field.offered:
                self.fields[key] = forms.ChoiceField(
                    choices=field.offered, widget=forms.RadioSelect, label=field.label, help_text=field.help_text
                )
                self._bound_fields_cache.pop(key, None)

    def _row_valid(self, question: catalogue.Question, row: PageForm) -> bool:
        first = self.groups[question.key][0] is row
        return (row.is_empty() and not (first and question.required)) or row.is_valid()

    def is_empty(self) -> bool:
        """Whether nothing was typed in this row."""
        return self.is_bound and not any(str(self.data.get(self.add_prefix(k), "")).strip() for k in self.fields)

    def forms(self) -> list[PageForm]:
        """This form and its rows, for the error summary."""
        return [self, *(row for rows in self.groups.values() for row in rows)]

    def answered(self) -> dict[str, Any]:
        """Cleaned answers as JSON-able values, also of the questions that do not apply (as None)."""
        values: dict[str, Any] = {q.key: None for q in self.questions}
        for key, value in self.cleaned_data.items():
            values[key] = plain(value)
        for key, rows in self.groups.items():
            values[key] = [row.answered() for row in rows if not row.is_empty()]
        return values

    def typed(self) -> dict[str, Any]:
        """What was typed, as far as it is valid: a draft keeps it though the page has errors."""
        values = {k: plain(v) for k, v in getattr(self, "cleaned_data", {}).items() if v not in (None, "")}
        for key, rows in self.groups.items():
            values[key] = [row.typed() for row in rows if not row.is_empty()]
        return values


def blank_asks(
    questions: tuple[catalogue.Question, ...], answers: Mapping[str, Any]
) -> tuple[tuple[str, bool], ...] | None:
    """What the page asks on which nothing was answered yet: keys, and whether each must be. None when something was."""
    if any(answers.get(q.key) for q in questions):
        return None
    own = {q.key for q in questions}
    asks = []
    for question in questions:
        applies = catalogue.holds(question.condition, answers)
        if applies or (question.condition is not None and question.condition.field in own):
            asks.append((question.key, question.required and applies))
    return tuple(asks)


def plain(value: Any) -> Any:
    """A cleaned value as JSON-able text."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value


def initial_of(value: Any) -> Any:
    """A stored answer as a field's initial value."""
    if isinstance(value, str) and len(value) == 10 and value[4:5] == "-" and value[7:8] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _whole(text: Any) -> int:
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1
