"""Our log, as others see it: over HTTP, checked by the program that was written without knowing ours; and watched by a witness."""

from __future__ import annotations

import base64
import json
import threading
from datetime import timedelta
from pathlib import Path
from random import Random
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections

from maklumat.kernel import checkpoints, clock, ledger, notes, tree
from maklumat.kernel.models import Cosignature, Entry, Head
from maklumat.kernel.notes import Checkpoint, Signer
from maklumat.modules.dashboards.events import PeriodClosed
from maklumat.modules.proofs.rules import cekjejak
from maklumat.modules.proofs.rules.addresses import ENTRIES, Address, read_address
from maklumat.site import cli
from maklumat.site import witness as watching
from tests import signed, world
from tests.dashboards.writing import finish, submit
from tests.proofs import tampering
from tests.tlog import oracle
from tests.world import MONDAY

SLUG = "ktp-el-hilang-rusak"


class Quiet(WSGIRequestHandler):
    def log_message(self, *_words):
        pass


def serve(application):
    """A server on this computer: its address, and how to end it."""
    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}", server.shutdown


@pytest.fixture
def here(settings):
    """A regency with some cases, its ledger signed; the clock is the real one, for signatures have a time."""
    settings.LOG_KEY, settings.LOG_WITNESSES = "", ""  # put back afterwards
    world.build((SLUG,))
    signed.new_keys()
    for _number in range(4):
        finish(SLUG, at=MONDAY, subject=submit(SLUG, MONDAY))
    signed.sign_all()


@pytest.fixture
def office(tmp_path, settings, here):
    """A witness of another office, really served, and told of our log; our policy wants it."""
    settings.OUTSIDE_MAY_BE_LOCAL = True
    watching.found(tmp_path / "saksi", "inspektorat.example/saksi", [checkpoints.policy().plain()])
    one = watching.Witness(tmp_path / "saksi")

    def application(environ, start_response):
        status, kind, text = watching._answer(environ, watching.Witness(tmp_path / "saksi"))
        start_response(f"{status} x", [("Content-Type", kind), ("Content-Length", str(len(text.encode())))])
        return [text.encode()]

    address, stop = serve(application)
    vkeys = [verifier.vkey() for verifier in one.signer.verifiers]
    (tmp_path / "witnesses.json").write_text(json.dumps({"k": 1, "witnesses": [{"url": address, "vkeys": vkeys}]}))
    settings.LOG_WITNESSES = str(tmp_path / "witnesses.json")
    yield one
    stop()


pytestmark = pytest.mark.django_db


def test_the_page_says_how_large_it_is_and_how_to_check(here, client):
    page = client.get("/jejak/").content.decode()
    assert f"{tree.size()} catatan" in page and "cekjejak.py" in page and "Belum ada saksi" in page
    assert tree.root(tree.size()).hex() in page and f"pantau {settings.BASE_URL}/jejak" in page


def test_tiles_and_entries_are_those_of_the_definition(here, client):
    size = tree.size()
    commitments = tree.tile(tree.COMMITMENTS, 0)
    data = [tree.leaf(commitments[place * 32 : place * 32 + 32]) for place in range(size)]
    answer = client.get(f"/jejak/tile/0/000.p/{size}")
    assert answer.content == oracle.tile(0, 0, size, data) and "immutable" in answer["Cache-Control"]
    assert client.get("/jejak/tile/0/000.p/3").content == oracle.tile(0, 0, 3, data)
    assert client.get(f"/jejak/tile/entries/000.p/{size}").content == oracle.entries(0, size, data)
    for path in (
        f"0/000.p/{size + 1}",
        "0/000",
        "0/001.p/1",
        "9/000.p/1",
        "0/0",
        "00/000",
        "0/000.p/0",
        "0/x000/000",
        "entries/000",
        "64/000.p/1",
    ):
        assert client.get(f"/jejak/tile/{path}").status_code == 404, path


def test_what_no_published_head_covers_is_not_served(here, client, tmp_path):
    """A tile is kept for good by whoever gets it; what nobody signed yet may still change."""
    size = tree.size()
    for _number in range(2):
        submit(SLUG, MONDAY)
    while ledger.sequence() or tree.grow():
        pass
    more = tree.size()
    assert more > size
    for kind in ("0", "entries"):
        assert client.get(f"/jejak/tile/{kind}/000.p/{size}").status_code == 200
        assert client.get(f"/jejak/tile/{kind}/000.p/{more}").status_code == 404
    signed.sign_all()
    assert client.get(f"/jejak/tile/0/000.p/{more}").status_code == 200


@pytest.mark.parametrize(
    ("text", "found"),
    [("0/000", Address(0, 0, 256)), ("0/x001/x234/067", Address(0, 1_234_067, 256)), ("entries/x001/000.p/9", Address(ENTRIES, 1000, 9)), ("63/999.p/255", Address(63, 999, 255)),
     ("0/001/000", None), ("0/x001", None), ("0/000.p/256", None), ("0/x000/001", None), ("-1/000", None), ("0/000.p/01", None), ("0/٠٠٠", None)],
)  # fmt: skip
def test_an_address_has_one_form(text, found):
    assert read_address(text) == found
    if found and found.level != ENTRIES:
        assert oracle.tile_path(found.level, found.index, found.width) == f"tile/{text}"


def test_proofs_as_json(here, client):
    size = tree.size()
    told = client.get("/jejak/bukti.json", {"index": 3, "size": size}).json()
    assert told["hashes"] == [one.hex() for one in tree.path(3, size)] and told["root"] == tree.root(size).hex()
    told = client.get("/jejak/konsistensi.json", {"old": 5}).json()
    assert told["hashes"] == [one.hex() for one in tree.consistency(5, size)] and told["old_root"] == tree.root(5).hex()
    for path in (
        f"bukti.json?index={size}",
        "konsistensi.json?old=9999",
        "bukti.json?index=0&size=0",
        f"bukti.json?index=0&size={size + 1}",
    ):
        assert client.get(f"/jejak/{path}").status_code == 422, path


def test_only_facts_for_everybody_are_proved_to_everybody(here, client):
    private = Entry.objects.filter(kind="applications.submitted").first()
    assert client.get(f"/jejak/fakta/{private.id}.tlog-proof").status_code == 404
    from maklumat.kernel.actor import SYSTEM
    from maklumat.kernel.ids import new_id

    fact = ledger.record(
        PeriodClosed(subject=new_id(), period="2026-10", figures=3, digest="ab" * 32), by=SYSTEM, at=MONDAY
    )
    assert client.get(f"/jejak/fakta/{fact}.tlog-proof").status_code == 404  # not in a signed head yet
    signed.sign_all()
    assert b"c2sp.org/tlog-proof@v1" in client.get(f"/jejak/fakta/{fact}.tlog-proof").content


def test_a_resident_gets_a_proof_of_the_application_and_checks_it_offline(here, client, tmp_path, capsys):
    draft = world.fill(SLUG)
    world.submit(draft)
    assert client.get(f"/lacak/{draft.code}/bukti/").status_code == 404  # being made; a sentence, not an error
    signed.sign_all()
    answer = client.get(f"/lacak/{draft.code}/bukti/")
    assert answer.status_code == 200 and ".tlog-proof" in answer["Content-Disposition"]
    assert client.get("/lacak/tidak-ada/bukti/").status_code == 404
    (tmp_path / "b.tlog-proof").write_bytes(answer.content)
    (tmp_path / "k.json").write_bytes(client.get("/jejak/kebijakan.json").content)
    assert cekjejak.main(["bukti", str(tmp_path / "b.tlog-proof"), "--kebijakan", str(tmp_path / "k.json")]) == 0
    assert "applications.submitted" in capsys.readouterr().out
    text = answer.content.decode()
    signatures = text.index("\n— ")  # a line whose key id is damaged is a stranger's, and strangers' lines are left out
    for place in (*range(0, signatures, 37), len(text) - 200, text.index("\n", signatures + 3) - 20):
        letter = "A" if text[place] != "A" else "B"
        (tmp_path / "b.tlog-proof").write_text(text[:place] + letter + text[place + 1 :])
        assert cekjejak.main(["bukti", str(tmp_path / "b.tlog-proof"), "--kebijakan", str(tmp_path / "k.json")]) != 0, (
            place
        )


@pytest.mark.django_db(transaction=True)
def test_a_monitor_follows_the_log_as_it_grows(here, client, tmp_path):
    def application(environ, start_response):
        try:
            return WSGIHandler()(environ, start_response)
        finally:
            connections.close_all()

    address, stop = serve(application)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "127.0.0.1"]
    try:
        (tmp_path / "k.json").write_bytes(client.get("/jejak/kebijakan.json").content)
        words = [
            "pantau",
            f"{address}/jejak",
            "--kebijakan",
            str(tmp_path / "k.json"),
            "--keadaan",
            str(tmp_path / "s.json"),
            "--isi",
        ]
        assert cekjejak.main(words) == 0
        for _number in range(3):
            submit(SLUG, MONDAY)
        signed.sign_all()
        assert cekjejak.main(words) == 0
        with connection.cursor() as cursor:  # the owner of the database cuts the tail and writes another history
            for table in ("ledger_tile", "ledger_tree", "ledger_position", "ledger_entry"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(
                "DELETE FROM ledger_head; DELETE FROM ledger_tile; DELETE FROM ledger_tree; DELETE FROM ledger_row_key; DELETE FROM ledger_position WHERE position > 4"
            )
            for table in ("ledger_tile", "ledger_tree", "ledger_position", "ledger_entry"):
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        signed.sign_all()
        assert checkpoints.published() is None  # nothing is signed that does not continue what was
        Path(settings.LOG_KEY).with_suffix(".head").unlink()  # the operator, who has the keys as well
        signed.sign_all()
        assert checkpoints.published() is None  # nor what nobody knows whether it does
        assert cli.main(["ledger", "trust", "--yes"]) == 0
        signed.sign_all()
        assert cekjejak.main(words) == 1
        assert (tmp_path / "s.json.bukti").exists()
    finally:
        stop()


def test_a_witness_cosigns_what_only_grows(office, client):
    assert checkpoints.published() is None  # nobody cosigned yet, and the policy wants one
    submit(SLUG, MONDAY)
    signed.sign_all()
    first = checkpoints.published()
    assert first.witnesses == ("inspektorat.example/saksi",)
    keys = [*checkpoints.policy().log, *office.signer.verifiers]
    assert len(notes.opened(first.note, keys)[1]) == 4
    submit(SLUG, MONDAY)
    signed.sign_all()
    assert checkpoints.published().checkpoint.size == first.checkpoint.size + 1
    assert Cosignature.objects.count() == 2
    assert "inspektorat.example/saksi" in client.get("/jejak/").content.decode()


def test_a_witness_that_remembers_more_than_we_do_is_asked_again(office):
    submit(SLUG, MONDAY)
    signed.sign_all()
    Cosignature.objects.all().delete()
    submit(SLUG, MONDAY)
    signed.sign_all()
    assert checkpoints.published() is not None


def test_a_witness_refuses_another_history_and_keeps_the_evidence(office):
    submit(SLUG, MONDAY)
    signed.sign_all()
    size = checkpoints.published().checkpoint.size
    ours = checkpoints.signer()

    def ask(old, checkpoint, signer=ours, proof=()):
        note = notes.written(checkpoint, signer.sign(checkpoint, 1))
        lines = "".join(f"{base64.b64encode(one).decode()}\n" for one in proof)
        return office.add_checkpoint(f"old {old}\n{lines}\n{note}")

    origin, other = settings.LOG_ORIGIN, b"x" * 32
    assert ask(size, Checkpoint(origin, size, other))[0] == 409  # same size, another root
    assert ask(size, Checkpoint(origin, size + 1, other), proof=[other])[0] == 422
    assert len(list((office.folder / "evidence").glob("*.txt"))) == 1  # the second may be a wrong proof of anybody
    assert len(list((office.folder / "unexplained").glob("*.txt"))) == 1
    assert ask(size - 1, Checkpoint(origin, size, other))[:2] == (409, "text/x.tlog.size")
    assert ask(size, Checkpoint(origin, size - 1, other))[0] == 400
    assert ask(0, Checkpoint("lain.example/jejak", 1, other))[0] == 404
    stranger = Signer(origin, {"ed25519": b"s" * 32, "mldsa44": b"t" * 32})
    assert ask(size, Checkpoint(origin, size + 1, other), signer=stranger)[0] == 403
    for body in ("", "old 1", "old x\n\nnote", "old 01\n\n", "old 1\nAAAA\n\nnote\n", "old 5\n\n" + "x" * 50):
        assert office.add_checkpoint(body)[0] == 400, body
    assert ask(size, checkpoints.published().checkpoint)[0] == 200  # and goes on with the true one


def test_who_has_the_log_s_keys_cannot_show_two_histories_past_an_honest_witness(office, tmp_path, client):
    """A split view: the operator signs another tree of the same size. Without the witness's signature nobody takes it."""
    submit(SLUG, MONDAY)
    signed.sign_all()
    rules = checkpoints.policy().plain()
    honest = checkpoints.published()
    forged = Checkpoint(honest.checkpoint.origin, honest.checkpoint.size, b"x" * 32)
    (tmp_path / "a").write_text(honest.note)
    (tmp_path / "b").write_text(notes.written(forged, checkpoints.signer().sign(forged, int(clock.now().timestamp()))))
    (tmp_path / "k.json").write_text(json.dumps(rules))
    assert (
        cekjejak.main(["banding", str(tmp_path / "a"), str(tmp_path / "b"), "--kebijakan", str(tmp_path / "k.json")])
        == 1
    )


def test_a_witness_that_is_away_holds_up_nothing_else(office, settings):
    Path(settings.LOG_WITNESSES).write_text(
        json.dumps(
            {
                "k": 1,
                "witnesses": [{"url": "http://127.0.0.1:9", "vkeys": [one.vkey() for one in office.signer.verifiers]}],
            }
        )
    )
    with clock.standing_at(clock.now() + timedelta(minutes=10)):
        submit(SLUG, MONDAY)
        signed.sign_all()
        assert checkpoints.published() is None and Head.objects.order_by("-size").first().size == tree.size()


def test_the_witness_speaks_http(office):
    def call(method, path, body=b""):
        import io

        got = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        watching.os.environ[watching.FOLDER] = str(office.folder)
        content = watching.application(environ, lambda status, headers: got.append(status))
        return got[0][:3], b"".join(content)

    assert call("GET", "/")[0] == "200" and b"inspektorat.example/saksi" in call("GET", "/")[1]
    assert call("GET", "/add-checkpoint")[0] == "405" and call("POST", "/lain")[0] == "404"
    assert (
        call("POST", "/add-checkpoint", b"\xff")[0] == "400"
        and call("POST", "/add-checkpoint", b"x" * 300_000)[0] == "413"
    )


def test_a_witness_needs_a_name_and_keeps_it(tmp_path):
    with pytest.raises(ValueError, match="name"):
        watching.found(tmp_path / "a", "", [])
    watching.found(tmp_path / "a", "satu.example", [])
    assert watching.found(tmp_path / "a", "", []).name == "satu.example"
    with pytest.raises(ValueError, match="belongs to"):
        watching.found(tmp_path / "a", "dua.example", [])
    assert (tmp_path / "a" / "keys.json").stat().st_mode & 0o777 == 0o600


def test_the_command_line_proves_and_looks(here, capsys):
    fact = Entry.objects.filter(kind="applications.submitted").first()
    assert cli.main(["ledger", "check"]) == 0 and "0 damaged" in capsys.readouterr().out
    assert cli.main(["ledger", "head"]) == 0 and capsys.readouterr().out == checkpoints.published().note
    assert cli.main(["ledger", "proof", str(fact.id)]) == 0
    assert capsys.readouterr().out == checkpoints.proof_of(fact.id)
    assert cli.main(["ledger", "consistency", "2"]) == 0
    assert json.loads(capsys.readouterr().out)["hashes"] == [one.hex() for one in tree.consistency(2, tree.size())]
    for words in (["proof"], ["proof", "x"], ["consistency", "99999999"], ["proof", "0189" + "0" * 28]):
        assert cli.main(["ledger", *words]) == 1 and capsys.readouterr().err


def test_rewritten_logs_are_refused_even_when_signed_with_the_log_s_own_keys():
    """A sample of `make prove` (tampering); there a log of a million entries is attacked ten thousand times."""
    found = tampering._strong(2000, 70, Random(3))
    assert found["found"] == 70 and not found["examples"] and found["a plain hash chain finds"].startswith("0 of")
