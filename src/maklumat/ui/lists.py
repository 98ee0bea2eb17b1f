"""Lists written out here: each of their cells would be a dozen steps of the template language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

NOTHING = "–"


def table_row(row: Sequence, heads: Sequence[tuple[str, str]]) -> str:
    """One row of a table; ``heads``: word and kind of each column."""
    first, *others = (
        (_cell(cell), escape(word), f' class="is-{kind}"' if kind else "")
        for cell, (word, kind) in zip(row, heads, strict=True)
    )
    rest = "".join(f'<td role="cell" data-label="{word}"{css}>{cell}</td>' for cell, word, css in others)
    return f'<tr role="row"><th scope="row" role="rowheader" data-label="{first[1]}">{first[0]}</th>{rest}</tr>'


def _cell(cell: Any) -> str:
    if isinstance(cell, dict) and cell.get("href"):
        return f'<a href="{escape(cell["href"])}">{conditional_escape(cell["text"])}</a>'
    return f"<span>{conditional_escape(localize(cell))}</span>"


def options(choices: Iterable[tuple[Any, Any]], chosen: Any = "") -> SafeString:
    """The options of a long select: (value, word)."""
    return SafeString(
        "".join(
            f'<option value="{escape(v)}"{" selected" if v == chosen else ""}>{escape(w)}</option>' for v, w in choices
        )
    )


def summary(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """What is known, term by term: ``term``, ``value`` (text, or HTML marked safe), ``href`` and ``action`` if any."""
    body = "".join(
        f"<div><dt>{conditional_escape(row['term'])}</dt><dd>{_value(row['value'])}</dd>{_action(row)}</div>"
        for row in rows
    )
    return SafeString(f'<dl class="summary">{body}</dl>')


def part(title: str, href: str, rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """One part of what is looked through before sending: its heading, the link to change it, its summary."""
    return format_html(
        '<section><div class="row row-between"><h2>{}</h2><a href="{}">{}<span class="visually-hidden">: {}</span></a></div>{}</section>',
        title, href, _("Ubah"), title, summary(rows),
    )  # fmt: skip


def entries(rows: Iterable[Iterable[tuple[str, str]]]) -> SafeString:
    """Repeated groups of (label, value) as a numbered list."""
    lines = ("; ".join(f"{escape(label)}: {escape(value)}" for label, value in row) for row in rows)
    return SafeString("<ol>" + "".join(f"<li>{line}</li>" for line in lines) + "</ol>")


def _value(value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if hasattr(value, "__html__"):
        return value.__html__()
    return escape(str(value)).replace("\r\n", "\n").replace("\n", "<br>")


def _action(row: Mapping[str, Any]) -> str:
    if not row.get("href"):
        return ""
    return format_html(
        '<dd class="action"><a href="{}">{}<span class="visually-hidden"> {}</span></a></dd>',
        row["href"], row.get("action") or _("Ubah"), row["term"],
    )  # fmt: skip
