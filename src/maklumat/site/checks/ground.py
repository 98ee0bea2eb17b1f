"""What is there before the settings can be read: Python, packages, data folder, keyring."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import stat
import sys
from pathlib import Path

from . import Finding, Findings, ok, warn, wrong

GIGABYTE = 1_000_000_000
PACKAGES = ("django", "psycopg", "procrastinate", "granian", "typst", "pyhanko", "cwt", "holidays", "lokal")


def ground() -> Findings:
    """Enough to read the settings with. Finds the running demo's database where no other is named."""
    lacking = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if lacking:
        yield wrong(f"packages are missing: {', '.join(lacking)}", "Run make again; it installs what is locked.")
        return
    version = ".".join(map(str, sys.version_info[:3]))
    yield ok(f"Python {version} and its packages")
    from ..postgres import data_place

    yield folder(data_place(), "data folder", "MAKLUMAT_DATA")
    yield keyring(Path(os.environ.get("MAKLUMAT_KEYRING") or data_place() / "keys" / "keyring.json"))
    if not os.environ.get("DATABASE_URL"):
        yield from running_demo(data_place())


def running_demo(place: Path) -> Findings:
    """Take the private database of this data folder, if it runs."""
    from ..postgres import ClusterError, for_demo

    try:
        if place.is_dir() and (demo := for_demo()).is_running():
            os.environ.update(DATABASE_URL=demo.url(), MAKLUMAT_DEMO="1")
            yield ok("DATABASE_URL is not set: looking at the demo that runs here")
    except (ClusterError, OSError):
        return


def folder(place: Path, name: str, variable: str) -> Finding:
    """A folder that must take writing, on a disk with room."""
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        mend = f"Make it, give it to the account {account()}, or set {variable} to another folder."
        return wrong(f"the {name} {place} is missing or cannot be written", mend)
    free = shutil.disk_usage(place).free
    if free < GIGABYTE:
        return wrong(f"the {name} {place} has only {free / GIGABYTE:.1f} GB left", "Free space, or enlarge the disk.")
    if free < 5 * GIGABYTE:
        return warn(f"the {name} {place} has {free / GIGABYTE:.1f} GB left", "Plan for a larger disk.")
    return ok(f"{name} {place} can be written, {free / GIGABYTE:.0f} GB free")


def keyring(path: Path) -> Finding:
    """There, readable, and closed to others."""
    if not path.is_file():
        mend = "Restore it from its own backup. Only for a new installation: the first start makes one."
        return wrong(f"there is no keyring at {path}", mend)
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return wrong(f"other accounts can read the keyring (mode {mode:04o})", f"chmod 600 {path}")
    if not os.access(path, os.R_OK):
        return wrong("the keyring cannot be read", f"Give {path} to the account {account()}.")
    return ok(f"keyring {path}, mode {mode:04o}; is its backup kept apart from the database's?")


def account() -> str:
    """The name, or the number, of who runs this."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())
