"""The main job in a real browser: published → applied → returned once → completed → approved → signed → verified → counted."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import world
from tests.journeys.publishing import SLUG, publish_a_standard

pytestmark = pytest.mark.journey
VALUES = {
    "nama": "Citra Lestari", "nik": "3273014107900003", "no_kk": "3273010101150001", "tempat_lahir": "Tirtamulya",
    "alamat": "Jalan Kenari Nomor 5",
}  # fmt: skip


def answer_page(visit) -> None:
    """Fill whatever the page asks, as a person would, and go on."""
    page = visit.page
    for box in page.locator("main input[type=text], main input[type=search], main textarea").all():
        name = box.get_attribute("name") or ""
        if name.endswith("_day"):
            value = "1"
        elif name.endswith("_month"):
            value = "7"
        elif name.endswith("_year"):
            value = "1990" if "lahir" in name else "2026"
        elif box.get_attribute("inputmode") == "decimal":
            value = "2"
        else:
            value = VALUES.get(name, "Cisarua" if "wilayah" in name else "Keperluan keluarga")
        box.fill(value)
    for group in page.locator("main fieldset:has(input[type=radio])").all():
        group.locator("input[type=radio]").first.check()
    for select in page.locator("main select").all():
        select.select_option(index=1)
    for email in page.locator("main input[type=email]").all():
        email.fill("citra@example.org")
    visit.press("Simpan dan lanjutkan")
    if page.locator(".field-error", has_text="Pilih salah satu").count():  # a name that several places share
        page.locator("main .field-invalid input[type=radio]").first.check()
        visit.press("Simpan dan lanjutkan")


def fill_form(visit, slug: str, look: bool) -> None:
    """From the service page to the page with the uploads."""
    visit.go(f"/layanan/{slug}/")
    if look:
        visit.look("01-layanan")
    visit.follow(visit.page.get_by_role("link", name="Ajukan sekarang").first)
    if look:
        visit.look("02-siapkan")
    visit.press("Mulai mengisi")
    for number in range(8):
        if "/isian/" not in visit.page.url:
            return
        if look:
            visit.look(f"03-isian-{number}")
        answer_page(visit)
    raise AssertionError(f"the form did not end: {visit.page.url}\n{visit.text()[:1500]}")


def upload(visit, files: Path, colour: str = "white") -> None:
    """Hand in a picture (or PDF) for each line; without JavaScript by one form, with it by resumable uploads."""
    page = visit.page
    count = page.locator("main input[type=file]").count()
    for n in range(count):
        box = page.locator("main input[type=file]").nth(n)
        only_pdf = "JPG" not in page.locator(f"#{box.get_attribute('aria-describedby').split()[0]}").inner_text()
        path = files / (f"{colour}.pdf" if only_pdf else f"{colour}.jpg")
        path.write_bytes(world.photo(colour, (1600, 1200), formats=("pdf",) if only_pdf else ("jpg",)))
        with_script = page.locator(".upload-status").count() > 0
        if with_script:
            with page.expect_navigation():
                box.set_input_files(str(path))
        else:
            box.set_input_files(str(path))
    visit.press("Kirim berkas dan lanjutkan")


def hand_in(visit) -> tuple[str, str]:
    """Review and send. Returns number and tracking address."""
    page = visit.page
    page.fill("input[name=phone]", "0812 3456 7890")
    page.check("input[name=agreed]")
    visit.press("Kirim permohonan")
    number = re.search(r"[A-Z0-9.-]+-26-\d{5}|[A-Z0-9.-]+-\d\d-\d{5}", visit.text()).group(0)
    track = page.get_by_role("link", name="Lacak permohonan").first.get_attribute("href")
    return number, track


def work(visit, number: str, *, first_return: bool = False) -> None:
    """Do the present step of a case from the work list."""
    visit.go(f"/petugas/permohonan/?q={number}")
    visit.follow(visit.page.get_by_role("link", name=number))
    page = visit.page
    if page.get_by_role("heading", name="Periksa kelengkapan").count():
        groups = page.locator("fieldset:has(input[type=radio])")
        for n in range(groups.count()):
            bad = first_return and n == 0
            groups.nth(n).locator(f"input[value={'wanting' if bad else 'accepted'}]").check()
            if bad:
                groups.nth(n).locator("textarea").fill("Fotonya buram. Mohon foto ulang di tempat terang.")
        visit.press("Kembalikan ke pemohon" if first_return else "Lengkap, teruskan")
    elif page.get_by_role("button", name="Setujui dan terbitkan").count():
        visit.press("Setujui dan terbitkan")
    else:
        visit.press("Langkah selesai, teruskan")


def until(visit, address: str, word: str) -> None:
    """Look again until the worker has done its part."""
    for _try in range(60):
        visit.go(address)
        if word in visit.text():
            return
        visit.page.wait_for_timeout(500)
    raise AssertionError(f"“{word}” never came:\n{visit.text()[:800]}")


def test_the_main_job(visit, product, tmp_path):
    """One way through the whole house: the service that is applied for is the one just published."""
    publish_a_standard(visit, tmp_path)
    curious = visit(360)
    curious.go(f"/angka/layanan/{SLUG}/")
    assert "Belum ada permohonan yang selesai" in curious.text()
    from_form_to_figure(visit, product, tmp_path, width=360, javascript=False)
    from_form_to_figure(visit, product, tmp_path, width=1280, javascript=True)


def from_form_to_figure(visit, product: str, tmp_path: Path, *, width: int, javascript: bool) -> None:
    """A resident applies, the office works it off, the certificate is verified, and the public figure has moved."""
    citizen = visit(width, javascript=javascript)
    looks = javascript  # axe needs a script engine; the phone's pages are looked at in test_pages
    fill_form(citizen, SLUG, looks)
    upload(citizen, tmp_path)
    if looks:
        citizen.look("04-periksa")
    number, track = hand_in(citizen)
    if looks:
        citizen.look("05-tanda-terima")
    citizen.go(track)
    if looks:
        citizen.look("06-lacak")

    office = visit(1280)
    ended = False
    returned = False
    for _step in range(8):
        role, unit = holder(citizen, track)
        office.page.context.clear_cookies()
        office.log_in(person(role, unit))
        work(office, number, first_return=not returned)
        if not returned:
            returned = True
            office.look("07-kembalikan")
            if javascript:  # the open page moves by itself: nobody reloads it
                citizen.page.get_by_text("Ada yang perlu Anda lengkapi").wait_for(timeout=60_000)
            until(citizen, track, "perlu Anda lengkapi")
            if looks:
                citizen.look("08-dikembalikan")
            citizen.press("Lengkapi sekarang")
            citizen.follow(citizen.page.get_by_role("link", name="Berkas", exact=True).first)
            upload(citizen, tmp_path, "red")
            citizen.press("Kirim kembali ke petugas")
            continue
        office.look("09-kasus")
        citizen.go(track)
        if "sedang dibuat" in citizen.text() or "Selesai" in citizen.text().split("Perjalanan")[0]:
            ended = True
            break
    assert ended
    until(citizen, track, "Unduh dokumen")
    if looks:
        citizen.look("10-selesai")
    with citizen.page.expect_download() as download:
        citizen.page.get_by_role("link", name="Unduh dokumen").click()
    pdf = tmp_path / "dokumen.pdf"
    download.value.save_as(pdf)
    verify(visit(width, javascript=javascript), product, pdf, tmp_path, looks)
    until(citizen, f"/angka/layanan/{SLUG}/", "disamarkan, supaya tidak menunjuk pada orang")  # that few are not told
    if looks:
        citizen.look("12-angka")


def verify(citizen, product: str, pdf: Path, folder: Path, looks: bool) -> None:
    """Drop the PDF, then a changed one; then verify offline on the command line."""
    altered = folder / "diubah.pdf"
    content = bytearray(pdf.read_bytes())
    content[len(content) // 2] ^= 1
    altered.write_bytes(content)
    for path, word in ((pdf, "asli"), (altered, "diubah")):
        citizen.go("/v/")
        citizen.page.locator("input[type=file]").set_input_files(str(path))
        citizen.follow(citizen.page.locator("form:has(input[type=file]) button[type=submit]"))
        assert word in citizen.text().lower(), citizen.text()[:600]
        if looks:
            citizen.look(f"11-periksa-{word}")
    keys, root = folder / "keys.json", folder / "ca.pem"
    for path, name in ((keys, "/v/keys.json"), (root, "/v/ca.pem")):
        path.write_bytes(citizen.page.request.get(product + name).body())
    environment = {
        **os.environ,
        "DATABASE_URL": "postgresql://nobody@localhost:1/none",
        "MAKLUMAT_DATA": str(folder / "empty"),
    }
    for path, code in ((pdf, 0), (altered, 1)):
        words = [
            sys.executable,
            "-m",
            "maklumat.site.cli",
            "verify",
            str(path),
            "--keys",
            str(keys),
            "--authority",
            str(root),
        ]
        result = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
        assert result.returncode == code, result.stdout + result.stderr


def holder(citizen, track: str) -> tuple[str, str]:
    """Role and unit that hold the case, as the tracking page says."""
    citizen.go(track)
    held = re.search(r"Sekarang di tangan\s+(.+?), (.+)", citizen.text())
    return held.group(1).strip(), held.group(2).strip()


def person(role: str, unit: str) -> str:
    """The e-mail of somebody who holds this role there."""
    from maklumat.modules.applications.rules.words import ROLES
    from maklumat.site.demo import seed

    word = {value: key for key, value in ROLES.items()}[role]
    code = next(u["code"] for u in seed.sample("units.json")["units"] if unit in (u["short"], u["name"]))
    return next(p["email"] for p in seed.sample("people.json")["staff"] if p["role"] == word and p["unit"] == code)
