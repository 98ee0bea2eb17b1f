"""The sign desk over HTTP: does it · refuses politely · stranger gets nothing · no JavaScript · fixed query count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maklumat.kernel import clock, ledger
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.ids import new_id
from maklumat.modules.accounts.models import Account
from maklumat.modules.documents import actions, queries
from maklumat.modules.documents.models import Certificate
from maklumat.modules.units import api as units
from maklumat.modules.units.models import Unit
from maklumat.site.roles import actor_of
from tests.accounts.people import account, look

from . import cases
from .counterpart import NIK, PASSPHRASE, bsre
from .test_issue import request_for
from .test_sign_with_bsre import use

pytestmark = pytest.mark.django_db
PAGE = "/petugas/tanda-tangan/"


@pytest.fixture(autouse=True)
def today():
    with clock.standing_at(cases.AT + timedelta(days=1)):
        yield


@pytest.fixture
def agencies(place, unit):
    """Two agencies below the government, strangers to each other."""
    return [
        Unit.objects.create(code=code, path=f"/tirtamulya/{code}/", kind="agency", name=code, parent=unit)
        for code in ("satu", "dua")
    ]


def person(role: str, unit, name: str):
    made = account(f"{name}@tirtamulya.example", "staff", name)
    units.appoint(by=SYSTEM, account_id=made.id, unit_id=unit.id, role=role, at=cases.AT)
    return made


def come(client, someone):
    client.force_login(someone, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def ratna(client, agencies):
    """The head of agency «satu», logged in."""
    return come(client, person("head", agencies[0], "ratna"))


def waiting(unit, number: int = 1, **changes) -> list[Certificate]:
    return [
        actions.issue(request_for(unit, **changes), by=SYSTEM, at=cases.AT + timedelta(minutes=n))
        for n in range(number)
    ]


def boxes(page, *, checked: bool = True) -> list[str]:
    return page.xpath(f"//input[@name='chosen']{'[@checked]' if checked else ''}/@value")


def states(rows: list[Certificate]) -> list[str]:
    return [Certificate.objects.get(id=row.id).state for row in rows]


# --- does it, without JavaScript -----------------------------------------------------------------------------------
def test_lists_what_waits_with_everything_chosen(ratna, agencies):
    rows = waiting(agencies[0], 3)
    page = look(ratna.get(PAGE))
    assert boxes(page) == [str(row.id) for row in rows], "oldest first, all of them"
    text = page.text_content()
    assert rows[0].number in text and rows[0].product in text and "C*** A*** L***" in text and "21 Nov 2026" in text
    assert "Citra Ayu Lestari" not in text and "3299014506900001" not in text
    assert not page.xpath("//input[@type='password'] | //input[@name='nik']"), "the local signer asks for nothing"
    assert "ditandatangani sendiri oleh sistem" in text
    assert not boxes(look(ratna.get(PAGE + "?pilih=tidak"))) and page.xpath(f"//a[@href='{PAGE}?pilih=tidak']")


def test_signs_what_was_chosen_and_nothing_else(ratna, agencies):
    rows = waiting(agencies[0], 3)
    answer = ratna.post(PAGE, {"chosen": [rows[0].id, rows[2].id]})
    assert answer.status_code == 200 and states(rows) == ["signed", "numbered", "signed"]
    page = look(answer)
    assert [
        line.text_content().strip() for line in page.xpath("//*[@id='hasil']//li//span[contains(@class, 'tag-')]")
    ] == [
        "Ditandatangani",
        "Ditandatangani",
    ]
    assert boxes(page, checked=False) == [str(rows[1].id)] and not boxes(page), "left out stays left out"
    fact = ledger.facts_about(rows[0].subject)[-1]
    assert (fact.kind, fact.by) == ("documents.certificate_signed", Account.objects.get(name="ratna").id)


def test_says_when_nothing_waits(ratna):
    text = look(ratna.get(PAGE)).text_content()
    assert "Tidak ada dokumen yang menunggu tanda tangan" in text
    assert not look(ratna.get(PAGE)).xpath("//form[.//button[contains(., 'Tandatangani')]]")


def test_the_menu_leads_there(ratna, agencies, client):
    assert look(ratna.get(PAGE)).xpath(f"//nav//a[@href='{PAGE}' and @aria-current]")
    come(client, person("verifier", agencies[0], "ani"))
    assert PAGE not in client.get(reverse("applications:inbox")).content.decode()


def test_more_than_one_page(ratna, agencies):
    rows = waiting(agencies[0], queries.AT_ONCE + 2)
    page = look(ratna.get(PAGE))
    assert boxes(page) == [str(row.id) for row in rows[: queries.AT_ONCE]]
    assert "Masih ada yang lain" in page.text_content()
    older = page.xpath("//a[@rel='next']/@href")[0]
    second = look(ratna.get(older))
    assert boxes(second) == [str(row.id) for row in rows[queries.AT_ONCE :]]
    assert second.xpath("//a[@rel='prev']/@href") == [PAGE]
    assert ratna.post(older, {"chosen": [row.id for row in rows[queries.AT_ONCE :]]}).status_code == 200
    assert "Lihat dari yang paling lama" in ratna.get(older).content.decode()
    assert boxes(look(ratna.get(PAGE + "?after=1 2"))) == boxes(page), "a broken mark is the first page"


# --- refuses politely ----------------------------------------------------------------------------------------------
def test_refuses_an_empty_choice_and_a_broken_one(ratna, agencies):
    row = waiting(agencies[0])[0]
    for chosen, sentence in (([], "paling sedikit satu"), (["apa"], "tidak kami kenal")):
        answer = ratna.post(PAGE, {"chosen": chosen})
        assert answer.status_code == 422 and sentence in look(answer).text_content()
    many = ratna.post(PAGE, {"chosen": [new_id() for _ in range(queries.AT_ONCE + 1)]})
    assert many.status_code == 422 and "paling banyak 25" in many.content.decode()
    assert states([row]) == ["numbered"]


def test_one_that_cannot_be_made_holds_up_no_other(ratna, agencies, monkeypatch, caplog):
    rows = waiting(agencies[0], 3)
    made = actions.production.render

    def fails_once(sheet, at):
        if sheet.content.number == rows[1].number:
            raise RuntimeError("no such font")
        return made(sheet, at)

    monkeypatch.setattr(actions.production, "render", fails_once)
    answer = ratna.post(PAGE, {"chosen": [row.id for row in rows]})
    assert answer.status_code == 200 and states(rows) == ["signed", "numbered", "signed"]
    page = look(answer)
    assert "Beri tahu pengelola sistem" in page.text_content() and boxes(page) == [str(rows[1].id)]
    assert str(rows[1].id) in caplog.text


def test_what_a_colleague_signed_meanwhile_is_signed(ratna, agencies):
    row = waiting(agencies[0])[0]
    actions.produce(row.id, at=cases.AT)
    assert ratna.post(PAGE, {"chosen": [row.id]}).status_code == 200
    actions.revoke(row.id, by=SYSTEM, reason="Salah nama", at=clock.now())
    answer = ratna.post(PAGE, {"chosen": [row.id]})
    assert answer.status_code == 422 and "sudah dicabut" in answer.content.decode()


# --- a stranger gets nothing ---------------------------------------------------------------------------------------
def test_another_unit_sees_and_signs_nothing(client, agencies):
    row = waiting(agencies[0])[0]
    budi = come(client, person("head", agencies[1], "budi"))
    assert row.number not in budi.get(PAGE).content.decode()
    answer = budi.post(PAGE, {"chosen": [row.id]})
    text = look(answer).text_content()
    assert answer.status_code == 422 and states([row]) == ["numbered"]
    assert "Dokumen ini tidak ada" in text and row.number not in text
    nowhere = look(budi.post(PAGE, {"chosen": [new_id()]})).text_content()
    assert "Dokumen ini tidak ada" in nowhere, "what is another's and what is nobody's read the same"


def test_the_government_signs_for_all_below(client, agencies, unit):
    rows = [*waiting(agencies[0]), *waiting(agencies[1])]
    regent = come(client, person("head", unit, "bupati"))
    assert len(boxes(look(regent.get(PAGE)))) == 2
    regent.post(PAGE, {"chosen": [row.id for row in rows]})
    assert states(rows) == ["signed", "signed"]


def test_strangers_get_nothing(client, agencies):
    row = waiting(agencies[0])[0]
    assert client.get(PAGE).url == f"/masuk/login/?next={PAGE}"
    assert client.post(PAGE, {"chosen": [row.id]}).status_code == 403
    for someone in (account(), person("verifier", agencies[0], "ani"), person("admin", agencies[0], "indra")):
        come(client, someone)
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, {"chosen": [row.id]}).status_code == 403
    assert states([row]) == ["numbered"]


# --- a fixed number of queries -------------------------------------------------------------------------------------
def test_fixed_number_of_queries(ratna, agencies, django_assert_num_queries):
    ratna.get(PAGE)
    counts = []
    for more in (0, 1, queries.AT_ONCE + 5):
        waiting(agencies[0], more)
        with CaptureQueriesContext(connection) as asked:
            ratna.get(PAGE)
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts
    head = actor_of(Account.objects.get(name="ratna"), clock.now())
    with django_assert_num_queries(1):
        assert len(queries.sign_page(head).rows) == queries.AT_ONCE
    with django_assert_num_queries(1):
        queries.sign_rows(head, [new_id(), new_id()])


# --- BSrE ----------------------------------------------------------------------------------------------------------
def test_signs_with_the_own_passphrase_which_is_never_shown(ratna, agencies, settings, caplog):
    rows = waiting(agencies[0], 3)
    with bsre() as (address, root, seen):
        use(settings, address, root)
        page = look(ratna.get(PAGE))
        assert page.xpath("//input[@name='nik']") and page.xpath("//input[@name='passphrase'][@type='password']")
        sent = {"chosen": [rows[0].id, rows[1].id], "nik": f" {NIK[:6]} {NIK[6:]} ", "passphrase": PASSPHRASE}
        answer = ratna.post(PAGE, sent)
        assert answer.status_code == 200 and states(rows) == ["signed", "signed", "numbered"]
        assert [one["passphrase"] for one in seen] == [PASSPHRASE] * 2 and {one["nik"] for one in seen} == {NIK}
        _nowhere(answer, caplog)
        assert "no-store" in answer["Cache-Control"]


def test_a_wrong_passphrase_is_tried_once_and_nothing_else_is_lost(ratna, agencies, settings, caplog):
    rows = waiting(agencies[0], 3)
    with bsre() as (address, root, seen):
        use(settings, address, root)
        sent = {"chosen": [rows[0].id, rows[2].id], "nik": NIK, "passphrase": PASSPHRASE + "x"}
        answer = ratna.post(PAGE, sent)
        assert answer.status_code == 422 and len(seen) == 1, "BSrE locks a certificate after some wrong tries"
    page = look(answer)
    assert "Passphrase anda salah" in page.text_content() and "Belum dicoba" in page.text_content()
    assert boxes(page) == [str(rows[0].id), str(rows[2].id)]
    assert page.xpath("//input[@name='nik']/@value") == [NIK]
    _nowhere(answer, caplog)
    assert set(states(rows)) == {"numbered"}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [("nik", "12345", "16 angka"), ("nik", "", "Tulis NIK Anda"), ("passphrase", "", "Tulis passphrase")],
)
def test_refuses_an_incomplete_credential(ratna, agencies, settings, caplog, field, value, sentence):
    row = waiting(agencies[0])[0]
    with bsre() as (address, root, seen):
        use(settings, address, root)
        answer = ratna.post(PAGE, {"chosen": [row.id], "nik": NIK, "passphrase": PASSPHRASE} | {field: value})
    assert answer.status_code == 422 and not seen
    page = look(answer)
    assert sentence in page.text_content() and boxes(page) == [str(row.id)]
    assert page.xpath("//input[@name='nik']/@value") == (
        [value] if field == "nik" and value else [] if field == "nik" else [NIK]
    )
    _nowhere(answer, caplog)


def test_a_silent_service_is_said_once(ratna, agencies, settings, caplog):
    rows = waiting(agencies[0], 2)
    with bsre(broken=True) as (address, root, _seen):
        use(settings, address, root)
        answer = ratna.post(PAGE, {"chosen": [row.id for row in rows], "nik": NIK, "passphrase": PASSPHRASE})
    text = look(answer).text_content()
    assert answer.status_code == 422 and "sedang tidak dapat dipakai" in text and "Belum dicoba" in text
    _nowhere(answer, caplog)


def _nowhere(answer, caplog) -> None:
    """The passphrase stands neither in the answer, nor in the log, nor in the session."""
    assert PASSPHRASE not in answer.content.decode() and PASSPHRASE not in caplog.text
    assert not any(PASSPHRASE in str(value) for value in answer.wsgi_request.session.values())
