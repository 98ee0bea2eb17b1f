"""Builds one data set: tables, regency, applications with their past, figures. Run by places.ensure."""

from __future__ import annotations

import sys
import time
from datetime import timedelta


def main() -> None:
    """`python -m benchmarks.build quick|full`, with DATABASE_URL of the owner."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from maklumat.kernel import clock, ledger
    from maklumat.modules.dashboards import actions as dashboards

    from . import bulk, heap, regency
    from .places import SIZES

    size = SIZES[sys.argv[1]]
    print(f"  building the data set «{size.name}»: {size.applications:,} applications; it is kept for later runs")
    began = time.monotonic()
    with Bar("tables") as bar:
        call_command("migrate", verbosity=0, interactive=False)
        bar(1, 1)
    now = clock.now()
    with transaction.atomic(), Bar(f"{size.services} services, published") as bar:
        regency.build(size.services, now - timedelta(days=1200), bar)
    while ledger.sequence():
        pass
    bulk.build(connection, size, now, Bar)
    heap.build(connection, size, now, Bar)
    with Bar("figures, replayed from the ledger") as bar:
        started = time.monotonic()
        dashboards.recompute_all(now)
        replayed = time.monotonic() - started
        bar(1, 1)
    with Bar("vacuum and statistics") as bar, connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        values = [now, replayed, time.monotonic() - began]
        cursor.execute("CREATE TABLE bench.about AS SELECT %s::timestamptz AS at, %s AS replayed, %s AS built", values)
        cursor.execute("GRANT USAGE ON SCHEMA bench TO maklumat_app")
        cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA bench TO maklumat_app")
        bar(1, 1)


class Bar:
    """A progress bar of one step: call it with (done, all)."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> Bar:
        self.began, self.shown = time.monotonic(), 0.0
        self(0, 1)
        return self

    def __exit__(self, *_: object) -> None:
        print(flush=True)

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.shown > 0.2 or done == total:
            self.shown = now
            bar = "█" * (done * 20 // total)
            counted = f"{done:,}/{total:,}" if total > 1 else ""
            print(f"\r    {self.name:<36} {bar:<20} {now - self.began:6.1f} s  {counted}", end="", flush=True)


if __name__ == "__main__":
    main()
