"""How a tracking page moves by itself: asking again with an ETag, beside holding a connection (SSE)."""

from __future__ import annotations

import contextlib
import os
import resource
import socket
import time
from contextlib import ExitStack
from pathlib import Path

from . import serving
from .places import PORT
from .report import Section, median
from .stage import Stage

WATCHERS = 800  # open pages at once; each needs a file handle on both sides
EVERY = 5  # seconds between two questions of a page that was just opened
IDLE = 30  # seconds between two questions once nothing has moved for a while


def measure(stage: Stage) -> Section:
    section = Section("6 · Following a case: asking again, or a held connection")
    told = [
        stage.load(kind="follow", connections=8, paths=[f"/lacak/{code}/?part=1" for code in stage.codes[:400]],
                   seconds=stage.size.seconds, seed=n)
        for n in range(3)
    ]  # fmt: skip
    asked = 1000 * median((one["web"] + one["database"]) / max(1, one["asked"]) for one in told)
    rate = median(one["asked"] / one["seconds"] for one in told)
    section.add("asking again, nothing moved (304)", f"{rate:,.0f}/s; {asked:.2f} ms CPU each (web and database)")
    section.add("  1,000 open pages", f"{asked / EVERY:.3f} cores every {EVERY} s, {asked / IDLE:.3f} every {IDLE} s")
    held, memory, alive = _held(stage)
    section.add(
        f"a held connection each (SSE), {alive} of {WATCHERS} open",
        f"{held * 1000:.3f} cores for 1,000; {memory:.0f} kB each",
    )
    section.notes.append(
        "the held connections are a prototype (events.py): one more process, one more file handle a page in it and in each proxy"
    )
    return section


def _held(stage: Stage) -> tuple[float, float, int]:
    """Cores and kilobytes that one held connection takes, and how many of them stayed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, WATCHERS + 200)), hard))
    words = ["-m", "granian", "--interface", "asgi", "--port", str(PORT + 2), "--workers", "1", "--no-access-log", "--log-level",
             "warning", "benchmarks.events:application"]  # fmt: skip
    with ExitStack() as stack:
        server = stack.enter_context(serving.Process(words, stage.environment, "events"))
        _until_open(PORT + 2)
        database = serving.postmaster(stage.cluster.data)
        empty = _memory(server.process.pid)
        lines = [_open(stack, stage.codes[n % len(stage.codes)]) for n in range(WATCHERS)]
        time.sleep(3)
        before, began = server.cpu + serving.cpu_of(database), time.monotonic()
        time.sleep(20)
        spent = server.cpu + serving.cpu_of(database) - before
        took = time.monotonic() - began
        memory = (_memory(server.process.pid) - empty) / WATCHERS
        alive = sum(b"text/event-stream" in line.recv(65536) for line in lines)
    return spent / took / WATCHERS, memory, alive


def _open(stack: ExitStack, code: str) -> socket.socket:
    line = stack.enter_context(socket.create_connection(("127.0.0.1", PORT + 2), timeout=20))
    line.sendall(f"GET /{code} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n".encode())
    return line


def _until_open(port: int) -> None:
    for _try in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise SystemExit("the server of held connections does not answer")


def _memory(root: int) -> float:
    """Kilobytes of a process and its children that are really in memory."""
    pages = 0
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            pid = int(entry.name)
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if root in (pid, parent):
                pages += int((entry / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024
