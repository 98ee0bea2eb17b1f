"""The real product for the journeys: web and worker as processes, Chromium as the visitor, axe as the inspector."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.run import BROWSERS

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "tirtamulya-2026"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
WIDTHS = (360, 1280)
# Only what is wrong is sent back: the list of all that is right takes seconds.
INSPECT = """axe.run(document, {
  resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}).then((result) => result.violations)"""


@dataclass(frozen=True)
class Running:
    """A running product: where, its first process, its data folder."""

    address: str
    pid: int
    data: Path


@pytest.fixture(scope="package")
def product(running) -> str:
    """The address of a running product with a few sample cases."""
    return running.address


@pytest.fixture(scope="package")
def running(tmp_path_factory) -> Iterator[Running]:
    """The product itself."""
    if os.environ.get("MAKLUMAT_JOURNEYS") == "not-run" or not _browser():
        pytest.skip("browser journeys NOT RUN: there is no Chromium here")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = tmp_path_factory.mktemp("product")
    log = data / "log.txt"
    environment = {
        **os.environ,
        "MAKLUMAT_DATA": str(data),
        "MAKLUMAT_POOL": "4",
        "MAKLUMAT_SEALED_RECOVERY_HOURS": "0",
    }
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "maklumat.site.cli", "demo", "--port", str(port), "--cases", "6"],
            cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    address = f"http://localhost:{port}"
    try:
        _wait(address, process, log)
        yield Running(address, process.pid, data)
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # Ctrl-C is not heard by everybody: nohup
        try:
            process.wait(25)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _try in range(1200):
        if process.poll() is not None:
            pytest.fail(f"the product did not start:\n{log.read_text()[-3000:]}")
        if "Maklumat is ready" in log.read_text():
            urllib.request.urlopen(address + "/healthz", timeout=5).close()
            return
        time.sleep(0.1)
    pytest.fail(f"the product was not ready within two minutes:\n{log.read_text()[-3000:]}")


def _browser() -> str | None:
    return os.environ.get("MAKLUMAT_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


@dataclass
class Visit:
    """A browser window of one person. Every page looked at is measured by axe."""

    page: object
    address: str
    shots: Path | None
    name: str

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith(("http", "file:")) else self.address + path)

    def log_in(self, email: str) -> None:
        self.go("/masuk/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url("**/petugas/**")

    def press(self, name: str) -> None:
        self.follow(self.page.get_by_role("button", name=name, exact=False).first)

    def follow(self, link: object) -> None:
        """Click on what leads to another page, and be there: a click alone may still look at the former one."""
        with self.page.expect_navigation():
            link.click()

    def text(self) -> str:
        return self.page.inner_text("body")

    def picture(self, step: str) -> None:
        """Keep a picture of the whole page, when somebody wants to see them."""
        if self.shots:
            self.page.screenshot(path=str(self.shots / f"{step}-{self.name}.png"), full_page=True)

    def look(self, step: str) -> None:
        """Nothing sticks out sideways, nothing offends axe."""
        self.picture(step)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url}: {wide} px stick out at {self.name}"
        # The policy of the pages forbids injected scripts; the inspector comes in by the debugging protocol.
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text() + "; undefined")
        found = self.page.evaluate(INSPECT)
        said = [f"{v['id']}: {v['help']} {[n['html'][:150] for n in v['nodes'][:3]]}" for v in found]
        assert not said, f"{self.page.url} at {self.name}:\n" + "\n".join(said)


@pytest.fixture(scope="package")
def shots() -> Path | None:
    """Where the pictures go: MAKLUMAT_SHOTS. They prove nothing, and each takes a third of a second."""
    if not os.environ.get("MAKLUMAT_SHOTS"):
        return None
    folder = Path(os.environ["MAKLUMAT_SHOTS"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="package")
def chromium(product):
    """One browser for all journeys; closed after them, for Django takes Playwright's loop for a call from async code."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=_browser(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, product, shots):
    """Open a window: ``visit(360)``, ``visit(1280, javascript=False)``."""
    opened = []

    def open_window(width: int, *, javascript: bool = True) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 780}, java_script_enabled=javascript, bypass_csp=False, locale="id-ID"
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        return Visit(context.new_page(), product, shots, str(width))

    yield open_window
    for context in opened:
        context.close()
