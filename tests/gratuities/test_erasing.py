"""What was kept long enough: when it may go, what is left of it, and that a copy of the rest opens no more."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from maklumat.kernel import crypto, files, ledger
from maklumat.kernel.errors import Conflict, Missing, NotAllowed
from maklumat.kernel.models import CommitmentKey, Entry, Message
from maklumat.modules.gratuities import actions
from maklumat.modules.gratuities.models import Key, Photo, Report, Step
from maklumat.modules.gratuities.rules.retention import kept_until, schedule_on, schedules
from maklumat.modules.gratuities.rules.states import FINISHED
from tests import world
from tests.gratuities.gifts import act, give
from tests.gratuities.test_reporting import browser
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
SECRETS = ("Banyuresik", "Kue kering", "3456 7890", "Ani Puspitasari", "loket", "Lemari")


def finished(here, **changed) -> Report:
    """Put on record a while ago, with a picture and a note."""
    row = give(here.actor("ani"), photos=[world.photo()], **changed)
    return act("record", here, row.id, note="Lemari nomor 3")


def after(row: Report) -> datetime:
    return datetime.combine(row.kept_until, MONDAY.timetz()) + timedelta(days=1)


def test_the_schedule_says_how_long_and_how_sure_it_is():
    for one in schedules():
        assert set(one.months) == set(FINISHED) and {*FINISHED, "legal_basis", "valid_from"} == set(one.tags)
        assert set(one.tags.values()) <= {"confirmed", "memory"} and min(one.months.values()) >= 12
    assert kept_until("recorded", date(2026, 11, 2)) == date(2031, 11, 2)
    assert kept_until("settled", date(2028, 2, 29)) == date(2038, 2, 28)  # a month that is too short
    assert schedule_on(date(1990, 1, 1)) == schedules()[0]


def test_nothing_goes_before_its_time(here):
    row = finished(here)
    assert row.kept_until == date(2031, 11, 2)
    with pytest.raises(Conflict, match="2 November 2031"):
        act("erase", here, row.id, at=after(row) - timedelta(days=1))
    open_one = give(here.actor("ani"))
    with pytest.raises(Conflict, match="belum selesai"):
        act("erase", here, open_one.id, at=after(row))
    for other, refusal in (
        (here.actor("ani"), NotAllowed),
        (here.actor("dewi"), NotAllowed),
        (here.actor("budi"), Missing),
    ):
        with pytest.raises(refusal):
            actions.erase(by=other, report_id=row.id, revision=row.revision, at=after(row))
    Report.objects.filter(id=row.id).update(deposited=True)
    with pytest.raises(Conflict, match="dititipkan"):
        act("erase", here, row.id, at=after(row))
    assert Key.objects.count() == 2 and not Entry.objects.filter(kind="gratuities.erased").exists()


def test_of_what_is_erased_only_a_stone_is_left(here):
    row = finished(here)
    copy = bytes(row.content)
    photo, reported = Photo.objects.get(), Entry.objects.get(kind="gratuities.reported")
    assert CommitmentKey.objects.filter(subject=row.id).exists()
    row = act("erase", here, row.id, at=after(row))
    stone = (row.number, row.state, row.value, row.duty, row.received_on, row.erased_at)
    assert stone == ("GRT-26-00001", "recorded", 85_000, "must", date(2026, 10, 30), after(row))
    assert (bytes(row.content), row.giver_index, row.reporter) == (b"", None, None)
    assert not Key.objects.exists() and not Photo.objects.exists()
    assert set(Step.objects.exclude(act="erase").values_list("note", "by")) == {(None, None)}
    assert not CommitmentKey.objects.filter(subject=row.id).exists() and not ledger.opens(reported.id, {})
    with pytest.raises(Missing):
        files.read(photo.file_id)
    assert Entry.objects.get(kind="gratuities.erased").data == {"files": 1}
    with pytest.raises(Conflict, match="sudah dihapus"):
        act("erase", here, row.id, at=after(row))
    with (
        connection.cursor() as cursor
    ):  # what a backup without the table of keys still holds of it opens under no key that is left
        cursor.execute("SELECT string_agg(one::text, ' ') FROM gratuities_report one")
        left = cursor.fetchone()[0]
    assert not [secret for secret in SECRETS if secret in left or secret.encode() in copy]
    with pytest.raises(crypto.Unreadable):
        crypto.Envelope.new("gratuity").unseal_json(copy)
    assert not Message.objects.filter(about=row.id).exists()


def test_the_key_lies_in_no_other_table(here):
    """So a dump without ``gratuities_key`` cannot open what another dump holds."""
    give(here.actor("ani"))
    key = bytes(Key.objects.get().sealed).hex()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" one WHERE one::text LIKE %s', [f"%{key}%"])
            assert cursor.fetchone()[0] == (table == "gratuities_key"), table


def test_the_unit_finds_what_may_go_erases_it_and_sees_the_stone(here):
    row, path = finished(here), "/petugas/gratifikasi/"
    laras = browser(here, "gratuity_control", "tirtamulya")
    assert "masa simpan" not in laras.get(path).content.decode()
    one = laras.get(f"{path}{row.id}/").content.decode()
    assert "disimpan sampai 2 November 2031" in one and 'value="erase"' not in one
    Report.objects.update(kept_until=date(2026, 11, 1))
    assert "1 laporan sudah melewati masa simpannya" in laras.get(path).content.decode()
    assert row.number in laras.get(f"{path}?simpan=lewat").content.decode()
    assert 'value="erase"' in laras.get(f"{path}{row.id}/").content.decode()
    assert laras.post(f"{path}{row.id}/langkah/", {"act": "erase", "revision": row.revision}).status_code == 302
    one = laras.get(f"{path}{row.id}/").content.decode()
    assert "sudah dihapus" in one and row.number in one and 'value="erase"' not in one
    assert not [secret for secret in SECRETS if secret in one]
    ani = browser(here, "ani")
    assert ani.get(f"{path}{row.id}/").status_code == 404 and ani.get(path).status_code == 200
    assert row.number not in laras.get(f"{path}?simpan=lewat").content.decode()


def test_the_register_bears_what_is_erased_and_what_does_not_open(here):
    row, lost, whole = finished(here), give(here.actor("ani")), give(here.actor("ani"))
    Report.objects.filter(id=row.id).update(kept_until=date(2026, 11, 1))
    act("erase", here, row.id)
    Key.objects.filter(report_id=lost.id).delete()  # as after restoring a backup without its keys
    laras = browser(here, "gratuity_control", "tirtamulya")
    answer = laras.get("/petugas/gratifikasi/register.csv?tahun=2026")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(one["nomor"], one["pemberi"], bool(one["dihapus"])) for one in rows] == [
        (row.number, "", True), (lost.number, "", False), (whole.number, "Warga Banyuresik", False),
    ]  # fmt: skip
    assert "tidak dapat dibuka" in laras.get(f"/petugas/gratifikasi/{lost.id}/").content.decode()
    with pytest.raises(Conflict, match="kuncinya"):
        act("forward", here, lost.id)
