"""What the sealed channel leaves behind: no moment and no order within a day, in rows, folders or counts; nothing acknowledged is shredded unread."""

from __future__ import annotations

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from maklumat.kernel import clock, notify, raw
from maklumat.kernel.models import Message
from maklumat.kernel.sheets import csv_lines
from maklumat.modules.units.models import Appointment
from maklumat.modules.whistleblowing import actions
from maklumat.modules.whistleblowing.actions import nightly, sending
from maklumat.modules.whistleblowing.models import Case, Key, Letter, RecoveryKey, SealedFile
from maklumat.modules.whistleblowing.queries import stamps
from maklumat.modules.whistleblowing.rules import titles
from maklumat.site import observe
from tests import signed, world
from tests.whistleblowing.cast import CUSTODIANS, PASSPHRASE, TITLES, ceremony, keyholder, logged_in, reporter
from tests.whistleblowing.client import Refused
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
ANSWERS = {"what": "Kepala gudang menjual obat program."}
TABLES = ("whistleblowing_case", "whistleblowing_letter", "whistleblowing_file")


@pytest.fixture
def here():
    signed.new_keys()
    with clock.standing_at(MONDAY):
        built = world.build(("ktp-el-hilang-rusak",))
        signed.sign_all()
        yield built


def rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


# --- moments -------------------------------------------------------------------------------------------------------
def test_after_the_night_rows_tell_no_order_and_no_worker(here):
    one = keyholder("yusniar.hakim")
    sent = [reporter().send_report(ANSWERS, "", files=[("a.bin", "", b"x" * 300)]) for _n in range(8)]
    one.reply(sent[0].case, "Kami telaah.")
    before = {table: rows(f"SELECT * FROM {table} ORDER BY id") for table in TABLES}
    orders = set()
    for _night in range(3):
        actions.mix_rows(clock.now() + timedelta(days=1))
        orders.add(tuple(str(row[0]) for row in rows("SELECT id FROM whistleblowing_case ORDER BY ctid")))
        assert {table: rows(f"SELECT * FROM {table} ORDER BY id") for table in TABLES} == before
    assert len(orders) > 1
    # Also what is older, and untouched since, has the night's transaction and no other.
    actions.mix_rows(clock.now() + timedelta(days=30))
    for table in TABLES:
        assert len(rows(f"SELECT DISTINCT xmin::text FROM {table}")) == 1
    reader = reporter()
    assert len(reader.open_mailbox(sent[0].words)) == 2


def test_folders_tell_the_day_and_counts_nothing(here):
    keyholder("yusniar.hakim")
    reporter().send_report(ANSWERS, "", files=[("a.bin", "", b"x" * 5000)])
    path = raw._path(SealedFile.objects.get().id)
    assert path.stat().st_mtime == path.parent.stat().st_mtime and path.stat().st_mtime % 86400 == 0
    text = observe.metrics()[0].decode()
    assert "whistleblowing" not in text and 'route="catalogue' in (Client().get("/") and observe.metrics()[0].decode())


def test_slow_parts_are_not_logged(caplog):
    for route, logged in (("whistleblowing:part", 0), ("catalogue:home", 1)):
        caplog.clear()
        observe.answered(route, "PUT", 500, 9.0)
        assert len(caplog.records) == logged


# --- nothing acknowledged is lost ----------------------------------------------------------------------------------
def test_a_late_letter_to_a_closed_case_is_not_shredded_unread(here):
    one = keyholder("yusniar.hakim")
    sent = reporter().send_report(ANSWERS, "")
    one.close(sent.case, "unproven")
    late = MONDAY + timedelta(days=(Case.objects.get().erase_on - MONDAY.date()).days - 1)
    with clock.standing_at(late):
        signed.sign_all()
        back = reporter()
        back.open_mailbox(sent.words)
        back.answer("Ada bukti baru.")
    with clock.standing_at(late + timedelta(days=10)):
        actions.record_letters(clock.now())
        assert actions.erase_due(clock.now()) == 0 and Letter.objects.count() == 2
    with clock.standing_at(late + timedelta(days=100)):
        assert actions.erase_due(clock.now()) == 1 and not Letter.objects.exists()


def test_shredding_looks_again(here):
    one = keyholder("yusniar.hakim")
    sent = reporter().send_report(ANSWERS, "")
    one.close(sent.case, "unproven")
    case = Case.objects.get()
    one.act(one.case(sent.case), {"do": "move", "state": "review"})
    nightly._erase(case.id, MONDAY + timedelta(days=1000))  # it stood in a list that was made before
    assert Letter.objects.exists()


def test_no_letter_is_acknowledged_into_a_tombstone(here, monkeypatch):
    one = keyholder("yusniar.hakim")
    sent = reporter().send_report(ANSWERS, "")
    one.close(sent.case, "unproven")
    back = reporter()
    back.open_mailbox(sent.words)
    was = sending.get_of_mailbox

    def between(mailbox, *, lock):
        actions.erase_due(MONDAY + timedelta(days=1000))
        return was(mailbox, lock=lock)

    monkeypatch.setattr(sending, "get_of_mailbox", between)
    with pytest.raises(Refused):
        back.answer("Ada lagi.")
    assert Letter.objects.count() == 1  # the shredding of this test was undone with the refusal; nothing was added


def test_a_case_takes_so_many_letters_and_says_so(here, monkeypatch):
    monkeypatch.setattr(sending, "MOST_LETTERS", 2)
    keyholder("yusniar.hakim")
    sent = reporter().send_report(ANSWERS, "")
    back = reporter()
    back.open_mailbox(sent.words)
    back.answer("Satu lagi.")
    with pytest.raises(Refused, match="laporan baru"):
        back.answer("Dua lagi.")


def test_a_full_disk_refuses_files_and_takes_words(here, monkeypatch):
    keyholder("yusniar.hakim")
    monkeypatch.setattr(raw.shutil, "disk_usage", lambda _place: SimpleNamespace(free=sending.FLOOR + 10))
    with pytest.raises(Refused, match="hampir penuh"):
        reporter().send_report(ANSWERS, "", files=[("a.bin", "", b"x" * 5000)])
    reporter().send_report(ANSWERS, "")


def test_work_of_a_quiet_hour_is_not_good_in_a_flood(here, settings):
    settings.SEALED_WORK = 2
    keyholder("yusniar.hakim")
    one = reporter()
    one.state()
    for _n in range(500):
        stamps.LOAD.note(int(clock.now().timestamp()))
    one.state = lambda: one.known  # type: ignore[method-assign]
    with pytest.raises(Refused, match="Tekan kirim sekali lagi"):
        one.send_report(ANSWERS, "")
    stamps.LOAD._moments.clear()
    one.send_report(ANSWERS, "")


# --- keys ----------------------------------------------------------------------------------------------------------
def test_everybody_with_a_key_hears_of_a_new_one(here):
    """Also of one that came into the tables by another way than ours."""
    keyholder("yusniar.hakim")
    keyholder("gede.pranata")
    assert actions.tell_of_keys(clock.now()) == 2 and actions.tell_of_keys(clock.now()) == 0
    ceremony()
    assert actions.tell_of_keys(clock.now()) == 7
    Key.objects.filter(holder__account=Key.objects.first().holder.account).update(box="age1palsu")
    assert actions.tell_of_keys(clock.now()) == 7 and actions.tell_of_keys(clock.now()) == 0
    assert Message.objects.count() == 2 + 7 + 7


def test_everybody_with_a_key_hears_of_a_recovery_that_is_asked_for(here):
    ceremony()
    one = keyholder("yusniar.hakim")
    one.ask("POST", "meja/pemulihan", json={})
    assert Message.objects.count() == 6
    text = notify.letter_of(Message.objects.first()).text
    assert TITLES["yusniar.hakim"] in text and "72 jam" in text and "/lapor-aman/meja/" in text


@pytest.mark.parametrize("twin", ("\u200b", " ", ".", "\u00ad"))
def test_titles_that_look_alike_are_one(here, twin):
    keyholder("yusniar.hakim")
    other = keyholder("gede.pranata", key=False)
    title = TITLES["yusniar.hakim"]
    with pytest.raises(Refused):
        other.make_key(PASSPHRASE, title + twin if twin != " " else title.replace(" ", "  ").upper())
    assert Key.objects.count() == 1


def test_titles_are_plain():
    assert titles.look_alike("Inspektur I", "inspektur  l") and titles.look_alike("Kantor 10", "Kantor IO")
    assert not titles.look_alike("Inspektur Satu", "Inspektur Dua")
    assert titles.is_plain("Kepala Bidang (II) – Dinas “Ké”") and titles.tidy(" Kepala\u00a0 Dinas ") == "Kepala Dinas"
    for bad in ("Inspekt\u043er", "Kepala\u200b", "Kepala\u202e", "Kepala\U0001f600"):
        assert not titles.is_plain(bad)


def test_who_comes_after_somebody_may_have_the_same_title(here):
    keyholder("yusniar.hakim")
    Appointment.objects.filter(account__email__startswith="yusniar.hakim").update(ends_at=MONDAY)
    keyholder("maya.sihombing", key=False).make_key(PASSPHRASE, TITLES["yusniar.hakim"])
    assert Key.objects.count() == 2


def test_a_recovery_key_of_before_is_not_made_again(here):
    ceremony()
    one = keyholder(CUSTODIANS[0], key=False)
    one.unlock(PASSPHRASE)
    with pytest.raises(Refused, match="sudah terdaftar"):
        one.ask("POST", "meja/pemulihan/kunci", json=_the_same(one))
    assert RecoveryKey.objects.count() == 1


def _the_same(one) -> dict:
    from tests.whistleblowing import keyholder as client

    known = [name for name, each in one.holders().items() if each["duty"] == "custodian"]
    shares = [{"custodian": name, "sealed": client._seal(b"x", one.holders()[name]["box"])} for name in known]
    return {"box": RecoveryKey.objects.get().box, "shares": shares}


def test_deep_acts_get_a_sentence(here):
    keyholder("gede.pranata")
    client = logged_in("gede.pranata")
    token = client.get("/lapor-aman/meja/keadaan.json").json()["csrf"]
    answer = client.post(
        "/lapor-aman/meja/perkara/6f9619ff-8b86-4011-b42d-00c04fc964ff/langkah",
        json.dumps({"act": "[" * 200_000, "signature": ""}), content_type="application/json", headers={"X-CSRFToken": token},
    )  # fmt: skip
    assert answer.status_code == 422


# --- elsewhere -----------------------------------------------------------------------------------------------------
def test_the_list_can_ask_for_the_first_letter_alone(here):
    one = keyholder("yusniar.hakim")
    sent = reporter().send_report(ANSWERS, "")
    one.reply(sent.case, "Kami telaah.")
    assert len(one.ask("GET", f"meja/perkara/{sent.case}?awal")["letters"]) == 1
    assert len(one.ask("GET", f"meja/perkara/{sent.case}")["letters"]) == 2


@pytest.mark.parametrize("host", ("LAPOR.example", "lapor.example.", "Lapor.Example:443"))
def test_the_own_host_is_known_however_it_is_written(here, settings, host):
    settings.SEALED_HOST, settings.ALLOWED_HOSTS = "lapor.example", ["lapor.example"]
    assert Client().get("/masuk/login/", headers={"host": host}).status_code == 404


def test_a_form_in_the_moment_of_shredding_is_a_new_report(here):
    import pyrage

    one = keyholder("yusniar.hakim")
    own = pyrage.x25519.Identity.generate()

    def send(text: bytes) -> None:
        file = pyrage.encrypt(text, [pyrage.x25519.Recipient.from_str(one.holders()[one.id]["box"])])
        answer = Client().post(
            "/lapor-aman/tanpa-skrip/", {"box": str(own.to_public()), "files": [SimpleUploadedFile("a.age", file)]}
        )
        assert answer.status_code == 200

    send(b"satu")
    Case.objects.update(state="closed", erase_on=MONDAY)
    actions.erase_due(MONDAY)
    send(b"dua")
    assert sorted(Case.objects.values_list("state", flat=True)) == ["erased", "received"]


def test_a_cell_is_no_formula_behind_another_separator():
    line = list(csv_lines(("a",), [("toko;=cmd|' /C calc'!A0;x",), ("biasa; saja",), ("=1",)]))
    assert (
        line[1].strip() == "toko;'=cmd|' /C calc'!A0;x"
        and line[2].strip() == "biasa; saja"
        and line[3].strip() == "'=1"
    )
