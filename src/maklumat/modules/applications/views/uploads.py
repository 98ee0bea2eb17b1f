"""Resumable uploads of one requirement line."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from maklumat.kernel import clock
from maklumat.ui import tus

from ..actions import uploads
from ..queries.uploads import received
from .holding import code_of


# Exempt from the form token: the signed SameSite cookie with the code and the tus headers, which a foreign
# page cannot send without a preflight, stand for it.
@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
def announce(request: HttpRequest, application_id: UUID, requirement: str) -> HttpResponse:
    def begin(length: int) -> str:
        code = code_of(request, application_id)
        upload_id = uploads.begin(
            application_id=application_id, code=code, requirement=requirement, length=length, at=clock.now()
        )
        return reverse("applications:upload", args=[application_id, upload_id])

    return tus.announced(request, begin)


@csrf_exempt
@require_http_methods(["HEAD", "PATCH"])
def part(request: HttpRequest, application_id: UUID, upload_id: UUID) -> HttpResponse:
    def which() -> dict:
        return {"application_id": application_id, "code": code_of(request, application_id), "upload_id": upload_id}

    return tus.part(
        request,
        lambda: received(**which()),
        lambda offset, content: uploads.append(**which(), offset=offset, part=content, at=clock.now()),
    )
