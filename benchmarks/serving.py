"""The measured processes: starting the product's server, and the CPU time of a tree of processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path

from .places import PLACE, ROOT

TICKS = os.sysconf("SC_CLK_TCK")
OF_PROCESS = 2  # with a process's number, the name of its CPU clock (Linux, clock_getcpuclockid)
WORKERS = max(os.cpu_count() or 1, 1)


class Process:
    """A child in a group of its own; ends with the block."""

    def __init__(self, words: list[str], environment: dict[str, str], name: str) -> None:
        self.words, self.environment, self.name = words, environment, name

    def __enter__(self) -> Process:
        with (PLACE / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.words],
                env=self.environment,
                cwd=ROOT,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        return self

    def __exit__(self, *_: object) -> None:
        self.cpu_at_end = self.cpu
        for wanted in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, wanted)
                self.process.wait(10)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue

    @property
    def cpu(self) -> float:
        """CPU seconds of it and its living children."""
        return cpu_of(self.process.pid)

    def until_up(self, address: str) -> None:
        """Wait for the first answer."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(address, timeout=5).read()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise SystemExit(f"{self.name} does not answer; see {PLACE / (self.name + '.log')}")


def web(stack: ExitStack, environment: dict[str, str], port: int) -> Process:
    """The product as an operator starts it, one process for each core."""
    words = ["-m", "maklumat.site.cli", "serve", "--port", str(port), "--workers", str(WORKERS)]
    server = stack.enter_context(Process(words, environment, "web"))
    server.until_up(f"http://127.0.0.1:{port}/healthz")
    return server


def worker(environment: dict[str, str]) -> Process:
    """The product's worker."""
    return Process(["-m", "maklumat.site.cli", "worker"], environment, "worker")


def empty(stack: ExitStack, environment: dict[str, str], port: int, *, bare: bool) -> Process:
    """The same server with an empty view and nothing else: what the framework costs here."""
    more = {"DJANGO_SETTINGS_MODULE": "benchmarks.empty_settings", "BENCH_BARE": "1" if bare else "0"}
    words = ["-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "32",
             "--backlog", "1024", "--no-access-log", "--log-level", "error", "maklumat.site.wsgi:application"]  # fmt: skip
    server = stack.enter_context(Process(words, environment | more, "empty"))
    server.until_up(f"http://127.0.0.1:{port}/")
    return server


def load(plan: dict) -> dict:
    """Run the client in its own process; its result, with the CPU seconds it took itself."""
    words = [sys.executable, "-m", "benchmarks.load"]
    told = subprocess.run(words, input=json.dumps(plan).encode(), stdout=subprocess.PIPE, cwd=ROOT, check=True)
    return json.loads(told.stdout)


def cpu_of(root: int) -> float:
    """CPU seconds of a process and of all below it, ended children included.

    The living are read from their own clocks, in nanoseconds, because a small request takes less than a tick of the kernel's
    accounting; the ended are known in ticks alone.
    """
    parents, times = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            pid = int(entry.name)
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                living = time.clock_gettime(~pid << 3 | OF_PROCESS)
            except OSError:
                continue
            parents[pid], times[pid] = int(fields[1]), living + sum(map(int, fields[13:15])) / TICKS
    tree, more = set(), {root}
    while more:
        tree |= more
        more = {pid for pid, parent in parents.items() if parent in more} - tree
    return sum(times.get(pid, 0) for pid in tree)


def postmaster(data: Path) -> int:
    """The database server's first process."""
    return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
