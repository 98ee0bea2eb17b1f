"""The private PostgreSQL: it starts, keeps what it was given, survives being killed, and stays private."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from maklumat.site.postgres import APP, OWNER, Cluster, ClusterError
from maklumat.site.postgres.processes import postmaster
from maklumat.site.postgres.programs import explain
from maklumat.site.postgres.tuning import by_memory

START = """
import os, sys, time
from pathlib import Path
from maklumat.site.postgres import Cluster
cluster = Cluster(Path(sys.argv[1]), durable=False)
cluster.start()
print("keeper" if cluster.keeper else "guest", flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder that the server's account can reach even when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="mk-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def made(place: Path) -> Iterator[Cluster]:
    cluster = Cluster(place / "shared", durable=False)
    cluster.start()
    cluster.ensure_databases("maklumat")
    with psycopg.connect(cluster.url("maklumat", OWNER)) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('tetap')")
    cluster.stop()
    yield cluster
    cluster.stop("immediate")
    cluster.remove()


@pytest.fixture
def cluster(made: Cluster) -> Cluster:
    """The same cluster, running."""
    made.start()
    return made


def kept(cluster: Cluster) -> list[tuple[str]]:
    with psycopg.connect(cluster.url("maklumat", OWNER)) as connection:
        return connection.execute("SELECT word FROM kept").fetchall()


def starter(folder: Path) -> subprocess.Popen[str]:
    """Another process that starts the cluster and stays."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", START, str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_a_restart_keeps_the_data(cluster: Cluster) -> None:
    cluster.stop()
    assert not cluster.is_running()
    cluster.start()
    assert cluster.is_running()
    assert kept(cluster) == [("tetap",)]


def test_only_this_account_may_enter(cluster: Cluster) -> None:
    for folder in (cluster.data, cluster.sockets):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with psycopg.connect(cluster.url("maklumat", OWNER)) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_the_application_role_creates_nothing(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("maklumat", APP), autocommit=True) as connection:
        for statement in ("CREATE TABLE mine (id int)", "CREATE DATABASE mine", "CREATE ROLE mine", "TABLE kept"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_texts_sort_and_compare_as_unicode(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("maklumat", APP)) as connection:
        assert connection.execute("SELECT upper('é') = 'É', 'É' ~ '[[:upper:]]'").fetchone() == (True, True)


@pytest.mark.parametrize("signal_to", ["the server", "all of it"])
def test_it_recovers_from_being_killed(cluster: Cluster, signal_to: str) -> None:
    pid = postmaster(cluster.data)
    assert pid is not None
    with psycopg.connect(cluster.url("maklumat", OWNER)) as connection:  # a busy child outlives the server
        child = connection.info.backend_pid
        for target in [pid] if signal_to == "the server" else [child, pid]:
            os.kill(target, signal.SIGKILL)
        cluster.start()
    assert postmaster(cluster.data) not in (None, pid)
    assert kept(cluster) == [("tetap",)]


def test_a_reused_process_number_is_not_taken_for_the_server(cluster: Cluster) -> None:
    cluster.stop("immediate")
    mark = cluster.data / "postmaster.pid"
    mark.write_text(f"{os.getpid()}\n{cluster.data}\n")
    assert not cluster.is_running()
    cluster.start()
    assert kept(cluster) == [("tetap",)]


def test_a_server_whose_socket_was_cleared_away_is_started_again(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maklumat.site.postgres.cluster.SILENCE", 0.2)
    shutil.rmtree(cluster.sockets)
    cluster.start()
    assert kept(cluster) == [("tetap",)]


def test_a_guest_does_not_stop_the_server(cluster: Cluster) -> None:
    with Cluster(cluster.folder, durable=False) as guest:
        assert not guest.keeper
    assert cluster.is_running()


def test_a_server_left_by_a_dead_process_is_adopted(made: Cluster) -> None:
    made.stop()
    other = starter(made.folder)
    assert other.stdout is not None and other.stdout.readline() == "keeper\n"
    pid = postmaster(made.data)
    end(other)
    with made:
        assert made.keeper
        assert postmaster(made.data) == pid
    assert not made.is_running()


def test_two_starts_at_once_make_one_server(place: Path) -> None:
    both = [starter(place / "both") for _ in range(2)]
    cluster = Cluster(place / "both", durable=False)
    try:
        said = sorted(process.stdout.readline().strip() for process in both if process.stdout)
        assert said == ["guest", "keeper"]
        assert cluster.is_running()
    finally:
        for process in both:
            end(process)
        cluster.stop("immediate")
        cluster.remove()


def test_a_deep_folder_gets_a_short_socket(place: Path) -> None:
    cluster = Cluster(place / ("panjang-" * 12) / "sekali", durable=False)
    try:
        with cluster:
            assert len(str(cluster.sockets)) < 60
            assert cluster.is_running()
    finally:
        cluster.remove()
    assert not cluster.sockets.exists()


def test_a_foreign_socket_folder_is_refused(place: Path) -> None:
    folder = place / "linked"
    folder.mkdir()
    (folder / "run").symlink_to(place)
    with pytest.raises(ClusterError, match="belongs to another account"):
        Cluster(folder, durable=False).start()


def test_a_failure_is_explained(cluster: Cluster) -> None:
    cluster.stop()
    settings = cluster.data / "postgresql.conf"
    good = settings.read_text()
    settings.write_text(f"{good}\nunknown_setting = 1\n")
    try:
        with pytest.raises(ClusterError, match="unknown_setting"):
            cluster.start()
    finally:
        settings.write_text(good)
    assert explain("initdb", "could not write: No space left on device").startswith("The disk is full.")


def test_starting_is_quick(made: Cluster) -> None:
    made.stop()
    begin = time.monotonic()
    with made:
        assert time.monotonic() - begin < 3


@pytest.mark.parametrize(
    ("megabytes", "buffers", "counted", "log"),
    [(512, 128, 256, 1024), (2_000, 500, 1_000, 1024), (24_000, 6_000, 12_000, 4096), (256_000, 8192, 128_000, 4096)],
)
def test_the_cache_grows_with_the_memory(megabytes, buffers, counted, log):
    assert by_memory(megabytes) == {
        "shared_buffers": f"{buffers}MB", "effective_cache_size": f"{counted}MB", "max_wal_size": f"{log}MB",
    }  # fmt: skip
