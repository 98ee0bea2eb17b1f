"""Tables that a browser saves as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse

from maklumat.kernel import sheets


def csv_file(
    name: str, head: Sequence[str], rows: Iterable[Iterable[Any]], *, streamed: bool = False
) -> HttpResponse | StreamingHttpResponse:
    """``name``.csv. ``streamed``: rows are read while they are sent; for many of them, as an error then cuts the file."""
    kind = StreamingHttpResponse if streamed else HttpResponse
    response = kind(sheets.csv_lines(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
