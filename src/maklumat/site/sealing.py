"""The sealed channel's place in the house: who comes there is forgotten before anything else looks, and its own host serves nothing else."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

PLACE = "/lapor-aman/"
DESK = ("/lapor-aman/meja/",)  # where recipients are logged in, and so are known
SERVED = (PLACE, "/static/", "/healthz", "/jejak/")  # by the channel's own host
TRACES = (
    "REMOTE_ADDR", "REMOTE_HOST", "REMOTE_PORT", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA", "HTTP_USER_AGENT", "HTTP_REFERER",
    "HTTP_X_FORWARDED_HOST", "HTTP_COOKIE", "HTTP_SEC_CH_UA", "HTTP_SEC_CH_UA_PLATFORM", "HTTP_SEC_CH_UA_MOBILE",
)  # fmt: skip


class Seal:
    """Takes from every request to the channel what would tell who sent it. The first of all, so that nothing has read it before."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.META.get("HTTP_HOST", "").partition(":")[0].rstrip(".").lower()
        own_host = bool(settings.SEALED_HOST) and host == settings.SEALED_HOST.lower()
        if own_host and request.path_info == "/":
            request.path_info = PLACE
        here = request.path_info.startswith(PLACE)
        if here and not request.path_info.startswith(DESK):
            for name in TRACES:
                request.META.pop(name, None)
        if own_host and not request.path_info.startswith(SERVED):
            return HttpResponseNotFound("Halaman ini tidak ada di sini.\n", content_type="text/plain; charset=utf-8")
        return self.get_response(request)
