"""The site's own pages: health, metrics, language files of the house."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from maklumat.kernel import clock, notify
from maklumat.modules.units import api as units

from . import observe


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, else 503. Says nothing that helps a stranger."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """OpenMetrics, for callers on this machine or with the metrics token."""
    token = settings.METRICS_TOKEN
    if token and request.headers.get("Authorization") != f"Bearer {token}":
        raise Http404
    if not token and request.META.get("REMOTE_ADDR") not in ("127.0.0.1", "::1", ""):
        raise Http404
    text, kind = observe.metrics()
    return HttpResponse(text, content_type=kind)


@require_safe
def emblem(request: HttpRequest) -> HttpResponse:
    """The government's emblem (SVG), kept with the root unit."""
    root = units.tree().government
    if root is None or not root.emblem:
        raise Http404
    response = HttpResponse(root.emblem, content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The demo's visible mailbox: what would have gone out by e-mail, SMS or WhatsApp."""
    if not settings.DEMO:
        raise Http404
    return render(request, "site/mailbox.html", {"letters": notify.mailbox(), "now": clock.now()})
