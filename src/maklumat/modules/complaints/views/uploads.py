"""Resumable uploads of a report's pictures."""

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


# Exempt from the form token for the reason given in applications: cookie and headers of tus stand for it.
@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
def announce(request: HttpRequest, report_id: UUID) -> HttpResponse:
    def begin(length: int) -> str:
        upload_id = uploads.begin(report_id=report_id, code=code_of(request, report_id), length=length, at=clock.now())
        return reverse("complaints:upload", args=[report_id, upload_id])

    return tus.announced(request, begin)


@csrf_exempt
@require_http_methods(["HEAD", "PATCH"])
def part(request: HttpRequest, report_id: UUID, upload_id: UUID) -> HttpResponse:
    def which() -> dict:
        return {"report_id": report_id, "code": code_of(request, report_id), "upload_id": upload_id}

    return tus.part(
        request,
        lambda: received(**which()),
        lambda offset, content: uploads.append(**which(), offset=offset, part=content, at=clock.now()),
    )
