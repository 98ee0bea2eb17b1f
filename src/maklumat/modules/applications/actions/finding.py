"""Finding one's application by number and the last four digits of the telephone. Guessing is slow and futile:
a wrong pair, an unknown number and a draft all get the same answer, and tries are counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from maklumat.kernel import crypto
from maklumat.kernel.errors import Missing, TooMany

from ..models import Application
from .filing import CODE, phone_index

WINDOW = timedelta(minutes=15)
TRIES_A_NUMBER = 5
TRIES_A_SOURCE = 30


def find_code(*, number: str, digits: str, source: str, at: datetime) -> str:
    """The tracking code behind number and digits. ``source`` tells callers apart (address), kept only blind.

    Raises :class:`Missing` without saying which of the two was wrong, :class:`TooMany` after repeated tries.
    """
    number = "".join(number.split()).upper()
    with transaction.atomic():
        too_many = _count(f"number/{number}", at) > TRIES_A_NUMBER or _count(f"source/{source}", at) > TRIES_A_SOURCE
    if too_many:
        raise TooMany(_("Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi, atau datang ke loket."))
    found = Application.objects.filter(phone_index=phone_index(number, digits), number=number).first()
    if found is None:
        raise Missing(_("Nomor dan angka HP ini tidak cocok. Periksa keduanya di tanda terima."))
    return crypto.unseal(found.code, CODE).decode()


def _count(key: str, at: datetime) -> int:
    seconds = int(WINDOW.total_seconds())
    window = datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, at.tzinfo)
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO applications_try (key, "window", count) VALUES (%s, %s, 1) '
            'ON CONFLICT (key, "window") DO UPDATE SET count = applications_try.count + 1 RETURNING count',
            [crypto.blind(key, "try"), window],
        )
        return cursor.fetchone()[0]
