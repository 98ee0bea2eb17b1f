"""Logging in: with a password, and what stands against guessing."""

import subprocess
import sys
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache

from .people import ANI, CITRA, account, log_in, look

pytestmark = pytest.mark.django_db


def test_residents_land_on_their_account(client):
    account()
    answer = log_in(client)
    assert (answer.status_code, answer.url) == (302, "/akun/")


def test_staff_land_on_their_desk(client):
    account(ANI, "staff")
    assert log_in(client, ANI).url == "/petugas/"


def test_a_wanted_page_comes_first_but_never_another_site(client):
    account()
    assert (
        client.post("/masuk/login/?next=/lacak/", {"login": CITRA, "password": "kebun teh di lereng"}).url == "/lacak/"
    )
    client.logout()
    assert (
        client.post(
            "/masuk/login/?next=https://elsewhere.example/", {"login": CITRA, "password": "kebun teh di lereng"}
        ).url
        == "/akun/"
    )


def test_capital_letters_in_the_address_do_not_matter(client):
    account()
    assert log_in(client, "Citra@Example.ORG").status_code == 302


def test_a_wrong_password_does_not_tell_who_exists(client):
    account()
    known = log_in(client, password="salah sama sekali")
    unknown = log_in(client, "nobody@example.org", "salah sama sekali")
    said = [look(page).xpath("//*[contains(@class, 'error-summary')]")[0].text_content() for page in (known, unknown)]
    assert said[0] == said[1]
    assert "Email atau kata sandi tidak cocok" in said[0]
    assert "salah sama sekali" not in known.content.decode()


def test_eight_wrong_passwords_lock_this_address_politely(client):
    account()
    account("dodi@example.org", name="Dodi")
    answers = [log_in(client, password=f"salah {n}") for n in range(8)]
    assert [answer.status_code for answer in answers] == [200] * 7 + [429]
    assert "Tunggu 15 menit" in look(answers[-1]).text_content()
    assert log_in(client).status_code == 429, "the right one has to wait as well"
    assert log_in(client, "dodi@example.org").status_code == 302, "others at the same address go on"
    assert not AccessAttempt.objects.filter(post_data__contains=CITRA).exists()


def test_the_right_password_works_later(client):
    account()
    for n in range(8):
        log_in(client, password=f"salah {n}")
    for attempt in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=attempt.attempt_time - timedelta(minutes=16))
    cache.clear()  # the short limits of allauth are over by then, too
    assert log_in(client).status_code == 302


def test_a_success_forgets_the_wrong_ones(client):
    account()
    for _round in range(2):
        for n in range(5):
            assert log_in(client, password=f"salah {n}").status_code == 200
        cache.clear()
        assert log_in(client).status_code == 302
        client.logout()


def test_many_tries_from_one_place_get_a_page_that_says_what_to_do(client):
    for _n in range(60):
        client.post("/masuk/login/", {"login": "", "password": ""})
    answer = client.post("/masuk/login/", {"login": "", "password": ""})
    assert answer.status_code == 429
    assert "Tunggu beberapa menit" in look(answer).text_content()


def test_a_closed_account_stays_out(client):
    closed = account()
    closed.is_active = False
    closed.save()
    assert log_in(client).url == "/masuk/inactive/"
    look(client.get("/masuk/inactive/"))
    assert client.get("/akun/").status_code == 302


def test_a_session_ends_with_the_browser_and_after_a_working_day(client, settings):
    account()
    answer = log_in(client)
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == ""
    assert cookie["httponly"]
    assert settings.SESSION_COOKIE_AGE <= 12 * 3600


def test_leaving_asks_first_then_leaves(client):
    account()
    log_in(client)
    look(client.get("/masuk/logout/"))
    assert client.get("/akun/").status_code == 200
    client.post("/masuk/logout/")
    assert client.get("/akun/").status_code == 302


def test_behind_a_proxy_the_visitor_counts_not_the_proxy(client, settings):
    account()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(8):
        last = log_in(client, password=f"salah {n}", headers={"x-forwarded-for": "10.1.1.1, 203.0.113.7"})
    assert last.status_code == 429
    assert AccessAttempt.objects.get().ip_address == "203.0.113.7"
    assert log_in(client, headers={"x-forwarded-for": "10.1.1.1, 203.0.113.8"}).status_code == 302


def test_leaving_takes_drafts_along(client):
    account()
    log_in(client)
    assert client.post("/masuk/logout/")["Clear-Site-Data"] == '"storage"'
    assert not log_in(client).has_header("Clear-Site-Data")


def test_under_https_cookies_belong_to_this_host_alone(tmp_path):
    """Settings are read once, so another process reads them."""
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django; from django.conf import settings as s; django.setup(); from maklumat.ui.held import Held; "
            "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME, s.MESSAGES_COOKIE_NAME, "
            "Held('permohonan', 1, 1).name)",
        ],
        env={
            "PATH": "",
            "DJANGO_SETTINGS_MODULE": "maklumat.site.settings",
            "MAKLUMAT_BASE_URL": "https://layanan.example",
            "MAKLUMAT_DATA": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert len(told) == 5 and all(name.startswith("__Host-") for name in told), told
