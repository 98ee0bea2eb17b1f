"""The bench's own PostgreSQL cluster, its data sets (built once, kept), and the throw-away copy of a run."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from maklumat.site.postgres import APP, OWNER, Cluster, data_place

ROOT = Path(__file__).resolve().parents[1]
PLACE = data_place() / "bench"
FILES = PLACE / "files-of-run"  # uploads and certificates; gone with the copy
RUN = "bench_run"
PORT = 18_765  # of the measured server; the reference server takes the next one


@dataclass(frozen=True)
class Size:
    """How much data, how long each load lasts (seconds), how often each measure is repeated."""

    name: str
    applications: int
    open: int
    services: int
    seconds: float
    repeats: int
    calls: int  # of each work-list filter, page or function
    reports: int  # from residents; a tenth is open

    @property
    def used_up(self) -> bool:
        """Too large to be copied for each run: the run takes the data set itself, and it is gone afterwards."""
        return self.reports > 5_000_000

    @property
    def comparable(self) -> bool:
        """Whether the targets for large data apply."""
        return self.applications >= 1_000_000


SIZES = {
    "tiny": Size("tiny", 2_000, 200, 40, 2, 1, 5, 4_000),
    "quick": Size("quick", 20_000, 2_000, 300, 4, 3, 15, 40_000),
    "mid": Size("mid", 200_000, 20_000, 300, 4, 3, 10, 200_000),
    "full": Size("full", 1_000_000, 100_000, 300, 15, 5, 100, 2_000_000),
    "reports": Size("reports", 20_000, 2_000, 40, 10, 3, 40, 2_000_000),
    "most": Size("most", 20_000, 2_000, 40, 10, 3, 40, 18_000_000),  # about 50 GB
}


def cluster() -> Cluster:
    """Durable, with the product's own settings: what is measured is what is shipped."""
    return Cluster(PLACE / "postgres", durable=True)


def environment(server: Cluster, database: str, role: str = APP) -> dict[str, str]:
    """The settings of every process of a run: production, no demo, no debug."""
    alien = ("MAKLUMAT_", "DATABASE_URL", "PGOPTIONS")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(alien)},
        "MAKLUMAT_DATA": str(PLACE),
        "MAKLUMAT_FILES": str(FILES),
        "MAKLUMAT_BASE_URL": f"http://localhost:{PORT}",
        "DATABASE_URL": server.url(database, role),
        "MAKLUMAT_OWNER_DATABASE_URL": server.url(database, OWNER),
        "DJANGO_SETTINGS_MODULE": "maklumat.site.settings",
    }


def mark(size: Size) -> str:
    """Changes with the samples, the way of building and the size: then the data is built anew.

    A later migration does not change it: like a real installation, the copy of a run is migrated.
    """
    known = hashlib.sha256(repr(size).encode())
    files = [*(ROOT / "src" / "maklumat").glob("samples/**/*.json")]
    files += [Path(__file__).parent / name for name in ("build.py", "bulk.py", "heap.py", "regency.py")]
    for file in sorted(files):
        known.update(file.name.encode() + file.read_bytes())
    return known.hexdigest()[:8]


def ensure(server: Cluster, size: Size) -> str:
    """The name of the finished data set; builds it when there is none of this kind."""
    finished, building = f"bench_{size.name}_{mark(size)}", f"bench_{size.name}_building"
    with _admin(server) as admin:
        there = {row[0] for row in admin.execute("SELECT datname FROM pg_database WHERE datname LIKE 'bench%'")}
        if finished in there:
            return finished
        for name in there:
            if name.startswith(f"bench_{size.name}_"):
                _drop(admin, name)
    server.ensure_databases(building)
    words = [sys.executable, "-m", "benchmarks.build", size.name]
    unprepared = {"MAKLUMAT_PREPARE": "0"}  # the bulk statements come several at a time
    if subprocess.run(words, env=environment(server, building, OWNER) | unprepared, cwd=ROOT).returncode:
        raise SystemExit("the data set could not be built")
    with _admin(server) as admin:
        admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (building, finished))))
    return finished


@contextmanager
def copy(server: Cluster, template: str, size: Size) -> Iterator[str]:
    """A copy for one run, so that the data set stays as it was built; of the largest the data set itself."""
    names = {"run": sql.Identifier(RUN), "template": sql.Identifier(template), "app": sql.Identifier(APP)}
    with _admin(server) as admin:
        _drop(admin, RUN)
        made = (
            "ALTER DATABASE {template} RENAME TO {run}"
            if size.used_up
            else "CREATE DATABASE {run} TEMPLATE {template} STRATEGY FILE_COPY"
        )
        admin.execute(sql.SQL(made).format(**names))
        admin.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {run} TO {app}").format(**names))
        admin.execute("CHECKPOINT")
    words = [sys.executable, "-m", "maklumat.site.cli", "migrate"]
    subprocess.run(words, env=environment(server, RUN, OWNER), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    try:
        yield RUN
    finally:
        shutil.rmtree(FILES, ignore_errors=True)
        with _admin(server) as admin:
            _drop(admin, RUN)


def _admin(server: Cluster) -> psycopg.Connection:
    return psycopg.connect(server.url("postgres", OWNER), autocommit=True)


def _drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
