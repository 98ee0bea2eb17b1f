"""Passwords: reset by a letter through the outbox, changed, set; and the address they hang on."""

import pytest
from django.core import mail

from maklumat.kernel import notify
from maklumat.modules.accounts.models import Account
from maklumat.modules.accounts.rules.passwords import guessable
from tests import world

from .people import CITRA, account, letters, link_in, log_in, look

pytestmark = pytest.mark.django_db
NEW = "hujan di bulan juni"


def ask(client, email=CITRA):
    answer = client.post("/masuk/password/reset/", {"email": email})
    assert answer.url == "/masuk/password/reset/done/"
    look(client.get(answer.url))
    return letters()[-1]


def test_the_letter_goes_through_the_outbox(client):
    account()
    look(client.get("/masuk/password/reset/"))
    letter = ask(client)
    assert (letter.channel, letter.address, letter.subject) == ("email", CITRA, "Buat kata sandi baru")
    assert not mail.outbox, "nothing is sent while the person waits"
    notify.send_now(str(letter.id))
    assert [one.id for _at, one in notify.mailbox()] == [letter.id]


def test_the_link_sets_a_new_password_once(client):
    account()
    link = link_in(ask(client).text)
    form = client.get(link, follow=True)
    look(form)
    address = form.redirect_chain[-1][0]
    short = client.post(address, {"password1": "pendek", "password2": "pendek"})
    assert "10" in look(short).xpath("//*[contains(@class, 'error-summary')]")[0].text_content()
    done = client.post(address, {"password1": NEW, "password2": NEW}, follow=True)
    assert "sudah tersimpan" in look(done).text_content()
    assert log_in(client, password=NEW).status_code == 302
    client.logout()
    assert "tidak berlaku" in look(client.get(link, follow=True)).text_content()


def test_an_unknown_address_is_not_told_on_the_page(client):
    account()
    known, unknown = ask(client), ask(client, "nobody@example.org")
    assert known.subject != unknown.subject
    assert "belum punya akun" in unknown.text


def test_a_changed_password_is_told_to_its_owner(client):
    account()
    log_in(client)
    look(client.get("/masuk/password/change/"))
    wrong = client.post("/masuk/password/change/", {"oldpassword": "salah", "password1": NEW, "password2": NEW})
    assert "Kata sandi sekarang tidak cocok" in look(wrong).text_content()
    answer = client.post(
        "/masuk/password/change/", {"oldpassword": "kebun teh di lereng", "password1": NEW, "password2": NEW}
    )
    assert answer.url == "/akun/"
    assert letters()[-1].subject == "Kata sandi diubah"
    assert client.get("/akun/").status_code == 200, "this session goes on"


def test_a_new_address_counts_once_it_is_confirmed(client):
    account()
    log_in(client)
    look(client.get("/masuk/email/"))
    client.post("/masuk/email/", {"action_add": "1", "email": "citra.baru@example.org"})
    assert "citra.baru@example.org" in look(client.get("/masuk/email/")).text_content()
    assert Account.objects.get().email == CITRA
    letter = letters()[-1]
    assert letter.address == "citra.baru@example.org"
    link = link_in(letter.text)
    look(client.get(link))
    client.post(link)
    assert Account.objects.get().email == "citra.baru@example.org"
    assert letters()[-1].address == CITRA, "the old address hears of it"


def test_a_change_of_address_can_be_called_off(client):
    account()
    log_in(client)
    client.post("/masuk/email/", {"action_add": "1", "email": "citra.baru@example.org"})
    client.post("/masuk/email/", {"action_remove": "1", "email": "citra.baru@example.org"})
    assert "citra.baru" not in client.get("/masuk/email/").content.decode().split("<main", 1)[1]


def test_strangers_are_sent_to_the_door(client):
    for path in (
        "/masuk/password/change/",
        "/masuk/email/",
        "/masuk/2fa/",
        "/masuk/2fa/totp/activate/",
        "/masuk/2fa/recovery-codes/",
        "/masuk/2fa/webauthn/",
    ):
        answer = client.get(path)
        assert answer.status_code == 302 and answer.url.startswith("/masuk/login/"), path


def test_a_new_address_is_asked_for_again_after_a_while(client):
    account()
    log_in(client)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    answer = client.post("/masuk/email/", {"action_add": "1", "email": "citra.baru@example.org"})
    assert answer.url.startswith("/masuk/reauthenticate/") and Account.objects.get().email == CITRA and not letters()


@pytest.mark.parametrize(
    ("password", "refused"),
    [
        ("tirtamulya-2026", True),
        ("T1rt4mulya!!99", True),
        ("PetugasLoket12345", True),
        ("kabupaten tirtamulya", True),
        ("kebun teh di tirtamulya", False),
        ("8402 7719 3356", False),
        ("rumah makan padang", False),
        ("", False),
    ],
)
def test_words_of_the_place_alone_are_no_password(password, refused):
    words = ["Pemerintah", "Kabupaten", "Tirtamulya", "petugas", "loket", "di"]
    assert guessable(password, words, 5) is refused


def test_a_password_of_the_offices_name_is_refused_with_a_reason(client):
    world.build(())
    account()
    log_in(client)
    said = look(
        client.post(
            "/masuk/password/change/",
            {"oldpassword": "kebun teh di lereng", "password1": "Tirtamulya 2026", "password2": "Tirtamulya 2026"},
        )
    )
    assert "mudah ditebak" in said.xpath("//*[@id='id_password1_error']")[0].text_content()
    named = look(
        client.post(
            "/masuk/password/change/",
            {"oldpassword": "kebun teh di lereng", "password1": "citra lestari", "password2": "citra lestari"},
        )
    )
    assert named.xpath("//*[@id='id_password1_error']"), "one's own name"
