"""The steps of a set-up: run a command in silence, explain a failure in plain words, show the time."""

from __future__ import annotations

import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What a failing tool says, and what it means to the person in front of the screen.
DIAGNOSES = [
    ("no space left|enospc|disk quota", "The disk is full. Free some space and run the same command again."),
    (
        "name resolution|enotfound|eai_again|econnrefused|etimedout|dns error|network is unreachable"
        "|connection refused|could not connect|error sending request|max retries|newconnectionerror",
        "The package registry cannot be reached. Setting up needs the network once; afterwards it does not. "
        "Check the connection, or the mirror configured for pip, uv and npm, and run the same command again.",
    ),
    (
        "failed to build|failed building|gcc|clang|cc: not found|no matching distribution|no wheels",
        "A package has no ready-made build for this machine and could not be compiled. Use a 64-bit Linux "
        "or macOS with Python 3.12 or 3.13, or install a C compiler, and run the same command again.",
    ),
    (
        "hash mismatch|do not match the hashes|eintegrity",
        "A downloaded package is not the one that was locked. Do not use it; tell the maintainers.",
    ),
    ("permission denied|eacces", "This account may not write here. Check who owns the project folder."),
]


class SetupError(Exception):
    """A sentence that says what went wrong and what to do."""

    def __init__(self, text, understood=True):
        super().__init__(text)
        self.understood = understood  # whether trying in another way would be of no use


def run(command, **options):
    """Run a command silently; on failure explain it in plain words, with the end of its own output."""
    result = subprocess.run(
        [str(part) for part in command], cwd=str(ROOT), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace", **options,
    )  # fmt: skip
    if result.returncode:
        output = result.stdout.lower()
        known = (text for words, text in DIAGNOSES if any(word in output for word in words.split("|")))
        reason = next(known, None)
        lines = result.stdout.strip().splitlines()[-4 if reason else -20 :]
        tail = "\n".join("    " + line[:200] for line in lines)
        text = f"{reason or 'A step of the set-up failed.'}\n\n  From {Path(str(command[0])).name}:\n{tail}"
        raise SetupError(text, understood=reason is not None)
    return result.stdout


@contextmanager
def step(title):
    """Print a title, then the seconds it took."""
    print(f"  {title} … ", end="", flush=True)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - start:.1f} s", flush=True)
