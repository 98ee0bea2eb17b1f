"""Tokens of a round, and the tablet of a code."""

from __future__ import annotations

from django.utils.translation import gettext as _

from maklumat.kernel import crypto
from maklumat.kernel.errors import Missing
from maklumat.kernel.ids import tidy_code

from ..models import Kiosk, Round
from ..rules.tokens import Token, reduced, write


def check_of(token: Token) -> int:
    """The keyed check of a place: nobody without the keyring can make one up."""
    return reduced(crypto.blind(f"{token.number}/{token.place}", "survey token"))


def token_for(row: Round, place: int) -> str:
    """The token of a place, as it is sent or printed."""
    token = Token(row.number, place)
    return write(token, check_of(token))


def kiosk_of(code: str) -> Kiosk:
    """The tablet of a code. Raises :class:`Missing`."""
    row = Kiosk.objects.filter(code_index=kiosk_index(code), ended_at=None).first()
    if row is None:
        raise Missing(_("Tablet survei ini belum disiapkan, atau sudah dimatikan. Minta petugas menyiapkannya lagi."))
    return row


def kiosk_index(code: str) -> bytes:
    """The blind index of a tablet's code."""
    return crypto.blind(tidy_code(code), "survey kiosk")
