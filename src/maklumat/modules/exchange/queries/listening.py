"""Whether anybody outside is told at all: asked with every fact about a report, so it costs next to nothing."""

from __future__ import annotations

from django.db import connection


def anybody_listens() -> bool:
    """One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM exchange_subscriber WHERE ended_at IS NULL) "
            "OR EXISTS (SELECT 1 FROM exchange_partner WHERE ended_at IS NULL)"
        )
        return cursor.fetchone()[0]
