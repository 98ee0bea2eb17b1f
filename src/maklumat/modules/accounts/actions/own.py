"""What everybody does with the own account: its name, and where it is logged in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from maklumat.kernel import ledger
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Invalid, Missing, NotAllowed

from ..access import get_for_owner
from ..events import Renamed
from ..models import Account, Session
from ..rules.safety import ENDED
from .safety import note


@transaction.atomic
def rename(*, by: Actor, name: str, at: datetime) -> None:
    """Change one's own name. The name of staff stands on decisions and is changed by whoever appoints."""
    account = get_for_owner(by, lock=True)
    if account.kind == Account.Kind.STAFF:
        raise NotAllowed(_("Nama petugas dicatat oleh admin unit. Minta admin unit Anda mengubahnya."))
    if not name.strip():
        raise Invalid(_("Isi nama Anda."), fields={"name": _("Isi nama Anda.")})
    if account.name != name.strip():
        account.name = name.strip()
        account.save(update_fields=["name"])
        ledger.record(Renamed(subject=account.id), by=by, at=at, private={"name": account.name})


@transaction.atomic
def end_session(*, by: Actor, session: str, at: datetime) -> None:
    """End one login of one's own account; ``session``: what its key is kept under."""
    account = get_for_owner(by)
    if not Session.objects.filter(account_id=account.id, session_key=session).delete()[0]:
        raise Missing(_("Perangkat ini sudah tidak masuk lagi."))
    note(account.id, ENDED, at)


@transaction.atomic
def end_other_sessions(*, by: Actor, kept: str, at: datetime) -> int:
    """End all logins of one's own account but this one. Returns how many."""
    account = get_for_owner(by)
    ended = Session.objects.filter(account_id=account.id).exclude(session_key=kept).delete()[0]
    if ended:
        note(account.id, ENDED, at)
    return ended
