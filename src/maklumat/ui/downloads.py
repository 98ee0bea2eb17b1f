"""What a browser saves as a file: tables, proofs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from maklumat.kernel import sheets
from maklumat.kernel.errors import Missing


def csv_file(
    name: str, head: Sequence[str], rows: Iterable[Iterable[Any]], *, streamed: bool = False
) -> HttpResponse | StreamingHttpResponse:
    """``name``.csv. ``streamed``: rows are read while they are sent; for many of them, as an error then cuts the file."""
    kind = StreamingHttpResponse if streamed else HttpResponse
    response = kind(sheets.csv_lines(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def proof_file(number: str, proof: str | None) -> HttpResponse:
    """``number``.tlog-proof (kernel.checkpoints). Raises :class:`Missing` where there is none yet."""
    if proof is None:
        raise Missing(_("Bukti ini sedang dibuat. Coba lagi beberapa detik lagi."))
    response = HttpResponse(proof, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{number.lower()}.tlog-proof"'
    return response
