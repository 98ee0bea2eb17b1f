"""The sealed channel by its protocol, with a client that was written from the specification alone: does it, refuses politely, strangers get nothing."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maklumat.kernel import clock
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.models import Entry, Message
from maklumat.modules.units import api as units
from maklumat.modules.units.models import Appointment
from maklumat.modules.whistleblowing import actions
from maklumat.modules.whistleblowing.models import Case, Letter, Notice, SealedFile
from tests import signed, world
from tests.whistleblowing import oracle
from tests.whistleblowing.cast import CUSTODIANS, PASSPHRASE, TITLES, ceremony, keyholder, logged_in, reporter
from tests.whistleblowing.client import Refused
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
ANSWERS = {"what": "Kepala gudang menjual obat program.", "who": "Kepala gudang farmasi"}


@pytest.fixture
def here():
    signed.new_keys()
    with clock.standing_at(MONDAY):
        built = world.build(("ktp-el-hilang-rusak",))
        signed.sign_all()
        yield built


def test_a_report_its_files_replies_and_one_more_reader(here):
    first, second = keyholder("yusniar.hakim"), keyholder("gede.pranata")
    sent = reporter().send_report(
        ANSWERS, "", files=[("foto.jpg", "image/jpeg", b"\xff\xd8" + bytes(70_000)), ("kosong.txt", "text/plain", b"")]
    )
    assert sent.answer["day"] == "2026-11-02"
    found = first.cases()[sent.case]
    assert found.report["answers"] == ANSWERS and [one["name"] for one in found.report["files"]] == [
        "foto.jpg",
        "kosong.txt",
    ]
    assert (
        first.file(found.report["files"][0]) == b"\xff\xd8" + bytes(70_000)
        and second.file(found.report["files"][1]) == b""
    )
    first.reply(sent.case, "Sejak kapan?", state="review")
    second.reply(sent.case, "Ada saksi?", files=[("surat.pdf", "application/pdf", b"%PDF-1.7")])
    back = reporter()
    letters = back.open_mailbox(sent.words)
    assert [one.letter["text"] for one in letters[1:]] == ["Sejak kapan?", "Ada saksi?"] and back.mailbox_state[
        "state"
    ] == "review"
    assert back.file(letters[2].letter["files"][0]) == b"%PDF-1.7"
    back.answer("Sejak Maret.", files=[("b.txt", "text/plain", b"halo")])
    third = keyholder("maya.sihombing")
    assert third.cases() == {}
    first.share(sent.case, third.id)
    assert [one.letter["text"] for one in third.read(sent.case)[1:4]] == ["Sejak kapan?", "Ada saksi?", "Sejak Maret."]
    third.reply(sent.case, "Saya ikut membaca.")
    assert [one.letter["kind"] for one in back.open_mailbox(sent.words)][-2:] == ["added", "reply"]


def test_who_is_excluded_neither_reads_nor_acts(here):
    first, second = keyholder("yusniar.hakim"), keyholder("gede.pranata")
    sent = reporter().send_report(ANSWERS, "", exclude=[second.id])
    assert sent.case in first.cases() and second.cases() == {}
    act = json.dumps({"do": "move", "state": "closed", "outcome": "unfit"})
    for forged in (
        oracle.b64(bytes(64)),
        oracle.b64(oracle.sign(second.signing, oracle.act_message(sent.case, 0, act))),
    ):
        with pytest.raises(Refused) as refused:
            second.ask("POST", f"meja/perkara/{sent.case}/langkah", json={"act": act, "signature": forged})
        assert refused.value.status == 409
    assert Case.objects.get(id=sent.case).state == "received"


def test_an_act_is_done_once_and_for_the_state_it_was_signed_for(here):
    first = keyholder("yusniar.hakim")
    sent = reporter().send_report(ANSWERS, "")
    case = first.case(sent.case)
    first.act(case, {"do": "assign", "team": True})
    with pytest.raises(Refused):
        first.act(case, {"do": "assign", "team": False})  # signed for the state before
    first.protect(sent.case, "secrecy")
    for wrong in (
        {"do": "move", "state": "erased"},
        {"do": "move", "state": "closed", "outcome": "?"},
        {"do": "protect", "measure": "x"},
        {"do": "dance"},
    ):
        with pytest.raises(Refused) as refused:
            first.act(first.case(sent.case), wrong)
        assert refused.value.status in (409, 422)
    first.close(sent.case, "proven")
    row = Case.objects.get(id=sent.case)
    assert (row.state, row.outcome, row.team, row.measures) == (
        "closed",
        "proven",
        True,
        ["secrecy"],
    ) and row.erase_on > row.closed_on


def test_the_same_report_twice_is_one_and_another_under_its_words_is_refused(here):
    keyholder("yusniar.hakim")
    one = reporter()
    sent = one.send_report(ANSWERS, "")
    assert one.ask("POST", "kirim", json=sent.request) == sent.answer and Letter.objects.count() == 1
    other = reporter()
    again = other.send_report(ANSWERS, "")
    with pytest.raises(Refused) as refused:
        other.worked("kirim", {**again.request, "request": oracle.b64(bytes(16)), "mailbox": sent.mailbox})
    assert refused.value.status == 409 and Letter.objects.count() == 2


def test_what_is_not_a_letter_is_refused_with_a_sentence(here):
    keyholder("yusniar.hakim")
    one = reporter()
    good = one.send_report(ANSWERS, "").request
    header = oracle.unb64(good["header"])
    fresh = {
        "request": oracle.b64(b"x" * 16),
        "case": "6f9619ff-8b86-4011-b42d-00c04fc964ff",
        "mailbox": oracle.b64(b"m" * 32),
    }
    less = b"\n".join([*header.split(b"\n")[:1], *header.split(b"\n")[3:]])
    bad = [
        {"header": oracle.b64(header[:-1])}, {"header": oracle.b64(less)}, {"payload": oracle.b64(oracle.unb64(good["payload"])[:-1])}, {"header": "terbuka"},
        {"payload": 7}, {"request": ""}, {"mailbox": "x"}, {"handler": oracle.b64(b"x")}, {"case": "bukan"}, {"files": [{"id": "x"}]}, {"files": 3}, {"header": None},
    ]  # fmt: skip
    for changed in bad:
        status, _headers, body = one.transport.call("POST", "/lapor-aman/kirim", json={**good, **fresh, **changed})
        assert status == 422 and json.loads(body)["error"].endswith("."), changed
    for body in (b"", b"[]", b"{", b'{"a":"\\u0000"}', b"\xff"):
        assert one.transport.call("POST", "/lapor-aman/kirim", body=body)[0] == 422
    status, _headers, body = one.transport.call(
        "POST", "/lapor-aman/kirim", json={**good, **fresh, "work": {"challenge": "1.12.aa", "counter": "0"}}
    )
    assert status == 409 and "sekali lagi" in json.loads(body)["error"]
    assert Letter.objects.count() == 1


def test_parts_that_break_off_go_on_and_nobody_else_adds_to_them(here):
    keyholder("yusniar.hakim")
    one = reporter()
    one.state()
    _said, content = oracle.seal_file(b"isi" * 1000, "a.txt", "text/plain")
    name = oracle.b64(b"k" * 16)
    announced = {"length": len(content), "key": name, "work": one.work(f"upload-{len(content)}-{name}")}
    begun = one.ask("POST", "unggah", json=announced)
    place, key = f"/lapor-aman/unggah/{begun['id']}", {"X-Key": name}
    assert one.transport.call("PUT", f"{place}?offset=0", body=content[:1000], headers={"X-Key": "lain"})[0] == 404
    assert json.loads(one.transport.call("PUT", f"{place}?offset=0", body=content[:1000], headers=key)[2]) == {
        "received": 1000
    }
    status, _headers, body = one.transport.call("PUT", f"{place}?offset=0", body=content[:1000], headers=key)
    assert status == 409 and json.loads(body)["received"] == 1000
    assert one.transport.call("PUT", f"{place}?offset=1000", body=content + b"x", headers=key)[0] == 422
    assert one.transport.call("PUT", f"{place}?offset=1000", body=content[1000:], headers=key)[0] == 200
    assert json.loads(one.transport.call("GET", place, headers=key)[2]) == {
        "received": len(content),
        "length": len(content),
    }
    assert one.transport.call("GET", place)[0] == 404
    assert one.ask("POST", "unggah", json=announced) == {
        "id": begun["id"],
        "received": len(content),
    }  # the answer was lost
    for changed in (
        *({"length": length} for length in (0, -1, "x", True, 2**40, len(content) + 1, len(content) * 2)),
        *({"key": key} for key in ("", "x", 7, None, oracle.b64(b"k" * 15))),
    ):
        assert one.transport.call("POST", "/lapor-aman/unggah", json={**announced, **changed})[0] == 422, changed


def test_a_mailbox_opens_for_its_words_only(here):
    keyholder("yusniar.hakim")
    sent = reporter().send_report(ANSWERS, "")
    stranger = reporter()
    stranger.state()
    nonce = stranger.ask("POST", "surat/tantangan", json={"mailbox": sent.mailbox})["nonce"]
    other = oracle.b64(oracle.sign(bytes(32), oracle.open_message(nonce)))
    for asked in (
        {"mailbox": sent.mailbox, "nonce": nonce, "signature": other},
        {"mailbox": sent.mailbox, "nonce": "1.x.y", "signature": other},
    ):
        with pytest.raises(Refused) as refused:
            stranger.ask("POST", "surat/buka", json=asked)
        assert refused.value.status == 422
    unknown = reporter(words=stranger.words())
    with pytest.raises(Refused) as refused:
        unknown.open_mailbox(oracle.to_words(bytes(16), stranger.words()))
    assert refused.value.status == 404  # only after a signature that holds
    letter = Letter.objects.get()
    for path in (f"berkas/{letter.id}", f"bukti/{letter.id}"):
        assert stranger.transport.call("GET", f"/lapor-aman/{path}", headers={"X-Access": "1.x.y"})[0] == 401
    back = reporter()
    back.open_mailbox(sent.words)
    with clock.standing_at(MONDAY + timedelta(hours=2)):
        assert back.transport.call("GET", f"/lapor-aman/bukti/{letter.id}", headers={"X-Access": back.access})[0] == 401


def test_the_desk_is_for_keyholders_with_a_token(here):
    keyholder("yusniar.hakim")
    assert Client().get("/lapor-aman/meja/keadaan.json").status_code == 403
    assert logged_in("ani.puspitasari").get("/lapor-aman/meja/keadaan.json").status_code == 403
    client = logged_in("gede.pranata")
    assert client.post("/lapor-aman/meja/kunci", "{}", content_type="application/json").status_code == 403  # no token
    custodian = keyholder("teuku.iskandar")
    sent = reporter().send_report(ANSWERS, "")
    assert (
        custodian.known["cases"] == []
        and custodian.transport.call("GET", f"/lapor-aman/meja/perkara/{sent.case}")[0] == 404
    )


def test_keys_are_in_the_ledger_and_others_are_not_used(here):
    first = keyholder("yusniar.hakim")
    fact = Entry.objects.get(kind="whistleblowing.key_published")
    assert set(fact.data) == {"holder_id", "box", "sign", "duty", "title_digest"} and "Hakim" not in json.dumps(
        fact.data
    )
    first.make_key("kata sandi yang lain sekali", TITLES["yusniar.hakim"])
    signed.sign_all()
    assert Entry.objects.filter(kind="whistleblowing.key_retired").count() == 1
    with pytest.raises(Refused):
        first.ask("POST", "meja/kunci", json={"title": "x", "box": "age1x", "sign": "x", "wrapped": {}})
    again = keyholder("yusniar.hakim", key=False)
    again.unlock("kata sandi yang lain sekali")
    assert again.box == first.box
    with pytest.raises(oracle.BadLetter):
        again.unlock(PASSPHRASE)


def test_recovery_waits_in_everybodys_sight_and_ends_the_key(here):
    first, second = keyholder("yusniar.hakim"), keyholder("gede.pranata")
    ceremony()
    sent = reporter().send_report(ANSWERS, "", exclude=[first.id])
    assert first.cases() == {}
    second.reply(sent.case, "Sejak kapan?")
    lost = second.seed
    second.make_key("kata sandi yang baru sama sekali", TITLES["gede.pranata"])
    signed.sign_all()
    assert second.cases() == {} and lost != second.seed
    second.ask_recovery()
    with pytest.raises(Refused):
        second.ask_recovery()
    asked = reporter().state()["waiting"]
    assert [one["asker"] for one in asked] == ["Auditor madya"]
    custodians = [keyholder(name, key=False) for name in CUSTODIANS[:3]]
    for one in custodians:
        one.unlock(PASSPHRASE)
        waiting = one.recoveries()[0]
        with pytest.raises(Refused) as refused:
            one.release(waiting["id"], waiting["share"], second.id)
        assert refused.value.status == 409
    with clock.standing_at(MONDAY + timedelta(hours=72)):
        for one in custodians:
            again = keyholder_of(one)
            waiting = again.recoveries()[0]
            again.release(waiting["id"], waiting["share"], second.id)
        second = keyholder_of(second)
        mine = second.recoveries()[0]
        assert len(mine["released"]) == 3 and mine["mine"]
        assert second.finish(mine["id"], mine["released"]) == [sent.case]
        assert second.read(sent.case)[1].letter["text"] == "Sejak kapan?" and second.state()["recovery"] is None
    kinds = set(Entry.objects.filter(kind__startswith="whistleblowing.").values_list("kind", flat=True))
    assert {
        f"whistleblowing.{one}"
        for one in ("recovery_key_made", "recovery_requested", "share_released", "recovery_finished")
    } <= kinds


def keyholder_of(one):
    """The same person after a new login: sessions end sooner than the wait."""
    name = next(name for name, title in TITLES.items() if title == one.known["me"]["title"])
    again = keyholder(name, key=False)
    again.seed = one.seed
    return again


def test_one_custodian_stops_a_recovery(here):
    first = keyholder("yusniar.hakim")
    ceremony()
    first.ask_recovery()
    custodian = keyholder(CUSTODIANS[0], key=False)
    custodian.refuse(custodian.recoveries()[0]["id"])
    assert first.recoveries() == [] and reporter().state()["waiting"] == []
    assert Entry.objects.filter(kind="whistleblowing.recovery_refused").count() == 1


def test_no_fact_carries_a_case_and_none_tells_when(here):
    first = keyholder("yusniar.hakim")
    sent = reporter().send_report(ANSWERS, "")
    first.reply(sent.case, "Sejak kapan?")
    assert not Entry.objects.filter(kind="whistleblowing.letter_kept").exists()
    with clock.standing_at(MONDAY + timedelta(days=1)):
        assert actions.record_letters(clock.now()) == 2 and actions.record_letters(clock.now()) == 0
        signed.sign_all()
    facts = Entry.objects.filter(kind__startswith="whistleblowing.")
    told = json.dumps([[str(one.subject), str(one.unit_id), one.data] for one in facts])
    ids = [sent.case, *(str(one) for one in Letter.objects.values_list("id", flat=True))]
    assert facts.count() == 4 and not [one for one in ids if one in told]
    back = reporter()
    with clock.standing_at(MONDAY + timedelta(days=1)):
        letters = back.open_mailbox(sent.words)
        proof = back.proof(letters[0].id)
    assert proof.startswith(b"c2sp.org/tlog-proof@v1")


def test_a_closed_case_is_shredded_by_the_schedule(here):
    first = keyholder("yusniar.hakim")
    sent = reporter().send_report(ANSWERS, "", files=[("a.bin", "", b"x" * 5000)])
    first.close(sent.case, "unproven")
    file = SealedFile.objects.get()
    with clock.standing_at(MONDAY + timedelta(days=729)):
        assert actions.erase_due(clock.now()) == 0
    with clock.standing_at(MONDAY + timedelta(days=732)):
        assert actions.erase_due(clock.now()) == 1
        with pytest.raises(Refused) as refused:
            reporter().open_mailbox(sent.words)
    row = Case.objects.get()
    assert refused.value.status == 404 and (row.state, row.outcome, row.mailbox, row.handler) == (
        "erased",
        "unproven",
        None,
        None,
    )
    assert (
        not Letter.objects.exists()
        and not SealedFile.objects.exists()
        and Entry.objects.filter(kind="whistleblowing.letter_erased").count() == 1
    )
    assert file.id


def test_loose_files_go_and_kept_ones_stay(here):
    keyholder("yusniar.hakim")
    one = reporter()
    one.send_report(ANSWERS, "", files=[("a.bin", "", b"x" * 500)])
    one.attach([("b.bin", "", b"y" * 500)])
    with clock.standing_at(MONDAY + timedelta(days=5)):
        assert actions.sweep_files(clock.now()) == 1 and actions.sweep_files(clock.now()) == 0
    assert SealedFile.objects.count() == 1


def test_notices_say_nothing_and_go_to_all(here):
    keyholder("yusniar.hakim")
    keyholder("gede.pranata")
    reporter().send_report(ANSWERS, "")
    assert Notice.objects.get().waiting
    assert actions.send_notices(clock.now(), now=True) and not actions.send_notices(clock.now(), now=True)
    assert Message.objects.count() == 2


def test_no_time_of_day_is_kept(here):
    keyholder("yusniar.hakim")
    reporter().send_report(ANSWERS, "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_name LIKE 'whistleblowing%%' AND data_type LIKE 'timestamp%%'"
        )
        assert sorted(cursor.fetchall()) == [
            ("whistleblowing_recovery", "asked_at"),
            ("whistleblowing_recovery", "opens_at"),
        ]


def test_pages_cost_a_fixed_number_of_queries(here):
    first = keyholder("yusniar.hakim")
    keyholder("gede.pranata")
    counts = []
    for _more in range(2):
        sent = reporter().send_report(ANSWERS, "", files=[("a.txt", "", b"halo")])
        reporter().state()  # the proofs under this head are made
        found = []
        for ask in (
            reporter().state,
            lambda: first.ask("GET", "meja/keadaan.json"),
            lambda sent=sent: first.ask("GET", f"meja/perkara/{sent.case}"),
        ):
            with CaptureQueriesContext(connection) as context:
                ask()
            found.append(len(context))
        counts.append(found)
    assert counts[0] == counts[1] and counts[0][0] <= 8 and counts[0][1] <= 20, counts


def test_who_has_the_task_no_more_is_written_to_no_more(here):
    first, second = keyholder("yusniar.hakim"), keyholder("gede.pranata")
    assert {one["id"] for one in reporter().state()["keyholders"]} == {first.id, second.id}
    appointment = Appointment.objects.get(account__email="gede.pranata@tirtamulya.example")
    units.end_appointment(by=SYSTEM, appointment_id=appointment.id, at=MONDAY)
    with clock.standing_at(MONDAY + timedelta(minutes=1)):
        assert {one["id"] for one in reporter().state()["keyholders"]} == {first.id}
        assert b"Auditor madya" not in Client().get("/lapor-aman/tanpa-skrip/penerima.txt").content
        assert second.transport.call("GET", "/lapor-aman/meja/keadaan.json")[0] == 403


def test_forms_without_anything_say_what_is_missing(here):
    keyholder("yusniar.hakim")
    for path in ("/lapor-aman/tanpa-skrip/", "/lapor-aman/tanpa-skrip/surat/"):
        answer = Client().post(path)
        assert answer.status_code in (200, 422) and b"Ada yang perlu diperbaiki" in answer.content, path


def test_whatever_is_signed_is_done_or_refused(here):
    first = keyholder("yusniar.hakim")
    sent = reporter().send_report(ANSWERS, "")
    wrong = [
        {"do": "share"}, {"do": "share", "headers": {}, "letter": 3}, {"do": "share", "headers": [], "letter": {}}, {"do": "protect"}, {"do": "protect", "measure": []},
        {"do": "assign"}, {"do": "move"}, {"do": "move", "state": {}}, {"do": []}, {"do": "reply", "files": {}}, {"do": "reply", "state": 7}, [], 3,
    ]  # fmt: skip
    for act in wrong:
        with pytest.raises(Refused) as refused:
            first.act(first.case(sent.case), act)
        assert refused.value.status in (409, 422), act
    assert Case.objects.get().revision == 0


def test_an_id_that_was_used_for_another_letter_is_refused(here):
    keyholder("yusniar.hakim")
    one = reporter()
    sent = one.send_report(ANSWERS, "")
    other = reporter().send_report(ANSWERS, "")
    fresh = {
        **other.request,
        "request": sent.request["request"],
        "mailbox": oracle.b64(b"m" * 32),
        "case": "6f9619ff-8b86-4011-b42d-00c04fc964ff",
    }
    with pytest.raises(Refused) as refused:
        one.worked("kirim", fresh)
    assert refused.value.status == 422
    assert Case.objects.count() == 2 and Letter.objects.count() == 2
