"""What every test stands on: files of its own. The test database is made by the owner's role (DATABASE_URL).

`make test` runs the files in several processes, each with a database of its own.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code: nothing here is timed.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")

# Folders whose tests share something costly. They take longest and begin, so that none of them ends alone.
TOGETHER = ("tests/journeys", "tests/proofs")


def _together(nodeid: str) -> str:
    """Which tests stay in one process: those of a file, for they share its fixtures, or those of a folder."""
    path = nodeid.partition("::")[0]
    folder = path.rpartition("/")[0]
    return folder if folder in TOGETHER else path


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """How the tests are spread when there are several processes (`-n`)."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _together(nodeid)

    config.option.loadscopereorder = False  # the order below, not the largest number of tests first
    return Together(config, log)


@pytest.hookimpl(trylast=True)  # Django has put those without a database last
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        places = {place: number for number, place in enumerate(TOGETHER)}
        items.sort(key=lambda item: places.get(_together(item.nodeid), len(places)))


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.FILES_DIR = str(tmp_path / "files")
    settings.REQUIRE_SECOND_FACTOR = False  # its own tests switch it on
    settings.PATIENCE = -1.0  # what was written is seen at once
    settings.KEEP_PAGES = False  # tests/ui/test_kept.py switches it on


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords():
    """Argon2 as in the product, at its least: hundreds of passwords are hashed here, and none is a secret."""
    from django.contrib.auth.hashers import Argon2PasswordHasher as Hasher

    with pytest.MonkeyPatch.context() as patch:
        for measure, least in (("time_cost", 1), ("memory_cost", 8), ("parallelism", 1)):
            patch.setattr(Hasher, measure, least)
        yield


@pytest.fixture(autouse=True, scope="session")
def _flushable_ledger():
    """Tests with real transactions empty all tables afterwards; only here the ledger's guard steps aside."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.execute_sql_flush
    tables = ("ledger_entry", "ledger_position", "ledger_tile", "ledger_tree", "ledger_erasure")

    def flush_all(self, statements):
        guard = [f"ALTER TABLE {table} {{}} TRIGGER USER" for table in tables]
        frozen = ["ALTER TABLE catalogue_standard {} TRIGGER USER"]
        off = [line.format("DISABLE") for line in guard + frozen]
        on = [line.format("ENABLE") for line in guard + frozen]
        return flush(self, [*off, *statements, "TRUNCATE procrastinate_jobs CASCADE", *on])

    DatabaseOperations.execute_sql_flush = flush_all
    yield
    DatabaseOperations.execute_sql_flush = flush
