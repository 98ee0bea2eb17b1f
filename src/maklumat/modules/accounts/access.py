"""An account is seen and changed by its owner; staff accounts are made by those who appoint."""

from __future__ import annotations

from django.utils.translation import gettext as _

from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import NotAllowed

from .models import Account


def get_for_owner(actor: Actor, *, lock: bool = False) -> Account:
    """The actor's own account."""
    rows = Account.objects.select_for_update() if lock else Account.objects
    account = rows.filter(id=actor.account_id, is_active=True).first() if actor.account_id else None
    if account is None:
        raise NotAllowed(_("Masuk dulu untuk melihat akun Anda."))
    return account
