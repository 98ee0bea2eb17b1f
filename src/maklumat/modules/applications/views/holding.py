"""Which applications this browser holds the code of: a signed cookie, no account, no session."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from maklumat.kernel.errors import Missing
from maklumat.ui.held import Held

COOKIE = "permohonan"
_held = Held(COOKIE, seconds=30 * 86_400, most=6)
hold = _held.hold
NOBODY = UUID(int=0)


@lru_cache(maxsize=2000)
def _pattern(name: str, *keys: str) -> str:
    return reverse(f"applications:{name}", args=[NOBODY, *keys]).replace(str(NOBODY), "{}")


def address(name: str, application_id: UUID, *keys: str) -> str:
    """The address of a page of this application; each resident asks for a dozen of the same few."""
    return _pattern(name, *keys).format(application_id)


def code_of(request: HttpRequest, application_id: UUID) -> str:
    """The code of this application. Raises :class:`Missing` with what to do."""
    code = _held.codes(request).get(application_id.hex)
    if code is None:
        raise Missing(
            _(
                "Peramban ini tidak memegang permohonan tersebut. Buka “Lanjutkan permohonan” dan masukkan kode simpan Anda."
            )
        )
    return code
