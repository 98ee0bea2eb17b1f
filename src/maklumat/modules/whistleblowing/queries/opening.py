"""Mailboxes without JavaScript: opened by who can read what is encrypted to their key."""

from __future__ import annotations

from datetime import datetime

import pyrage
from django.utils.translation import gettext as _

from maklumat.kernel.errors import Invalid, Missing

from ..access import get_of_mailbox
from .stamps import access_for, is_nonce_of, nonce_for


def ask_to_open(box: str, at: datetime) -> str:
    """A text that only the owner of the key can read, as armoured age: who brings back what is in it may open the mailbox. Raises :class:`Invalid`."""
    box = box.strip()
    recipient = require_own(box)
    return pyrage.encrypt(nonce_for(box, at).encode(), [recipient], armored=True).decode()


def open_by_form(*, box: str, answer: str, at: datetime) -> str:
    """The access of a mailbox whose owner could read the text. Raises :class:`Invalid`, :class:`Missing`."""
    box = box.strip()
    if not is_nonce_of(answer.strip(), box, at):
        raise Invalid(
            _("Jawaban ini tidak cocok, atau sudah lebih dari lima menit. Minta yang baru."),
            fields={"answer": _("Buka lagi dengan kunci Anda.")},
        )
    if not get_of_mailbox(box.encode()).by_form:
        raise Missing(_("Kotak surat ini tidak ada."))
    return access_for(box.encode(), at)


def require_own(box: str) -> pyrage.x25519.Recipient:
    """An age key for answers. Raises :class:`Invalid`."""
    try:
        return pyrage.x25519.Recipient.from_str(box)
    except (pyrage.RecipientError, ValueError) as error:
        raise Invalid(
            _(
                "Kunci untuk jawaban dimulai dengan age1 dan dibuat dengan age-keygen. Kosongkan bila tidak ingin jawaban."
            ),
            fields={"box": _("Tulis kunci age1… Anda, atau kosongkan.")},
        ) from error
