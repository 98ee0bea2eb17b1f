"""Refusals as pages: a heading, a sentence, what to do. No path ends in a stack trace."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from maklumat.kernel import clock
from maklumat.kernel.errors import Refusal
from maklumat.kernel.words import N_
from maklumat.modules.accounts import api as accounts

AGAIN = 1800  # seconds: keys come back by a person's hand
_log = logging.getLogger("maklumat.web")


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal; a visitor who must log in is led there."""
    if refusal.status == 403 and not request.user.is_authenticated and request.method == "GET":
        return redirect(f"/masuk/login/?next={request.path}")
    if refusal.status == 403 and request.user.is_authenticated:
        route = request.resolver_match.view_name if request.resolver_match else ""
        accounts.note(request.user.pk, accounts.REFUSED, clock.now(), route)
    return _page(request, refusal.status, refusal.message)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400, _("Permintaan ini tidak dapat dibaca. Kembali ke halaman sebelumnya lalu coba lagi."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, _("Halaman ini bukan untuk akun Anda. Masuk dengan akun lain bila perlu."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, _("Halaman ini tidak ada. Periksa alamatnya, atau cari layanan dari beranda."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        _(
            "Formulir ini sudah terlalu lama terbuka. Kembali, muat ulang halaman, lalu kirim lagi. Isian Anda yang sudah disimpan tidak hilang."
        ),
    )


def locked_out(request: HttpRequest, response: object = None, credentials: object = None) -> HttpResponse:
    return _page(request, 429, _("Terlalu banyak percobaan masuk. Tunggu 15 menit, lalu coba lagi."))


def unreadable(request: HttpRequest) -> HttpResponse:
    """Something sealed does not open: most likely the keyring belongs to another database. Nothing is lost by it."""
    return _away(request, "sealed by another keyring; run maklumat doctor")


def unsigned(request: HttpRequest, reason: Exception) -> HttpResponse:
    """What is published of the ledger waits for a person: its keys, or the file of its witnesses, are not in order."""
    return _away(request, str(reason))


def _away(request: HttpRequest, reason: str) -> HttpResponse:
    route = request.resolver_match.view_name if request.resolver_match else "unmatched"
    _log.error(reason, extra={"route": route, "status": 503})
    message = _(
        "Data ini sementara tidak dapat dibuka, dan tidak ada yang hilang. Coba lagi nanti, atau datang ke loket."
    )
    response = _page(request, 503, message)
    response["Retry-After"] = str(AGAIN)
    return response


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


_HEADINGS = {
    400: N_("Permintaan tidak terbaca"),
    403: N_("Tidak dapat dibuka"),
    404: N_("Tidak ditemukan"),
    409: N_("Keadaannya sudah berubah"),
    413: N_("Terlalu besar"),
    422: N_("Ada yang perlu diperbaiki"),
    429: N_("Tunggu sebentar"),
    503: N_("Sementara tidak dapat dibuka"),
}


def _page(request: HttpRequest, status: int, message: str) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"error": message}, status=status)
    heading = _(_HEADINGS.get(status, _HEADINGS[400]))
    return render(request, "ui/error.html", {"code": status, "heading": heading, "message": message}, status=status)
