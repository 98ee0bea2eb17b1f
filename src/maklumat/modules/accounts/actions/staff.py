"""Staff accounts: made and invited by those who appoint."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from maklumat.kernel import ledger, notify
from maklumat.kernel.actor import Actor
from maklumat.kernel.errors import Conflict, Invalid

from ..events import ResidentTakenOn, StaffAccountCreated, StaffInvited
from ..models import Account
from ..rules.identity_numbers import check_nip


@transaction.atomic
def create_staff(
    *, by: Actor, email: str, name: str, nip: str, password: str | None, at: datetime, encoded: str = ""
) -> UUID:
    """A login for a member of staff; what they may do comes from appointments in units.

    ``encoded``: a password already hashed, for moving accounts in from elsewhere.
    """
    account = Account.objects.create_user(email, password, name=name, nip=nip, kind=Account.Kind.STAFF)
    if encoded:
        Account.objects.filter(id=account.id).update(password=encoded)
    _vouch_for(account)
    ledger.record(StaffAccountCreated(subject=account.id), by=by, at=at, private={"name": name, "nip": nip})
    return account.id


@transaction.atomic
def take_on(*, by: Actor, email: str, name: str, nip: str, at: datetime) -> UUID:
    """The staff account of an address, made and invited when there is none.

    Who appoints checks the ability first. An address that a resident registered may belong to somebody else than
    who typed it: password, passkeys and codes of that account end, and only its mailbox can set new ones.
    """
    account = Account.objects.select_for_update().filter(email=email.strip().lower()).first()
    if account is not None and account.kind == Account.Kind.STAFF:
        if not account.is_active:
            raise Conflict(_("Akun dengan alamat ini sudah ditutup. Buka lagi akunnya dari daftar “Pernah bertugas”."))
        return account.id
    _demand_person(name, nip)
    if account is None:
        account_id = create_staff(by=by, email=email, name=name.strip(), nip=nip, password=None, at=at)
    else:
        account_id = _convert(account, by, name.strip(), nip, at)
    invite(by=by, account_id=account_id, at=at)
    return account_id


@transaction.atomic
def invite(*, by: Actor, account_id: UUID, at: datetime) -> None:
    """Send a member of staff the link to set the first password. Who appoints checks the ability first."""
    account = Account.objects.get(id=account_id, kind=Account.Kind.STAFF, is_active=True)
    if account.has_usable_password():
        raise Conflict(_("Akun ini sudah punya kata sandi. Orangnya dapat memakai “Lupa kata sandi” di halaman masuk."))
    uid, key = user_pk_to_url_str(account), default_token_generator.make_token(account)
    link = settings.BASE_URL + reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
    text = render_to_string(
        "accounts/invitation.txt",
        {"name": account.name, "link": link, "days": settings.PASSWORD_RESET_TIMEOUT // 86400},
    )
    subject = _("Akun petugas Anda sudah dibuat")
    notify.send(channel="email", address=account.email, subject=subject, text=text, at=at, about=account.id)
    ledger.record(StaffInvited(subject=account.id), by=by, at=at)


def _vouch_for(account: Account) -> None:
    """Who appoints vouches for the address, so that a second factor can be set at the first login."""
    EmailAddress.objects.update_or_create(
        user=account, email=account.email, defaults={"verified": True, "primary": True}
    )


def _demand_person(name: str, nip: str) -> None:
    fields = {}
    if not name.strip():
        fields["name"] = _("Isi nama: alamat ini belum punya akun petugas.")
    if nip and (problem := check_nip(nip).error):
        fields["nip"] = _(problem)
    if fields:
        raise Invalid(_("Belum disimpan. Perbaiki isian yang ditandai."), fields=fields)


def _convert(account: Account, by: Actor, name: str, nip: str, at: datetime) -> UUID:
    account.kind, account.name, account.nip, account.is_active = Account.Kind.STAFF, name, nip, True
    account.set_unusable_password()
    account.save()
    Authenticator.objects.filter(user=account).delete()
    EmailAddress.objects.filter(user=account).exclude(email=account.email).delete()
    _vouch_for(account)
    ledger.record(ResidentTakenOn(subject=account.id), by=by, at=at, private={"name": name, "nip": nip})
    return account.id
