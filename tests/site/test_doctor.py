"""`maklumat doctor`: nothing wrong on a healthy installation, and the right sentence for each thing that breaks."""

from __future__ import annotations

import json
import socket
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from maklumat.kernel import checkpoints, clock, crypto, files, notify
from maklumat.kernel.crypto import Keyring
from maklumat.kernel.models import Cosignature, Head
from maklumat.kernel.notes import Signer
from maklumat.site import doctor
from maklumat.site.checks import ground, ok, records, signing, surroundings
from tests import signed, world

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def said(check, level: str) -> str:
    """The sentences of one level, with how to mend each."""
    return "\n".join(f"{one.what}: {one.mend}" for one in check() if one.level == level)


@pytest.fixture
def role():
    """The database role of the pages; in the tests the owner is connected."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'maklumat_app'")
        if cursor.fetchone() is None:
            pytest.skip("this server has no role maklumat_app")
    return "maklumat_app"


@pytest.fixture
def healthy(settings, monkeypatch, tmp_path):
    """An installation for the public as it should be."""
    monkeypatch.setenv("DATABASE_URL", "as connected")
    monkeypatch.setenv("MAKLUMAT_DATA", str(tmp_path))
    monkeypatch.delenv("MAKLUMAT_KEYRING", raising=False)
    monkeypatch.setenv("MAKLUMAT_BEHIND_PROXY", "1")
    Keyring(tmp_path / "keys" / "keyring.json")
    settings.DATA_DIR = tmp_path
    settings.LOG_KEY, settings.LOG_WITNESSES = str(tmp_path / "keys" / "log.json"), ""
    settings.BASE_URL, settings.HTTPS = "https://layanan.tirtamulya.example", True
    settings.ALLOWED_HOSTS = ["layanan.tirtamulya.example"]
    settings.REQUIRE_SECOND_FACTOR = True
    world.build(("surat-keterangan-sehat",))
    sql("INSERT INTO procrastinate_workers DEFAULT VALUES")
    return tmp_path


def test_nothing_is_wrong_on_a_healthy_installation(healthy, role, capsys):
    sql(f"SET LOCAL ROLE {role}")
    assert doctor.run() == 0, capsys.readouterr().out
    told = capsys.readouterr().out
    assert "cannot change or delete what is in the ledger" in told and "1 worker(s) alive" in told
    assert "mode 0600" in told and "\n0 wrong, " in told


def test_what_is_wrong_stands_with_how_to_mend_it_and_fails_the_command(healthy, capsys):
    sql("DELETE FROM procrastinate_workers")
    assert doctor.run() == 1
    assert "wrong  no worker is alive" in (told := capsys.readouterr().out)
    assert "       → Start maklumat worker and keep it running." in told and "\n1 wrong, " in told


def test_a_check_that_breaks_off_is_wrong():
    def breaking():
        yield ok("so far")
        raise ZeroDivisionError("by nothing")

    assert [one.what for one in doctor.looked([breaking])] == [
        "breaking could not be looked at (ZeroDivisionError: by nothing)"
    ]


# The ground


def test_looking_makes_no_keyring(tmp_path):
    one = ground.keyring(tmp_path / "keyring.json")
    assert one.level == "wrong" and "Restore it from its own backup" in one.mend
    assert not (tmp_path / "keyring.json").exists()


def test_an_open_keyring_is_wrong(tmp_path):
    Keyring(tmp_path / "keyring.json")
    (tmp_path / "keyring.json").chmod(0o640)
    one = ground.keyring(tmp_path / "keyring.json")
    assert (one.level, one.mend) == ("wrong", f"chmod 600 {tmp_path / 'keyring.json'}")


def test_a_missing_data_folder_ends_the_examination(monkeypatch, tmp_path):
    monkeypatch.setenv("MAKLUMAT_DATA", str(tmp_path / "nowhere"))
    found = list(doctor.examine())
    assert any("MAKLUMAT_DATA" in one.mend for one in found if one.level == "wrong")
    assert not any("PostgreSQL" in one.what for one in found)


@pytest.mark.parametrize(("free", "level"), [(200_000_000, "wrong"), (3_000_000_000, "warn"), (9_000_000_000, "ok")])
def test_a_full_disk_is_noticed(monkeypatch, tmp_path, free, level):
    monkeypatch.setattr(ground.shutil, "disk_usage", lambda _path: type("Usage", (), {"free": free}))
    assert ground.folder(tmp_path, "data folder", "MAKLUMAT_DATA").level == level


def test_missing_packages_are_named(monkeypatch):
    monkeypatch.setattr(ground, "PACKAGES", ("django", "no_such_package"))
    assert [(one.level, one.what) for one in ground.ground()] == [("wrong", "packages are missing: no_such_package")]


# The database


def test_a_silent_database_is_told_in_words(monkeypatch):
    def refuse(*_):
        raise OperationalError("connection refused\nmore")

    monkeypatch.setattr(records, "_row", refuse)
    assert said(records.database, "wrong").startswith("the database does not answer: connection refused: Start it")


def test_clocks_that_disagree_are_noticed():
    with clock.standing_at(clock.now() - timedelta(minutes=7)):
        assert "420 s apart" in said(records.database, "wrong")


def test_an_open_ledger_is_wrong(role):
    sql(f"GRANT UPDATE ON ledger_entry TO {role}")
    sql(f"SET LOCAL ROLE {role}")
    told = said(records.guards, "wrong")
    assert "maklumat_app has UPDATE on ledger_entry" in told and "REVOKE UPDATE, DELETE, TRUNCATE" in told


def test_the_owner_in_the_place_of_the_application_is_told():
    assert "only triggers protect the ledger" in said(records.guards, "warn")


def everything_signed() -> Path:
    """A ledger with keys and a head of its own; where the head lies."""
    signed.new_keys()
    signed.sign_all()
    return Path(settings.LOG_KEY).with_suffix(".head")


def test_a_signed_ledger_is_well(healthy):
    everything_signed()
    assert "the ledger is signed" in said(signing.signed, "ok")
    assert "continues the head" in said(signing.beside_the_keys, "ok")
    assert "nobody else watches" in said(signing.witnesses, "ok")


def test_entries_that_wait_for_no_position_are_wrong(healthy):
    everything_signed()
    sql("INSERT INTO ledger_entry (id, kind, subject, at, by_kind, data) VALUES (gen_random_uuid(), 'x', gen_random_uuid(), now(), 'system', '{}')")  # fmt: skip
    assert not said(signing.signed, "wrong")
    sql("DELETE FROM ledger_waiting")
    told = said(signing.signed, "wrong")
    assert "1 entries of the ledger wait for no position" in told
    sql(told[told.index("INSERT") :])  # the mend does mend
    signed.sign_all()
    assert not said(signing.signed, "wrong")


def test_keys_without_their_head_are_wrong(healthy):
    head = everything_signed()
    kept = head.read_text()
    head.unlink()
    assert "log.head is not beside" in (told := said(signing.beside_the_keys, "wrong")) and "ledger trust" in told
    head.write_text(json.dumps({"size": 1, "root": "ab" * 32}))
    assert "does not continue the 1 entries" in said(signing.beside_the_keys, "wrong")
    head.write_text("")
    assert "damaged" in said(signing.beside_the_keys, "wrong")
    head.write_text(kept)
    Path(settings.LOG_KEY).chmod(0o644)
    assert "chmod 600" in said(signing.beside_the_keys, "wrong")
    Path(settings.LOG_KEY).unlink()
    assert "nothing can be signed" in said(signing.beside_the_keys, "wrong")
    assert not Path(settings.LOG_KEY).exists()  # looking makes no keys


def test_witnesses_that_are_away_are_told(healthy, tmp_path):
    office = Signer("saksi.example", {"ed25519": b"e" * 32, "mldsa44": b"m" * 32}, witness=True)
    named = [{"url": "https://saksi.example", "vkeys": [one.vkey() for one in office.verifiers]}]
    signed.new_keys({"k": 1, "witnesses": named})
    head = checkpoints.sign(clock.now())
    assert "cosigned by 1 witness(es) ever" in said(signing.witnesses, "warn")
    Cosignature.objects.create(size=head.size, witness=office.name, lines="", at=head.at)
    assert "1 must cosign" in said(signing.witnesses, "ok")
    Head.objects.update(at=head.at - timedelta(hours=1))
    assert "nothing newer is published" in said(signing.witnesses, "warn")


def test_a_policy_that_cannot_be_meant_is_wrong(healthy, tmp_path):
    signed.new_keys({"k": 2, "witnesses": []})
    assert "k must be from 1 to their number" in said(signing.witnesses, "wrong")


@pytest.mark.parametrize("how", ["DROP TRIGGER {} ON {}", "ALTER TABLE {1} DISABLE TRIGGER {0}"])
def test_a_lost_trigger_is_named(how):
    sql(how.format("ledger_entry_frozen", "ledger_entry"))
    assert "are missing: ledger_entry_frozen" in said(records.guards, "wrong")


def test_a_table_change_left_out_is_named():
    sql("DELETE FROM django_migrations WHERE app = 'units'")
    assert "first units: Run maklumat migrate." in said(records.tables, "wrong")


JOB = "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('q', 'notify.send', %s::procrastinate_job_status) RETURNING id"


def test_failed_and_abandoned_jobs_are_told_with_how_to_retry():
    sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '10 minutes')")
    sql(JOB, "failed")
    sql(JOB, "doing")
    told = said(records.worker, "warn") + said(records.worker, "wrong")
    assert "1 job(s) failed for good" in told and "procrastinate --skip-checks shell retry" in told
    assert "1 job(s) were begun by a worker that died" in told and "no worker is alive" in told


def test_a_job_that_waits_too_long_is_told():
    sql("INSERT INTO procrastinate_workers DEFAULT VALUES")
    sql(JOB, "todo")
    assert said(records.worker, "warn") == ""
    sql("UPDATE procrastinate_events SET at = now() - interval '12 minutes'")
    assert "a job has waited 12 minutes" in said(records.worker, "warn")


def test_messages_that_nobody_sends_are_counted():
    with clock.standing_at(NOW):
        from maklumat.kernel import notify

        notify.send(channel="email", address="citra@example.org", subject="Kabar", text="Selesai", at=NOW)
    sql("UPDATE kernel_message SET created_at = now() - interval '2 hours'")
    assert "1 message(s) wait for more than an hour" in said(records.worker, "warn")


# The office


def test_an_empty_installation_says_how_to_begin():
    assert "maklumat create-admin" in said(records.beginnings, "warn")


def test_a_passed_review_and_a_missing_admin_are_told():
    world.build(("surat-keterangan-sehat",))
    with clock.standing_at(datetime(2035, 1, 1, tzinfo=UTC)):
        assert "1 standard(s) are past their review date: " in said(records.beginnings, "warn")
    sql("UPDATE units_appointment SET role = 'verifier' WHERE role = 'admin'")
    with clock.standing_at(NOW):
        assert "nobody is admin of Pemerintah Kabupaten Tirtamulya" in said(records.beginnings, "wrong")


@pytest.mark.parametrize(("year", "level", "words"), [
    (2023, "ok", "holidays of 2024 are known"),
    (2027, "warn", "holidays of 2028 are estimates"),
    (2050, "warn", "no holidays of 2051 are known"),
])  # fmt: skip
def test_holidays_of_the_next_year_are_looked_at(year, level, words):
    with clock.standing_at(datetime(year, 11, 1, tzinfo=UTC)):
        assert words in said(records.holidays, level)


def test_files_that_do_not_open_are_told(monkeypatch, tmp_path, settings):
    kept = files.put(b"isi", "application/pdf", scan="clean", at=NOW)
    assert "the newest 1 files open" in said(records.sealed, "ok")
    other = Keyring(tmp_path / "other.json")
    monkeypatch.setattr(crypto, "keyring", lambda: other)
    assert "1 of the newest 1 files cannot be opened (sealed by another keyring)" in said(records.sealed, "wrong")
    next(path for path in Path(settings.FILES_DIR).rglob("*") if path.name == kept.id.hex).unlink()
    assert "(not in the files folder)" in said(records.sealed, "wrong")


def test_rows_of_another_keyring_are_told(monkeypatch, tmp_path):
    with transaction.atomic():
        notify.send(channel="email", address="a@example.org", subject="Halo", text="Isi", at=NOW)
    assert "newest message" not in said(records.sealed, "ok")
    other = Keyring(tmp_path / "other.json")
    monkeypatch.setattr(crypto, "keyring", lambda: other)
    assert "the newest message cannot be opened: pages that need it answer 503" in said(records.sealed, "wrong")


def test_signing_keys_of_another_keyring_are_told(tmp_path):
    assert "no signing keys yet" in records.signing_keys(tmp_path).what
    from maklumat.modules.documents.models.authority import Authority

    Authority(tmp_path, "layanan.tirtamulya.example").prepare(NOW)
    with clock.standing_at(NOW):
        assert records.signing_keys(tmp_path).what == "3 signing keys open; the seal lasts until 2031-11-20"
    with clock.standing_at(NOW + timedelta(days=3000)):
        assert "the seal ended on 2031-11-20" in records.signing_keys(tmp_path).what
    (tmp_path / "root.key").write_bytes(crypto.seal(b"key", "another purpose"))
    assert "do not open with this keyring" in records.signing_keys(tmp_path).what


# The surroundings


def test_an_unbuilt_front_end_and_lacking_translations_are_told(settings, tmp_path):
    settings.PACKAGE = tmp_path
    assert "no main.css, app.js" in (told := said(surroundings.built, "wrong")) and "fonts (woff2)" in told
    text = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"
    text.parent.mkdir(parents=True)
    text.touch()
    assert "not compiled" in said(surroundings.built, "warn")
    text.with_suffix(".mo").touch()
    assert said(surroundings.built, "warn") == "" and "translations are compiled" in said(surroundings.built, "ok")


def test_an_installation_for_the_public_is_measured_by_its_settings(settings):
    settings.DEBUG = True
    settings.ALLOWED_HOSTS = ["another.example"]
    told = said(surroundings.public, "wrong")
    assert "Unset MAKLUMAT_DEBUG" in told and "is not https" in told and "Set MAKLUMAT_HOSTS=" in told
    assert "without a second factor" in told


def test_the_demo_is_told_in_one_line(settings):
    settings.DEMO = True
    assert [one.level for one in surroundings.public()] == ["warn"]


def test_mail_gateway_and_signer_are_looked_at(settings, tmp_path):
    assert surroundings.mail().level == surroundings.gateway().level == surroundings.signer().level == "warn"
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        assert surroundings.mail().level == "ok"
    assert "cannot be reached" in surroundings.mail().what
    settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = "https://gateway.example/send", ""
    assert "not signed" in surroundings.gateway().what
    settings.WEBHOOK_SECRET = "secret"
    assert surroundings.gateway().level == "ok"
    settings.MAKLUMAT_SIGNER = "bsre"
    assert "lacks MAKLUMAT_BSRE_URL, " in surroundings.signer().what
    settings.MAKLUMAT_BSRE_URL, settings.MAKLUMAT_BSRE_USER, settings.MAKLUMAT_BSRE_PASSWORD = "https://e", "u", "p"
    settings.MAKLUMAT_BSRE_ROOTS = str(tmp_path / "root.pem")
    assert "root.pem" in surroundings.signer().what
    (tmp_path / "root.pem").touch()
    assert surroundings.signer().level == "ok"


@pytest.mark.parametrize("address", ["nonsense", "127.0.0.1:1"])
def test_a_scanner_that_does_not_answer_is_wrong(settings, address):
    settings.CLAMD_ADDRESS = address
    assert f"clamd at {address} does not answer" in said(surroundings.storage, "wrong")


def test_a_scanner_that_answers_is_fine(settings, tmp_path):
    settings.CLAMD_ADDRESS = str(tmp_path / "clamd")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(settings.CLAMD_ADDRESS)
        server.listen()
        threading.Thread(target=_scan_once, args=(server,), daemon=True).start()
        assert "scans" in said(surroundings.storage, "ok")


def _scan_once(server: socket.socket) -> None:
    with server.accept()[0] as caller:
        heard = b""
        while not heard.endswith(bytes(4)):
            heard += caller.recv(4096)
        caller.sendall(b"stream: OK\0")
