"""One PostgreSQL data folder, the server that works on it, and who must stop that server."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shlex
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.pq import PGconn, Ping

from .processes import end_orphans, postmaster
from .programs import ClusterError, account_for_server, enterable, explain, open_place, run_program
from .tuning import FORGETFUL, PORT, SETTINGS, by_memory, memory

OWNER = "maklumat_owner"  # owns the tables; only migrations and backups use it
APP = "maklumat_app"  # what the pages and the worker use: no superuser, creates nothing
DATABASE = "maklumat"
LONGEST_SOCKET = 100  # the system's limit is 103 bytes on macOS and 107 on Linux
PATIENCE = 120  # seconds for a start, which may have to replay a crash first
SILENCE = 10  # seconds without any answer after which a living server counts as hung
LARGEST_LOG = 5_000_000


class Cluster:
    """One PostgreSQL data folder and the server that works on it.

    `start` uses a server that already works on the folder. Its keeper is the process that started it, or
    that found it left behind by a keeper who died; at the end of `with`, only the keeper stops it.
    """

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.account = account_for_server()
        self.folder = Path(data_dir).resolve()
        mark = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        if self.account and not enterable(self.folder.parents):
            if (self.folder / "data").exists():  # rather refuse than begin again with nothing
                raise ClusterError(f"The account nobody can no longer reach {self.folder}. Open the folders above it.")
            self.folder = open_place("/var/lib/maklumat", "/opt/maklumat/data") / f"cluster-{mark}"
        self.data = self.folder / "data"
        self.sockets = self.folder / "run"
        if len(os.fsencode(self.sockets / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET:
            self.sockets = Path("/tmp") / f"maklumat-{mark}"
        self.log = self.folder / "postgres.log"
        self.config = self.folder / "maklumat.conf"
        self.durable = durable
        self._keeping: int | None = None

    def __enter__(self) -> Cluster:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.keeper:
            self.stop()

    @property
    def keeper(self) -> bool:
        """Whether this process is the one that must stop the server."""
        return self._keeping is not None

    def start(self) -> None:
        """Make the cluster if there is none, start it unless it runs, and wait until it answers."""
        self._own_folder(self.folder)
        self._own_folder(self.sockets, closed=True)
        with self._alone():
            if not (self.data / "PG_VERSION").exists():
                self._create()
            if not self._settled():
                self._clear_wreckage()
                self._write_settings()
                self._launch()
            self._ensure_role()
            self._try_to_keep()

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: "fast" writes everything out, "immediate" leaves that to the next start."""
        if self.folder.exists():
            with self._alone():
                if self._postmaster():
                    self._run("pg_ctl", "stop", "-D", self.data, "-m", mode, "-w", "-t", PATIENCE)
        if self._keeping is not None:
            os.close(self._keeping)
            self._keeping = None

    def remove(self) -> None:
        """Delete the stopped cluster with all its data."""
        if self._postmaster():
            raise ClusterError("The database is still running. Stop it before its folder is deleted.")
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)

    def is_running(self) -> bool:
        """Whether a server works on this folder and answers."""
        return self._postmaster() is not None and self._ping() == Ping.OK

    def url(self, database: str = DATABASE, role: str = APP) -> str:
        """The address for psycopg and DATABASE_URL."""
        return f"postgresql://{quote(role)}@/{quote(database)}?host={quote(str(self.sockets))}&port={PORT}"

    def ensure_databases(self, *names: str) -> None:
        """Create the databases that do not exist yet, open to the owner and the application only."""
        with psycopg.connect(self.url("postgres", OWNER), autocommit=True) as connection:
            for name in names:
                if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                    continue
                words = {"name": sql.Identifier(name), "owner": sql.Identifier(OWNER), "app": sql.Identifier(APP)}
                for statement in (
                    "CREATE DATABASE {name} OWNER {owner} TEMPLATE template0",
                    "REVOKE ALL ON DATABASE {name} FROM PUBLIC",
                    "GRANT CONNECT, TEMPORARY ON DATABASE {name} TO {app}",
                ):
                    connection.execute(sql.SQL(statement).format(**words))

    def _own_folder(self, folder: Path, *, closed: bool = False) -> None:
        """Make the folder, or make sure that it is ours. Whoever can enter the closed one may log in.

        Under root only closed folders go to the server's account: root must not write where another
        account could lay a link to somewhere else.
        """
        try:
            for parent in [parent for parent in reversed(folder.parents) if not parent.exists()]:
                parent.mkdir()
                if self.account:
                    parent.chmod(0o711)
            folder.mkdir(mode=0o700, exist_ok=True)
            found = folder.lstat()
            expected = {os.geteuid()} | ({self.account.pw_uid} if closed and self.account else set())
            if not stat.S_ISDIR(found.st_mode) or found.st_uid not in expected:
                raise ClusterError(f"{folder} belongs to another account. Remove it, or set MAKLUMAT_DATA elsewhere.")
            folder.chmod(0o711 if self.account and not closed else 0o700)
            if closed:
                self._hand_over(folder)
        except OSError as error:
            raise ClusterError(f"{folder} cannot hold the database: {error.strerror}.") from error

    def _hand_over(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid, follow_symlinks=False)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock of the folder: two starts at once, or a start and a stop, take turns."""
        handle = os.open(self.folder / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _try_to_keep(self) -> None:
        """Become the keeper unless another living process is: the system frees the lock of a dead one."""
        if self._keeping is None:
            handle = os.open(self.folder / "keeper.lock", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._keeping = handle
            except BlockingIOError:
                os.close(handle)

    def _create(self) -> None:
        """Initialise a new cluster aside and move it in place, so that half a cluster never counts as one."""
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self._own_folder(fresh, closed=True)
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        access = [f"--username={OWNER}", "--auth-local=trust", "--auth-host=reject"]
        speed = [] if self.durable else ["--no-sync"]
        self._run("initdb", "-D", fresh, *locale, *access, *speed, "--no-instructions")
        fresh.rename(self.data)

    def _write_settings(self) -> None:
        sized = SETTINGS | by_memory(memory()) | {"unix_socket_directories": self.sockets}
        values = sized | ({} if self.durable else FORGETFUL)
        lines = [f"{name} = {_quoted(value)}" for name, value in values.items()]
        first = f"include = {_quoted(self.data / 'postgresql.conf')}  # this file is written at every start"
        self.config.write_text("\n".join([first, *lines, ""]), encoding="utf-8")
        self.config.chmod(0o644)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.rename(self.log.with_suffix(".log.1"))
        self.log.touch(mode=0o600)
        self._hand_over(self.log)

    def _launch(self) -> None:
        before = self.log.stat().st_size
        try:
            options = f"-c config_file={shlex.quote(str(self.config))}"
            self._run("pg_ctl", "start", "-D", self.data, "-l", self.log, "-w", "-t", PATIENCE, "-o", options)
        except ClusterError as error:
            said = self.log.read_bytes()[before:].decode(errors="replace")
            raise ClusterError(explain("server", said or str(error))) from error
        except BaseException:  # interrupted by the operator: leave no server behind that nobody knows of
            if self._postmaster():
                self._run("pg_ctl", "stop", "-D", self.data, "-m", "immediate", "-w")
            raise

    def _ensure_role(self) -> None:
        with psycopg.connect(self.url("postgres", OWNER), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP]).fetchone():
                create = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
                connection.execute(create.format(sql.Identifier(APP)))

    def _settled(self) -> bool:
        """Whether a living server answers; one that starts or stops gets time, one that hangs is ended."""
        begin = time.monotonic()
        while self._postmaster():
            answer = self._ping()
            if answer == Ping.OK:
                return True
            if time.monotonic() - begin > (PATIENCE if answer == Ping.REJECT else SILENCE):
                self._run("pg_ctl", "stop", "-D", self.data, "-m", "immediate", "-w")
            time.sleep(0.05)
        return False

    def _ping(self) -> Ping:
        """What the server says: ready, not now (it starts or stops), or nothing."""
        return Ping(PGconn.ping(f"{self.url('postgres', OWNER)}&connect_timeout=5".encode()))

    def _clear_wreckage(self) -> None:
        """Clear what a killed server left: its last children first, then its marks.

        PostgreSQL would do so itself, but takes any process that has got the old number for the old server;
        numbers repeat soon after a reboot and in containers.
        """
        end_orphans(self.data)
        socket = self.sockets / f".s.PGSQL.{PORT}"
        for mark in (self.data / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
            mark.unlink(missing_ok=True)

    def _postmaster(self) -> int | None:
        return postmaster(self.data)

    def _run(self, program: str, *arguments: object) -> None:
        run_program(program, *arguments, account=self.account)


def _quoted(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
