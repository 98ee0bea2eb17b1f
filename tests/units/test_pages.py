"""The desk of units through HTTP, as the admin of everything and as strangers. No JavaScript anywhere."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from maklumat.kernel import clock, ledger
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.accounts.models import Account
from maklumat.modules.units import api as units
from maklumat.modules.units.models import Appointment, Unit
from tests import world
from tests.accounts.people import account, look

pytestmark = pytest.mark.django_db
INDRA = "indra.maulana@tirtamulya.example"
NEW = {
    "email": "sari@tirtamulya.example",
    "role": "verifier",
    "title": "Verifikator",
    "name": "Sari Wulandari",
    "nip": "19930714 201803 2 002",
}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'


@pytest.fixture
def here(settings):
    settings.REQUIRE_SECOND_FACTOR = False
    return world.build(())


@pytest.fixture
def indra(client, here):
    client.force_login(here.account(INDRA), "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def local_admin(client, here):
    """Somebody who manages the Dukcapil branch only."""
    rina = account("rina@tirtamulya.example", "staff", "Rina")
    units.appoint(by=SYSTEM, account_id=rina.id, unit_id=unit("disdukcapil").id, role="admin", at=clock.now())
    client.force_login(rina, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def at(code: str, page: str = "") -> str:
    return f"/petugas/unit/{unit(code).id}/{page}"


def change(client, code: str, **fields):
    u = unit(code)
    known = {
        name: getattr(u, name)
        for name in ("name", "short", "number_code", "address", "phone", "email", "opening_note", "colour")
    }
    return client.post(at(code, "ubah/"), known | {"is_open": "on"} | fields)


def test_the_tree_shows_every_unit_and_its_people(indra):
    page = look(indra.get("/petugas/unit/"))
    assert len(page.xpath("//tbody/tr")) == Unit.objects.count()
    row = page.xpath("//tbody/tr[contains(., 'Dinas Kependudukan')]")[0]
    people = Appointment.objects.filter(unit=unit("disdukcapil"), ends_at=None).values("account").distinct().count()
    assert row.xpath("./td[last()]")[0].text_content().strip() == str(people)


def test_a_local_admin_sees_only_the_own_branch(local_admin):
    page = look(local_admin.get("/petugas/unit/"))
    assert all(
        "ukcapil" in code or "kependudukan" in code
        for code in (u.code for u in Unit.objects.filter(path__contains="disdukcapil"))
    )
    assert len(page.xpath("//tbody/tr")) == Unit.objects.filter(path__contains="/disdukcapil/").count()
    assert local_admin.get(at("dpmptsp")).status_code == 403
    assert local_admin.post(at("dpmptsp", "petugas/"), NEW).status_code == 403
    assert change(local_admin, "tirtamulya", name="Milik saya").status_code == 403


@pytest.mark.parametrize("page", ["", "tambah/", "ubah/", "petugas/"])
def test_strangers_get_nothing(client, here, page):
    assert client.get("/petugas/unit/").url == "/masuk/login/?next=/petugas/unit/"
    assert client.get(at("disdukcapil", page)).status_code == 302
    assert client.post(at("disdukcapil", page), NEW).status_code in (403, 405)
    client.force_login(here.account("ani"), "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/petugas/unit/").status_code == 403
    answer = client.get(at("disdukcapil", page))
    assert answer.status_code == 403
    look(answer)
    assert not Account.objects.filter(email=NEW["email"]).exists()


def test_a_unit_that_is_not_there(indra):
    assert indra.get("/petugas/unit/00000000-0000-7000-8000-000000000000/").status_code == 404


def test_add(indra):
    look(indra.get(at("disdukcapil", "tambah/")))
    answer = indra.post(
        at("disdukcapil", "tambah/"),
        {"kind": "service_unit", "name": "Mal Pelayanan Publik", "short": "MPP Tirta", "number_code": "DKC-MPP"},
    )
    made = unit("mpp-tirta")
    assert answer.url == f"/petugas/unit/{made.id}/"
    assert (made.parent.code, made.path) == ("disdukcapil", "/tirtamulya/disdukcapil/mpp-tirta/")
    assert ledger.facts_about(made.id)[0].kind == "units.added"
    look(indra.get(answer.url))


def test_add_refuses_politely(indra):
    page = look(
        indra.post(
            at("disdukcapil", "tambah/"), {"kind": "counter", "name": "X", "code": "disdukcapil", "number_code": "dkc"}
        )
    )
    assert page.xpath("//*[@id='id_kind_error']") and page.xpath("//*[@id='id_number_code_error']")
    taken = indra.post(at("disdukcapil", "tambah/"), {"kind": "service_unit", "name": "X", "code": "disdukcapil"})
    assert taken.status_code == 422
    assert "sudah dipakai" in look(taken).xpath("//*[@id='id_code_error']")[0].text_content()
    assert not look(indra.get(at("dukcapil-kota-1"))).xpath("//a[contains(@href, '/tambah/')]"), (
        "nothing stands below a counter"
    )
    assert indra.post(at("dukcapil-kota-1", "tambah/"), {"kind": "counter", "name": "X"}).status_code == 422


def test_change(indra):
    look(indra.get(at("disdukcapil", "ubah/")))
    answer = change(
        indra, "disdukcapil", phone="0899-0000-999", opening_note="Tutup pukul 12.00 pada hari Kamis pertama"
    )
    assert answer.status_code == 302
    assert unit("disdukcapil").phone == "0899-0000-999"
    assert ledger.facts_about(unit("disdukcapil").id)[-1].data == {"fields": ["phone", "opening_note"]}
    change(indra, "disdukcapil", is_open="")
    assert not unit("disdukcapil").is_open


def test_change_refuses_politely(indra):
    taken = look(change(indra, "disdukcapil", number_code=unit("dpmptsp").number_code))
    assert "dipakai unit lain" in taken.xpath("//*[@id='id_number_code_error']")[0].text_content()
    assert look(change(indra, "disdukcapil", name="", email="bukan email")).xpath("//*[@id='id_name_error']")


def test_the_government_has_a_face(indra):
    page = look(indra.get(at("tirtamulya", "ubah/")))
    assert page.xpath("//input[@type='file'][@name='emblem']")
    assert not look(indra.get(at("disdukcapil", "ubah/"))).xpath("//input[@name='emblem' or @name='colour']")
    assert (
        change(indra, "tirtamulya", colour="#7A1F1F", emblem=SimpleUploadedFile("lambang.svg", SVG)).status_code == 302
    )
    assert unit("tirtamulya").colour == "#7a1f1f"
    assert b"<circle" in indra.get("/lambang.svg").content
    assert look(change(indra, "tirtamulya", colour="merah")).xpath("//*[@id='id_colour_error']")
    change(indra, "tirtamulya", without_emblem="on")
    assert indra.get("/lambang.svg").status_code == 404


@pytest.mark.parametrize(
    "bad",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>alert(1)</script></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" onload="alert(1)"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><foreignObject><p/></foreignObject></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><image href="https://x.example/a.png"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><use href="https://x.example/a.svg#b"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect fill="url(https://x.example/a)"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><style>@import "https://x.example/a.css";</style></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><a href="javascript:alert(1)"><rect/></a></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><animate attributeName="href" to="javascript:1"/></svg>',
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text>&a;</text></svg>',
        b"<svg viewBox='0 0 1 1'><rect/></svg>",
        b"\x89PNG\r\n",
        b"<svg",
        SVG + b" " * 200_001,
    ],
)
def test_an_emblem_is_a_picture_and_nothing_else(indra, bad):
    before = unit("tirtamulya").emblem
    answer = change(indra, "tirtamulya", colour="#0b5d3b", emblem=SimpleUploadedFile("lambang.svg", bad))
    assert answer.status_code == 422
    assert look(answer).xpath("//*[@id='id_emblem_error']")
    assert unit("tirtamulya").emblem == before


def test_what_drawing_programs_leave_behind_is_taken_out(indra):
    drawn = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/" i:version="1" viewBox="0 0 1 1"><metadata>x</metadata><i:view/><rect i:label="a" width="1" height="1"/></svg>'
    assert change(indra, "tirtamulya", emblem=SimpleUploadedFile("lambang.svg", drawn)).status_code == 302
    kept = unit("tirtamulya").emblem
    assert "<rect" in kept and "inkscape" not in kept and "metadata" not in kept
