"""Second factors: an app, recovery codes, passkeys; and that staff cannot work without one."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth

from .people import ANI, account, letters, log_in, look

pytestmark = pytest.mark.django_db


def code_of(secret: str) -> str:
    return auth.format_hotp_value(auth.hotp_value(secret, next(iter(auth.yield_hotp_counters_from_time()))))


def activate(client) -> str:
    page = look(client.get("/masuk/2fa/totp/activate/"))
    secret = page.xpath("//*[@data-copy]/@data-copy")[0]
    assert page.xpath("//img[starts-with(@src, 'data:image/svg+xml;base64,')]/@alt")
    answer = client.post("/masuk/2fa/totp/activate/", {"code": code_of(secret)})
    if answer.status_code == 200:  # the half minute of the code ended on its way
        answer = client.post("/masuk/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.status_code == 302
    return secret


@pytest.fixture
def ani(client):
    made = account(ANI, "staff", "Ani Puspitasari")
    log_in(client, ANI)
    return made


def test_staff_work_only_with_a_second_factor(client, ani, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.get("/petugas/").url == "/masuk/2fa/"
    assert "Pasang satu langkah kedua dulu" in look(client.get("/masuk/2fa/")).text_content()
    activate(client)
    assert client.get("/petugas/").status_code != 302


def test_an_app_is_asked_for_after_the_password(client, ani):
    secret = activate(client)
    client.post("/masuk/logout/")
    assert log_in(client, ANI).url == "/masuk/2fa/authenticate/"
    assert client.get("/akun/").status_code == 302, "the password alone is not enough"
    wrong = client.post("/masuk/2fa/authenticate/", {"code": "000000"})
    assert "Kode tidak cocok" in look(wrong).text_content()
    assert Authenticator.objects.get(type="totp").data["secret"] != secret, "secrets rest sealed"
    assert client.post("/masuk/2fa/authenticate/", {"code": code_of(secret)}).url == "/petugas/"
    assert client.get("/akun/").status_code == 200


def test_a_recovery_code_works_once(client, ani):
    activate(client)
    page = look(client.get("/masuk/2fa/recovery-codes/"))
    codes = [one.text for one in page.xpath("//ul//*[contains(@class, 'code')]")]
    assert len(codes) == 10
    for expected in (302, 200):
        client.post("/masuk/logout/")
        log_in(client, ANI)
        assert client.post("/masuk/2fa/authenticate/", {"code": codes[0]}).status_code == expected


def test_codes_are_handed_out_as_a_file_and_anew(client, ani):
    activate(client)
    answer = client.get("/masuk/2fa/recovery-codes/download/")
    assert "attachment" in answer["Content-Disposition"]
    old = answer.content
    look(client.get("/masuk/2fa/recovery-codes/generate/"))
    client.post("/masuk/2fa/recovery-codes/generate/")
    assert client.get("/masuk/2fa/recovery-codes/download/").content != old


def test_without_its_factor_a_session_works_no_longer(client, ani, settings):
    activate(client)
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.get("/petugas/").status_code != 302
    client.post("/masuk/2fa/totp/deactivate/")
    assert client.get("/petugas/").url == "/masuk/2fa/"


def test_a_factor_is_taken_away_and_its_owner_told(client, ani):
    activate(client)
    look(client.get("/masuk/2fa/totp/deactivate/"))
    client.post("/masuk/2fa/totp/deactivate/")
    assert not Authenticator.objects.exists()
    told = [(letter.subject, letter.address) for letter in letters()]
    assert told == [("Aplikasi autentikator dilepas", ANI)]


def test_delicate_pages_ask_again_after_a_while(client, ani):
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    answer = client.get("/masuk/2fa/totp/activate/")
    assert answer.url.startswith("/masuk/reauthenticate/")
    page = look(client.get(answer.url))
    assert "Pastikan ini Anda" in page.text_content()
    assert client.post(answer.url, {"password": "salah"}).status_code == 200
    assert client.post(answer.url, {"password": "kebun teh di lereng"}).url == "/masuk/2fa/totp/activate/"


def test_passkey_pages_carry_their_data_without_inline_code(client, ani):
    page = look(client.get("/masuk/2fa/webauthn/add/"))
    options = json.loads(page.xpath("//script[@id='js_data']")[0].text)
    assert options["creation_options"]["publicKey"]["user"]["name"] == ANI
    assert {s.split("?")[0] for s in page.xpath("//script/@src")} >= {
        "/static/mfa/js/webauthn.js",
        "/static/account/js/onload.js",
    }
    look(client.get("/masuk/2fa/webauthn/"))
    client.logout()
    page = look(client.get("/masuk/login/"))
    assert page.xpath("//form[@id='mfa_login']//button[@id='passkey_login']")
    answer = client.get("/masuk/2fa/webauthn/login/", headers={"accept": "application/json"})
    assert "challenge" in answer.json()["request_options"]["publicKey"]


def test_a_forged_passkey_is_refused_politely(client, ani):
    client.logout()
    client.get("/masuk/2fa/webauthn/login/", headers={"accept": "application/json"})
    answer = client.post("/masuk/2fa/webauthn/login/", {"credential": "{}"})
    assert (answer.status_code, answer.url) == (302, "/masuk/login/")
    assert client.get("/akun/").status_code == 302


def test_many_wrong_codes_have_to_wait(client, ani):
    activate(client)
    client.post("/masuk/logout/")
    log_in(client, ANI)
    pages = [client.post("/masuk/2fa/authenticate/", {"code": f"00000{n % 10}"}) for n in range(12)]
    assert "Tunggu beberapa menit" in look(pages[-1]).text_content()
