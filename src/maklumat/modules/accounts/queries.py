from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from maklumat.kernel.actor import Actor

from .access import get_for_owner
from .models import Account, SafetyEvent, Session


@dataclass(frozen=True)
class AccountPage:
    """One's own account: who, since when, and how well it is protected."""

    name: str
    email: str
    nip: str
    staff: bool
    confirmed: bool
    has_password: bool
    protected: bool
    totp: bool
    keys: int
    codes_left: int | None
    since: datetime
    last_login: datetime | None


def account_page(actor: Actor) -> AccountPage:
    """Three queries."""
    account = get_for_owner(actor)
    kinds: dict[str, list[Authenticator]] = {}
    for one in Authenticator.objects.filter(user=account):
        kinds.setdefault(one.type, []).append(one)
    codes = kinds.get(Authenticator.Type.RECOVERY_CODES)
    totp, keys = Authenticator.Type.TOTP in kinds, len(kinds.get(Authenticator.Type.WEBAUTHN, ()))
    return AccountPage(
        name=account.name,
        email=account.email,
        nip=account.nip,
        staff=account.kind == Account.Kind.STAFF,
        confirmed=EmailAddress.objects.filter(user=account, email=account.email, verified=True).exists(),
        has_password=account.has_usable_password(),
        protected=totp or keys > 0,
        totp=totp,
        keys=keys,
        codes_left=len(codes[0].wrap().get_unused_codes()) if codes else None,
        since=account.created_at,
        last_login=account.last_login,
    )


@dataclass(frozen=True)
class Login:
    """A browser in which an account is logged in. ``id``: what its key is kept under, never the key."""

    id: str
    device: str
    began: datetime
    seen: datetime
    here: bool


@dataclass(frozen=True)
class SafetyLine:
    """``about``: a route's name, or how somebody proved who they are."""

    kind: str
    about: str
    at: datetime


@dataclass(frozen=True)
class SafetyPage:
    """Where one is logged in, latest first, and what happened to the account in the last ninety days."""

    logins: tuple[Login, ...]
    lines: tuple[SafetyLine, ...]


def safety_page(actor: Actor, here: str, now: datetime, idle: timedelta) -> SafetyPage:
    """Three queries. ``here``: the id of the present login; ``idle``: after how long without a page one ends."""
    account = get_for_owner(actor)
    rows = Session.objects.filter(account_id=account.id, expire_date__gt=now, seen_at__gt=now - idle)
    logins = [Login(row.session_key, row.device, row.began_at, row.seen_at, row.session_key == here) for row in rows]
    logins.sort(key=lambda one: (one.here, one.seen), reverse=True)
    lines = SafetyEvent.objects.filter(account_id=account.id).order_by("-at", "-id")[:50]
    return SafetyPage(tuple(logins), tuple(SafetyLine(row.kind, row.about, row.at) for row in lines))


@dataclass(frozen=True)
class StaffSafety:
    """What an admin needs to know of a staff account; ``logins``: in how many browsers it is logged in."""

    active: bool
    protected: bool
    logins: int
    last_login: datetime | None


def staff_safety(account_id: UUID, now: datetime, idle: timedelta) -> StaffSafety:
    """Three queries. Who asks is checked by who calls."""
    account = Account.objects.get(id=account_id)
    factors = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    sessions = Session.objects.filter(account_id=account_id, expire_date__gt=now, seen_at__gt=now - idle)
    return StaffSafety(
        account.is_active,
        Authenticator.objects.filter(user=account, type__in=factors).exists(),
        sessions.count(),
        account.last_login,
    )


def staff_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of staff accounts by id."""
    return dict(Account.objects.filter(id__in=list(ids)).values_list("id", "name"))


def staff_addresses(ids: Iterable[UUID]) -> dict[UUID, str]:
    """E-mail addresses of active staff accounts by id."""
    return dict(Account.objects.filter(id__in=list(ids), is_active=True).values_list("id", "email"))


@dataclass(frozen=True)
class Person:
    """An account as the site needs it to build an actor."""

    id: UUID
    name: str
    kind: str
    is_authenticated: bool = True


def account_by_email(email: str) -> Person | None:
    """The active account of an address."""
    found = Account.objects.filter(email=email.strip().lower(), is_active=True).first()
    return Person(found.id, found.name, found.kind) if found else None
