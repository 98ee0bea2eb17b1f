"""Which reports this browser holds the code of: a signed cookie, no account, no session."""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from maklumat.kernel.errors import Missing

COOKIE, HOURS, MOST = "laporan", 48, 4


def held(request: HttpRequest) -> dict[str, str]:
    """Report id (hex) → code."""
    try:
        return dict(signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=HOURS * 3600))
    except (signing.BadSignature, ValueError, TypeError):
        return {}


def code_of(request: HttpRequest, report_id: UUID) -> str:
    """The code of this report. Raises :class:`Missing` with what to do."""
    code = held(request).get(report_id.hex)
    if code is None:
        raise Missing(_("Peramban ini tidak memegang laporan tersebut. Buka “Lacak laporan” dan masukkan kode Anda."))
    return code


def hold(request: HttpRequest, response: HttpResponse, report_id: UUID, code: str) -> HttpResponse:
    """Remember the code in this browser for two days: others may use it, too."""
    kept = {k: v for k, v in held(request).items() if k != report_id.hex}
    kept = dict([*kept.items(), (report_id.hex, code)][-MOST:])
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=COOKIE),
        max_age=HOURS * 3600,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response
