"""What Django and allauth announce about logins: written down for the account's owner."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as factor_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as login_signals
from django.http import HttpRequest

from maklumat.kernel import clock

from . import actions
from .adapter import attempted_address
from .queries import account_by_email
from .rules import safety
from .sessions import LOGIN


def connect() -> None:
    """Listen; called once when the program starts."""
    login_signals.user_logged_in.connect(_logged_in, dispatch_uid="safety")
    login_signals.user_login_failed.connect(_failed, dispatch_uid="safety")
    account_signals.authentication_step_completed.connect(_proven_again, dispatch_uid="safety")
    account_signals.password_changed.connect(_password, dispatch_uid="safety-changed")
    account_signals.password_set.connect(_password, dispatch_uid="safety-set")
    account_signals.password_reset.connect(_password, dispatch_uid="safety-reset")
    account_signals.email_changed.connect(_address, dispatch_uid="safety")
    factor_signals.authenticator_added.connect(_added, dispatch_uid="safety")
    factor_signals.authenticator_removed.connect(_removed, dispatch_uid="safety")
    factor_signals.authenticator_reset.connect(_codes, dispatch_uid="safety")
    factor_signals.authentication_failed.connect(_wrong_code, dispatch_uid="safety")


def _logged_in(request: HttpRequest, user: Any, **_known: Any) -> None:
    """Also puts into the session what its row tells of it: since when, and on what kind of device."""
    now = clock.now()
    agent = request.META.get("HTTP_USER_AGENT", "")[:400]
    request.session[LOGIN] = {"began": int(now.timestamp()), "device": safety.device(agent)}
    actions.note(user.pk, safety.SIGNED_IN, now, _methods(request))


def _proven_again(request: HttpRequest, reauthenticated: bool = False, **_known: Any) -> None:
    """Asked again before something delicate: from here on under another key."""
    if reauthenticated:
        request.session.cycle_key()


def _methods(request: HttpRequest) -> str:
    """How somebody proved who they are: ``password+totp``."""
    proven = request.session.get("account_authentication_methods") or ()
    names = [one.get("type") or one.get("method") for one in proven if isinstance(one, dict)]
    return "+".join(name for name in names if name in safety.METHODS)


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_known: Any) -> None:
    address = attempted_address(request, credentials) if request is not None else None
    person = account_by_email(address) if address else None
    if person is not None:
        actions.note(person.id, safety.FAILED, clock.now())


def _password(user: Any, **_known: Any) -> None:
    actions.note(user.pk, safety.PASSWORD_SET, clock.now())


def _address(user: Any, **_known: Any) -> None:
    actions.note(user.pk, safety.ADDRESS_SET, clock.now())


def _added(user: Any, authenticator: Authenticator, **_known: Any) -> None:
    recovery = authenticator.type == Authenticator.Type.RECOVERY_CODES
    kind = safety.CODES_NEW if recovery else safety.FACTOR_ADDED
    actions.note(user.pk, kind, clock.now(), str(authenticator.type))


def _removed(user: Any, authenticator: Authenticator, **_known: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        actions.note(user.pk, safety.FACTOR_TAKEN, clock.now(), str(authenticator.type))


def _codes(user: Any, **_known: Any) -> None:
    actions.note(user.pk, safety.CODES_NEW, clock.now())


def _wrong_code(user: Any, authenticator: Authenticator | None = None, **_known: Any) -> None:
    actions.note(user.pk, safety.FAILED, clock.now(), str(authenticator.type) if authenticator else "mfa")
