"""Texts of ours that stand for something for a while, and the work that is asked for; nothing of it is stored."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from maklumat.kernel import crypto
from maklumat.kernel.errors import Conflict, Refusal

from ..rules import signing, work
from ..rules.shapes import b64

LOAD = work.Load()


def secret() -> bytes:
    return crypto.keyring().derive("whistleblowing stamps", 1)


def work_wanted(at: datetime) -> dict[str, object]:
    """A challenge for whoever is about to send."""
    now = int(at.timestamp())
    bits = work.bits_for(LOAD.recent(now), settings.SEALED_WORK)
    return {"challenge": work.challenge(secret(), now, bits), "bits": bits}


def require_work(given: object, what: str, at: datetime) -> None:
    """Refuse what came without its work; the device does another and sends again. Raises :class:`Conflict`."""
    one = given if isinstance(given, dict) else {}
    now = int(at.timestamp())
    wanted = work.bits_for(LOAD.recent(now), settings.SEALED_WORK)
    if not work.accepted(secret(), str(one.get("challenge", "")), what, str(one.get("counter", "")), now, wanted):
        raise Conflict(_("Halaman ini terlalu lama terbuka. Tekan kirim sekali lagi; tulisan Anda masih ada."))
    LOAD.note(now)


def nonce_for(mailbox: str, at: datetime) -> str:
    return signing.stamped(secret(), "open", mailbox, int(at.timestamp()))


def is_nonce_of(nonce: str, mailbox: str, at: datetime) -> bool:
    return signing.read_stamp(secret(), "open", nonce, int(at.timestamp()), signing.NONCE_LIVES) == mailbox


def access_for(mailbox: bytes, at: datetime) -> str:
    """What an opened mailbox shows with each further request."""
    return signing.stamped(secret(), "access", b64(mailbox), int(at.timestamp()))


def mailbox_of(access: str, at: datetime) -> str:
    """Whose access this is. Raises a refusal."""
    found = signing.read_stamp(secret(), "access", access, int(at.timestamp()), signing.ACCESS_LIVES)
    if found is None:
        raise Closed(
            _("Kotak surat ini tertutup kembali karena lama tidak dipakai. Buka lagi dengan dua belas kata Anda.")
        )
    return found


class Closed(Refusal):
    """The mailbox must be opened again."""

    status = 401
