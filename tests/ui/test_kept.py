"""Kept pages: the second visitor gets the same page, his own token and nonce, and nothing of the first one."""

from __future__ import annotations

import gzip
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from maklumat.kernel import clock
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.catalogue import api as catalogue
from maklumat.modules.units import api as units
from maklumat.ui import kept
from tests import world
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
SLUG = "ktp-el-hilang-rusak"
PUBLIC = ("/", "/layanan/", f"/layanan/{SLUG}/", "/unit/disdukcapil/", "/cari/?q=ktp", "/angka/", f"/ajukan/{SLUG}/")


@pytest.fixture(autouse=True)
def kept_pages(settings):
    settings.KEEP_PAGES = True
    kept.forget()
    yield
    kept.forget()


@pytest.fixture
def here():
    with clock.standing_at(MONDAY):
        yield world.build()


def own(text: str) -> str:
    """A page without what differs from visit to visit."""
    text = re.sub(r'nonce="[^"]+"', 'nonce=""', text)
    return re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r'\1""', text)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_kept_page_is_the_page(here, address):
    made, kept_one = (Client().get(address) for _visitor in range(2))
    with CaptureQueriesContext(connection) as asked:
        packed = Client().get(address, headers={"Accept-Encoding": "gzip"})
    assert own(made.content.decode()) == own(kept_one.content.decode())
    assert own(gzip.decompress(packed.content).decode()) == own(made.content.decode())
    assert all("max(" in query["sql"] or "sum(" in query["sql"] for query in asked), "only stamps are asked for"
    for name in ("Content-Security-Policy", "Content-Language", "Content-Type"):
        assert made.has_header(name) and kept_one.has_header(name)


def test_nonce_and_token_are_each_visitors_own(here):
    pages = [Client().get(f"/ajukan/{SLUG}/") for _visitor in range(3)]
    texts = [page.content.decode() for page in pages]
    nonces = [re.search(r'nonce="([^"]+)"', text) for text in texts]
    assert all(nonces) and len({found[1] for found in nonces}) == 3
    for page, found in zip(pages, nonces, strict=True):
        assert f"'nonce-{found[1]}'" in page["Content-Security-Policy"]
    tokens = {re.search(r'csrfmiddlewaretoken" value="(\w+)"', text)[1] for text in texts}
    assert len(tokens) == 3
    assert len({page.cookies["csrftoken"].value for page in pages}) == 3


def test_a_kept_forms_token_is_accepted(here):
    for _visitor in range(2):
        visitor = Client(enforce_csrf_checks=True)
        for _look in range(2):  # a new visitor's token, then that of one who has the cookie
            page = visitor.get(f"/ajukan/{SLUG}/").content.decode()
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1]
        assert visitor.post(f"/ajukan/{SLUG}/mulai", {"csrfmiddlewaretoken": token}).status_code == 302
        assert visitor.post(f"/ajukan/{SLUG}/mulai", {}).status_code == 403


def test_pages_without_a_form_set_no_cookie(here):
    for address in PUBLIC[:-1]:
        for _visitor in range(2):
            assert not Client().get(address).cookies


def test_what_changes_is_seen_at_once(here):
    unit = units.tree().by_code["disdukcapil"]
    addresses = ("/", "/unit/disdukcapil/", f"/layanan/{SLUG}/")
    for address in addresses:
        Client().get(address)
    units.change_unit(by=SYSTEM, unit_id=unit.id, name="Dinas Nama Baru", at=MONDAY)
    assert "Dinas Nama Baru" in Client().get("/unit/disdukcapil/").content.decode()
    assert "Dinas Nama Baru" in Client().get(f"/layanan/{SLUG}/").content.decode()


def test_a_patient_visitor_sees_a_change_of_this_process_at_once(here, settings):
    settings.PATIENCE = 3600
    unit = units.tree().by_code["disdukcapil"]
    Client().get("/unit/disdukcapil/")
    with CaptureQueriesContext(connection) as asked:
        Client().get("/unit/disdukcapil/")
    assert not asked, "within the patience not even a stamp is asked for"
    units.change_unit(by=SYSTEM, unit_id=unit.id, name="Dinas Nama Baru", at=MONDAY)
    assert "Dinas Nama Baru" in Client().get("/unit/disdukcapil/").content.decode()


def test_each_language_has_its_own(here):
    indonesian = Client().get("/").content.decode()
    english = Client()
    english.cookies["django_language"] = "en"
    assert 'lang="en"' in english.get("/").content.decode()
    assert 'lang="id"' in indonesian and 'lang="id"' in Client().get("/").content.decode()


def test_staff_see_their_own_menu_and_leave_nothing_behind(here):
    before = Client().get("/").content.decode()
    ani = Client()
    ani.force_login(here.account("ani"))
    assert here.account("ani").name in ani.get("/").content.decode()
    assert own(Client().get("/").content.decode()) == own(before)


def test_two_residents_forms_differ_only_in_what_is_theirs(here):
    pages = []
    for _visitor in range(3):
        visitor = Client()
        address = visitor.post(f"/ajukan/{SLUG}/mulai").headers["Location"]
        page = visitor.get(address).content.decode()
        draft = address.split("/")[2]
        assert draft in page
        code = re.search(r"[A-Z2-9]{4} [A-Z2-9]{4} [A-Z2-9]{4}", page)[0]
        pages.append((draft, code, page))
    for draft, _code, page in pages:
        strange = [other for other in pages if other[0] != draft]
        assert not any(other in page or theirs in page for other, theirs, _page in strange)
    assert len({own(page).replace(draft, "").replace(code, "") for draft, code, page in pages}) == 1


def test_what_was_typed_is_never_kept(here):
    standard = catalogue.in_force(SLUG, MONDAY).standard
    first = standard.pages[0]
    typed = {q.key: "Citra Rahasia" for q in first.questions}
    one, two = Client(), Client()
    address = one.post(f"/ajukan/{SLUG}/mulai").headers["Location"]
    one.get(address)
    one.post(address, typed)
    assert "Citra Rahasia" in one.get(address).content.decode()
    other = two.post(f"/ajukan/{SLUG}/mulai").headers["Location"]
    assert "Citra Rahasia" not in two.get(other).content.decode()


def test_the_memory_is_bounded(here, monkeypatch):
    monkeypatch.setattr(kept, "MOST_BYTES", 200_000)
    for n in range(40):
        Client().get(f"/cari/?q=ktp{n}")
    assert sum(sheet.size for sheet in kept._sheets.values()) <= 200_000
    Client().get("/cari/?q=" + "x" * 150)
    assert not any("x" * 150 in str(key) for key in kept._sheets)
