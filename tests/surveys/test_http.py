"""Surveys over HTTP: an invitation, a tablet, a sheet; results for everybody; the desk. Without JavaScript."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maklumat.kernel import clock
from maklumat.kernel.models import Message
from maklumat.kernel.notify import letter_of
from maklumat.modules.surveys import actions
from maklumat.modules.surveys.models import Answer, Plan, Questionnaire, Result, Round
from maklumat.modules.surveys.queries.rounds import token_for
from tests import world
from tests.surveys.cast import answer_all, drawn
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
UNIT, SLUG = "disdukcapil", "ktp-el-hilang-rusak"
ELEMENTS = ("persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "sarpras", "pengaduan")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def here():
    with clock.standing_at(MONDAY):
        yield world.build((SLUG,))


def sign_in(here, name: str) -> Client:
    client = Client()
    client.force_login(here.account(name), backend=BACKEND)
    return client


def filled(page: str, value: int = 3, **more) -> dict[str, str]:
    """The hidden fields of the form, and the same value for all questions."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    hidden.pop("csrfmiddlewaretoken", None)
    return hidden | dict.fromkeys(ELEMENTS, str(value)) | more


def test_an_invitation_is_answered_once(here, client):
    row = drawn(UNIT)
    link = re.search(r"http://\S+?(/s/\S+/)", letter_of(Message.objects.filter(burns=True).first()).text)[1]
    page = client.get(link)
    assert page.status_code == 200 and page["Cache-Control"].startswith("private, no-store")
    sent = filled(page.content.decode(), comment="Cepat", **{"r-sex": "2"})
    assert client.post(link, sent).url == "/survei/terima-kasih/"
    assert client.post(link, sent).status_code == 302  # the same form, sent again over a weak network
    again = client.post(link, sent | {"key": "", "persyaratan": "1"})
    assert (
        again.status_code == 409 and "sudah dipakai" in again.content.decode() and 'value="1"' in again.content.decode()
    )
    assert Round.objects.get(id=row.id).came == 1


def test_what_is_missing_is_named_and_what_was_ticked_stays(here, client):
    row = drawn(UNIT)
    link = f"/s/{token_for(row, 0)}/"
    page = client.post(link, filled(client.get(link).content.decode(), sarpras="", comment="Kursinya kurang"))
    text = page.content.decode()
    assert page.status_code == 422 and "Pertanyaan 8 belum dijawab" in text and "Kursinya kurang" in text
    assert text.count("checked") == 8 and not Answer.objects.exists()


def test_a_wrong_code_is_refused_and_counted(here, client):
    for _try in range(20):
        assert client.get("/s/AAAAAA-BBBBB-CCCCCC/").status_code == 404
    assert client.get("/s/AAAAAA-BBBBB-CCCCCC/").status_code == 429


def test_no_is_an_answer(here, client):
    row = drawn(UNIT)
    link = f"/s/{token_for(row, 2)}/"
    assert client.post(f"{link}tolak/").status_code == 302
    assert client.post(link, filled(client.get(link).content.decode())).status_code == 409
    assert Round.objects.get(id=row.id).declined == 1


def test_a_code_can_be_typed(here, client):
    row = drawn(UNIT)
    answer = client.post("/survei/isi/", {"code": token_for(row, 1).lower()})
    assert answer.status_code == 302 and client.get(answer.url).status_code == 200
    assert client.post("/survei/isi/", {"code": "salah"}).status_code == 404


def test_a_branching_survey_goes_page_by_page(here, client):
    from maklumat.modules.surveys.models import Candidate
    from tests.surveys.cast import wait

    wait(UNIT, 9, kind="complaint")
    actions.draw_rounds(MONDAY)
    assert not Candidate.objects.exists()
    row = Round.objects.get()
    link = f"/s/{token_for(row, 0)}/"
    first = client.get(link).content.decode()
    assert "Apa yang kurang" not in first
    hidden = {name: value for name, value in filled(first).items() if name not in ELEMENTS}
    second = client.post(link, hidden | {"diterima": "3", "dijawab": "2"}).content.decode()
    assert "Apa yang kurang" in second
    hidden = {name: value for name, value in filled(second).items() if name not in ELEMENTS}
    assert client.post(link, hidden | {"belum": ["0", "2"], "comment": ""}).status_code == 302
    satisfied = f"/s/{token_for(row, 1)}/"
    done = client.post(satisfied, {"stage": "0", "diterima": "4", "dijawab": "4"})
    assert done.status_code == 200 and "Apa yang kurang" not in done.content.decode()
    for place in range(2, 9):
        more = actions.Given(uuid4(), (4, 4, None, None), {}, {}, 60)
        actions.answer(row=row, place=place, given=more, device=str(place), at=MONDAY)
    actions.settle(MONDAY + timedelta(days=31))
    assert Answer.objects.filter(values=[3, 2, 0b101, None]).count() == 1


def test_a_tablet_answers_for_many_until_it_is_switched_off(here, client):
    officer = sign_in(here, "ani")
    made = officer.post(f"/petugas/survei/unit/{UNIT}/tablet/", {"label": "Loket 2", "slug": ""}).content.decode()
    link = re.search(r"http://[^<\"\s]+(/kios/\w+/)", made)[1]
    for value in (4, 2):
        page = client.get(f"{link}?mulai").content.decode()
        assert client.post(link, filled(page, value)).url == f"{link}selesai/"
    assert client.get(f"{link}selesai/").status_code == 200
    row = Round.objects.get(channel="kiosk")
    assert (row.came, row.answered) == (2, 0)
    off = re.search(
        rf"/petugas/survei/unit/{UNIT}/tablet/[\w-]+/matikan/",
        officer.get(f"/petugas/survei/unit/{UNIT}/").content.decode(),
    )[0]
    assert officer.post(off).status_code == 302
    assert client.get(link).status_code == 404


def test_sheets_are_printed_and_typed_in(here, client):
    officer = sign_in(here, "ani")
    page = officer.get(f"/petugas/survei/unit/{UNIT}/").content.decode()
    skm = re.search(r'name="questionnaire"><option value="([\w-]+)"', page)[1]
    made = officer.post(f"/petugas/survei/unit/{UNIT}/lembar/", {"questionnaire": skm, "many": "3", "slug": ""})
    assert made.status_code == 302 and officer.get(made.url).content.startswith(b"%PDF")
    token = token_for(Round.objects.get(channel="paper"), 1)
    form = officer.get("/petugas/survei/ketik/", {"code": token}).content.decode()
    assert officer.post("/petugas/survei/ketik/", filled(form, 2, code=token)).status_code == 302
    assert Round.objects.get(channel="paper").came == 1
    assert (
        officer.post(f"/petugas/survei/unit/{UNIT}/lembar/", {"questionnaire": skm, "many": "900"}).status_code == 422
    )
    assert client.get(made.url).status_code == 404


def test_an_officer_cannot_type_into_an_invitation(here):
    row = drawn(UNIT)
    officer = sign_in(here, "ani")
    form = officer.get("/petugas/survei/ketik/", {"code": token_for(row, 0)}).content.decode()
    assert officer.post("/petugas/survei/ketik/", filled(form, 4, code=token_for(row, 0))).status_code == 422
    assert not Answer.objects.exists()


def test_results_are_for_everybody_with_a_fixed_number_of_queries(here, client):
    row = drawn(UNIT, 60)
    answer_all(row, [[3, 3, 2, 4, 3, 3, 3, 3, 3]] * 40)
    for path, most in (("/survei/", 8), (f"/survei/unit/{UNIT}/", 12)):
        client.get(path)
        with CaptureQueriesContext(connection) as statements:
            page = client.get(path)
        assert page.status_code == 200 and "75,00" in page.content.decode()
        assert len(statements) <= most, (path, len(statements))
    assert client.get(f"/survei/unit/{UNIT}/?masa=1999-Q1").status_code == 404
    assert client.get("/survei/unit/tidak-ada/").status_code == 404


def test_the_csv_gives_the_numbers_of_the_page(here, client):
    row = drawn(UNIT, 60)
    answer_all(row, [[3, 3, 2, 4, 3, 3, 3, 3, 3]] * 33 + [[4] * 9] * 2)
    lines = list(csv.DictReader(io.StringIO(client.get(f"/survei/unit/{UNIT}/angka.csv").content.decode())))
    told = {(line["bagian"], line["rincian"]): line["nilai"] for line in lines}
    spread = {key[1]: int(value) for key, value in told.items() if key[0] == "sebaran"}
    means = [
        sum(v * spread[f"{e}={v}"] for v in (1, 2, 3, 4)) / sum(spread[f"{e}={v}"] for v in (1, 2, 3, 4))
        for e in ELEMENTS
    ]
    assert f"{sum(means) / 9 * 25:.2f}" == told[("indeks", "ikm")]


def test_few_answers_are_not_shown(here, client):
    row = drawn(UNIT)
    answer_all(row, [[1] * 9] * 4)
    assert "Belum cukup jawaban" in client.get(f"/survei/unit/{UNIT}/").content.decode()
    assert "ikm" not in client.get(f"/survei/unit/{UNIT}/angka.csv").content.decode()


def test_the_head_publishes_and_everybody_reads_poster_report_and_workbook(here, client):
    row, head = drawn(UNIT, 60), sign_in(here, "bambang")
    answer_all(row, [[3, 3, 2, 4, 3, 3, 3, 3, 3]] * 30)
    made = head.post(f"/petugas/survei/unit/{UNIT}/umumkan/", {"period": row.period, "note": "Kursi ditambah."})
    result = Result.objects.get()
    assert made.url == f"/petugas/survei/hasil/{result.id}/" and head.get(made.url).status_code == 200
    assert client.get(f"/survei/hasil/{result.id}/").status_code == 200
    for name in ("poster.pdf", "laporan.pdf"):
        assert client.get(f"/survei/hasil/{result.id}/{name}").content.startswith(b"%PDF")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/survei/hasil/{result.id}/laporan.xlsx").content))
    assert book.worksheets[0].cell(4, 2).value == 75
    line = {
        "element": "waktu",
        "problem": "Lama",
        "action": "Loket ketiga",
        "owner": str(here.actor("bambang").account_id),
        "due_on": "2026-12-01",
    }
    wrong = head.post(made.url, line | {"due_on": "2026-01-01"})
    assert wrong.status_code == 422 and "Loket ketiga" in wrong.content.decode()
    assert head.post(made.url, line).status_code == 302
    medium = {"medium": "print", "place": "Papan", "published_on": "2026-11-02"}
    assert head.post(made.url, medium).status_code == 302
    end = f"/petugas/survei/tindak-lanjut/{Plan.objects.get().id}/"
    assert head.post(end, {"state": "done", "outcome": ""}).status_code == 422
    assert head.post(end, {"state": "done", "outcome": "Loket dibuka"}).status_code == 302
    text = client.get(f"/survei/hasil/{result.id}/").content.decode()
    assert "Loket dibuka" in text and "Bambang" not in text


def test_strangers_and_other_offices_see_no_desk(here, client):
    drawn(UNIT)
    assert client.get("/petugas/survei/").url.startswith("/masuk/")
    assert sign_in(here, "budi").get(f"/petugas/survei/unit/{UNIT}/").status_code == 403
    assert sign_in(here, "dewi").get(f"/petugas/survei/unit/{UNIT}/").status_code == 200


def test_a_unit_writes_a_survey_of_its_own(here, client):
    head = sign_in(here, "bambang")
    made = head.post(
        "/petugas/survei/kuesioner/baru/", {"unit": UNIT, "name_id": "Jam layanan malam", "valid_from": "2026-11-01"}
    )
    assert made.status_code == 302
    add = f"{made.url}soal/"
    assert head.post(add, {"text_id": "Perlukah?", "kind": "choice", "choices": "Ya"}).status_code == 422
    assert (
        head.post(
            add,
            {
                "text_id": "Perlukah layanan malam?",
                "kind": "choice",
                "choices": "Ya | Yes\nTidak | No",
                "required": "on",
            },
        ).status_code
        == 302
    )
    key = Questionnaire.objects.get().definition["items"][0]["key"]
    assert (
        head.post(
            add, {"text_id": "Hari apa?", "kind": "many", "choices": "Senin\nKamis", "when": f"{key}=1"}
        ).status_code
        == 302
    )
    assert "Perlukah layanan malam?" in head.get(f"{made.url}pratinjau/").content.decode()
    assert head.post(made.url, {"key": "hari-apa", "move": "up"}).status_code == 422  # before what it depends on
    assert head.post(made.url, {"publish": "1"}).status_code == 302
    assert head.post(made.url, {"key": key, "remove": "1"}).status_code == 409
    assert Questionnaire.objects.get().state == "published"
    assert sign_in(here, "budi").get(made.url).status_code in (403, 404)


def test_a_service_asks_in_its_own_words(here, client):
    head = sign_in(here, "bambang")
    assert (
        head.post(
            f"/petugas/survei/kata/{SLUG}/ubah/", {"item": "waktu", "text": "Apakah KTP Anda cepat jadi?"}
        ).status_code
        == 302
    )
    from maklumat.modules.catalogue import api as catalogue

    service = catalogue.in_force(SLUG, MONDAY).service_id
    row = drawn(UNIT, service_id=service)
    assert "Apakah KTP Anda cepat jadi?" in client.get(f"/s/{token_for(row, 0)}/").content.decode()
    for item, text in (("waktu", "Cepat? " * 60), ("tidak-ada", "Kata-kata yang panjang")):
        refused = head.post(f"/petugas/survei/kata/{SLUG}/ubah/", {"item": item, "text": text})
        assert refused.status_code >= 400 and text.strip() in refused.content.decode(), item
    assert sign_in(here, "budi").get(f"/petugas/survei/kata/{SLUG}/").status_code == 403
