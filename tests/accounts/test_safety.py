"""Where one is logged in, what happened to the account, and how logins end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from maklumat.kernel import clock, ledger
from maklumat.modules.accounts import actions
from maklumat.modules.accounts.models import SafetyEvent, Session
from maklumat.modules.accounts.rules import safety

from .people import ANI, CITRA, account, log_in, look

pytestmark = pytest.mark.django_db

PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
)
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
PLACE = "/akun/keamanan/"


def both() -> tuple[Client, Client]:
    """Citra's phone and her desk computer, both logged in."""
    account()
    phone, desk = Client(), Client()
    log_in(phone, HTTP_USER_AGENT=PHONE)
    log_in(desk, HTTP_USER_AGENT=DESK)
    return phone, desk


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (PHONE, "Chrome, Android"),
        (DESK, "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari, iOS",
        ),
        (
            "Mozilla/5.0 (Linux; Android 13) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36",
            "Samsung Internet, Android",
        ),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_by_its_family(agent, named):
    assert safety.device(agent) == named


def test_one_sees_where_one_is_logged_in(client):
    _phone, desk = both()
    page = look(desk.get(PLACE))
    text = page.text_content()
    assert "Chrome, Android" in text and "Firefox, Windows" in text and "Perangkat ini" in text
    assert len(page.xpath("//button[@name='which'][not(@value='others')]")) == 1, "only the other one can be ended"
    assert client.get(PLACE).url == f"/masuk/login/?next={PLACE}"


def test_one_device_is_ended_from_another():
    phone, desk = both()
    which = look(desk.get(PLACE)).xpath("//button[@name='which'][not(@value='others')]/@value")[0]
    assert desk.post(PLACE + "keluarkan/", {"which": which}).url == PLACE
    assert phone.get("/akun/").status_code == 302 and desk.get("/akun/").status_code == 200
    assert "Dikeluarkan dari perangkat" in look(desk.get(PLACE)).text_content()
    assert desk.post(PLACE + "keluarkan/", {"which": which}).status_code == 404, "it is gone already"


def test_all_other_devices_are_ended_at_once():
    phone, desk = both()
    desk.post(PLACE + "keluarkan/", {"which": "others"})
    assert phone.get("/akun/").status_code == 302 and desk.get("/akun/").status_code == 200


def test_nobody_ends_the_login_of_somebody_else(client):
    both()
    account(ANI, "staff", "Ani")
    log_in(client, ANI)
    for row in Session.objects.exclude(account_id=None):
        if str(row.account_id) != client.session["_auth_user_id"]:
            assert client.post(PLACE + "keluarkan/", {"which": row.session_key}).status_code == 404
    client.post(PLACE + "keluarkan/", {"which": "others"})
    assert Session.objects.exclude(account_id=None).count() == 3
    assert Client().post(PLACE + "keluarkan/", {"which": "others"}).status_code == 403


def test_the_table_holds_no_key_that_opens_a_session():
    phone, _desk = both()
    key = phone.cookies["sessionid"].value
    assert not Session.objects.filter(session_key=key).exists()
    for row in Session.objects.all():
        stolen = Client()
        stolen.cookies["sessionid"] = row.session_key
        assert stolen.get("/akun/").status_code == 302


def test_a_login_that_nobody_uses_ends(settings):
    phone, desk = both()
    settings.SESSION_IDLE_MINUTES = 60
    row = Session.objects.get(device="Chrome, Android")
    Session.objects.filter(pk=row.pk).update(seen_at=timezone.now() - timedelta(minutes=59))
    assert phone.get("/akun/").status_code == 200, "used, so the hour begins again"
    assert timezone.now() - Session.objects.get(pk=row.pk).seen_at < timedelta(minutes=1)
    Session.objects.filter(pk=row.pk).update(seen_at=timezone.now() - timedelta(minutes=61))
    assert phone.get("/akun/").url == "/masuk/login/?next=/akun/"
    assert desk.get("/akun/").status_code == 200
    assert "Chrome, Android" not in look(desk.get(PLACE)).xpath("//dl")[0].text_content()


def test_what_happened_is_told_to_its_owner(client):
    account()
    log_in(client, password="salah sama sekali")
    log_in(client)
    client.post(
        "/masuk/password/change/",
        {"oldpassword": "kebun teh di lereng", "password1": "hujan di bulan juni", "password2": "hujan di bulan juni"},
    )
    text = look(client.get(PLACE)).text_content()
    assert "Percobaan masuk yang gagal" in text and "Masuk (kata sandi)" in " ".join(text.split())
    assert "Kata sandi diganti" in text


def test_a_refused_page_is_written_down_for_its_account(client):
    made = account()
    log_in(client)
    assert client.get("/petugas/unit/").status_code == 403
    line = SafetyEvent.objects.get(account=made, kind=safety.REFUSED)
    assert line.about == "units:desk"
    assert "ditolak" in look(client.get(PLACE)).text_content()


def test_what_others_can_cause_is_written_only_so_often():
    made, now = account(), clock.now()
    for _again in range(safety.OFTEN + 5):
        actions.note(made.id, safety.FAILED, now)
    assert SafetyEvent.objects.filter(account=made).count() == safety.OFTEN
    actions.note(made.id, safety.FAILED, now + safety.WINDOW + timedelta(seconds=1))
    actions.note(made.id, safety.SIGNED_IN, now)
    assert SafetyEvent.objects.filter(account=made).count() == safety.OFTEN + 2


def test_old_lines_and_ended_sessions_are_forgotten(client):
    made, now = account(), clock.now()
    log_in(client)
    actions.note(made.id, safety.FAILED, now - safety.KEPT - timedelta(days=1))
    Session.objects.create(session_key="x", expire_date=now - timedelta(days=1), began_at=now, seen_at=now)
    assert actions.forget_old(now) == 2
    assert client.get("/akun/").status_code == 200


def test_nothing_of_it_stands_in_the_ledger(client):
    made = account()
    log_in(client, password="salah sama sekali")
    log_in(client)
    assert not ledger.facts_about(made.id)


def test_the_page_asks_few_questions(client):
    account()
    log_in(client)
    client.get(PLACE)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(PLACE)
    for _again in range(10):
        log_in(Client())
    with CaptureQueriesContext(connection) as many:
        client.get(PLACE)
    assert len(many) == len(few) <= 8


def test_an_unknown_address_leaves_no_line(client):
    account(CITRA)
    log_in(client, "nobody@example.org", "salah sama sekali")
    assert not SafetyEvent.objects.exists()


def test_who_proves_it_again_gets_another_key(client):
    account()
    log_in(client)
    before = client.cookies["sessionid"].value
    client.post("/masuk/reauthenticate/", {"password": "kebun teh di lereng"})
    assert client.cookies["sessionid"].value != before
    assert client.get("/akun/").status_code == 200
    stolen = Client()
    stolen.cookies["sessionid"] = before
    assert stolen.get("/akun/").status_code == 302
    assert len(look(client.get(PLACE)).xpath("//button[@name='which']")) == 0, "still one login, begun when it began"
