"""Which living processes belong to a data folder, and how the orphans among them end."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
GRACE = 5  # seconds: the children of a killed server notice by themselves, unless they are busy


def postmaster(data: Path) -> int | None:
    """The number of the living server of this data folder."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if works_in(data, pid) else None


def works_in(data: Path, pid: int) -> bool:
    """Whether this process is a server, or a child of one, that works in this very folder."""
    if not (PROC / "self").exists():
        listing = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True)
        return str(data) in listing.stdout
    with suppress(OSError):
        process = PROC / str(pid)
        return os.readlink(process / "cwd") == str(data) and (process / "comm").read_text() == "postgres\n"
    return False


def end_orphans(data: Path) -> None:
    """Wait for the children of a dead server to end, and end those that do not."""
    deadline = time.monotonic() + GRACE
    while orphans := [pid for pid in _living() if works_in(data, pid)]:
        for pid in orphans if time.monotonic() > deadline else []:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def _living() -> list[int]:
    """The numbers of all processes, where the system lists them."""
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()] if PROC.exists() else []
