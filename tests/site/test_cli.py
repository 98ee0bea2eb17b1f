"""The command `maklumat`: words, refusals in sentences, exit codes, and what each command hands on."""

from __future__ import annotations

import json
import os
from datetime import timedelta

import pytest

from maklumat.kernel.actor import SYSTEM
from maklumat.modules.accounts import api as accounts
from maklumat.modules.applications.models import Application
from maklumat.modules.catalogue.models import StandardVersion
from maklumat.modules.documents import api as documents
from maklumat.modules.units import api as units
from maklumat.site import cli, commands
from tests import world
from tests.applications.test_life import work_off
from tests.world import MONDAY

LIST = "No;Jenis Izin;Prosedur;Jangka Waktu;Biaya;Dasar Hukum\n1;Izin Praktik Dokter;Loket menerima berkas;5 hari kerja;Gratis;Permenkes No. 2052 Tahun 2011\n"


@pytest.fixture
def called(monkeypatch):
    """Management commands that were called, instead of running them."""
    calls: list[tuple] = []
    monkeypatch.setattr("django.core.management.call_command", lambda *words, **options: calls.append((words, options)))
    return calls


def test_every_command_can_be_run_and_is_explained():
    choices = cli.parser()._subparsers._group_actions[0].choices
    assert set(choices) == {
        "demo", "serve", "worker", "migrate", "import-standards", "verify", "create-admin", "doctor", "django", "ledger", "witness", "monitor", "release",
    }  # fmt: skip
    assert all(callable(getattr(commands, name.replace("-", "_"))) for name in choices)
    told = cli.parser().format_help()
    assert all(f"  {name}" in told for name in choices) and "docs/operations.md" in told


@pytest.mark.parametrize("words", [[], ["dance"], ["serve", "--port", "many"]])
def test_wrong_words_end_with_two(words, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    assert end.value.code == 2 and "usage: maklumat" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["verify", "import-standards"])
def test_a_missing_file_is_refused_in_a_sentence(command, tmp_path, capsys):
    assert cli.main([command, str(tmp_path / "nothing.pdf")]) == 1
    assert capsys.readouterr().err == f"Not found: {tmp_path / 'nothing.pdf'}\n"


def test_an_interruption_ends_with_130(monkeypatch):
    def interrupt(_wanted):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "worker", interrupt)
    assert cli.main(["worker"]) == 130


def test_serving_becomes_the_web_server(monkeypatch):
    became: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _program, words: became.append(words))
    cli.main(["serve", "--host", "::1", "--port", "8123", "--workers", "2"])
    line = " ".join(became[0])
    assert "granian --interface wsgi --host ::1 --port 8123 --workers 2 --blocking-threads 32" in line
    assert "--reload" not in line and line.endswith("maklumat.site.wsgi:application")


@pytest.mark.django_db
def test_the_worker_may_stop_when_nothing_waits(monkeypatch):
    asked = []
    monkeypatch.setattr("maklumat.kernel.worker.run", lambda **options: asked.append(options))
    assert cli.main(["worker", "--once", "--concurrency", "2"]) == cli.main(["worker"]) == 0
    assert asked[0] == {"concurrency": 2, "once": True} and not asked[1]["once"]


def test_tables_are_made_by_the_owner(called, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://maklumat_app@localhost/maklumat")
    monkeypatch.setenv("MAKLUMAT_OWNER_DATABASE_URL", "postgresql://maklumat_owner@localhost/maklumat")
    assert cli.main(["migrate"]) == 0
    assert called[0][0] == ("migrate",) and os.environ["DATABASE_URL"].startswith("postgresql://maklumat_owner@")


def test_the_demo_and_the_doctor_are_handed_on(monkeypatch):
    from maklumat.site import doctor
    from maklumat.site.demo import run

    asked: list[dict] = []
    monkeypatch.setattr(run, "start", lambda **options: asked.append(options) or 0)
    monkeypatch.setattr(doctor, "run", lambda: 1)
    assert cli.main(["demo", "--port", "8001", "--fresh", "--cases", "3"]) == 0
    assert asked == [{"port": 8001, "dev": False, "fresh": True, "cases": 3}]
    assert cli.main(["doctor"]) == 1


@pytest.mark.django_db
def test_the_first_admin_gets_a_government_to_manage(monkeypatch, capsys):
    monkeypatch.setattr("getpass.getpass", lambda _question: "kebun teh di lereng")
    monkeypatch.setattr("builtins.input", lambda _question: "Pemerintah Kabupaten Contoh")
    assert cli.main(["create-admin", "sri@contoh.example", "Sri"]) == 0
    root, account = units.tree().government, accounts.account_by_email("sri@contoh.example")
    assert root is not None and root.name == "Pemerintah Kabupaten Contoh" and account is not None
    assert [held.role for held in units.roles_of(account.id, MONDAY + timedelta(days=3650))] == ["admin"]
    assert "/petugas/unit/" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_short_password_is_refused(monkeypatch, capsys):
    monkeypatch.setattr("getpass.getpass", lambda _question: "pendek")
    units.add_unit(by=SYSTEM, code="pemda", kind="government", name="Kabupaten", parent_id=None, at=MONDAY)
    assert cli.main(["create-admin", "sri@contoh.example", "Sri"]) == 1
    assert "10 letters" in capsys.readouterr().err and accounts.account_by_email("sri@contoh.example") is None


def test_lists_are_only_reported_without_a_unit(tmp_path, capsys):
    (tmp_path / "izin.csv").write_text(LIST)
    assert cli.main(["import-standards", str(tmp_path / "izin.csv"), "--report", str(tmp_path / "report.csv")]) == 0
    assert "1 layanan dibaca dari 1 berkas." in (told := capsys.readouterr().out) and "draft(s) made" not in told
    assert (tmp_path / "report.csv").stat().st_size > 20


@pytest.mark.django_db
def test_lists_become_drafts_of_a_unit(tmp_path, capsys):
    world.build(())
    (tmp_path / "izin.csv").write_text(LIST)
    assert cli.main(["import-standards", str(tmp_path / "izin.csv"), "--unit", "dinkes"]) == 0
    assert "1 draft(s) made in unit dinkes" in capsys.readouterr().out
    assert StandardVersion.objects.get().state == "draft"
    cli.main(["import-standards", str(tmp_path / "izin.csv"), "--unit", "nowhere"])
    assert "There is no unit with the code nowhere." in capsys.readouterr().out


@pytest.mark.django_db
def test_a_certificate_is_told_from_an_altered_one_with_published_keys_alone(tmp_path, settings, capsys):
    settings.DATA_DIR = tmp_path
    here = world.build(("surat-keterangan-sehat",))
    receipt = world.submit(world.fill("surat-keterangan-sehat"))
    application = Application.objects.get(number=receipt.number)
    certificate = work_off(here, application, MONDAY + timedelta(minutes=30))
    documents.produce(certificate, at=MONDAY + timedelta(minutes=31))
    letter, published, authority = (tmp_path / name for name in ("letter.pdf", "keys.json", "ca.pem"))
    letter.write_bytes(content := documents.open_pdf(application.id))
    keys = documents.public_keys()
    published.write_text(json.dumps({"keys": keys["keys"]}))
    authority.write_text(keys["root_certificate"])
    settings.DATA_DIR = tmp_path / "elsewhere"
    words = ["verify", str(letter), "--keys", str(published), "--authority", str(authority)]
    assert cli.main(words) == 0
    told = capsys.readouterr().out
    assert told.startswith("GENUINE") and "can only be told online" in told
    at = len(content) // 3
    letter.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    assert cli.main(words) == 1
    assert capsys.readouterr().out.startswith("ALTERED")
