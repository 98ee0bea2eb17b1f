"""Signed heads: what is never signed, what witnesses may do to them, and which of them is published."""

from __future__ import annotations

import base64
import json
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections, transaction

from maklumat.kernel import checkpoints, clock, ledger, notes, outside, tree, witnesses
from maklumat.kernel.models import Cosignature, Head
from maklumat.kernel.notes import Checkpoint, Signer
from maklumat.modules.proofs.rules import cekjejak
from maklumat.site import cli
from tests.kernel.test_tree import AT, keep_up, keys, record

__all__ = ["keys"]
pytestmark = pytest.mark.django_db
GUARDED = ("ledger_entry", "ledger_tile", "ledger_tree", "ledger_position", "ledger_row_key")


def sql(statement: str, *values: object) -> None:
    """As the owner of the database, past its triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values or None)
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def beside() -> Path:
    return Path(settings.LOG_KEY).with_suffix(".head")


def signed(many: int, at: datetime = AT) -> Head:
    record(many)
    keep_up()
    head = checkpoints.sign(at)
    assert head is not None
    return head


def refused(match: str, at: datetime = AT + timedelta(hours=1)) -> None:
    with pytest.raises(checkpoints.Forked, match=match), transaction.atomic():
        checkpoints.sign(at)


# What is never signed


def test_a_log_begins_by_itself_only_where_nothing_was_signed(keys):
    checkpoints.policy()  # a page may be asked for before the worker signs
    assert json.loads(beside().read_text()) == {"size": 0, "root": tree.root(0).hex()}
    assert signed(2).size == 2


def test_keys_without_the_head_that_they_signed_last_sign_nothing(keys, capsys):
    """Restored after the loss of a computer: an older dump, the keys from their envelope, and no head beside them."""
    first = signed(3)
    sql("DELETE FROM ledger_head; DELETE FROM ledger_tile; DELETE FROM ledger_tree; DELETE FROM ledger_row_key; DELETE FROM ledger_position WHERE position > 1")  # fmt: skip
    beside().unlink()
    signed_before = Head.objects.count()
    record(2)
    keep_up()
    refused("maklumat ledger trust")
    checkpoints.keep_up()  # complains, and does not fail
    assert Head.objects.count() == signed_before == 0 and not beside().exists()
    assert cli.main(["ledger", "check"]) == 1 and "Nothing is signed yet" in capsys.readouterr().err
    assert first.size == 3


def test_a_person_may_say_that_nothing_else_was_signed(keys, capsys, monkeypatch):
    head = signed(3)
    beside().unlink()
    monkeypatch.setattr("builtins.input", lambda _question: "no")
    assert cli.main(["ledger", "trust", "2"]) == 1 and not beside().exists()
    told = capsys.readouterr().out
    assert f"first 2 entries have the root {tree.root(2).hex()}" in told
    assert f"3 entries, root {tree.root(3).hex()}" in told and "lies no head" in told and "Nothing was changed" in told
    assert cli.main(["ledger", "trust", "9"]) == 1 and "never had 9 entries" in capsys.readouterr().out
    assert cli.main(["ledger", "trust", "x"]) == 1 and "trust [SIZE]" in capsys.readouterr().err
    monkeypatch.setattr("builtins.input", lambda _question: "yes")
    assert cli.main(["ledger", "trust"]) == 0 and beside().exists()
    assert checkpoints.published().note == head.note  # what was signed goes on being published
    assert signed(1, AT + timedelta(hours=1)).size == 4 and cli.main(["ledger", "check"]) == 0


def test_trust_never_overrules_the_head_beside_the_keys(keys, capsys):
    signed(3)
    old_keys = checkpoints.signer().verifiers
    sql("DELETE FROM ledger_tile; DELETE FROM ledger_tree; DELETE FROM ledger_row_key")
    keep_up()  # other row keys: another tree of the same facts
    refused("restored backup")
    assert cli.main(["ledger", "trust", "--yes"]) == 1 and "new log begins under new keys" in capsys.readouterr().err
    beside().unlink()
    Path(settings.LOG_KEY).unlink()
    checkpoints.signer.cache_clear()
    assert cli.main(["ledger", "trust", "--yes"]) == 0
    assert checkpoints.signer().verifiers != old_keys and not Head.objects.exists()
    assert checkpoints.sign(AT).size == 3 and cli.main(["ledger", "check"]) == 0


def test_a_head_in_the_database_is_not_overwritten_by_another_of_its_size(keys):
    root = bytes(signed(3).root)
    sql("DELETE FROM ledger_tile; DELETE FROM ledger_tree; DELETE FROM ledger_row_key")
    keep_up()
    beside().write_text(json.dumps({"size": 3, "root": tree.root(3).hex()}))  # who can write it has the keys as well
    refused("changed history")
    assert bytes(Head.objects.get().root) == root


def test_lost_keys_are_not_made_anew_without_a_word(keys, client):
    signed(3)
    Path(settings.LOG_KEY).unlink()
    checkpoints.signer.cache_clear()
    refused("is gone")
    beside().unlink()
    refused("is gone")
    assert not Path(settings.LOG_KEY).exists()
    assert client.get("/jejak/kebijakan.json").status_code == 503  # a page is no way around it


def test_a_damaged_head_beside_the_keys_is_none(keys):
    signed(3)
    beside().write_text("")
    refused("is damaged")


# Witnesses


def offices(folder: Path, k: object = 1, many: int = 1, **more: object) -> list[Signer]:
    found = [
        Signer(f"saksi{n}.example", {"ed25519": bytes([n + 1]) * 32, "mldsa44": bytes([n + 65]) * 32}, witness=True)
        for n in range(many)
    ]
    named = [{"url": f"https://{one.name}", "vkeys": [key.vkey() for key in one.verifiers]} for one in found]
    (folder / "w.json").write_text(json.dumps({"k": k, "witnesses": named, **more}))
    settings.LOG_WITNESSES = str(folder / "w.json")
    return found


def cosigned(office: Signer, head: Head, at: datetime | None = None, times: int = 1) -> str:
    checkpoint = notes.opened(head.note, checkpoints.signer().verifiers)[0]
    seconds = int((at or clock.now()).timestamp())
    return "".join(line.text() for n in range(times) for line in office.sign(checkpoint, seconds - n))


def keep(office: Signer, head: Head) -> None:
    Cosignature.objects.create(size=head.size, witness=office.name, lines=cosigned(office, head), at=head.at)


def answering(monkeypatch, answers: dict[str, tuple[int, str]]) -> list[str]:
    """Witnesses that answer so, by name; who was asked."""
    asked: list[str] = []

    def ask(url: str, **_words: object) -> outside.Answer:
        name = url.split("/")[2]
        asked.append(name)
        status, text = answers[name]
        return outside.Answer(status, text.encode())

    monkeypatch.setattr(outside, "ask", ask)
    return asked


def checked(folder: Path) -> set[str]:
    """What cekjejak says of the published head: whose signatures it counts."""
    policy = cekjejak.read_policy(json.dumps(checkpoints.policy().plain()).encode())
    return cekjejak.open_checkpoint(checkpoints.published().note.encode(), policy, clock.now().timestamp()).witnesses


def test_the_published_head_stays_however_long_witnesses_are_away(keys, tmp_path, client, monkeypatch):
    office = offices(tmp_path)[0]
    keep(office, signed(1, clock.now() - timedelta(days=3)))
    for number in range(25):
        signed(1, clock.now() - timedelta(days=2) + timedelta(seconds=5 * number))
    assert checkpoints.published().checkpoint.size == 1 and client.get("/jejak/checkpoint").status_code == 200
    monkeypatch.setattr(checkpoints, "KEPT", 5)
    checkpoints.prune()
    assert sorted(Head.objects.values_list("size", flat=True)) == [1, 22, 23, 24, 25, 26]
    assert checkpoints.published().checkpoint.size == 1
    keep(office, Head.objects.get(size=26))
    checkpoints.prune()
    assert checkpoints.published().checkpoint.size == 26
    assert list(Cosignature.objects.values_list("size", flat=True)) == [26]  # they go with their heads


def test_a_head_with_too_few_cosignatures_is_passed_over(keys, tmp_path):
    one, two = offices(tmp_path, k=2, many=2)
    first, second = signed(1), signed(1, AT + timedelta(minutes=1))
    keep(one, first)
    keep(two, first)
    keep(one, second)
    assert checkpoints.published().checkpoint.size == 1 and checkpoints.published(at_least=2) is None
    keep(two, second)
    assert checkpoints.published().checkpoint.size == 2


def test_one_bad_witness_does_not_spoil_the_head(keys, tmp_path, monkeypatch):
    good, bad = offices(tmp_path, many=2)
    head = signed(2, clock.now())
    fast = clock.now() + timedelta(minutes=10)
    for text, counted in (
        (cosigned(bad, head, at=fast), {good.name}),
        (cosigned(bad, head, times=40), {good.name, bad.name}),
        (cosigned(bad, head).replace("A", "B"), {good.name}),
        ("\udcff".encode("utf-8", "surrogateescape").decode("latin-1"), {good.name}),
    ):
        Cosignature.objects.all().delete()
        answering(monkeypatch, {good.name: (200, cosigned(good, head)), bad.name: (200, text)})
        checkpoints.ask_witnesses(head, checkpoints.policy())
        assert checked(tmp_path) == counted
    assert checkpoints.published().note.count("\n— ") + 1 <= 2 + 2 * 2 + 1


@pytest.mark.parametrize(("status", "text", "what"), [(422, "no", "do not continue"), (409, "9", "has seen 9 entries"), (409, "3", "another root")])  # fmt: skip
def test_a_witness_that_saw_another_history_is_an_alarm(keys, tmp_path, monkeypatch, caplog, status, text, what):
    office = offices(tmp_path)[0]
    head = signed(3)
    answering(monkeypatch, {office.name: (status, text)})
    assert checkpoints.ask_witnesses(head, checkpoints.policy()) == 0
    (said,) = [one for one in caplog.records if one.levelname == "CRITICAL"]
    assert what in said.getMessage()


def test_who_has_not_cosigned_the_newest_head_is_asked_again(keys, tmp_path, monkeypatch):
    one, two = offices(tmp_path, many=2)
    head = signed(2)
    asked = answering(monkeypatch, {one.name: (200, cosigned(one, head)), two.name: (503, "later")})
    rules = checkpoints.policy()
    assert witnesses.ask_for_newest(rules) == 1 and asked == [one.name, two.name]
    answering(monkeypatch, {two.name: (200, cosigned(two, head))})
    assert witnesses.ask_for_newest(rules) == 1  # only the other one
    assert checkpoints.published().witnesses == (one.name, two.name)


@pytest.mark.django_db(transaction=True)
def test_witnesses_are_asked_by_one_job_at_a_time_and_nothing_waits_for_it(keys, tmp_path, monkeypatch):
    office = offices(tmp_path)[0]
    with transaction.atomic():
        record(1)
    keep_up()
    checkpoints.sign(clock.now())
    inside, go, asked = threading.Event(), threading.Event(), []

    def ask(url: str, **words: object) -> outside.Answer:
        asked.append(words)
        inside.set()
        go.wait(20)
        raise outside.Unreachable("too slow")

    monkeypatch.setattr(outside, "ask", ask)

    def work() -> None:
        try:
            checkpoints.keep_up()
        finally:
            connections.close_all()

    slow = threading.Thread(target=work)
    slow.start()
    inside.wait(20)
    with transaction.atomic():
        record(1)
    checkpoints.keep_up()
    assert len(asked) == 1 and asked[0]["in_all"] <= 10 and asked[0]["most"] <= 100_000
    assert Head.objects.order_by("-size").first().size == 2  # signed while the first one still waits
    go.set()
    slow.join()
    assert office.name


@pytest.mark.parametrize("k", [0, -1, 3, None, "1", True])
def test_a_number_of_witnesses_that_cannot_be_meant_is_refused(keys, tmp_path, k, capsys, client):
    offices(tmp_path, k=k, many=2)
    with pytest.raises(checkpoints.BadPolicy, match="k must be from 1 to their number"):
        checkpoints.policy()
    for command in ("worker", "serve"):
        settings_file = settings.LOG_WITNESSES
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("MAKLUMAT_LOG_WITNESSES", settings_file)
            patch.setattr("os.execv", lambda *_words: pytest.fail("it was started"))
            patch.setattr("maklumat.kernel.worker.run", lambda **_words: pytest.fail("it was started"))
            assert cli.main([command]) == 1 and "k must be" in capsys.readouterr().err
    assert client.get("/jejak/").status_code == 503


def test_a_file_of_witnesses_that_says_something_else_is_refused(keys, tmp_path):
    (one,) = offices(tmp_path)
    place, good = tmp_path / "w.json", json.loads((tmp_path / "w.json").read_text())
    url, vkeys = good["witnesses"][0]["url"], good["witnesses"][0]["vkeys"]
    ours = [key.vkey() for key in checkpoints.signer().verifiers]
    for given in (
        {"witnesses": good["witnesses"]}, {"k": 1}, {"k": 1, "witnesses": []}, [], {"k": 1, "witnesses": [{"url": url}]},
        {"k": 1, "witnesses": [{"url": url, "vkeys": ours}]}, {"k": 1, "witnesses": [{"url": url, "vkeys": []}]},
        {"k": 2, "witnesses": good["witnesses"] * 2}, {"k": 1, "witnesses": [{"url": url, "vkeys": [vkeys[0] + "x"]}]},
    ):  # fmt: skip
        place.write_text(json.dumps(given))
        with pytest.raises(checkpoints.BadPolicy):
            checkpoints.policy()
    place.unlink()
    with pytest.raises(checkpoints.BadPolicy, match="cannot be read"):
        checkpoints.policy()
    assert one.name


def test_a_site_with_another_name_does_not_publish_what_was_signed_for_the_old_one(keys, tmp_path, settings):
    office = offices(tmp_path)[0]
    keep(office, signed(1, clock.now()))
    settings.LOG_ORIGIN = "nama.baru.example/jejak"
    checkpoints.signer.cache_clear()
    assert checkpoints.published() is None  # the old text, which nobody could check any more
    head = checkpoints.sign(clock.now())
    assert head.note.startswith("nama.baru.example/jejak\n1\n") and not Cosignature.objects.exists()
    assert checkpoints.published() is None
    keep(office, head)
    assert checked(tmp_path) == {office.name}
    assert base64.b64encode(tree.root(1)).decode() in head.note and ledger.sequence() == 0
    assert notes.opened(head.note, checkpoints.signer().verifiers)[0] == Checkpoint(
        settings.LOG_ORIGIN, 1, tree.root(1)
    )
