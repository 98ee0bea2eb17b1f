"""Resolve the dependencies afresh and write the committed lock files.

Run it by `make lock` after a change in pyproject.toml, requirements-dev.in or package.json. The locks
carry names, versions and hashes, never the address of a registry: everybody uses their own mirror.
`--check` only looks whether that holds, and whether every package asked for is locked.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import bootstrap

ROOT = bootstrap.ROOT
COMPILE = ["pip", "compile", "--universal", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]


def python_locks() -> None:
    """Write the three Python locks: for running, for developing, and for the installer itself."""
    pairs = [
        (["pyproject.toml"], "requirements.lock"),
        (["pyproject.toml", "requirements-dev.in"], "requirements-dev.lock"),
        (["-"], "scripts/installer.lock"),
    ]
    for sources, lock in pairs:
        command = [str(bootstrap.VENV / "bin" / "uv"), *COMPILE, *sources, "-o", lock]
        subprocess.run(command, cwd=ROOT, check=True, input="uv\n", text=True, stdout=subprocess.DEVNULL)


def browser_lock() -> None:
    """Write package-lock.json, without the addresses at which packages ask for funding."""
    npm, environment = bootstrap.npm_command()
    subprocess.run([*npm, "install", "--package-lock-only"], cwd=ROOT, check=True, env=environment)
    lock = ROOT / "package-lock.json"
    content = json.loads(lock.read_text(encoding="utf-8"))
    for package in content["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    lock.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def addresses(root: Path = ROOT) -> list[str]:
    """The lines of the lock files that carry an address, as `file:line`."""
    found = []
    for name in (
        "requirements.lock",
        "requirements-dev.lock",
        "scripts/installer.lock",
        "package-lock.json",
        ".npmrc",
    ):
        for number, line in enumerate((root / name).read_text(encoding="utf-8").splitlines(), 1):
            if "://" in line:
                found.append(f"{name}:{number}")
    return found


def unlocked(root: Path = ROOT) -> list[str]:
    """The packages that are asked for and not in the lock they belong to."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    dev = [line for line in (root / "requirements-dev.in").read_text(encoding="utf-8").splitlines() if line.strip()]
    found = []
    for lock, wanted in (("requirements.lock", project), ("requirements-dev.lock", [*project, *dev])):
        held = set(re.findall(r"^([a-z0-9-]+)==", (root / lock).read_text(encoding="utf-8"), re.MULTILINE))
        names = [re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", line)[0]).lower() for line in wanted if line[0] != "#"]
        found += [f"{lock} lacks {name}: run `make lock`" for name in names if name not in held]
    return found


if __name__ == "__main__":
    if "--check" not in sys.argv[1:]:
        python_locks()
        browser_lock()
    sys.exit("\n".join([*addresses(), *unlocked()]) or 0)
