"""Tables as text that any spreadsheet opens (CSV, RFC 4180, UTF-8)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
_INSIDE = re.compile(r"([;\t\r\n])(?=[=+\-@])")  # the same, where another separator than ours begins a field


def harmless(cell: Any) -> Any:
    """A text that a spreadsheet would take for a formula, made a text; anything else as it is."""
    if not isinstance(cell, str):
        return cell
    inner = _INSIDE.sub(r"\1'", cell)
    return f"'{inner}" if inner.startswith(_FORMULA) else inner


def plain(value: Any) -> Any:
    """A value as files and programs have it: moments in UTC (ISO 8601), truth as true and false, numbers with six decimals."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return round(value, 6) if isinstance(value, float) else value


def csv_lines(head: Sequence[str], rows: Iterable[Iterable[Any]], *, end: str = "\n") -> Iterator[str]:
    """The lines of a file, one at a time: the head, then the rows, every text harmless; None is an empty field."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end)
    writer.writerow(head)
    for row in rows:
        yield _taken(out)
        writer.writerow([harmless(cell) for cell in row])
    yield _taken(out)


def _taken(out: io.StringIO) -> str:
    line = out.getvalue()
    out.seek(0)
    out.truncate()
    return line
