"""Which reports this browser holds the code of: for two days, for others may use it, too."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from maklumat.kernel.errors import Missing
from maklumat.ui.held import Held

COOKIE = "laporan"
_held = Held(COOKIE, seconds=2 * 86_400, most=4)
hold = _held.hold


def code_of(request: HttpRequest, report_id: UUID) -> str:
    """The code of this report. Raises :class:`Missing` with what to do."""
    code = _held.codes(request).get(report_id.hex)
    if code is None:
        raise Missing(_("Peramban ini tidak memegang laporan tersebut. Buka “Lacak laporan” dan masukkan kode Anda."))
    return code
