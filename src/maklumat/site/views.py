"""The site's own pages: health, metrics, the emblem, where staff begin."""

from __future__ import annotations

from hmac import compare_digest

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from maklumat.kernel import callers, clock, notify
from maklumat.kernel.errors import NotAllowed
from maklumat.modules.units import api as units
from maklumat.ui.kept import private

from . import navigation, observe


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
    """OpenMetrics, for who has the metrics token; without a token for visitors at this computer, not its proxy's."""
    token, given = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    if not (compare_digest(given.encode(), f"Bearer {token}".encode()) if token else callers.is_this_computer(request)):
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


@private
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Where staff begin: the first page of their own menu."""
    if request.actor.kind != "staff":
        raise NotAllowed(_("Halaman ini untuk petugas. Masuk dengan akun petugas Anda."))
    first = next((link for group in navigation.office(request, request.actor) for link in group["items"]), None)
    if first is None:
        raise NotAllowed(_("Akun Anda belum diberi tugas. Minta admin unit Anda memberi peran."))
    return redirect(first["href"])
