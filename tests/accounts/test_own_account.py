"""Signing up, one's own page, one's own name; and taking on staff."""

import pytest
from allauth.mfa.models import Authenticator

from maklumat.kernel import clock, ledger
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.errors import Conflict, Invalid
from maklumat.modules.accounts import api as accounts
from maklumat.modules.accounts.models import Account

from .people import ANI, CITRA, account, letters, link_in, log_in, look

pytestmark = pytest.mark.django_db
NIP = "199307142018032001"


def sign_up(client, **changes):
    return client.post(
        "/masuk/signup/", {"name": "Citra Lestari", "email": CITRA, "password1": "kebun teh di lereng"} | changes
    )


def take_on(email=ANI, **changes):
    return accounts.take_on(
        by=SYSTEM, at=clock.now(), **({"email": email, "name": "Ani Puspitasari", "nip": NIP} | changes)
    )


def test_residents_sign_up_and_confirm(client):
    assert "tidak wajib" in look(client.get("/masuk/signup/")).text_content()
    assert sign_up(client).url == "/akun/"
    made = Account.objects.get()
    assert (made.kind, made.name, made.email) == ("resident", "Citra Lestari", CITRA)
    page = look(client.get("/akun/"))
    assert "Email belum dikonfirmasi" in page.text_content()
    link = link_in(letters()[-1].text)
    look(client.get(link))
    client.post(link)
    assert "Email belum dikonfirmasi" not in look(client.get("/akun/")).text_content()


def test_nobody_signs_up_as_staff(client):
    sign_up(client, kind="staff", nip=NIP, is_active="1")
    assert Account.objects.get().kind == "resident"


def test_a_weak_password_and_a_taken_address_are_said_beside_the_field(client):
    account()
    page = look(sign_up(client, password1="12345"))
    assert page.xpath("//*[@id='id_password1_error']")
    assert "sudah dipakai" in page.xpath("//*[@id='id_email_error']")[0].text_content()


def test_one_sees_ones_own_account(client):
    account(ANI, "staff", "Ani Puspitasari")
    log_in(client, ANI)
    text = look(client.get("/akun/")).text_content()
    assert "Ani Puspitasari" in text and "Belum dipasang" in text and "Buka ruang kerja" in text


def test_strangers_are_led_to_the_door(client):
    for path in ("/akun/", "/akun/nama/"):
        assert client.get(path).url == f"/masuk/login/?next={path}"
    assert client.post("/akun/nama/", {"name": "X"}).status_code == 403


def test_a_resident_changes_the_name(client):
    made = account()
    log_in(client)
    look(client.get("/akun/nama/"))
    assert look(client.post("/akun/nama/", {"name": "  "})).xpath("//*[@id='id_name_error']")
    assert client.post("/akun/nama/", {"name": "Citra Lestari Dewi"}).url == "/akun/"
    assert Account.objects.get().name == "Citra Lestari Dewi"
    fact = ledger.facts_about(made.id)[-1]
    assert (fact.kind, fact.data) == ("accounts.renamed", {})


def test_staff_do_not_change_their_own_name(client):
    account(ANI, "staff", "Ani")
    log_in(client, ANI)
    assert client.post("/akun/nama/", {"name": "Bupati"}).status_code == 403


def test_new_staff_are_invited_and_set_their_password(client):
    take_on()
    letter = letters()[-1]
    assert letter.address == ANI and "Ani Puspitasari" in letter.text
    page = client.get(link_in(letter.text), follow=True)
    look(page)
    client.post(page.redirect_chain[-1][0], {"password1": "hujan di bulan juni", "password2": "hujan di bulan juni"})
    assert log_in(client, ANI, "hujan di bulan juni").url == "/petugas/"
    assert client.get("/masuk/2fa/totp/activate/").status_code == 200, "the address counts as confirmed"
    with pytest.raises(Conflict):
        accounts.invite(by=SYSTEM, account_id=Account.objects.get().id, at=clock.now())


def test_staff_that_are_there_already_are_not_made_again():
    first = take_on()
    assert take_on(name="", nip="") == first
    assert len(letters()) == 1


def test_new_staff_need_a_name_and_a_possible_nip():
    with pytest.raises(Invalid) as refusal:
        take_on(name=" ", nip="123")
    assert set(refusal.value.fields) == {"name", "nip"}
    assert not Account.objects.exists()


def test_whoever_registered_the_address_before_keeps_nothing(client):
    """A stranger may have signed up with an officer's address: their password and keys must not become staff."""
    stranger = account(ANI, "resident", "Orang lain")
    Authenticator.objects.create(user=stranger, type="totp", data={"secret": "x"})
    log_in(client, ANI)
    assert take_on() == stranger.id
    made = Account.objects.get()
    assert (made.kind, made.name, made.has_usable_password()) == ("staff", "Ani Puspitasari", False)
    assert not Authenticator.objects.exists()
    assert client.get("/akun/").status_code == 302, "the old session is over"
    assert letters()[-1].address == ANI
