"""Everything that must hold, in one command: `make test`, or `python -m tests.run [-k word] [--only pytest]`.

All steps run even when one fails; the exit code and the last line say what failed. Unless DATABASE_URL names
a server, the tests get a throw-away database. What is not a step's name after `--only` goes to pytest. All tests
are spread over the processors (`-n 0` keeps them in one process); a part that was asked for is not, unless by `-n 2`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "maklumat"
LONGEST = 60  # lines of a failing step that are shown
MOST = 4  # processes for pytest; more would wait for the browser journeys, which stay together
WINDOWLESS = "chromium-headless-shell"  # the same engine, and half the work of the whole browser for the same pages
BROWSERS = (WINDOWLESS, "chromium", "chromium-browser", "google-chrome")
NO_BROWSER = "browser journeys NOT RUN (no Chromium: install the package chromium, or name one in MAKLUMAT_CHROMIUM)"


class Run:
    """One run of the steps: what was chosen, what failed, what could not be run."""

    def __init__(self, only: list[str], for_pytest: list[str]) -> None:
        self.only = only
        self.for_pytest = for_pytest
        self.failed: list[str] = []
        self.left_out: list[str] = []
        self.environment = dict(os.environ)
        self.begin = time.monotonic()
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        self.tools = project.get("tool", {})

    def step(self, name: str, work: Callable[[], str | None]) -> None:
        """Do one step and print its name and seconds; the work returns what is wrong, or nothing."""
        if self.only and name not in self.only:
            return
        print(f"  {name:<16}", end="", flush=True)
        begin = time.monotonic()
        wrong = work()
        print(f"{time.monotonic() - begin:6.1f} s  {'FAILED' if wrong else 'ok'}", flush=True)
        if wrong:
            self.failed.append(name)
            lines = wrong.splitlines()
            more = [f"… and {len(lines) - LONGEST} lines more"] if len(lines) > LONGEST else []
            print("\n".join(f"      {line}" for line in [*more, *lines[-LONGEST:]]), flush=True)

    def leave_out(self, name: str, reason: str) -> None:
        """Say that a step cannot be done here; it never counts as passed."""
        if not self.only or name in self.only:
            print(f"  {name:<16}     –    not run: {reason}", flush=True)
            self.left_out.append(name)

    def verdict(self) -> int:
        """Print the last line and return the exit code."""
        chosen = [*(name for name in self.only if name != "database"), *(f"pytest {part}" for part in self.for_pytest)]
        parts = [f"FAILED: {', '.join(self.failed)}" if self.failed else "PASSED"]
        if chosen:
            parts.append(f"only a part was asked for ({', '.join(chosen)})")
        if self.left_out:
            parts.append(f"not run: {', '.join(self.left_out)}")
        if self.environment.get("MAKLUMAT_JOURNEYS") == "not-run" and "pytest" in (self.only or ["pytest"]):
            parts.append(NO_BROWSER)
        print(f"{' · '.join(parts)} · {time.monotonic() - self.begin:.0f} s", flush=True)
        return 1 if self.failed else 0


def command(*words: str) -> Callable[[], str | None]:
    """A step that runs a module of this environment and is silent unless it fails."""

    def work() -> str | None:
        result = subprocess.run(
            [sys.executable, *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        return (result.stdout.strip() or f"exit code {result.returncode}") if result.returncode else None

    return work


def typed_paths() -> list[str]:
    """What mypy reads unless the configuration names files: the pure parts, where a type is a promise."""
    rooms = PACKAGE / "modules"
    pure = [path for noun in ("rules", "events") for path in (*rooms.glob(f"*/{noun}"), *rooms.glob(f"*/{noun}.py"))]
    return [str(path.relative_to(ROOT)) for path in (*pure, PACKAGE / "kernel")]


def find_browser() -> str | None:
    """The Chromium of this computer, that without windows first; as root on Debian it is installed when it is missing."""
    named = os.environ.get("MAKLUMAT_CHROMIUM")
    if named:
        return shutil.which(named)
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if (found and found.endswith(WINDOWLESS)) or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    print("  (installing chromium for the browser journeys)", flush=True)
    if not found:
        apt("update")
    for name in (WINDOWLESS, "chromium"):  # older systems lack the first
        if apt("install", "-y", "--no-install-recommends", "--no-remove", name) or found:
            break
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def apt(*words: str) -> bool:
    """Let Debian's installer work without a question and without a word; whether it could."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(["apt-get", *words], env=environment, **quiet).returncode == 0


def run_pytest(run: Run, stack: ExitStack) -> None:
    """Prepare the database, the data folder and the browser, and let pytest speak for itself."""
    browser = find_browser()
    if browser:
        run.environment["MAKLUMAT_CHROMIUM"] = browser
    else:
        run.environment["MAKLUMAT_JOURNEYS"] = "not-run"
    # The keys and files of this installation are none of the tests' business.
    run.environment["MAKLUMAT_DATA"] = stack.enter_context(tempfile.TemporaryDirectory(prefix="maklumat-data-"))
    if not run.environment.get("DATABASE_URL"):
        run.step("database", lambda: start_database(run, stack))
    run.environment.setdefault("MAKLUMAT_OWNER_DATABASE_URL", run.environment.get("DATABASE_URL", ""))
    if "database" in run.failed:
        run.failed.append("pytest")
        return
    print("  pytest", flush=True)
    words = [sys.executable, "-m", "pytest", *spread(run.for_pytest)]
    process = subprocess.Popen(words, cwd=ROOT, env=run.environment, stdin=subprocess.DEVNULL)
    stack.callback(end, process)
    if process.wait():
        run.failed.append("pytest")


def spread(words: list[str]) -> list[str]:
    """The words for pytest: all tests at once are spread over processes; tests/conftest.py says which stay together."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return words or (["-n", str(min(MOST, processors))] if processors > 1 else [])


def end(process: subprocess.Popen[bytes]) -> None:
    """See that pytest ends: interrupted, it takes down what its tests started and sums up."""
    for wanted, seconds in ((None, 3), (signal.SIGINT, 20), (signal.SIGKILL, 5)):
        try:
            if wanted and process.poll() is None:
                process.send_signal(wanted)
            process.wait(timeout=seconds)  # first without asking: Ctrl-C in a terminal reached it already
            return
        except subprocess.TimeoutExpired:
            continue


def start_database(run: Run, stack: ExitStack) -> str | None:
    """Start the throw-away database; the pages' role for the tests, the owner's for making the tables."""
    from maklumat.site.postgres import DATABASE, OWNER, ClusterError, database_for_tests

    try:
        cluster = stack.enter_context(database_for_tests())
    except ClusterError as error:
        return str(error)
    run.environment["DATABASE_URL"] = cluster.url(DATABASE, OWNER)  # the test database is made by the owner
    run.environment["MAKLUMAT_OWNER_DATABASE_URL"] = cluster.url(DATABASE, OWNER)
    return None


def main(arguments: list[str]) -> int:
    """Run the steps in order and return the exit code."""
    steps = ["ruff", "format", "imports", "locks", "types", "pytest"]
    parser = argparse.ArgumentParser(prog="tests.run", add_help=False, allow_abbrev=False)
    parser.add_argument("--only", action="append", default=[], choices=steps)
    chosen, for_pytest = parser.parse_known_args(arguments)
    only = [*chosen.only, "database"] if "pytest" in chosen.only else chosen.only
    run = Run(only, for_pytest)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is also stopped

    run.step("ruff", command("-m", "ruff", "check", "--output-format", "concise", "."))
    run.step("format", command("-m", "ruff", "format", "--check", "--output-format", "concise", "."))
    if "importlinter" in run.tools or (ROOT / ".importlinter").exists():
        run.step("imports", command("-c", "from importlinter.cli import lint_imports_command as run; run()"))
    else:
        run.leave_out("imports", "import-linter has no contracts yet")
    run.step("locks", command("scripts/lock.py", "--check"))
    if "mypy" in run.tools:
        run.step("types", command("-m", "mypy", *([] if "files" in run.tools["mypy"] else typed_paths())))
    else:
        run.leave_out("types", "mypy is not configured")
    if not run.only or "pytest" in run.only:
        try:
            with ExitStack() as stack:
                run_pytest(run, stack)
        except KeyboardInterrupt:
            run.failed.append("interrupted")
    return run.verdict()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
