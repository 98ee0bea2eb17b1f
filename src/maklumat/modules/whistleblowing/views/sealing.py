"""What all answers of this room have in common: nothing is kept by anybody on the way, refusals are sentences, JSON is small."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _

from maklumat.kernel.errors import Invalid, Refusal

MOST_BODY = 900_000  # bytes of JSON: a letter with its header, in base64, and some


def quiet(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer without leaving a copy anywhere; a refusal is JSON of one sentence."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Refusal as refusal:
            response = JsonResponse({"error": refusal.message}, status=refusal.status)
        return unkept(response)

    wrapped.for_programs = True  # type: ignore[attr-defined]
    return wrapped


def unkept(response: HttpResponse) -> HttpResponse:
    """No copy, no trace in the next address."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def given(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of a request. Raises :class:`Invalid`."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BODY:
        raise Invalid(_("Surat ini terlalu panjang. Ringkas, atau lampirkan sebagai berkas."))
    try:
        body = request.body
        found = (
            None if b"\\u0000" in body else json.loads(body)
        )  # a null character: no keyboard makes it, and PostgreSQL stores none
    except (ValueError, RawPostDataException, UnreadablePostError) as error:
        raise Invalid(_("Kiriman ini rusak di jalan. Muat ulang halaman, lalu kirim lagi.")) from error
    if not isinstance(found, dict):
        raise Invalid(_("Kiriman ini rusak di jalan. Muat ulang halaman, lalu kirim lagi."))
    return found
