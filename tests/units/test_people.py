"""Appointing people and ending their roles, through HTTP."""

from __future__ import annotations

import pytest
from django.test import Client

from maklumat.kernel import clock, ledger
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.accounts.models import Account
from maklumat.modules.units import api as units
from maklumat.modules.units.models import Appointment
from tests.accounts.people import account, letters, link_in, log_in, look

from .test_pages import INDRA, NEW, at, here, indra, local_admin, unit  # noqa: F401

pytestmark = pytest.mark.django_db


def held(email: str, role: str = "verifier") -> Appointment:
    return Appointment.objects.get(account__email=email, role=role, ends_at=None)


def test_a_new_person_is_appointed_and_invited(indra, client):  # noqa: F811
    look(indra.get(at("disdukcapil", "petugas/")))
    assert indra.post(at("disdukcapil", "petugas/"), NEW).url == at("disdukcapil")
    sari = Account.objects.get(email=NEW["email"])
    assert (sari.name, sari.nip, sari.kind) == ("Sari Wulandari", "199307142018032002", "staff")
    kinds = [fact.kind for fact in ledger.facts_about(sari.id)]
    assert sorted(kinds) == ["accounts.staff_created", "accounts.staff_invited", "units.appointed"]
    page = look(indra.get(at("disdukcapil")))
    assert "Belum membuat kata sandi" in page.xpath("//tr[contains(., 'Sari Wulandari')]")[0].text_content()
    client.logout()
    form = client.get(link_in(letters()[-1].text), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "hujan di bulan juni", "password2": "hujan di bulan juni"})
    assert log_in(client, NEW["email"], "hujan di bulan juni").url == "/petugas/"
    assert client.get("/petugas/", follow=True).status_code == 200


def test_somebody_who_is_there_gets_one_more_role(indra):  # noqa: F811
    before = Account.objects.count()
    answer = indra.post(
        at("disdukcapil", "petugas/"), {"email": "Ani.Puspitasari@tirtamulya.example", "role": "verifier"}
    )
    assert answer.status_code == 302
    assert held("ani.puspitasari@tirtamulya.example").unit.code == "disdukcapil"
    assert Account.objects.count() == before
    assert not letters()


def test_appointing_refuses_politely(indra):  # noqa: F811
    nobody = look(indra.post(at("disdukcapil", "petugas/"), NEW | {"name": ""}))
    assert nobody.xpath("//*[@id='id_name_error']")
    assert (
        "18 angka"
        in look(indra.post(at("disdukcapil", "petugas/"), NEW | {"nip": "123"}))
        .xpath("//*[@id='id_nip_error']")[0]
        .text_content()
    )
    assert look(indra.post(at("disdukcapil", "petugas/"), NEW | {"role": "bupati"})).xpath("//*[@id='id_role_error']")
    indra.post(at("disdukcapil", "petugas/"), NEW)
    again = indra.post(at("disdukcapil", "petugas/"), NEW)
    assert again.status_code == 422
    assert "sudah memegang peran" in look(again).text_content()
    assert len(letters()) == 1


def test_a_resident_account_is_taken_on_without_its_old_keys(indra, client):  # noqa: F811
    account(NEW["email"], name="Siapa saja")
    indra.post(at("disdukcapil", "petugas/"), NEW)
    sari = Account.objects.get(email=NEW["email"])
    assert (sari.kind, sari.name, sari.has_usable_password()) == ("staff", "Sari Wulandari", False)
    assert letters()[-1].address == NEW["email"]


def test_the_invitation_can_be_sent_again(indra):  # noqa: F811
    indra.post(at("disdukcapil", "petugas/"), NEW)
    path = f"/petugas/penugasan/{held(NEW['email']).id}/undang/"
    assert indra.get(path).status_code == 405
    assert indra.post(path).url == at("disdukcapil")
    assert len(letters()) == 2
    sari = Account.objects.get(email=NEW["email"])
    sari.set_password("hujan di bulan juni")
    sari.save()
    page = look(indra.post(path, follow=True))
    assert "sudah punya kata sandi" in page.text_content()
    assert len(letters()) == 2


def test_a_role_ends_and_stays_on_record(indra, here):  # noqa: F811
    one = held("ani.puspitasari@tirtamulya.example", "front_desk")
    assert here.actor("ani", clock.now()).may_anywhere("applications.receive")
    assert indra.post(f"/petugas/penugasan/{one.id}/akhiri/").url == at("disdukcapil")
    one.refresh_from_db()
    assert one.ends_at is not None
    assert not here.actor("ani", clock.now()).may_anywhere("applications.receive")
    page = look(indra.get(at("disdukcapil")))
    assert "Ani Puspitasari" in page.xpath("//details[contains(., 'Pernah bertugas')]")[0].text_content()
    assert ledger.facts_about(one.account_id)[-1].kind == "units.appointment_ended"


def test_the_last_admin_of_the_government_stays(indra):  # noqa: F811
    one = held(INDRA, "admin")
    page = look(indra.post(f"/petugas/penugasan/{one.id}/akhiri/", follow=True))
    assert "admin terakhir" in page.text_content()
    one.refresh_from_db()
    assert one.ends_at is None
    other = account("wati@tirtamulya.example", "staff", "Wati")
    units.appoint(by=SYSTEM, account_id=other.id, unit_id=unit("tirtamulya").id, role="admin", at=clock.now())
    indra.post(f"/petugas/penugasan/{one.id}/akhiri/")
    one.refresh_from_db()
    assert one.ends_at is not None


def test_strangers_end_nothing(client, here, local_admin):  # noqa: F811
    one = Appointment.objects.filter(unit__code="dpmptsp", ends_at=None).first()
    for verb in ("akhiri", "undang"):
        assert local_admin.post(f"/petugas/penugasan/{one.id}/{verb}/").status_code == 404
    client.logout()
    assert client.post(f"/petugas/penugasan/{one.id}/akhiri/").status_code == 404
    one.refresh_from_db()
    assert one.ends_at is None


def person_of(email: str, role: str = "verifier") -> str:
    return f"/petugas/penugasan/{held(email, role).id}/"


def test_an_account_is_closed_and_opened_again(indra, client):  # noqa: F811
    ani = Account.objects.get(email="ani.puspitasari@tirtamulya.example")
    indra.post(at("disdukcapil", "petugas/"), {"email": ani.email, "role": "verifier"})
    place = person_of(ani.email)
    other = Client()
    other.force_login(ani)
    page = look(indra.get(place + "akun/"))
    assert "1 perangkat" in page.text_content() and "Verifikator" in page.text_content()
    assert indra.post(place + "tutup/").url == at("disdukcapil")
    assert not Appointment.objects.filter(account=ani, ends_at=None).exists(), "every role ended"
    assert other.get("/akun/").status_code == 302
    kinds = [fact.kind for fact in ledger.facts_about(ani.id)]
    assert "accounts.closed" in kinds and kinds.count("units.appointment_ended") >= 1
    assert "Akun ditutup" in look(indra.get(place + "akun/")).text_content()
    again = indra.post(place + "tutup/", follow=True)
    assert "sudah ditutup" in look(again).text_content()
    refused = look(indra.post(at("disdukcapil", "petugas/"), {"email": ani.email, "role": "verifier"}))
    assert "sudah ditutup" in refused.text_content()
    assert indra.post(place + "buka/").url == at("disdukcapil")
    assert Account.objects.get(id=ani.id).is_active
    assert "tidak ditutup" in look(indra.post(place + "buka/", follow=True)).text_content()


def test_a_lost_phone_is_signed_out(indra):  # noqa: F811
    ani = Account.objects.get(email="ani.puspitasari@tirtamulya.example")
    indra.post(at("disdukcapil", "petugas/"), {"email": ani.email, "role": "verifier"})
    other = Client()
    other.force_login(ani)
    assert indra.post(person_of(ani.email) + "keluarkan/").url == at("disdukcapil")
    assert other.get("/akun/").status_code == 302
    assert ledger.facts_about(ani.id)[-1].kind == "accounts.signed_out"


def test_nobody_closes_the_own_account(indra):  # noqa: F811
    mine = Appointment.objects.filter(account__email=INDRA, ends_at=None).first()
    assert (
        "tidak dapat menutup akun sendiri"
        in look(indra.post(f"/petugas/penugasan/{mine.id}/tutup/", follow=True)).text_content()
    )
    assert "Tutup akun" not in look(indra.get(f"/petugas/penugasan/{mine.id}/akun/")).text_content()


def test_a_local_admin_closes_nobody_who_also_works_elsewhere(local_admin):  # noqa: F811
    ani = Account.objects.get(email="ani.puspitasari@tirtamulya.example")
    for code in ("disdukcapil", "dpmptsp"):
        units.appoint(by=SYSTEM, account_id=ani.id, unit_id=unit(code).id, role="technical", at=clock.now())
    ours = Appointment.objects.get(account=ani, role="technical", unit__code="disdukcapil", ends_at=None)
    theirs = Appointment.objects.get(account=ani, role="technical", unit__code="dpmptsp", ends_at=None)
    page = look(local_admin.get(f"/petugas/penugasan/{ours.id}/akun/")).text_content()
    assert "unit yang tidak Anda kelola" in page and "Tutup akun" not in page
    for act in ("tutup/", "keluarkan/", "buka/"):
        assert local_admin.post(f"/petugas/penugasan/{ours.id}/{act}").status_code == 403
        assert local_admin.post(f"/petugas/penugasan/{theirs.id}/{act}").status_code == 404
    assert local_admin.get(f"/petugas/penugasan/{theirs.id}/akun/").status_code == 404
    assert Account.objects.get(id=ani.id).is_active
