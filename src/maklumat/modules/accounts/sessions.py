"""Sessions in the database: kept under a digest of their key, known by account, ended when nobody comes back.

Named in SESSION_ENGINE. A session is asked for with each page of an officer, so its row is read without composing the
statement anew.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as InTheDatabase
from django.http import HttpRequest
from django.utils import timezone

from maklumat.kernel import rows

LOGIN = "login"  # in the session: when it began and on what
STEP = timedelta(minutes=5)  # how exactly it is known when somebody was here; a write for each page would be waste


def digest(key: str | None) -> str:
    """What a key is kept under: 160 bits of its SHA-256."""
    return hashlib.sha256((key or "").encode()).hexdigest()[:40]


class SessionStore(InTheDatabase):
    """As Django's own, but for what the table holds and for the time of inactivity."""

    @classmethod
    def get_model_class(cls) -> Any:
        from .models import Session  # here: settings name this file before the tables are known

        return Session

    def _get_session_from_db(self) -> Any:
        now = timezone.now()
        condition = "WHERE session_key = %s AND expire_date > %s AND (account_id IS NULL OR seen_at > %s)"
        found = rows.read(self.model, condition, [digest(self.session_key), now, now - idle()])
        if not found:
            self._session_key = None
            return None
        if found[0].account_id and now - found[0].seen_at > STEP:
            self.model.objects.filter(session_key=found[0].session_key).update(seen_at=now)
        return found[0]

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        now = timezone.now()
        login = data.get(LOGIN) or {}
        began = login.get("began")
        return self.model(
            session_key=digest(self._get_or_create_session_key()),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account_id=data.get(SESSION_KEY),
            device=login.get("device", ""),
            began_at=datetime.fromtimestamp(began, tz=now.tzinfo) if began else now,
            seen_at=now,
        )

    def exists(self, session_key: str | None) -> bool:
        return super().exists(digest(session_key))

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            self.model.objects.filter(session_key=digest(key)).delete()


def idle() -> timedelta:
    """After how long without a page a login ends."""
    return timedelta(minutes=settings.SESSION_IDLE_MINUTES)


def proved_lately(request: HttpRequest, at: datetime) -> bool:
    """Whether this login has shown by password or second factor who it is, no longer ago than is asked before delicate things."""
    from allauth.account import app_settings  # here: settings name this file before allauth may be loaded
    from allauth.account.internal.flows.login import get_authentication_records

    proven = [
        one["at"] for one in get_authentication_records(request, request.user) if one["method"] in ("password", "mfa")
    ]
    return bool(proven) and at.timestamp() - proven[-1] < app_settings.REAUTHENTICATION_TIMEOUT
