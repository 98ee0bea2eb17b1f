"""What all answers of this room have in common: nothing is kept by anybody on the way, refusals are sentences, JSON is small."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from maklumat.kernel.errors import Invalid, Refusal

_HALVES = re.compile(rb"\\u[dD][89a-fA-F]")
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


def announced(request: HttpRequest) -> int:
    """Bytes of the body, as the sender says."""
    text = request.headers.get("Content-Length") or ""
    return int(text[:18]) if text.isascii() and text.isdigit() else 0


def from_copies(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Answer pages that were kept on a disk as well: nothing here reads a cookie, so it is no matter which page asks."""

    def decorated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            asked = request.method == "OPTIONS"
            response = unkept(HttpResponse(status=204)) if asked else view(request, *args, **kwargs)
            response["Access-Control-Allow-Origin"] = "*"
            if asked:
                response["Access-Control-Allow-Methods"] = ", ".join(methods)
                response["Access-Control-Allow-Headers"] = "Content-Type, X-Access, X-Key"
            return response

        wrapped.for_programs = True  # type: ignore[attr-defined]
        return wrapped

    return decorated


def unkept(response: HttpResponse) -> HttpResponse:
    """No copy, no trace in the next address."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def given(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of a request. Raises :class:`Invalid`."""
    if announced(request) > MOST_BODY:
        raise Invalid(_("Surat ini terlalu panjang. Ringkas, atau lampirkan sebagai berkas."))
    try:
        body = request.body
        found = (
            None if b"\\u0000" in body else json.loads(body)
        )  # a null character: no keyboard makes it, and PostgreSQL stores none
        if _HALVES.search(body):
            json.dumps(found, ensure_ascii=False).encode()  # halves of a pair alone are no text
    except (ValueError, RecursionError, RawPostDataException, UnreadablePostError) as error:
        raise Invalid(_("Kiriman ini rusak di jalan. Muat ulang halaman, lalu kirim lagi.")) from error
    if not isinstance(found, dict):
        raise Invalid(_("Kiriman ini rusak di jalan. Muat ulang halaman, lalu kirim lagi."))
    return found
