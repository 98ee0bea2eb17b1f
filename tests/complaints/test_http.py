"""Reports over HTTP: it works without JavaScript, keeps what was typed, refuses politely, asks a fixed number of questions."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from maklumat.kernel import clock
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.complaints.actions import record_ladder
from maklumat.modules.complaints.models import Report, Reveal
from maklumat.modules.complaints.queries import ladders
from maklumat.modules.complaints.rules import ladder
from tests import world
from tests.complaints.cast import SLUG, TEXT, act, coordinator, file
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def here():
    with clock.standing_at(MONDAY):
        yield world.build((SLUG,))


def officer(here, name: str) -> Client:
    client = Client()
    client.force_login(here.account(name), backend=BACKEND)
    return client


def desk_of(here, unit: str) -> Client:
    from maklumat.modules.accounts.models import Account

    client = Client()
    client.force_login(Account.objects.get(id=coordinator(here, unit).account_id), backend=BACKEND)
    return client


def begin(client: Client, **more: str) -> str:
    """The first page's address."""
    return client.post("/lapor/mulai", more).url


def test_a_resident_reports_with_a_plain_browser(here, client):
    story = begin(client, layanan=SLUG)
    about = client.post(story, {"text": TEXT, "oversight": "no"}).url
    photos = client.post(about, {"category": "", "subject": ""})
    assert photos.status_code == 422  # the category is asked for; there is none in this world
    photos = about.replace("tentang", "foto")
    sent = client.post(photos, {"files": [world_file("a.jpg"), world_file("b.jpg")], "more": "1"})
    assert sent.url == photos
    reporter = client.post(photos, {}).url
    review = client.post(reporter, {"name": "", "phone": "0812 3456 7890", "anonymous": "on"}).url
    page = client.get(review).content.decode()
    assert "Petugas loket 2 bernama [nama]" in page and "2 berkas" in page
    receipt = client.get(client.post(review, {}).url).content.decode()
    number = re.search(r"ADU-26-\d{6}", receipt)[0]
    assert Report.objects.get(number=number).anonymous
    assert client.get(story).status_code == 302  # what was sent is not edited any more


def world_file(name: str):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, world.photo(), "image/jpeg")


def test_what_was_typed_is_kept_also_when_it_is_refused(here, client):
    story = begin(client)
    answer = client.post(story, {"text": "Pendek sekali", "oversight": ""})
    assert answer.status_code == 422 and "Pendek sekali" in answer.content.decode()
    assert "Pendek sekali" in client.get(story).content.decode()


@pytest.mark.parametrize("page", ["cerita", "tentang", "pelapor"])
def test_nothing_at_all_is_answered_with_the_page(here, client, page):
    address = client.post("/lapor/mulai").url
    answer = client.post(address.replace("cerita", page), b"\0\1", content_type="application/octet-stream")
    assert answer.status_code in (302, 422)


def test_a_file_of_another_kind_is_refused_with_a_sentence(here, client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    photos = begin(client).replace("cerita", "foto")
    answer = client.post(photos, {"files": SimpleUploadedFile("a.exe", b"MZ" + b"x" * 500)})
    assert answer.status_code == 422 and "Jenis berkas tidak diterima" in answer.content.decode()


def test_a_report_on_abuse_of_office_is_marked_from_the_first_page_on(here, client):
    about = client.post(begin(client, layanan=SLUG), {"text": TEXT, "oversight": "yes"}).url
    assert "langsung ke Inspektorat" in client.get(about.replace("tentang", "pelapor")).content.decode()
    assert "Publik tidak melihat laporan ini" in client.get(about.replace("tentang", "periksa")).content.decode()


def test_found_by_number_and_digits_or_by_code_and_not_by_guessing(here, client):
    one = file()
    assert client.post("/lapor/lacak/", {"number": one.number, "digits": "7890"}).url == f"/lapor/lacak/{one.code}/"
    assert client.post("/lapor/lacak/", {"number": one.code}).url == f"/lapor/lacak/{one.code}/"
    for wrong in ({"number": one.number, "digits": "0000"}, {"number": "ADU-26-999999", "digits": "7890"}):
        answer = client.post("/lapor/lacak/", wrong)
        assert answer.status_code == 422 and "tidak cocok" in answer.content.decode()
    for _try in range(6):
        answer = client.post("/lapor/lacak/", {"number": one.number, "digits": "0000"})
    assert answer.status_code == 429


def test_a_stranger_gets_nothing(here, client):
    one = file(secret=True)
    for path in (f"/petugas/laporan/{one.id}/", "/petugas/laporan/"):
        assert client.get(path).url.startswith("/masuk/")
    assert client.get(f"/laporan/{one.number.lower()}/").status_code == 404
    assert officer(here, "budi").get(f"/petugas/laporan/{one.id}/").status_code == 403
    other = desk_of(here, "dpmptsp")
    assert other.get(f"/petugas/laporan/{one.id}/").status_code == 404
    assert other.post(f"/petugas/laporan/{one.id}/verify/", {"revision": "1"}).status_code == 404
    assert client.get(f"/lapor/{one.id}/periksa/").status_code == 404


def test_an_officer_works_it_off_and_typed_text_survives_a_refusal(here, client):
    one, desk, head = file(), desk_of(here, "disdukcapil"), officer(here, "bambang")
    address = f"/petugas/laporan/{one.id}/"
    answer = desk.post(address + "verify/", {"revision": "1", "kind": "complaint", "unit": "", "title": "Judul baru"})
    assert answer.status_code == 422 and "Judul baru" in answer.content.decode()
    desk.post(address + "verify/", {"revision": "1", "kind": "complaint", "unit": "disdukcapil"})
    head.post(address + "take-on/", {"revision": "2"})
    stale = head.post(address + "ask/", {"revision": "2", "text": "Hari apa?"})
    assert stale.status_code == 409 and "Hari apa?" in stale.content.decode()
    head.post(address + "ask/", {"revision": "3", "text": "Hari apa?"})
    track = f"/lapor/lacak/{one.code}/"
    assert "Hari apa?" in client.get(track).content.decode()
    client.post(track + "reply/", {"text": "Senin."})
    head.post(address + "answer/", {"revision": "5", "text": "Petugas diganti.", "done_on": "Senin, kepala seksi."})
    assert client.post(track + "confirm/", {}).url == track
    assert one.row.ending == "confirmed"
    assert client.post(track + "confirm/", {}).status_code == 409


def test_who_reported_is_on_no_page_of_the_office(here):
    one = file(name="Zulaikha Permatasari", phone="+6281399887766")
    act("verify", one, coordinator(here))
    for name in ("bambang", "dewi"):
        page = officer(here, name).get(f"/petugas/laporan/{one.id}/").content.decode()
        assert "Zulaikha" not in page and "99887766" not in page


def test_each_look_at_a_file_is_a_fact(here, client):
    from maklumat.kernel import ledger

    story = begin(client, layanan=SLUG)
    client.post(story, {"text": TEXT, "oversight": "no"})
    client.post(story.replace("cerita", "foto"), {"files": world_file("a.jpg")})
    client.post(story.replace("cerita", "pelapor"), {"phone": ""})
    client.post(story.replace("cerita", "periksa"), {})
    report = Report.objects.get()
    picture = report.evidence.get()
    assert officer(here, "bambang").get(f"/petugas/laporan/{report.id}/berkas/{picture.id}/").status_code == 200
    assert desk_of(here, "dpmptsp").get(f"/petugas/laporan/{report.id}/berkas/{picture.id}/").status_code == 404
    assert [fact.kind for fact in ledger.facts_about(report.id)].count("complaints.evidence_viewed") == 1


@pytest.mark.parametrize("count", [1, 6])
def test_pages_ask_a_fixed_number_of_questions(here, client, count, django_assert_max_num_queries):
    reports = [file() for _n in range(count)]
    for one in reports:
        act("verify", one, coordinator(here))
    head = officer(here, "bambang")
    head.get("/petugas/laporan/")
    with django_assert_max_num_queries(9):
        head.get("/petugas/laporan/?scope=open")
    with django_assert_max_num_queries(27):
        head.get(f"/petugas/laporan/{reports[0].id}/")
    with django_assert_max_num_queries(5):
        client.get("/laporan/")
    with django_assert_max_num_queries(8):
        client.get(f"/laporan/{reports[0].number.lower()}/")
    with django_assert_max_num_queries(12):
        client.get(f"/lapor/lacak/{reports[0].code}/")


def test_the_first_page_promises_what_the_limits_in_force_say(here, client):
    ladders.ladder_of.cache_clear()
    newer = {
        **ladder.FIRST,
        "version": 9,
        "valid_from": "2026-10-01",
        "limits": {**ladder.FIRST["limits"], "request": 4},
    }
    assert "pertanyaan 5" in client.get("/lapor/").content.decode()
    record_ladder(by=SYSTEM, data=newer, at=MONDAY)
    assert "pertanyaan 4" in client.get("/lapor/").content.decode()


def test_who_reported_is_shown_to_two_persons_on_a_page_of_its_own(here, client):
    one = file(name="Zulaikha Permatasari")
    desk, second = desk_of(here, "disdukcapil"), officer(here, "dewi")
    address = f"/petugas/laporan/{one.id}/"
    assert desk.post(address + "reveal/", {"text": ""}).status_code == 422
    desk.post(address + "reveal/", {"text": "Dipanggil pengadilan."})
    wish = str(Reveal.objects.get().id)
    assert "Dipanggil pengadilan." in second.get(address).content.decode()
    assert desk.post(address + "pelapor/", {"reveal": wish}).status_code == 409
    assert desk.get(address + "pelapor/").status_code == 405
    second.post(address + "agree/", {"reveal": wish})
    assert "Zulaikha" in desk.post(address + "pelapor/", {"reveal": wish}).content.decode()
    assert officer(here, "bambang").post(address + "pelapor/", {"reveal": wish}).status_code == 404
    assert "Zulaikha" not in desk.get(address).content.decode()


def test_a_head_hides_from_the_public_what_was_overlooked(here, client):
    one, head = file(), officer(here, "bambang")
    act("verify", one, coordinator(here))
    address, text = f"/petugas/laporan/{one.id}/mask/", "Antre lama di loket."
    assert (
        head.post(address, {"revision": str(one.row.revision), "title": "Antre lama", "text": text}).status_code == 302
    )
    page = client.get(f"/laporan/{one.number.lower()}/").content.decode()
    assert text in page and "50.000" not in page
    assert desk_of(here, "disdukcapil").post(address, {"revision": "1", "text": "x"}).status_code == 403


def test_a_report_is_found_by_its_words_in_the_inbox(here, client):
    one, other = file(text="Genangan air keruh di lorong loket sejak hujan kemarin."), file()
    desk = desk_of(here, "disdukcapil")
    for words in ("genangan", "LORONG loket", one.number):
        page = desk.get("/petugas/laporan/", {"scope": "open", "q": words}).content.decode()
        assert one.number in page and other.number not in page, words
    assert one.number not in desk.get("/petugas/laporan/", {"scope": "open", "q": "genangan xylofon"}).content.decode()
