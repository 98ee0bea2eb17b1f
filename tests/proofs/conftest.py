"""The crash sample needs long and little: it begins with the first proof and is looked at in the last."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def crashing(request, tmp_path_factory) -> Iterator[subprocess.Popen[str] | None]:
    """`python -m tests.proofs.crash 3 --hurry` in the background, when a test of this session wants to know its end."""
    if not any("crashing" in item.fixturenames and "test_survival" in item.nodeid for item in request.session.items):
        yield None
        return
    known = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MAKLUMAT_", "DATABASE_URL", "DJANGO_"))
    }
    known |= {
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        "MAKLUMAT_DATA": str(tmp_path_factory.mktemp("crash")),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.proofs.crash", "3", "--hurry"], cwd=ROOT, env=known, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    yield process
    if process.poll() is None:
        process.terminate()  # it takes its stack down
        process.communicate()


@pytest.fixture(autouse=True)
def _crash_early(crashing) -> None:
    """Begin with the first proof, whichever it is."""
