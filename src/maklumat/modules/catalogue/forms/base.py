"""What the editor's forms share: they start from a standard and give back a changed one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..rules.standard import Standard

LINE, TEXT, BLANK = 300, 4000, 3


def line(label: Any, *, required: bool = False, limit: int = LINE, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=limit, **options)


def text(label: Any, *, rows: int = 4, required: bool = False, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=TEXT, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


def whole(label: Any, least: int, most: int, *, required: bool = True, **options: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=required, widget=widget, **options)


class LinesField(forms.CharField):
    """A list: one item a line."""

    def __init__(self, *, limit: int = LINE, required: bool = False, **options: Any) -> None:
        self.limit = limit
        super().__init__(required=required, widget=forms.Textarea(attrs={"rows": 6}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        items = tuple(" ".join(item.split()) for item in (super().clean(value) or "").splitlines() if item.strip())
        if any(len(item) > self.limit for item in items):
            raise forms.ValidationError(_("Ada baris yang terlalu panjang. Ringkas menjadi paling banyak 300 huruf."))
        return items


class RowForm(forms.Form):
    """One row of a small table. A row in which nothing was typed is no row."""

    use_required_attribute = False

    def is_blank(self) -> bool:
        names = [
            name
            for name, field in self.fields.items()
            if not isinstance(field.widget, forms.HiddenInput) and name not in self.quiet
        ]
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in names)

    quiet: tuple[str, ...] = ()  # fields that always carry something


class Rows:
    """The rows that there are, and a few empty ones."""

    def __init__(
        self,
        form: type[RowForm],
        prefix: str,
        given: list[dict[str, Any]],
        data: Mapping[str, Any] | None,
        **options: Any,
    ) -> None:
        self.prefix = prefix
        count = len(given) + BLANK
        if data is not None:
            typed = str(data.get(f"{prefix}-rows", ""))
            count = min(int(typed), 200) if typed.isascii() and typed.isdigit() and len(typed) < 4 else count
        self.forms = [
            form(
                data,
                prefix=f"{prefix}-{n}",
                initial=given[n] if n < len(given) else None,
                empty_permitted=n >= len(given),
                **options,
            )
            for n in range(count)
        ]

    @property
    def count(self) -> int:
        return len(self.forms)

    def is_valid(self) -> bool:
        judged = [row.is_blank() or row.is_valid() for row in self.forms]  # every row, so that each shows its errors
        return all(judged)

    def values(self) -> list[dict[str, Any]]:
        return [row.cleaned_data for row in self.forms if not row.is_blank()]

    def checked(self) -> list[RowForm]:
        """The rows whose errors count."""
        return [row for row in self.forms if not row.is_bound or not row.is_blank()]


class StandardForm(forms.Form):
    """A form over a standard. ``rows`` is its table, if it has one."""

    def __init__(self, standard: Standard, data: Any = None, **options: Any) -> None:
        self.standard = standard
        super().__init__(data, initial=self.start(standard), **options)
        self.rows = self.table(standard, data)
        self.build(standard)

    def start(self, standard: Standard) -> dict[str, Any]:
        return {}

    def build(self, standard: Standard) -> None:
        """Fill in choices that depend on the standard."""

    def table(self, standard: Standard, data: Any) -> Rows | None:
        return None

    def is_valid(self) -> bool:
        rows_valid = self.rows is None or self.rows.is_valid()
        return super().is_valid() and rows_valid

    def all_forms(self) -> list[forms.Form]:
        return [self, *(self.rows.checked() if self.rows and self.is_bound else [])]

    def applied(self) -> Standard:
        """The standard with what was typed."""
        raise NotImplementedError
