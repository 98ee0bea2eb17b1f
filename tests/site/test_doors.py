"""Where staff begin, what is open without a second factor, who reads the measures, and that roles have one owner."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from maklumat.kernel import outbox
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.accounts.models import Account
from maklumat.modules.units import api as units
from maklumat.site.middleware import Accounts, Act
from maklumat.site.roles import ABILITIES, ROLES
from tests import world
from tests.proofs.stage import FIXED, patterns
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BEGIN = {
    "front_desk": "/petugas/permohonan/",
    "verifier": "/petugas/permohonan/",
    "technical": "/petugas/permohonan/",
    "head": "/petugas/permohonan/",
    "inspector": "/petugas/permohonan/",
    "catalogue_editor": "/petugas/standar/",
    "organisation_bureau": "/petugas/standar/",
    "admin": "/petugas/unit/",
    "complaint_coordinator": "/petugas/laporan/",
}


def officer(client: Client, role: str = "", kind: str = "staff") -> Client:
    """The client, logged in as somebody who holds a role for the whole government."""
    if not units.tree().units:
        world.build(())
    account = Account.objects.create(email=f"{role or kind}@tirtamulya.example", name="Sri", kind=kind)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    if role:
        root = units.tree().government.id
        units.appoint(by=SYSTEM, account_id=account.id, unit_id=root, role=role, at=MONDAY)
    client.force_login(account, backend=BACKEND)
    return client


@pytest.mark.parametrize("role", BEGIN)
def test_each_duty_begins_at_the_first_page_of_its_menu(client, role):
    answer = officer(client, role).get("/petugas/")
    assert (answer.status_code, answer["Location"]) == (302, BEGIN[role])
    assert client.get(answer["Location"]).status_code == 200


def test_staff_without_a_duty_are_told_whom_to_ask(client):
    answer = officer(client).get("/petugas/")
    assert answer.status_code == 403 and "Minta admin unit Anda" in answer.content.decode()


def test_others_do_not_begin_here(client):
    assert client.get("/petugas/").url == "/masuk/login/?next=/petugas/"
    assert officer(client, kind="resident").get("/petugas/").status_code == 403


def test_roles_have_one_owner():
    assert ROLES is units.ROLES and ABILITIES.keys() == ROLES.keys()


OWN = {
    "accounts:end_session",
    "accounts:home",
    "accounts:rename",
    "accounts:safety",
    "set_language",
    "site:emblem",
    "site:healthz",
    "site:mailbox",
}


def test_without_a_second_factor_staff_reach_their_own_account_and_nothing_else(client, settings):
    officer(client, "head")
    settings.REQUIRE_SECOND_FACTOR = True
    for name in (
        "accounts:home",
        "accounts:rename",
        "accounts:safety",
        "account_email",
        "account_change_password",
        "mfa_activate_totp",
    ):
        answer = client.get(reverse(name))
        assert answer.get("Location", "") != "/masuk/2fa/", name
    for path in (
        "/petugas/",
        "/petugas/permohonan/",
        "/petugas/standar/",
        "/",
        "/v/",
        "/lacak/",
        "/angka/",
        "/metrics",
    ):
        assert client.get(path).get("Location", "") == "/masuk/2fa/" or client.get(path).status_code == 404, path
    found = {name for name, _parameters in patterns() if name.startswith(Act.OPEN)}
    assert {name for name in found if not name.startswith(("account_", "mfa_"))} == OWN


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/petugas/permohonan/", "Daftar kerja"),
        ("/petugas/permohonan/?scope=mine", "Daftar kerja"),
        ("/petugas/standar/maklumat/", "Standar pelayanan"),
        ("/petugas/standar/baru/", "Standar pelayanan"),
        ("/petugas/kalender/libur/", "Jam kerja dan libur"),
    ],
)
def test_the_menu_marks_the_section_one_is_in(client, path, marked):
    page = officer(client, "head").get(path)
    links = [link for group in page.context["office_navigation"] for link in group["items"]]
    assert [link["label"] for link in links if link["current"]] == [marked]


def measures(client, **headers: str):
    return client.get("/metrics", headers=headers)


def test_measures_are_for_this_computer(client):
    assert measures(client).status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404


@pytest.mark.parametrize("proxies", [0, 1])
@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Forwarded-Proto", "X-Real-Ip", "Forwarded"])
def test_measures_are_not_told_through_a_proxy_of_this_computer(client, settings, name, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    said = {"X-Forwarded-Proto": "https", "Forwarded": "for=127.0.0.1"}.get(name, "203.0.113.7")
    assert measures(client, **{name: said}).status_code == 404
    if name == "X-Forwarded-For":
        assert measures(client, **{name: "127.0.0.1, 203.0.113.7"}).status_code == 404


def test_a_token_opens_the_measures_from_anywhere(client, settings):
    settings.METRICS_TOKEN = "rahasia"
    assert measures(client).status_code == 404, "with a token this computer needs it, too"
    assert measures(client, Authorization="Bearer rahasi\u00e4").status_code == 404
    given = {"Authorization": "Bearer rahasia", "X-Forwarded-For": "203.0.113.7"}
    assert measures(client, **given).status_code == 200


def test_measures_count_what_waits_and_what_failed(client, django_assert_num_queries):
    from django.db import connection, transaction

    with transaction.atomic():
        outbox.enqueue("ledger.sequence", timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        waiting = cursor.fetchone()[0]
    with django_assert_num_queries(1):
        assert outbox.counts() == {"todo": waiting, "failed": 0}
    told = measures(client).content.decode()
    assert f'maklumat_jobs{{state="todo"}} {waiting}.0' in told and 'maklumat_jobs{state="failed"} 0.0' in told


def test_a_stranger_has_no_session_and_who_logs_in_gets_one(client):
    page = client.get("/")
    assert page.status_code == 200 and not page.cookies
    assert not hasattr(page.wsgi_request, "session") and not page.wsgi_request.user.is_authenticated
    assert hasattr(client.get("/masuk/login/").wsgi_request, "session")
    known = officer(client, "verifier").get("/petugas/permohonan/").wsgi_request
    assert known.user.is_authenticated and known.session.session_key


def test_every_door_of_the_accounts_begins_where_a_session_may_begin(client):
    doors = [name for name, _keys in patterns() if name.startswith(("account_", "mfa_", "accounts:"))]
    addresses = [reverse(name, kwargs=FIXED.get(name)) for name in doors]
    assert len(doors) > 20 and all(one.startswith(Accounts.DOORS) for one in addresses)
