"""The tus 1.0 core protocol for resumable uploads: announce, ask how far, send on. Rooms bring what is done."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from maklumat.kernel.errors import Invalid, Refusal

VERSION = {"Tus-Resumable": "1.0.0", "Cache-Control": "no-store"}


def announced(request: HttpRequest, begin: Callable[[int], str]) -> HttpResponse:
    """Answer the announcement of a file. ``begin``: takes its length in bytes, gives the address for its parts."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={**VERSION, "Tus-Version": "1.0.0", "Tus-Extension": "creation"})
    if request.headers.get("Tus-Resumable") != "1.0.0":
        return HttpResponse(status=412, headers={"Tus-Version": "1.0.0"})
    try:
        location = begin(_whole(request.headers.get("Upload-Length")))
    except Refusal as refusal:
        return _refused(refusal)
    return HttpResponse(status=201, headers={**VERSION, "Location": location})


def part(
    request: HttpRequest, received: Callable[[], tuple[int, int]], append: Callable[[int, bytes], int]
) -> HttpResponse:
    """Say how far it is (HEAD), or take the next part. ``append``: takes offset and bytes, gives the new offset."""
    try:
        if request.method == "HEAD":
            offset, length = received()
            return HttpResponse(headers={**VERSION, "Upload-Offset": str(offset), "Upload-Length": str(length)})
        if request.content_type != "application/offset+octet-stream":
            return HttpResponse(status=415, headers=VERSION)
        offset = append(_whole(request.headers.get("Upload-Offset")), request.body)
    except Refusal as refusal:
        return _refused(refusal)
    return HttpResponse(status=204, headers={**VERSION, "Upload-Offset": str(offset)})


def _whole(text: str | None) -> int:
    if text and text.isascii() and text.isdigit() and len(text) < 12:
        return int(text)
    raise Invalid("Upload-Length / Upload-Offset")


def _refused(refusal: Refusal) -> HttpResponse:
    return HttpResponse(
        refusal.message, status=refusal.status, content_type="text/plain; charset=utf-8", headers=VERSION
    )
