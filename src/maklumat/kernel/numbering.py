"""Gapless numbers: taken inside the caller's transaction, given back when it rolls back."""

from __future__ import annotations

from django.db import connection


def take(scope: str) -> int:
    """The next number of ``scope``, from 1. Holds the scope's row until the transaction ends.

    Raises RuntimeError outside a transaction: a number taken alone could be lost.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("numbers are taken inside a transaction")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_counter (scope, last) VALUES (%s, 1) "
            "ON CONFLICT (scope) DO UPDATE SET last = kernel_counter.last + 1 RETURNING last",
            [scope],
        )
        return cursor.fetchone()[0]
