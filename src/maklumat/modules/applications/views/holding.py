"""Which applications this browser holds the code of: a signed cookie, no account, no session."""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from maklumat.kernel.errors import Missing

COOKIE = "permohonan"
DAYS = 30
MOST = 6


def held(request: HttpRequest) -> dict[str, str]:
    """Application id (hex) → code."""
    try:
        return dict(signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=DAYS * 86400))
    except (signing.BadSignature, ValueError, TypeError):
        return {}


def code_of(request: HttpRequest, application_id: UUID) -> str:
    """The code of this application. Raises :class:`Missing` with what to do."""
    code = held(request).get(application_id.hex)
    if code is None:
        raise Missing(
            _(
                "Peramban ini tidak memegang permohonan tersebut. Buka “Lanjutkan permohonan” dan masukkan kode simpan Anda."
            )
        )
    return code


def hold(request: HttpRequest, response: HttpResponse, application_id: UUID, code: str) -> HttpResponse:
    """Remember the code in this browser; the newest six stay."""
    kept = {k: v for k, v in held(request).items() if k != application_id.hex}
    kept = dict([*kept.items(), (application_id.hex, code)][-MOST:])
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=COOKIE),
        max_age=DAYS * 86400,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response
