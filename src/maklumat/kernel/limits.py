"""Counting tries, so that guessing is slow: per key and window of time, for all processes together.

A key (a number, an address) is kept blind: the table tells that somebody tried, not who or what.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from . import clock, crypto, outbox
from .models import Try

_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most ``most`` tries of one key of this ``name`` in each ``window`` of the clock."""

    name: str
    most: int
    window: timedelta = timedelta(minutes=15)


def count(limit: Limit, key: str, at: datetime) -> bool:
    """Count one try; whether it is one too many."""
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO kernel_try (key, "window", count) VALUES (%s, %s, 1) '
            'ON CONFLICT (key, "window") DO UPDATE SET count = kernel_try.count + 1 RETURNING count',
            [_blind(limit, key), _begin(limit, at)],
        )
        return cursor.fetchone()[0] > limit.most


def spent(limit: Limit, key: str, at: datetime) -> bool:
    """Whether nothing is left in this window. One query; counts nothing."""
    return Try.objects.filter(key=_blind(limit, key), window=_begin(limit, at), count__gte=limit.most).exists()


def _blind(limit: Limit, key: str) -> bytes:
    return crypto.blind(f"{limit.name}/{key}", "try")


def _begin(limit: Limit, at: datetime) -> datetime:
    seconds = int(limit.window.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, at.tzinfo)


@outbox.job("limits.sweep", queue="outbox", every="53 2 * * *")
def sweep(timestamp: int = 0) -> None:
    """Every night: forget the tries of yesterday."""
    Try.objects.filter(window__lt=clock.now() - _KEPT).delete()
