"""The tus 1.0 core protocol for one upload line: announce, ask how far, send on."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from maklumat.kernel import clock
from maklumat.kernel.errors import Invalid, Refusal

from ..actions import uploads
from ..queries.uploads import received
from .holding import code_of

VERSION = {"Tus-Resumable": "1.0.0", "Cache-Control": "no-store"}


# Exempt from the form token: the signed SameSite cookie with the code and the tus headers, which a foreign
# page cannot send without a preflight, stand for it.
@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
def announce(request: HttpRequest, application_id: UUID, requirement: str) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={**VERSION, "Tus-Version": "1.0.0", "Tus-Extension": "creation"})
    try:
        if request.headers.get("Tus-Resumable") != "1.0.0":
            return HttpResponse(status=412, headers={"Tus-Version": "1.0.0"})
        upload_id = uploads.begin(
            application_id=application_id,
            code=code_of(request, application_id),
            requirement=requirement,
            length=_whole(request.headers.get("Upload-Length")),
            at=clock.now(),
        )
    except Refusal as refusal:
        return _refused(refusal)
    location = reverse("applications:upload", args=[application_id, upload_id])
    return HttpResponse(status=201, headers={**VERSION, "Location": location})


@csrf_exempt
@require_http_methods(["HEAD", "PATCH"])
def part(request: HttpRequest, application_id: UUID, upload_id: UUID) -> HttpResponse:
    try:
        code = code_of(request, application_id)
        if request.method == "HEAD":
            offset, length = received(application_id=application_id, code=code, upload_id=upload_id)
            return HttpResponse(headers={**VERSION, "Upload-Offset": str(offset), "Upload-Length": str(length)})
        if request.content_type != "application/offset+octet-stream":
            return HttpResponse(status=415, headers=VERSION)
        offset = uploads.append(
            application_id=application_id,
            code=code,
            upload_id=upload_id,
            offset=_whole(request.headers.get("Upload-Offset")),
            part=request.body,
            at=clock.now(),
        )
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
