"""Find a Python new enough for Maklumat, whatever Python this runs on."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from steps import ROOT, SetupError, run

PROBE = "import sys, venv, ensurepip, ssl; sys.exit(sys.version_info < (3, 12))"


def works(python):
    """Whether this interpreter starts, is new enough and can make environments (shims may not)."""
    try:
        command = [str(python), "-c", PROBE]
        return subprocess.run(command, timeout=30, capture_output=True).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def find_python():
    """An interpreter ≥ 3.12, found by executing candidates and skipping those that fail."""
    chosen = os.environ.get("MAKLUMAT_PYTHON")
    if chosen:
        if works(chosen):
            return chosen
        raise SetupError(f"MAKLUMAT_PYTHON={chosen} does not run, is older than 3.12 or lacks venv.")
    # The environment being (re)made cannot be its own base.
    running = [] if ROOT / ".venv" in Path(sys.executable).parents else [sys.executable]
    named = [shutil.which(name) for name in ("python3.13", "python3.12", "python3.14")]
    kept = [glob.glob(os.path.expanduser(f"~/.pyenv/versions/{v}*/bin/python")) for v in ("3.13", "3.12", "3.14")]
    for candidate in [*running, *named, *(path for paths in kept for path in sorted(paths, reverse=True))]:
        if candidate and works(candidate):
            return candidate
    return fetch_python()


def fetch_python():
    """Last resort: let uv download an interpreter into the home of this account."""
    print("  No Python 3.12 or newer here; fetching one.", flush=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            uv = shutil.which("uv")
            if not uv:
                run([sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, "uv"])
                uv = Path(folder) / "bin" / "uv"
            run([uv, "python", "install", "3.13"])
            return run([uv, "python", "find", "3.13"]).strip().splitlines()[-1]
    except SetupError as reason:
        advice = "Maklumat needs Python 3.12 or newer. Install one (with venv) or name it: MAKLUMAT_PYTHON=/path/python"
        raise SetupError(f"{advice}\n  {reason}") from reason
