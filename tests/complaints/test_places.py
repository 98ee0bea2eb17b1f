"""The map, the pages of units and regions, and news of an area."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail

from maklumat.kernel import clock
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.models import Message
from maklumat.kernel.notify import letter_of
from maklumat.modules.complaints import actions
from maklumat.modules.complaints.models import Alert, Square
from maklumat.modules.complaints.queries.figures import map_page, region_figures, unit_figures
from maklumat.modules.units import api as units
from tests import world
from tests.complaints.cast import Filed, act, coordinator, file
from tests.units.test_outlines import SQUARE, collection
from tests.world import ANONYMOUS, MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def here():
    found = world.build(("ktp-el-hilang-rusak",))
    data = collection(("99.01.01", "Kecamatan Satu", [SQUARE]))
    units.import_boundaries(by=SYSTEM, data=data, code="kode", name="nama", tolerance=0, at=MONDAY)
    return found


def at_a_point(latitude: float, longitude: float, *, secret: bool = False) -> Filed:
    draft = actions.start(by=ANONYMOUS, at=MONDAY, slug="ktp-el-hilang-rusak")
    common = {"report_id": draft.id, "code": draft.code, "at": MONDAY}
    actions.describe(text="Lampu jalan di sini mati sudah dua minggu.", oversight=False, **common)
    actions.locate(
        slug="ktp-el-hilang-rusak", unit="", category="", region="", place="", point=(latitude, longitude), **common
    )
    actions.introduce(name="", phone="", email="", anonymous=True, secret=secret, **common)
    return Filed(draft.id, actions.send(by=ANONYMOUS, **common).number, draft.code)


def test_a_point_finds_its_region_and_its_square_and_secret_ones_do_not(here, client, django_assert_max_num_queries):
    for one in (at_a_point(-7.402, 110.102), at_a_point(-7.4021, 110.1021), at_a_point(-7.402, 110.102, secret=True)):
        assert one.row.region == "99.01.01"
        act("verify", one, coordinator(here), secret=one.row.secret)
    actions.compute_figures(MONDAY + HOUR)
    assert [(s.reports, s.open) for s in Square.objects.all()] == [(2, 2)]
    page = map_page()
    assert page.areas[0].received == 2 and len(page.dots) == 1 and page.dots[0].reports == 2
    assert region_figures("99.01.01").line.received == 2 and len(region_figures("99.01.01").reports) == 2
    assert unit_figures("disdukcapil").line.received == 2  # what nobody can read is not counted here
    with django_assert_max_num_queries(4):
        drawn = client.get("/laporan/peta/").content.decode()
    assert (
        "<svg" in drawn
        and "Kecamatan Satu" in drawn
        and "Yang sama sebagai tabel" in drawn
        and '<script src="http' not in drawn
    )
    for address in (
        "/laporan/angka/wilayah/99.01.01/",
        "/laporan/angka/unit/disdukcapil/",
        "/laporan/angka/wilayah/31.71/",
    ):
        with django_assert_max_num_queries(6):
            assert client.get(address).status_code == 200
    assert (
        client.get("/laporan/angka/unit/entah/").status_code
        == client.get("/laporan/angka/wilayah/entah/").status_code
        == 404
    )


def test_without_outlines_the_map_still_shows_points_and_without_those_says_so(here, client):
    from maklumat.modules.units.models import Boundary

    Boundary.objects.all().delete()
    assert "Belum ada yang dapat digambar" in client.get("/laporan/peta/").content.decode()
    act("verify", at_a_point(-7.402, 110.102), coordinator(here))
    actions.compute_figures(MONDAY + HOUR)
    assert "map-dot" in client.get("/laporan/peta/").content.decode()


def asked(client, **more) -> str:
    """Ask for news; the code of the letter."""
    assert (
        client.post("/laporan/berlangganan/", {"email": "Budi@contoh.id", "unit": "", "region": ""} | more).status_code
        == 200
    )
    letters = [letter_of(row) for row in Message.objects.order_by("-created_at")]
    return re.search(r"berlangganan/([^/]+)/", next(one.text for one in letters if "berlangganan" in one.text))[1]


def news() -> list[str]:
    return [
        letter_of(row).text
        for row in Message.objects.order_by("created_at")
        if "Berhenti mendapat kabar" in letter_of(row).text
    ]


def test_news_come_only_after_the_owner_of_the_address_confirmed_once_a_day(here, client):
    with clock.standing_at(MONDAY):
        code = asked(client, unit="disdukcapil")
    one, other = file(), file(unit="dpmptsp")
    act("verify", one, coordinator(here), MONDAY + HOUR)
    act("verify", other, coordinator(here, "tirtamulya"), MONDAY + HOUR, unit="dpmptsp")
    assert actions.send_news(MONDAY + 2 * HOUR) == 0
    with clock.standing_at(MONDAY):
        assert client.get(f"/laporan/berlangganan/{code}/").status_code == 200
        assert Alert.objects.get().confirmed_at is None  # a link that is only followed decides nothing
        client.post(f"/laporan/berlangganan/{code}/", {})
    assert actions.send_news(MONDAY + 2 * HOUR) == 1 and actions.send_news(MONDAY + 3 * HOUR) == 0
    (text,) = news()
    assert one.number.lower() in text and other.number.lower() not in text and "Suryadi" not in text
    client.post(f"/laporan/berlangganan/{code}/", {"stop": "1"})
    assert not Alert.objects.exists() and client.get(f"/laporan/berlangganan/{code}/").status_code == 404
    assert mail.outbox == []


def test_an_address_that_nobody_confirmed_is_deleted_after_a_week(here, client):
    with clock.standing_at(MONDAY):
        asked(client)
    actions.send_news(MONDAY + timedelta(days=6))
    assert Alert.objects.count() == 1
    actions.send_news(MONDAY + timedelta(days=8))
    assert not Alert.objects.exists()


def test_whether_an_address_is_known_is_not_told_and_tries_are_counted(here, client):
    with clock.standing_at(MONDAY):
        first = asked(client)
        client.post(f"/laporan/berlangganan/{first}/", {})
        before = Message.objects.count()
        again = client.post("/laporan/berlangganan/", {"email": "budi@contoh.id", "unit": "", "region": ""})
        assert (
            again.status_code == 200
            and "Periksa email Anda" in again.content.decode()
            and Message.objects.count() == before
        )
        assert [client.post("/laporan/berlangganan/", {"email": "budi@contoh.id"}).status_code for _n in range(5)][
            -1
        ] == 429
    for wrong in ({"email": "bukan"}, {"email": "a@b.id", "unit": "entah"}, {"email": "a@b.id", "region": "entah"}):
        answer = client.post("/laporan/berlangganan/", wrong)
        assert answer.status_code == 422 and (wrong["email"] in answer.content.decode())
