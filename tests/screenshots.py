"""The pictures of the documents, taken from a real case: `make screenshots`, or `python -m tests.screenshots --url …`.

Starts a demo of its own on a free port, in a folder that is deleted afterwards, unless `--url` names a running
one. A resident applies, the officers work the case off, and the certificate is checked; docs/images gets the PNGs.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from tests.run import find_browser

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "docs" / "images"
SAMPLES = ROOT / "src" / "maklumat" / "samples"
PASSWORD = "tirtamulya-2026"  # of every demo account
LARGEST = 120_000  # bytes of one picture
SLUG = "ktp-el-hilang-rusak"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--force-color-profile=srgb"]
WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 360, "height": 740}
ANSWERS = {
    "nama": "Citra Ayu Lestari",
    "nik": "3299014506900001",
    "no_kk": "3299010101150001",
    "tempat_lahir": "Tirtamulya",
    "tanggal_lahir": ("5", "6", "1990"),
    "wilayah": "Isola",
    "alasan": "rusak",
    "kerusakan": "Kartu patah di bagian foto",
}


@contextmanager
def demo() -> Iterator[str]:
    """The address of a demo of our own; stopped and deleted at the end."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="maklumat-pictures-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # the database of root runs as another account
        outside = ("DATABASE_URL", "MAKLUMAT_OWNER_DATABASE_URL", "MAKLUMAT_BASE_URL", "MAKLUMAT_KEYRING")
        environment = {k: v for k, v in os.environ.items() if k not in outside} | {"MAKLUMAT_DATA": folder}
        words = [sys.executable, "-m", "maklumat.site.cli", "demo", "--port", str(port), "--cases", "40"]
        process = subprocess.Popen(words, env=environment, start_new_session=True)
        try:
            yield wait_for(f"http://localhost:{port}", process)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> str:
    """The address, once its pages answer."""
    begin = time.monotonic()
    while process.poll() is None and time.monotonic() - begin < 300:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):
                return address
        except OSError:
            time.sleep(0.3)
    raise SystemExit("The demo did not start; its message stands above.")


def keep(name: str, content: bytes) -> None:
    """Write a PNG with few colours, and smaller if that is not enough."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    for colours, scale in ((256, 1), (128, 1), (128, 0.8), (64, 0.7), (32, 0.5)):
        size = (round(image.width * scale), round(image.height * scale))
        out = io.BytesIO()
        image.resize(size, Image.Resampling.LANCZOS).quantize(
            colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        ).save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            break
    PLACE.mkdir(parents=True, exist_ok=True)
    (PLACE / f"{name}.png").write_bytes(out.getvalue())
    sys.stdout.write(f"  {name:<20}{size[0]:>5} × {size[1]:<5}{out.tell() / 1000:6.0f} kB\n")


def shoot(page: Page, name: str) -> None:
    """What the window shows, at rest."""
    page.evaluate("document.activeElement.blur(), scrollTo({top: 0, behavior: 'instant'}), document.fonts.ready")
    keep(name, page.screenshot(animations="disabled", caret="hide"))


class Visitor:
    """Somebody in a window of their own."""

    def __init__(self, browser: Browser, address: str, size: dict[str, int], sharpness: int = 1) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport=size, device_scale_factor=sharpness, locale="id-ID", accept_downloads=True
        )
        self.page = self.context.new_page()
        self.address = address

    def open(self, path: str) -> Page:
        answer = self.page.goto(self.address + path)
        if answer is None or not answer.ok:
            raise SystemExit(f"{path} answered {answer and answer.status}")
        return self.page

    def press(self, words: str) -> None:
        """A button by its words; the page that follows."""
        self.page.get_by_role("button", name=words, exact=True).first.click()
        self.page.wait_for_load_state()
        if self.page.locator(".error-summary").count():
            raise SystemExit(f"{words}: {self.page.locator('.error-summary').inner_text()}")


def fill(page: Page) -> None:
    """Every question of this page that has an answer."""
    for key, value in ANSWERS.items():
        found = page.locator(f'[name="{key}"], [name^="{key}_"]')
        if not found.count():
            continue
        if isinstance(value, tuple):
            for number, part in enumerate(value):
                found.nth(number).fill(part)
        elif found.first.get_attribute("type") == "radio":
            page.locator(f'[name="{key}"][value="{value}"]').check(force=True)
        elif found.first.is_visible():
            found.first.fill(value)


def apply(visitor: Visitor) -> str:
    """From the service page to the tracking address."""
    shoot(visitor.open(f"/layanan/{SLUG}/"), "layanan")
    visitor.open(f"/ajukan/{SLUG}/")
    visitor.press("Mulai mengisi")
    for number in range(6):
        fill(visitor.page)
        if number == 0:
            shoot(visitor.page, "formulir")
        if visitor.page.locator("input[type=file]").count():
            break
        visitor.press("Simpan dan lanjutkan")
    for field in visitor.page.locator("input[type=file]").all():
        send(visitor.page, field)
    visitor.press("Kirim berkas dan lanjutkan")
    visitor.page.locator('[name="phone"]').fill("0899 0001 2345")
    visitor.page.locator('[name="agreed"]').check(force=True)
    visitor.press("Kirim permohonan")
    visitor.page.get_by_role("link", name="Lacak permohonan").last.click()
    visitor.page.wait_for_load_state()
    return visitor.page.url.removeprefix(visitor.address)


def send(page: Page, field: Locator) -> None:
    """One photo; it is sent as soon as it is chosen."""
    photo, out = Image.new("RGB", (640, 420), "#f7f4ea"), io.BytesIO()
    ImageDraw.Draw(photo).text((50, 60), "CONTOH", fill="#0b5d3b")
    photo.save(out, "JPEG")
    with page.expect_response(lambda answer: answer.request.method in ("POST", "PATCH") and answer.ok):
        field.set_input_files({"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()})
    page.wait_for_timeout(1000)


def sign_in(browser: Browser, address: str, role: str, unit: str) -> Visitor:
    """The officer of the demo who holds this role."""
    people = json.loads((SAMPLES / "people.json").read_text())["staff"]
    email = next(row["email"] for row in people if (row["role"], row["unit"]) == (role, unit))
    officer = Visitor(browser, address, WIDE)
    officer.open("/masuk/login/")
    officer.page.locator('[name="login"]').fill(email)
    officer.page.locator('[name="password"]').fill(PASSWORD)
    officer.press("Masuk")
    return officer


def work_off(browser: Browser, address: str, number: str) -> None:
    """Each step by whoever holds its role; pictures of the first."""
    described = json.loads((SAMPLES / "standards" / f"{SLUG}.json").read_text())
    for place, step in enumerate(described["standard"]["steps"]):
        officer = sign_in(browser, address, step["role"], step.get("unit") or described["unit"])
        page = officer.open("/petugas/permohonan/")
        if place == 0:
            shoot(page, "daftar-kerja")
        officer.open(f"/petugas/permohonan/?q={number}")
        page.get_by_role("link", name=number).click()
        page.wait_for_load_state()
        if step["act"] == "check":
            for line in page.locator('input[value="accepted"]').all():
                line.check(force=True)
            shoot(page, "kasus")
            officer.press("Lengkap, teruskan")
        else:
            officer.press("Setujui dan terbitkan" if step["act"] == "approve" else "Langkah selesai, teruskan")
        officer.context.close()


def certificate(visitor: Visitor, tracking: str) -> Path:
    """The signed PDF, once the worker has made it."""
    for _try in range(60):
        visitor.open(tracking)
        link = visitor.page.get_by_role("link", name="Unduh dokumen (PDF)")
        if link.count():
            with visitor.page.expect_download() as coming:
                link.click()
            kept = Path(tempfile.mkdtemp(prefix="maklumat-pdf-")) / "surat.pdf"
            coming.value.save_as(kept)
            return kept
        visitor.page.wait_for_timeout(1000)
    raise SystemExit("The certificate did not come within a minute.")


def shoot_sheet(browser: Browser, pdf: Path) -> None:
    """The first page of the signed file, as the browser shows it."""
    window = browser.new_page(viewport={"width": 820, "height": 1150})
    window.goto(f"file://{pdf}#toolbar=0&navpanes=0&view=FitH")
    window.wait_for_timeout(3000)  # the viewer does not say when it is ready
    shown = Image.open(io.BytesIO(window.screenshot())).convert("RGB")
    paper = ImageChops.difference(shown, Image.new("RGB", shown.size, shown.getpixel((819, 1149)))).point(
        lambda value: 255 if value > 100 else 0
    )
    out = io.BytesIO()
    shown.crop(paper.getbbox()).save(out, "PNG")
    keep("sertifikat", out.getvalue())


def take(browser: Browser, address: str) -> None:
    """All pictures, in the order of a case."""
    visitor, phone = Visitor(browser, address, WIDE), Visitor(browser, address, NARROW, 2)
    shoot(visitor.open("/"), "beranda")
    shoot(phone.open("/"), "beranda-hp")
    tracking = apply(visitor)
    number = visitor.page.locator(".lead strong").first.inner_text()
    shoot(phone.open(tracking), "lacak-hp")
    shoot(visitor.open(tracking), "lacak")
    work_off(browser, address, number)
    pdf = certificate(visitor, tracking)
    shoot_sheet(browser, pdf)
    visitor.open("/v/").locator("input[type=file]").first.set_input_files(
        {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": pdf.read_bytes()}
    )
    visitor.page.locator("form:has(input[type=file]) button").first.click()
    visitor.page.wait_for_load_state()
    if "Dokumen ini asli" not in visitor.page.inner_text("main"):
        raise SystemExit("The certificate that was just signed is not taken for genuine.")
    shutil.rmtree(pdf.parent)
    shoot(visitor.page, "periksa")
    shoot(visitor.open("/angka/"), "angka")


def main(arguments: list[str]) -> int:
    """Take the pictures; 0 when all are there."""
    parser = argparse.ArgumentParser(prog="tests.screenshots")
    parser.add_argument("--url", help="a running demo, for instance http://localhost:8000")
    wanted = parser.parse_args(arguments)
    program = find_browser()
    if program is None:
        raise SystemExit("No Chromium: install the package chromium, or name one in MAKLUMAT_CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        if wanted.url:
            take(browser, wanted.url.rstrip("/"))
        else:
            with demo() as address:
                take(browser, address)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
