"""Lists written out here: each of their cells would be a dozen steps of the template language."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.formats import localize
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

NOTHING = "–"


def table_row(row: Sequence, heads: Sequence[tuple[str, str]]) -> str:
    """One row of a table; ``heads``: word and kind of each column. Where the first cell says what the row is ``of``, the marks of figures leave it out."""
    of = row[0].get("of", "") if row and isinstance(row[0], dict) else ""
    first, *others = (
        (_cell(cell, of), escape(word), f' class="is-{kind}"' if kind else "")
        for cell, (word, kind) in zip(row, heads, strict=True)
    )
    rest = "".join(f'<td role="cell" data-label="{word}"{css}>{cell}</td>' for cell, word, css in others)
    about = f' data-of="{escape(of)}"' if of else ""
    return f'<tr role="row"{about}><th scope="row" role="rowheader" data-label="{first[1]}">{first[0]}</th>{rest}</tr>'


def _cell(cell: Any, of: str) -> str:
    if isinstance(cell, list):
        return " · ".join(_cell(one, of) for one in cell)
    if isinstance(cell, dict):
        if "figure" in cell:
            mark = cell["figure"].removesuffix(f" {of}")
            return f'<data value="{escape(cell["raw"])}" data-figure="{escape(mark)}">{_text(cell["text"])}</data>'
        if cell.get("href"):
            return f'<a href="{escape(cell["href"])}">{_text(cell["text"])}</a>'
        cell = cell["text"]
    return "" if cell == "" else f"<span>{_text(localize(cell))}</span>"


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
        f"<div><dt>{_text(row['term'])}</dt><dd>{_value(row['value'])}</dd>{_action(row)}</div>" for row in rows
    )
    return SafeString(f'<dl class="summary">{body}</dl>')


def part(title: str, href: str, rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """One part of what is looked through before sending: its heading, the link to change it, its summary."""
    head, change = escape(title), escape(_("Ubah"))
    link = f'<a href="{escape(href)}">{change}<span class="visually-hidden">: {head}</span></a>'
    return SafeString(f'<section><div class="row row-between"><h2>{head}</h2>{link}</div>{summary(rows)}</section>')


def entries(rows: Iterable[Iterable[tuple[str, str]]]) -> SafeString:
    """Repeated groups of (label, value) as a numbered list."""
    lines = ("; ".join(f"{escape(label)}: {escape(value)}" for label, value in row) for row in rows)
    return SafeString("<ol>" + "".join(f"<li>{line}</li>" for line in lines) + "</ol>")


def escape(value: Any) -> str:
    """Harmless inside HTML, in attributes, too."""
    return html.escape(str(value))


def _text(value: Any) -> str:
    """Escaped, unless it is marked safe."""
    return value.__html__() if hasattr(value, "__html__") else escape(value)


def _value(value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if hasattr(value, "__html__"):
        return value.__html__()
    return escape(value).replace("\r\n", "\n").replace("\n", "<br>")


def _action(row: Mapping[str, Any]) -> str:
    if not row.get("href"):
        return ""
    words = _text(row.get("action") or _("Ubah"))
    hidden = f'<span class="visually-hidden"> {_text(row["term"])}</span>'
    return f'<dd class="action"><a href="{escape(row["href"])}">{words}{hidden}</a></dd>'
