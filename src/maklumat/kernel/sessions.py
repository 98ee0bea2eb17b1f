"""Sessions in the database, read without composing the statement anew: asked with each page of an officer."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as InTheDatabase
from django.utils import timezone

from . import rows


class SessionStore(InTheDatabase):
    """As Django's own, but for the reading."""

    def _get_session_from_db(self) -> Any:
        found = rows.read(self.model, "WHERE session_key = %s AND expire_date > %s", [self.session_key, timezone.now()])
        if found:
            return found[0]
        self._session_key = None
        return None
