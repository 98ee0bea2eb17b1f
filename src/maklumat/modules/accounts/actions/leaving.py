"""Closing a staff account and opening it again. Who appoints checks the ability first."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict

from ..events import AccountClosed, AccountReopened, SignedOut
from ..models import Account, Session
from ..rules.safety import CLOSED, ENDED, REOPENED
from .safety import note


@transaction.atomic
def close(*, by: Actor, account_id: UUID, at: datetime) -> None:
    """Nobody logs in to this account any more; all its logins end. What it did stays on record."""
    account = _staff(account_id)
    if not account.is_active:
        raise Conflict(_("Akun ini sudah ditutup."))
    account.is_active = False
    account.save(update_fields=["is_active"])
    Session.objects.filter(account_id=account.id).delete()
    note(account.id, CLOSED, at)
    ledger.record(AccountClosed(subject=account.id), by=by, at=at)


@transaction.atomic
def reopen(*, by: Actor, account_id: UUID, at: datetime) -> None:
    """The account may log in again, with the password and second factor it had; roles are given anew."""
    account = _staff(account_id)
    if account.is_active:
        raise Conflict(_("Akun ini tidak ditutup."))
    account.is_active = True
    account.save(update_fields=["is_active"])
    note(account.id, REOPENED, at)
    ledger.record(AccountReopened(subject=account.id), by=by, at=at)


@transaction.atomic
def sign_out(*, by: Actor, account_id: UUID, at: datetime) -> int:
    """End all logins of a member of staff, e.g. when a phone was lost. Returns how many."""
    account = _staff(account_id)
    ended = Session.objects.filter(account_id=account.id).delete()[0]
    if ended:
        note(account.id, ENDED, at)
        ledger.record(SignedOut(subject=account.id, logins=ended), by=by, at=at)
    return ended


def _staff(account_id: UUID) -> Account:
    return Account.objects.select_for_update().get(id=account_id, kind=Account.Kind.STAFF)
