"""The sealed channel in the browser: ceremony, report with two files, replies of two recipients, one more is let in, a key is lost and recovered; and the
same without JavaScript."""

from __future__ import annotations

import base64
import json
import os
import re
from pathlib import Path

import psycopg
import pyrage
import pytest

from maklumat.site.postgres.processes import postmaster
from tests import world
from tests.journeys.conftest import PASSWORD
from tests.journeys.test_reporting import look
from tests.proofs import canaries
from tests.tlog.cast import ANNA
from tests.whistleblowing.driving import driver, node

pytestmark = pytest.mark.journey
PASSPHRASE = "empat kata yang sembarang"
FIRST, SECOND, THIRD = (f"{one}@tirtamulya.example" for one in ("yusniar.hakim", "gede.pranata", "maya.sihombing"))
CUSTODIANS = [
    f"{one}@tirtamulya.example" for one in ("teuku.iskandar", "suci.rahmadhani", "bernadus.kopong", "nursyamsi.latif")
]
FORGED = str(pyrage.x25519.Identity.generate().to_public())
STORY = "Kepala gudang menjual obat program ke apotek milik iparnya."


def heading(window, name: str):
    window.page.get_by_role("heading", level=1, name=name).wait_for(timeout=30_000)


def tap(window, name: str, then: str = "") -> None:
    window.page.get_by_role("button", name=name, exact=False).first.click()
    if then:
        heading(window, then)


def desk(visit, email: str):
    """Somebody's desk, unlocked."""
    window = visit(1280)
    enter(window, email)
    heading(window, "Buka kunci Anda")
    unlock(window)
    return window


def enter(window, email: str) -> None:
    """Through the login that the desk asks for, and back to it."""
    window.go("/lapor-aman/meja/")
    window.follow(window.page.get_by_role("link", name="Masuk sebagai penerima laporan"))
    window.page.fill("input[name=login]", email)
    window.page.fill("input[name=password]", PASSWORD)
    window.page.press("input[name=password]", "Enter")
    window.page.wait_for_url("**/lapor-aman/meja/")


def unlock(window) -> None:
    window.page.fill("#sandi", PASSPHRASE)
    tap(window, "Buka kunci", "Meja Lapor Aman")


def told(window, text: str) -> None:
    window.page.get_by_text(text).first.wait_for(timeout=30_000)


def until_proved(window) -> None:
    """Wait until all keys are in a signed head, so that pages believe them."""
    proved = """fetch('/lapor-aman/keadaan.json').then((answer) => answer.json())
        .then((now) => now.recovery && [now.recovery, ...now.signers].every((key) => key.proof))"""
    for _try in range(60):
        if window.page.evaluate(proved):
            return
        window.page.wait_for_timeout(250)
    raise AssertionError("the keys never came into a signed head")


def report(phone, tmp_path, address: str = "/lapor-aman/") -> list[str]:
    """The six steps. The twelve words."""
    page = phone.page
    photo, note = tmp_path / "foto.jpg", tmp_path / "catatan.txt"
    photo.write_bytes(world.photo(size=(600, 400)))
    note.write_text("Tanggal dan jumlah kardus.")
    phone.go(address)
    told(phone, "cocok dengan catatan umum")
    look(phone, "s-01-awal", (360, 1280))
    tap(phone, "Tulis laporan", "Siapa yang boleh membaca?")
    look(phone, "s-02-siapa", (360,))
    tap(phone, "Lanjutkan", "Ceritakan yang Anda tahu")
    tap(phone, "Lanjutkan")
    told(phone, "Ada yang perlu diperbaiki")
    look(phone, "s-03-kosong", (360,))
    page.fill("#q-what", STORY)
    page.fill("#q-who", "Kepala gudang farmasi")
    tap(phone, "Lanjutkan", "Lampirkan bukti")
    page.set_input_files("#berkas", [str(photo), str(note)])
    told(phone, "catatan.txt")
    told(phone, "data di dalam foto dan nama berkasnya dibuang")
    look(phone, "s-04-berkas", (360,))
    tap(phone, "Lanjutkan", "Tulis dua belas kata")
    words = page.locator("ol.receipt li").all_inner_texts()
    look(phone, "s-05-kata", (360,))
    tap(phone, "Sudah saya tulis", "Ketik ulang")
    page.fill("#kata", " ".join([*words[:3], "salah", *words[4:]]))
    tap(phone, "Lanjutkan")
    told(phone, "Periksa kata ke-4")
    page.fill("#kata", " ".join(words).upper())
    tap(phone, "Lanjutkan", "Kirim laporan")
    look(phone, "s-06-kirim", (360,))
    tap(phone, "Kunci dan kirim", "Laporan sudah diterima")
    look(phone, "s-07-diterima", (360,))
    return words


def open_box(phone, words: list[str]) -> None:
    phone.go("/lapor-aman/")
    tap(phone, "Buka kotak surat", "Kotak surat")
    phone.page.fill("#kata", " ".join(words))
    tap(phone, "Buka")
    told(phone, "Tutup kotak surat")


def newest_case(window) -> None:
    window.page.locator("li.card", has_text="menjual obat").get_by_role("button").click()
    heading(window, "Perkara")


def reply(window, text: str) -> None:
    newest_case(window)
    window.page.fill("#balasan", text)
    tap(window, "Kunci dan kirim balasan")
    told(window, "Surat sudah dikirim.")
    told(window, text)


def test_a_report_is_sealed_answered_shared_and_recovered(visit, tmp_path):
    first, second, custodian = desk(visit, FIRST), desk(visit, SECOND), desk(visit, CUSTODIANS[3])
    assert first.page.get_by_role("button", name="Buat kunci pemulihan baru").count() == 0
    tap(custodian, "Buat kunci pemulihan baru")
    told(custodian, "Kunci pemulihan dibuat dan dibagi")
    look(custodian, "s-09-pemegang", (1280, 360))
    look(first, "s-10-meja", (1280, 360))
    phone = visit(360)
    phone.go("/lapor-aman/")
    until_proved(phone)
    words = report(phone, tmp_path)
    for window, text in ((first, "Sejak kapan?"), (second, "Ada saksi lain?")):
        window.page.reload()
        heading(window, "Buka kunci Anda")
        unlock(window)
        reply(window, text)
    look(first, "s-11-perkara", (1280, 360))
    with second.page.expect_download() as caught:
        tap(second, "Unduh catatan.txt")
    assert caught.value.path().read_text() == "Tanggal dan jumlah kardus."
    told(second, "foto-1.jpg")
    open_box(phone, words)
    assert (
        "Sejak kapan?" in phone.text()
        and "Ada saksi lain?" in phone.text()
        and "Inspektur Pembantu Khusus" in phone.text()
    )
    look(phone, "s-12-kotak", (360, 1280))
    phone.page.fill("#surat", "Sejak Maret, setiap Jumat.")
    tap(phone, "Kunci dan kirim surat")
    told(phone, "Surat sudah dikirim.")
    share_with_third(visit, first)
    lose_and_recover(visit, second)


def share_with_third(visit, first) -> None:
    """One who was not there when the report came."""
    third = visit(1280)
    enter(third, THIRD)
    heading(third, "Buat kunci Anda")
    look(third, "s-20-kunci", (1280, 360))
    third.page.fill("#jabatan", "Auditor muda")
    third.page.fill("#sandi", "pendek")
    tap(third, "Buat kunci")
    told(third, "Paling sedikit 16 huruf.")
    third.page.fill("#sandi", PASSPHRASE)
    third.page.fill("#sandi2", PASSPHRASE)
    tap(third, "Buat kunci", "Meja Lapor Aman")
    assert "menjual obat" not in third.text()
    until_proved(third)
    first.page.reload()
    unlock(first)
    newest_case(first)
    told(first, "Sejak Maret, setiap Jumat.")
    first.page.select_option("#rekan", label="Auditor muda")
    tap(first, "Beri akses")
    told(first, "Akses sudah diberikan.")
    told(first, "Auditor muda diberi akses oleh Inspektur Pembantu Khusus.")
    third.page.reload()
    unlock(third)
    newest_case(third)
    assert "Sejak Maret" in third.text() and "Ada saksi lain?" in third.text()


def lose_and_recover(visit, second) -> None:
    """A passphrase is forgotten: a new key, three custodians, and the case opens again."""
    second.page.reload()
    tap(second, "Saya tidak tahu lagi", "Buat kunci baru")
    second.page.fill("#sandi", PASSPHRASE)
    second.page.fill("#sandi2", PASSPHRASE)
    tap(second, "Buat kunci", "Meja Lapor Aman")
    assert "menjual obat" not in second.text()
    tap(second, "Minta pemulihan")
    told(second, "Permintaan pemulihan tercatat.")
    look(second, "s-30-minta", (1280,))
    shown = second.page.get_by_text("Sidik kunci Anda").inner_text().partition(": ")[2].partition(".")[0]
    until_proved(second)
    for n, email in enumerate(CUSTODIANS):
        window = desk(visit, email)
        told(window, f"Sidik kunci peminta: {shown}")
        if n == 0:
            lied_to(window)
            cheat(window)
        tap(window, "Lepas bagian saya")
        told(window, "Bagian Anda sudah dilepas")
        if n == 2:
            look(window, "s-31-pemegang", (1280, 360))
            second.page.reload()
            unlock(second)
            tap(second, "Pulihkan sekarang")
            told(second, "Bagian yang dilepas tidak cocok")
    second.page.reload()
    unlock(second)
    tap(second, "Pulihkan sekarang")
    told(second, "1 laporan dipulihkan")
    newest_case(second)
    assert STORY in second.text() and "Sejak Maret" in second.text()


def lied_to(window) -> None:
    """The site names another key for the request: no share is sealed for it."""
    place = "**/meja/keadaan.json"

    def lie(route) -> None:
        said = route.fetch().json()
        said["recoveries"][0] |= {"asker_id": "6f9619ff-8b86-4011-b42d-00c04fc964ff", "box": FORGED}
        route.fulfill(json=said)

    window.page.route(place, lie)
    window.page.reload()
    unlock(window)
    told(window, "Kunci peminta tidak ada dalam catatan umum")
    assert window.page.get_by_role("button", name="Lepas bagian saya").count() == 0
    window.page.unroute(place)
    window.page.reload()
    unlock(window)


def cheat(window) -> None:
    """A custodian whose share is none."""
    sealed = pyrage.encrypt(bytes(33), [pyrage.x25519.Recipient.from_str(FORGED)])
    false = {"do": "release", "sealed": base64.urlsafe_b64encode(sealed).decode().rstrip("=")}
    window.page.route("**/meja/pemulihan/*", lambda route: route.continue_(post_data=json.dumps(false)))


def test_the_copy_on_a_disk_sends_a_report(visit, tmp_path):
    """The page as a file: it asks its own site, and nobody else."""
    phone = visit(360)
    phone.go("/lapor-aman/")
    with phone.page.expect_download() as caught:
        phone.page.get_by_role("link", name="Simpan halaman ini").click()
    copy = tmp_path / "lapor-aman.html"
    caught.value.save_as(copy)
    asked: list[str] = []
    phone.page.on("request", lambda request: asked.append(request.url))
    words = report(phone, tmp_path, copy.as_uri())
    tap(phone, "Buka kotak surat", "Kotak surat")
    phone.page.fill("#kata", " ".join(words))
    tap(phone, "Buka")
    told(phone, "Tutup kotak surat")
    assert STORY in phone.text()
    assert not [one for one in asked if not one.startswith((phone.address, "file:", "data:", "blob:"))]
    assert phone.page.locator("a[href^='/']").count() == 0


@pytest.mark.parametrize("way", ("button", "keys"))
def test_leaving_at_once_asks_nothing_when_something_was_typed(visit, way):
    phone = visit(360)
    page = phone.page
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.route(
        "https://www.bmkg.go.id/**", lambda route: route.fulfill(body="<h1>Cuaca</h1>", content_type="text/html")
    )
    phone.go("/lapor-aman/")
    tap(phone, "Tulis laporan", "Siapa yang boleh membaca?")
    tap(phone, "Lanjutkan", "Ceritakan yang Anda tahu")
    page.locator("#q-what").press_sequentially("Ia di belakang saya")
    if way == "button":
        page.click("#keluar")
    else:
        for _n in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url("https://www.bmkg.go.id/**")
    assert asked == []


def test_a_page_that_names_witnesses_says_so_and_sends_nothing_without_them(visit):
    phone = visit(360)
    policy = phone.page.request.get(phone.address + "/jejak/kebijakan.json").json()
    trust = {"origin": policy["origin"], "log": policy["log"][:1], "witnesses": [ANNA.vkey], "k": 1}

    def named(route) -> None:
        answer = route.fetch()
        text = answer.text()
        assert '"trust":null' in text
        route.fulfill(response=answer, body=text.replace('"trust":null', f'"trust":{json.dumps(trust)}'))

    def seen(route) -> None:
        answer = route.fetch()
        told = answer.json()
        note = told["checkpoint"]
        line = ANNA.line(note.partition("\n\n")[0] + "\n", 1_800_000_000)
        route.fulfill(response=answer, json=told | {"checkpoint": note + line})

    phone.page.route("**/lapor-aman/", named)
    phone.go("/lapor-aman/")
    told(phone, "Kunci penerima tidak dapat dipastikan")
    assert phone.page.get_by_role("button", name="Tulis laporan").count() == 0
    phone.page.route("**/keadaan.json", seen)
    phone.page.reload()
    told(phone, "yang disaksikan 1 lembaga lain")
    tap(phone, "Tulis laporan", "Siapa yang boleh membaca?")


def test_without_javascript_a_report_is_an_age_file(visit, tmp_path):
    phone = visit(360, javascript=False)
    phone.go("/lapor-aman/")
    phone.follow(phone.page.get_by_role("link", name="Lapor tanpa JavaScript"))
    look_still(phone)
    keys = phone.page.request.get(f"{phone.address}/lapor-aman/tanpa-skrip/penerima.txt").text()
    readers = [pyrage.x25519.Recipient.from_str(one) for one in re.findall(r"^age1\w+$", keys, re.MULTILINE)]
    own, sealed, bare = pyrage.x25519.Identity.generate(), tmp_path / "laporan.age", tmp_path / "laporan.txt"
    sealed.write_bytes(pyrage.encrypt(b"Bendahara memotong uang lembur.", readers))
    bare.write_text("Bendahara memotong uang lembur.")
    phone.page.set_input_files("#files", str(bare))
    phone.page.fill("input[name=box]", str(own.to_public()))
    phone.press("Kirim laporan")
    assert "Ini bukan berkas .age" in phone.text() and phone.page.input_value("input[name=box]") == str(own.to_public())
    phone.page.set_input_files("#files", str(sealed))
    phone.press("Kirim laporan")
    assert "Laporan sudah diterima" in phone.text()
    answer(visit)
    phone.go("/lapor-aman/tanpa-skrip/surat/")
    phone.page.fill("input[name=box]", str(own.to_public()))
    phone.press("Lanjutkan")
    armoured = phone.page.locator("pre.code").first.inner_text()
    phone.page.fill("input[name=answer]", pyrage.decrypt(armoured.encode(), [own]).decode())
    phone.press("Buka kotak surat")
    assert "Dari penerima laporan" in phone.text()
    with phone.page.expect_download() as caught:
        phone.page.get_by_role("button", name="Unduh surat.age").last.click()
    assert pyrage.decrypt(caught.value.path().read_bytes(), [own]).decode().strip() == "Sejak bulan apa?"


def look_still(phone) -> None:
    """Without scripts there is no inspector; the page audit has seen it. Nothing sticks out."""
    phone.picture("s-40-tanpa")


def answer(visit) -> None:
    first = desk(visit, FIRST)
    first.page.locator("li.card", has_text="dari formulir").get_by_role("button").click()
    heading(first, "Perkara")
    told(first, "Bendahara memotong uang lembur.")
    look(first, "s-41-formulir", (1280,))
    first.page.fill("#balasan", "Sejak bulan apa?")
    tap(first, "Kunci dan kirim balasan")
    told(first, "Surat sudah dikirim.")


def test_a_passkey_opens_the_key_as_well(visit):
    window = desk(visit, SECOND)
    devtools = window.page.context.new_cdp_session(window.page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "hasPrf": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    tap(window, "Tambahkan kunci sandi")
    told(window, "Kunci sandi ditambahkan.")
    tap(window, "Kunci kembali", "Buka kunci Anda")
    tap(window, "Buka dengan kunci sandi", "Meja Lapor Aman")


def test_a_desk_that_nobody_touches_locks_itself_and_keeps_the_reply(visit, tmp_path):
    window, note = visit(1280), tmp_path / "lampiran.txt"
    note.write_text("Jadwal pemeriksaan.")
    page = window.page
    page.clock.install()
    enter(window, FIRST)
    unlock(window)
    page.locator("li.card").last.get_by_role("button").click()
    heading(window, "Perkara")
    story = page.locator("ol.letters").inner_text()
    page.fill("#balasan", "Terima kasih.\nKami periksa dulu.")
    page.select_option("#keadaan", index=1)
    page.set_input_files("#berkas", str(note))
    told(window, "lampiran.txt")
    tap(window, "Identitas dirahasiakan")  # another act in between takes nothing away
    told(window, "lampiran.txt")
    page.clock.fast_forward(9 * 60_000 + 20_000)
    told(window, "akan terkunci sendiri dalam satu menit")
    look(window, "s-25-sebentar-lagi", (1280, 360))
    page.keyboard.press("Shift")
    assert "akan terkunci" not in window.text()
    page.clock.fast_forward(9 * 60_000)
    assert page.locator("#balasan").count() == 1
    page.clock.fast_forward(2 * 60_000)
    heading(window, "Buka kunci Anda")
    told(window, "Meja terkunci sendiri karena 10 menit tidak disentuh.")
    assert "dalam satu menit" not in window.text()
    assert not page.locator("ol.letters").count() and "lampiran.txt" not in window.text()
    look(window, "s-26-terkunci", (1280, 360))
    page.route("**/meja/perkara/*", lambda route: route.fulfill(status=422, json={"error": "Sebentar lagi."}))
    page.fill("#sandi", PASSPHRASE)
    tap(window, "Buka kunci")
    told(window, "Sebentar lagi.")
    page.unroute("**/meja/perkara/*")
    page.clock.fast_forward(11 * 60_000)  # whoever gives up and comes back finds it, too
    told(window, "Meja terkunci sendiri")
    page.fill("#sandi", PASSPHRASE)
    tap(window, "Buka kunci")
    told(window, "lampiran.txt")
    assert page.locator("ol.letters").inner_text() == story
    assert page.input_value("#balasan") == "Terima kasih.\nKami periksa dulu."
    assert page.locator("#keadaan").evaluate("one => one.selectedIndex") == 1
    tap(window, "Kunci dan kirim balasan")
    told(window, "Surat sudah dikirim.")
    told(window, "Kami periksa dulu.")
    assert page.input_value("#balasan") == ""
    page.clock.fast_forward(11 * 60_000)
    heading(window, "Buka kunci Anda")
    assert "menunggu di balik kunci" not in window.text()
    page.context.clear_cookies()  # the login has ended as well
    page.fill("#sandi", PASSPHRASE)
    tap(window, "Buka kunci")
    told(window, "Sesi Anda sudah berakhir.")


def test_a_unit_asks_its_own_questions_and_the_server_does_not_hear_which(visit):
    phone = visit(360)
    asked = []
    phone.page.on("request", lambda request: asked.append(request.url))
    phone.go("/lapor-aman/en/#unit=disdukcapil")
    tap(phone, "Write a report", "Who may read it?")
    tap(phone, "Continue", "Tell what you know")
    assert "Which service?" in phone.text()
    look(phone, "s-50-unit", (360,))
    assert not [one for one in asked if "disdukcapil" in one.partition("#")[0]]


def test_the_server_in_hand_tells_nothing_and_broken_lines_lose_nothing(visit, running, tmp_path):
    """A sample of the long proofs (canaries, cuts): what was sent is nowhere to be found in memory, tables, log, files; parts arrive whole."""
    if node() is None:
        pytest.skip("the browser's modules are NOT RUN: there is no Node here")
    site = running.address.replace("localhost", "127.0.0.1")
    with driver(tmp_path) as browser:
        mark, sent = canaries.send_marked(browser, site, 12)
        assert sent == {"reports": 12, "refused": 0}
        sizes = ((1_200_000, 2), (3_000_000, 3), (70_000, 1))
        cuts, wrong = canaries.break_off(browser, running.data, list(sizes))
        assert not wrong and cuts
    phone = visit(360)
    phone.go("/lapor-aman/")
    told(phone, "cocok dengan catatan umum")
    visitors = canaries.visits(site, 12)
    control = "Inspektur Pembantu Khusus"  # a title that everybody may know
    database = os.environ["MAKLUMAT_OWNER_DATABASE_URL"]
    cluster = Path(psycopg.conninfo.conninfo_to_dict(database).get("host") or "/nowhere").parent
    master = postmaster(cluster / "data")
    if master is None:
        pytest.skip("memory and files of the database are NOT SEARCHED: it is not a cluster of ours")
    pids = canaries.family(running.pid, str(running.data), master)
    found = canaries.look_everywhere([running.data, cluster], database, pids, mark, control, visitors)
    assert found["wrong"] == 0 and found["hits"] == 0 and found["addresses kept"] == 0, found
    assert {"memory", "database", "wal"} <= set(found["the control is found in"]) and found["processes searched"] > 5, (
        found
    )
