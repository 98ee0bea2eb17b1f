"""Finding one's application by number and the last four digits of the telephone. Guessing is slow and futile:
a wrong pair, an unknown number and a draft all get the same answer, and tries are counted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto, limits
from maklumat.kernel.errors import Missing, TooMany

from ..models import Application
from .filing import CODE, phone_index

TRIES_A_NUMBER = limits.Limit("number", 5)
TRIES_A_SOURCE = limits.Limit("source", 30)


def find_code(*, number: str, digits: str, source: str, at: datetime) -> str:
    """The tracking code behind number and digits. ``source`` tells callers apart (address), kept only blind.

    Raises :class:`Missing` without saying which of the two was wrong, :class:`TooMany` after repeated tries.
    """
    number = "".join(number.split()).upper()
    with transaction.atomic():
        too_many = limits.count(TRIES_A_NUMBER, number, at) or limits.count(TRIES_A_SOURCE, source, at)
    if too_many:
        raise TooMany(_("Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi, atau datang ke loket."))
    found = Application.objects.filter(phone_index=phone_index(number, digits), number=number).first()
    if found is None:
        raise Missing(_("Nomor dan angka HP ini tidak cocok. Periksa keduanya di tanda terima."))
    return crypto.unseal(found.code, CODE).decode()
