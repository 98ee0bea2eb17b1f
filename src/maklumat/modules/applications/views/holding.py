"""Which applications this browser holds the code of: a signed cookie, no account, no session."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from maklumat.kernel.errors import Missing

COOKIE = "permohonan"
DAYS = 30
MOST = 6
NOBODY = UUID(int=0)


@lru_cache(maxsize=2000)
def _pattern(name: str, *keys: str) -> str:
    return reverse(f"applications:{name}", args=[NOBODY, *keys]).replace(str(NOBODY), "{}")


def address(name: str, application_id: UUID, *keys: str) -> str:
    """The address of a page of this application; each resident asks for a dozen of the same few."""
    return _pattern(name, *keys).format(application_id)


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
