"""What many tests begin with is written once by the real actions and then copied back, row for row, which is far quicker.

The copies belong to one process and so to one test database. Ids are the same in every test that begins with the same
copy; what the product keeps in memory under such an id is thrown away (``_forget``).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

from django.db import connection, transaction

from maklumat.kernel import ledger
from maklumat.modules.catalogue import queries as catalogue

OF_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission"}  # never empty, the same in every test
OF_TRIGGERS = {"ledger_waiting", "procrastinate_events"}  # filled again by the rows that are copied
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
# Those of Django are looked at when the transaction ends; the others ask for an order.
AT_ONCE = (
    "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint "
    "WHERE contype = 'f' AND NOT condeferrable AND conrelid <> confrelid"
)


@dataclass(frozen=True)
class Copy:
    """What the seed returned, and the rows of each table as PostgreSQL writes them out."""

    result: Any
    rows: dict[str, bytes]


_copies: dict[Hashable, Copy] = {}


def once[T](key: Hashable, seed: Callable[[], T]) -> T:
    """What ``seed`` writes and returns (plain values, which nobody changes): done the first time, later copied.

    ``key`` names everything that the seed depends on; who follows the ledger is added here. Where something was
    written before, the seed runs: a copy of an empty database is not true there.
    """
    key = (key, tuple(ledger._by_name))
    if _written():
        return seed()
    if key not in _copies:
        result = seed()
        _copies[key] = Copy(result, _take())
    else:
        with transaction.atomic():
            _put(_copies[key].rows)
    _forget()
    return _copies[key].result


@cache
def _tables() -> tuple[str, ...]:
    """All tables that tests write, each after those that it needs."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        order = TopologicalSorter({name: set() for (name,) in cursor.fetchall()})
        cursor.execute(AT_ONCE)
        for name, needed in cursor.fetchall():
            order.add(name, needed)
    return tuple(name for name in order.static_order() if name not in OF_MIGRATIONS)


def _written() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + " OR ".join(f"EXISTS (TABLE {name})" for name in _tables()))
        return cursor.fetchone()[0]


def _take() -> dict[str, bytes]:
    rows = {}
    with connection.cursor() as cursor:
        for name in _tables():
            with cursor.copy(f"COPY {name} TO STDOUT") as out:
                rows[name] = b"".join(bytes(part) for part in out)
    return {name: written for name, written in rows.items() if written and name not in OF_TRIGGERS}


def _put(rows: dict[str, bytes]) -> None:
    with connection.cursor() as cursor:
        for name, written in rows.items():
            with cursor.copy(f"COPY {name} FROM STDIN") as into:
                into.write(written)


def _forget() -> None:
    """The content of a version stays for ever, but another test may have seen it superseded."""
    catalogue.published_version.cache_clear()
