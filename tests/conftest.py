"""What every test stands on: files of its own. The test database is made by the owner's role (DATABASE_URL)."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.FILES_DIR = str(tmp_path / "files")
    settings.REQUIRE_SECOND_FACTOR = False  # its own tests switch it on


@pytest.fixture(autouse=True, scope="session")
def _flushable_ledger():
    """Tests with real transactions empty all tables afterwards; only here the ledger's guard steps aside."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.execute_sql_flush
    tables = ("ledger_entry", "ledger_position")

    def flush_all(self, statements):
        guard = [f"ALTER TABLE {table} {{}} TRIGGER USER" for table in tables]
        frozen = ["ALTER TABLE catalogue_standard {} TRIGGER USER"]
        off = [line.format("DISABLE") for line in guard + frozen]
        on = [line.format("ENABLE") for line in guard + frozen]
        return flush(self, [*off, *statements, "TRUNCATE procrastinate_jobs CASCADE", *on])

    DatabaseOperations.execute_sql_flush = flush_all
    yield
    DatabaseOperations.execute_sql_flush = flush
