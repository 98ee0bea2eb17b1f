"""A gift in the browser: an officer without JavaScript reports it on a phone, the UPG works on it, and a stranger checks the record without us."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from tests.journeys.test_reporting import look

pytestmark = pytest.mark.journey
OFFICER, CONTROL = "ani.puspitasari@tirtamulya.example", "laras.widyaningtyas@tirtamulya.example"


def test_a_gift_is_reported_worked_on_and_proved(visit, product, tmp_path):
    ani = visit(360, javascript=False)
    ani.log_in(OFFICER)
    ani.go("/petugas/gratifikasi/lapor/")
    page = ani.page
    page.check("input[name=kind][value=received]")
    for part, typed in (("day", "2"), ("month", "11"), ("year", "2026")):
        page.fill(f"input[name=received_on_{part}]", typed)
    page.check("input[name=occasion][value=duty]")
    page.fill("input[name=giver]", "Pemilik kios fotokopi")
    ani.press("Kirim laporan")
    assert "Ada yang perlu diperbaiki" in ani.text() or page.locator(".error-summary").count()
    assert page.input_value("input[name=giver]") == "Pemilik kios fotokopi"
    page.select_option("select[name=relation]", "service_user")
    page.select_option("select[name=thing]", "food")
    page.fill("input[name=thing_words]", "Satu kotak kue basah")
    page.fill("input[name=value]", "75.000")
    page.fill("textarea[name=story]", "Diletakkan di loket setelah KTP-el diambil.")
    ani.press("Kirim laporan")
    assert "Wajib dilaporkan" in ani.text() and "Satu kotak kue basah" in ani.text()
    address = page.url.removeprefix(product)

    laras = visit(1280)
    laras.log_in(CONTROL)
    laras.go("/petugas/gratifikasi/?semua=1")
    look(laras, "g-10-register", (360, 1280))
    laras.go("/petugas/gratifikasi/lapor/")
    look(laras, "g-11-lapor", (360, 1280))
    laras.go(address)
    laras.page.get_by_text("Teruskan ke KPK", exact=True).first.click()
    laras.page.locator("#note-forward").fill("GOL-2026-0091")
    laras.page.locator("form:has(input[value=forward]) button").click()
    laras.page.wait_for_load_state()
    assert "Diteruskan ke KPK" in laras.text() and "GOL-2026-0091" in laras.text()
    look(laras, "g-12-laporan", (360, 1280))

    stranger = visit(360)
    for number, path in enumerate(("/gratifikasi/", "/jejak/")):
        stranger.go(path)
        look(stranger, f"g-2{number}", (360, 1280))
    check(ani, product, f"{address}bukti/", stranger, tmp_path)


def check(owner, product: str, path: str, stranger, folder) -> None:
    """The owner's proof, with the program and the policy that everybody gets, on a computer that asks nobody."""
    until = time.monotonic() + 40
    while not (answer := owner.page.request.get(product + path)).ok and time.monotonic() < until:
        time.sleep(1)  # the worker signs every five seconds
    (folder / "a.tlog-proof").write_bytes(answer.body())
    for name in ("cekjejak.py", "kebijakan.json"):
        (folder / name).write_bytes(stranger.page.request.get(f"{product}/jejak/{name}").body())
    words = [sys.executable, "-I", "cekjejak.py", "bukti", "a.tlog-proof", "--kebijakan", "kebijakan.json"]
    told = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert told.returncode == 0 and "gratuities.reported" in told.stdout, told.stdout + told.stderr
    text = (folder / "a.tlog-proof").read_text()
    (folder / "a.tlog-proof").write_text(text.replace("\nindex ", "\nindex 1", 1))
    assert subprocess.run(words, cwd=folder, capture_output=True, check=False).returncode in (1, 2)
