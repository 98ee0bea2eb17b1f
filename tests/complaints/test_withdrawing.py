"""What the reporter takes back from the public, and what time erases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from maklumat.kernel import crypto, files, ledger
from maklumat.kernel.actor import ANONYMOUS
from maklumat.kernel.errors import Conflict, Missing
from maklumat.kernel.models import Message
from maklumat.kernel.notify import letter_of
from maklumat.modules.complaints import actions
from maklumat.modules.complaints.actions.forgetting import months_before
from maklumat.modules.complaints.models import Companion, Entry, Evidence, Identity, Imprint
from maklumat.modules.complaints.queries.parts import content_of
from maklumat.modules.complaints.queries.public import public_report
from maklumat.modules.complaints.rules.masking import masked, passages
from tests import world
from tests.complaints.cast import act, coordinator, file
from tests.complaints.test_http import officer
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
TEXT = "Rumah saya di gang buntu dekat Warung Bu Tini, lampunya mati. Sudah dua minggu gelap."


@pytest.fixture
def here():
    return world.build(("ktp-el-hilang-rusak",))


def test_the_reporter_hides_passages_for_good_also_in_what_is_published_later(here, client):
    one, desk, head = file(text=TEXT), coordinator(here), here.actor("bambang")
    act("verify", one, desk)
    assert client.post(f"/lapor/lacak/{one.code}/redact/", {"text": "GANG BUNTU"}).status_code == 302
    page = public_report(one.number)
    assert "gang buntu" not in page.text + page.title and "[ditutup pelapor]" in page.text
    act("take_on", one, head)
    act("answer", one, head, text="Lampu di gang buntu sudah diganti.")
    assert all("gang buntu" not in entry.text for entry in public_report(one.number).entries)
    assert "gang buntu" in content_of(one.row)["text"]  # the office still reads it
    wrong = client.post(f"/lapor/lacak/{one.code}/redact/", {"text": "tidak tertulis"})
    assert wrong.status_code == 422 and "tidak tertulis" in wrong.content.decode()
    actions.mask_again(
        by=head, report_id=one.id, public_title="", public_text=TEXT, revision=one.row.revision, at=MONDAY
    )
    assert "gang buntu" not in public_report(one.number).text  # not even by an officer's mistake


def test_the_reporter_makes_it_secret_after_all_and_never_open_again(here, client):
    one = file(text=TEXT)
    act("verify", one, coordinator(here))
    assert client.post(f"/lapor/lacak/{one.code}/withdraw/", {"secret": "1"}).status_code == 302
    with pytest.raises(Missing):
        public_report(one.number)
    assert client.post(f"/lapor/lacak/{one.code}/withdraw/", {}).status_code == 409
    with pytest.raises(Conflict):
        actions.redact(by=ANONYMOUS, code=one.code, text="lampu", at=MONDAY)


def test_passages_are_found_whatever_their_case_the_longer_first():
    assert (
        masked("Gang Buntu dan gang", passages("Gang Buntu dan gang", ["gang", "gang buntu"]))
        == "[ditutup pelapor] dan [ditutup pelapor]"
    )
    assert passages("abc", ["", " "]) == ()


def ended(here, client):
    one, head = file(text=TEXT), here.actor("bambang")
    act("verify", one, coordinator(here))
    actions.accompany(
        by=ANONYMOUS, number=one.number, phone="+6281200000001", email="", source="x", language="id", at=MONDAY
    )
    act("take_on", one, head)
    act("answer", one, head)
    actions.confirm(by=ANONYMOUS, code=one.code, at=MONDAY)
    return one


def test_time_erases_first_who_then_what_and_a_stone_stays(here, client):
    one, open_one = ended(here, client), file(text=TEXT)
    year = MONDAY + timedelta(days=366)
    assert actions.forget_old(MONDAY + timedelta(days=300)) == 0
    assert actions.forget_old(year) == 1 and actions.forget_old(year) == 0
    gone = Identity.objects.get(report_id=one.id)
    assert bytes(gone.sealed) == b"" and gone.phone_index is None and gone.erased_at == year
    assert not Companion.objects.exists() and not Message.objects.filter(about=one.id).exclude(state="pending").exists()
    assert content_of(one.row)["text"] == TEXT and "Citra" in str(
        crypto.unseal_json(Identity.objects.get(report_id=open_one.id).sealed, "reporter")
    )
    actions.forget_old(MONDAY + timedelta(days=5 * 366))
    row = one.row
    assert (
        content_of(row) == {}
        and not Imprint.objects.filter(report=row).exists()
        and row.forgotten == 2
        and row.number == one.number
    )
    assert all(crypto.unseal(entry.text, "report entry") == b"" for entry in Entry.objects.filter(report=row))
    assert public_report(one.number).text  # the masked form was public, and stays
    for address in (f"/lapor/lacak/{one.code}/", f"/laporan/{one.number.lower()}/"):
        assert client.get(address).status_code == 200
    assert officer(here, "bambang").get(f"/petugas/laporan/{one.id}/").status_code == 200
    facts = ledger.facts_about(one.id)
    assert [fact.data["what"] for fact in facts if fact.kind == "complaints.forgotten"] == ["identity", "content"]


def test_pictures_are_shredded_with_the_content(here, client, picture=b"%PDF-1.4\n%%EOF"):
    one = ended(here, client)
    evidence = Evidence.objects.create(
        report_id=one.id, file_id=files.store(_png(), formats=("png",), max_bytes=10**6, at=MONDAY).id, media_type="image/png",
        size=1, scan="clean", added_at=MONDAY,
    )  # fmt: skip
    actions.forget_old(MONDAY + timedelta(days=5 * 366))
    assert not Evidence.objects.exists()
    with pytest.raises(Exception):  # noqa: B017
        files.read(evidence.file_id)


def _png() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (32, 32), "blue").save(out, "PNG")
    return out.getvalue()


def test_a_ladder_that_keeps_the_name_longer_than_the_text_is_refused():
    from maklumat.modules.complaints.rules import ladder

    with pytest.raises(ladder.BadLadder):
        ladder.read(ladder.FIRST | {"kept_months": {"identity": 61, "content": 60}})
    with pytest.raises(ladder.BadLadder):
        ladder.read(ladder.FIRST | {"kept_months": {"identity": 0, "content": 60}})


def test_months_before():
    assert months_before(MONDAY.replace(month=3, day=31), 1).day in (28, 29)
    assert months_before(MONDAY, 12).year == MONDAY.year - 1


def test_a_contact_is_verified_by_the_six_digits_that_were_sent_there(here, client):
    one = file(text=TEXT)
    pin = crypto.unseal_json(Identity.objects.get().sealed, "reporter")["pin"]
    for fact in ledger.facts_about(one.id):
        actions.telling.tell_reporter(fact)
    assert any(pin in letter_of(row).text for row in Message.objects.all())
    address = f"/lapor/lacak/{one.code}/verify-contact/"
    wrong = client.post(address, {"pin": "000000" if pin != "000000" else "111111"})
    assert wrong.status_code == 422 and "tidak cocok" in wrong.content.decode()
    assert client.post(address, {"pin": f"{pin[:3]} {pin[3:]}"}).status_code == 302
    assert client.post(address, {"pin": pin}).status_code == 409
    act("verify", one, coordinator(here))
    page = officer(here, "bambang").get(f"/petugas/laporan/{one.id}/").content.decode()
    assert "Kontak terkonfirmasi" in page and "81234567890" not in page


def test_the_six_digits_cannot_be_guessed(here, client):
    one = file(text=TEXT)
    answers = [
        client.post(f"/lapor/lacak/{one.code}/verify-contact/", {"pin": f"{n:06d}"}).status_code for n in range(8)
    ]
    assert answers[-1] == 429
