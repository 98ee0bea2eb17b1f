"""The sealed channel under who means harm: hostile requests, work that is used twice, recipients and custodians who cheat, windows that were left open."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta

import pyrage
import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from maklumat.kernel import clock, raw
from maklumat.kernel.models import Entry
from maklumat.modules.units.models import Appointment
from maklumat.modules.whistleblowing.models import Case, Key, Letter, RecoveryKey, SealedFile
from maklumat.modules.whistleblowing.queries import desk as desk_query
from maklumat.modules.whistleblowing.queries import release
from tests import signed, world
from tests.whistleblowing import oracle
from tests.whistleblowing.cast import CUSTODIANS, PASSPHRASE, TITLES, ceremony, keyholder, logged_in, reporter
from tests.whistleblowing.client import Refused
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
ANSWERS = {"what": "Kepala gudang menjual obat program."}
FORM = "/lapor-aman/tanpa-skrip/"


@pytest.fixture
def here():
    signed.new_keys()
    with clock.standing_at(MONDAY):
        built = world.build(("ktp-el-hilang-rusak",))
        signed.sign_all()
        yield built


@pytest.mark.parametrize(
    "body",
    (
        b"[" * 200_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"length":1,"key":"\\ud800","work":{"challenge":"\\udfff"}}',
        b'{"mailbox":"\\uD83D"}',
        b'{"length":1e999}',
        b'{"length":NaN,"work":[]}',
        b'{"request":{},"header":[],"payload":{},"work":{"challenge":{},"counter":[]}}',
        b'{"length":' + b"9" * 5000 + b"}",
    ),
)
def test_hostile_bodies_get_a_sentence(here, body):
    keyholder("yusniar.hakim")
    for path in ("unggah", "kirim", "surat/tantangan", "surat/buka", "surat/kirim"):
        status, _headers, answer = reporter().transport.call("POST", f"/lapor-aman/{path}", body=body)
        assert 400 <= status < 500 and json.loads(answer)["error"].endswith("."), path
    client = logged_in("gede.pranata")
    token = client.get("/lapor-aman/meja/keadaan.json").json()["csrf"]
    for path in ("kunci", "pemulihan/kunci", "perkara/6f9619ff-8b86-4011-b42d-00c04fc964ff/langkah"):
        answer = client.post(
            f"/lapor-aman/meja/{path}", body, content_type="application/json", headers={"X-CSRFToken": token}
        )
        assert 400 <= answer.status_code < 500, path


def test_halves_of_letters_in_a_work_do_not_break_the_count(here):
    keyholder("yusniar.hakim")
    one = reporter()
    challenge = one.state()["work"]["challenge"]
    for work in (
        {"challenge": challenge, "counter": "\ud800"},
        {"challenge": challenge[:-1] + "\udc00", "counter": "0"},
    ):
        body = json.dumps({"length": 200, "key": oracle.b64(bytes(16)), "work": work}).encode()
        assert one.transport.call("POST", "/lapor-aman/unggah", body=body)[0] == 422


def test_one_work_is_good_for_one_thing(here):
    keyholder("yusniar.hakim")
    one = reporter()
    sent = one.send_report(ANSWERS, "")
    again = {
        **sent.request,
        "request": oracle.b64(os.urandom(16)),
        "mailbox": oracle.b64(os.urandom(32)),
        "case": one.new_case(),
    }
    assert one.transport.call("POST", "/lapor-aman/kirim", json=again)[0] == 409 and Case.objects.count() == 1
    length = len(oracle.seal_file(b"isi", "a", "b")[1])
    key = oracle.b64(os.urandom(16))
    first = {"length": length, "key": key, "work": one.work(f"upload-{length}-{key}")}
    begun = one.ask("POST", "unggah", json=first)
    assert one.ask("POST", "unggah", json=first) == begun
    other = {**first, "key": oracle.b64(os.urandom(16))}
    assert one.transport.call("POST", "/lapor-aman/unggah", json=other)[0] == 409 and SealedFile.objects.count() == 1
    back = reporter()
    back.open_mailbox(sent.words)
    letter = {name: sent.request[name] for name in ("header", "payload", "files")}
    free = {**letter, "request": oracle.b64(os.urandom(16))}
    assert back.transport.call("POST", "/lapor-aman/surat/kirim", json=free, headers=back._access())[0] == 409


def test_a_file_tells_its_day_and_no_moment(here):
    keyholder("yusniar.hakim")
    reporter().send_report(ANSWERS, "", files=[("a.bin", "", b"x" * 5000)])
    stat = raw._path(SealedFile.objects.get().id).stat()
    day = MONDAY.date().toordinal() - date(1970, 1, 1).toordinal()
    assert stat.st_mtime == stat.st_atime == day * 86_400


def age_file(text: bytes, keys: list[str]) -> bytes:
    return pyrage.encrypt(text, [pyrage.x25519.Recipient.from_str(one) for one in keys])


def test_the_same_form_twice_is_one_report(here):
    keyholder("yusniar.hakim")
    boxes = [one.box for one in Key.objects.all()]
    own = str(pyrage.x25519.Identity.generate().to_public())
    for box, whole in (("", age_file(b"satu", boxes)), (own, age_file(b"dua", boxes))):
        before = Case.objects.count()
        for _twice in range(2):
            files = [SimpleUploadedFile("a.age", whole), SimpleUploadedFile("b.age", whole)]
            answer = Client().post(FORM, {"box": box, "files": files})
            assert answer.status_code == 200 and "sudah diterima" in answer.content.decode()
        assert Case.objects.count() == before + 1
    assert Letter.objects.count() == 2
    Client().post(FORM, {"box": own, "files": [SimpleUploadedFile("c.age", age_file(b"tiga", boxes))]})
    assert Case.objects.count() == 2 and Case.objects.get(box=own).letters.count() == 2


def test_who_opened_a_box_by_form_asks_nothing_that_breaks(here):
    keyholder("yusniar.hakim")
    own = pyrage.x25519.Identity.generate()
    whole = age_file(b"satu", [Key.objects.get().box])
    Client().post(FORM, {"box": str(own.to_public()), "files": [SimpleUploadedFile("a.age", whole)]})
    client, place = Client(), f"{FORM}surat/"
    page = client.post(place, {"box": str(own.to_public())}).content.decode()
    armoured = page[page.index("-----BEGIN") : page.index("-----END")] + "-----END AGE ENCRYPTED FILE-----\n"
    answer = pyrage.decrypt(armoured.encode(), [own]).decode()
    page = client.post(place, {"box": str(own.to_public()), "answer": answer}).content.decode()
    access = page.partition('name="access" value="')[2].partition('"')[0]
    letter = Letter.objects.get()
    assert access and client.post(f"{place}{letter.id}", {"access": access}).content == whole
    for path in (f"berkas/{letter.id}", f"bukti/{letter.id}"):
        assert client.get(f"/lapor-aman/{path}", headers={"X-Access": access}).status_code == 404, path
    sent = client.post("/lapor-aman/surat/kirim", {}, content_type="application/json", headers={"X-Access": access})
    assert sent.status_code == 422


def test_two_keyholders_do_not_have_one_title(here):
    keyholder("yusniar.hakim")
    second = keyholder("gede.pranata", key=False)
    with pytest.raises(Refused) as refused:
        second.make_key(PASSPHRASE, f"  {TITLES['yusniar.hakim'].upper()} ")
    assert "sudah dipakai" in refused.value.error and Key.objects.count() == 1
    second.make_key(PASSPHRASE, "Auditor lain")


def test_a_window_that_was_left_open_does_not_get_a_new_key(here):
    keyholder("yusniar.hakim")
    left = keyholder("yusniar.hakim", key=False, proved=False)
    assert left.state()["me"]["proved"] is False
    with pytest.raises(Refused) as refused:
        left.make_key("kata sandi orang lain ini", "Orang lain")
    assert refused.value.status == 403 and "sekali lagi" in refused.value.error
    with pytest.raises(Refused):
        left.ask("POST", "meja/kunci", json={"wrapped": {"kdf": "x"}})
    assert Key.objects.count() == 1
    keyholder("gede.pranata", proved=False)  # the first key needs no more than the login
    assert Key.objects.count() == 2


def test_titles_and_holders_of_former_keys_are_those_of_the_ledger(here):
    first = keyholder("yusniar.hakim")
    sent = reporter().send_report(ANSWERS, "")
    first.reply(sent.case, "Sejak kapan?")
    first.make_key("kata sandi yang lain sekali", "Inspektur yang baru")
    signed.sign_all()
    back = reporter()
    letters = back.open_mailbox(sent.words)
    assert letters[1].letter["text"] == "Sejak kapan?"
    assert {one["title"] for one in back.known["signers"]} == {TITLES["yusniar.hakim"], "Inspektur yang baru"}
    assert len({one["id"] for one in back.known["signers"]}) == 1
    moved = {**back.known["signers"][0], "id": "6f9619ff-8b86-4011-b42d-00c04fc964ff"}
    size, root = oracle.check_checkpoint(back.known["checkpoint"], back.known["log"], back.known["origin"])
    assert not oracle.check_signer(moved, size, root)
    holder = {**back.known["keyholders"][0], "id": moved["id"]}
    with pytest.raises(oracle.BadProof):
        oracle.check_keyholder(holder, size, root)


def test_recipients_do_not_make_the_recovery_key(here):
    first = keyholder("yusniar.hakim")
    ceremony()
    first.state()
    with pytest.raises(Refused) as refused:
        first.ceremony()
    assert refused.value.status == 403 and RecoveryKey.objects.count() == 1


def test_custodians_get_no_files(here):
    keyholder("yusniar.hakim")
    custodian = keyholder(CUSTODIANS[0])
    sent = reporter().send_report(ANSWERS, "", files=[("a.bin", "", b"x")])
    assert custodian.transport.call("GET", f"/lapor-aman/meja/berkas/{sent.letter['files'][0]['id']}")[0] == 404
    assert custodian.transport.call("GET", "/lapor-aman/meja/perkara?dari=2026-11-02.x")[0] == 404


def with_shares(asker, names, *, false: int = 0):
    """Custodians answer a request of ``asker`` after the wait; the first ``false`` of them with a share that is none."""
    asker.ask_recovery()
    asked = asker.recoveries()[0]
    later = MONDAY + timedelta(hours=72)
    with clock.standing_at(later):
        for n, name in enumerate(names):
            one = keyholder(name, key=False)
            one.unlock(PASSPHRASE)
            waiting = one.recoveries()[0]
            box = asker.holders()[waiting["asker_id"]]["box"]
            assert box == oracle.recipient(asker.box)
            if n < false:
                sealed = oracle.b64(pyrage.encrypt(os.urandom(33), [pyrage.x25519.Recipient.from_str(box)]))
                one.ask("POST", f"meja/pemulihan/{waiting['id']}", json={"do": "release", "sealed": sealed})
            else:
                one.release(waiting["id"], waiting["share"], waiting["asker_id"])
    return asked["id"], later


def test_a_recovery_key_that_is_back_is_not_written_to_whatever_the_asker_does(here):
    first = keyholder("yusniar.hakim")
    ceremony()
    case, later = with_shares(first, CUSTODIANS[:2])
    assert RecoveryKey.objects.filter(retired=False).exists()
    with clock.standing_at(later):
        last = keyholder(CUSTODIANS[2], key=False)
        last.unlock(PASSPHRASE)
        waiting = last.recoveries()[0]
        last.release(case, waiting["share"], waiting["asker_id"])
        assert reporter().state()["recovery"] is None
        assert Entry.objects.filter(kind="whistleblowing.recovery_key_back").count() == 1
        again = keyholder("yusniar.hakim", key=False)
        again.seed = first.seed
        for one in (again, last):
            with pytest.raises(Refused) as refused:
                one.refuse(case)
            assert refused.value.status == 409
        assert len(again.recoveries()[0]["released"]) == 3


def test_the_desk_shows_a_list_at_a_time_and_long_letters_when_asked(here, monkeypatch):
    monkeypatch.setattr(desk_query, "AT_ONCE", 3)
    first = keyholder("yusniar.hakim")
    sent = [reporter().send_report(ANSWERS, "") for _one in range(7)]
    long = reporter().send_report({"what": "panjang " * 4000}, "")
    seen, more = [one["id"] for one in first.state()["cases"]], first.known["more"]
    while more:
        found = first.ask("GET", f"meja/perkara?dari={more}")
        assert len(found["cases"]) <= 3
        seen, more = seen + [one["id"] for one in found["cases"]], found["more"]
    assert len(seen) == len(set(seen)) == 8 and set(seen) == {one.case for one in (*sent, long)}
    listed = {one["id"]: one for one in _everything(first)}
    assert listed[long.case]["payload"] is None and listed[sent[0].case]["payload"]
    for cursor in ("", "x", "2026-11-02", "2026-11-02.x", "9999-99-99.6f9619ff-8b86-4011-b42d-00c04fc964ff", "\x00"):
        assert (
            first.transport.call(
                "GET", f"/lapor-aman/meja/perkara?dari={cursor.encode().hex() if cursor == chr(0) else cursor}"
            )[0]
            == 404
        )


def _everything(one):
    found = one.state()
    rows = list(found["cases"])
    while found["more"]:
        found = one.ask("GET", f"meja/perkara?dari={found['more']}")
        rows += found["cases"]
    return rows


def test_who_lost_the_account_is_written_to_no_more(here):
    keyholder("yusniar.hakim")
    second = keyholder("gede.pranata")
    Appointment.objects.filter(account__email__startswith="gede.pranata").update(ends_at=MONDAY)
    assert second.id not in {one["id"] for one in reporter().state()["keyholders"]}


def test_copies_on_a_disk_may_ask_and_the_desk_answers_its_own_pages_only(here):
    keyholder("yusniar.hakim")
    client = Client()
    for path, method in (("kirim", "POST"), ("unggah", "POST"), ("surat/buka", "POST"), ("keadaan.json", "GET")):
        answer = client.options(
            f"/lapor-aman/{path}", headers={"Origin": "null", "Access-Control-Request-Method": method}
        )
        assert answer.status_code == 204 and answer["Access-Control-Allow-Origin"] == "*", path
        assert method in answer["Access-Control-Allow-Methods"] and "X-Key" in answer["Access-Control-Allow-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer
    assert client.get("/lapor-aman/keadaan.json")["Access-Control-Allow-Origin"] == "*"
    for path in ("meja/keadaan.json", "meja/kunci", "tanpa-skrip/"):
        answer = client.options(f"/lapor-aman/{path}", headers={"Origin": "null"})
        assert answer.status_code >= 400 and "Access-Control-Allow-Origin" not in answer
    copy = client.get("/lapor-aman/lapor-aman.html")
    text = copy.content.decode()
    assert f'<meta name="origin" content="{site.BASE_URL}">' in text and "attachment" in copy["Content-Disposition"]
    assert f"connect-src &#x27;self&#x27; {site.BASE_URL};" in text and 'href="/' not in text


@pytest.mark.parametrize(
    ("host", "https", "origin"),
    (
        ("lapor.contoh.example", True, "https://lapor.contoh.example"),
        ("abc.onion", True, "http://abc.onion"),
        ("lapor.contoh.example", False, "http://lapor.contoh.example"),
    ),
)
def test_a_copy_names_the_host_of_the_sealed_pages(settings, host, https, origin):
    settings.SEALED_HOST, settings.HTTPS = host, https
    release.page.cache_clear()
    try:
        assert f'<meta name="origin" content="{origin}">'.encode() in release.page(release.COPY).content
        assert b'name="origin"' not in release.page("").content
    finally:
        release.page.cache_clear()
