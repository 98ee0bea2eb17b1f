"""Who sees which measure of which unit. Internal ones are for the unit and those above, oversight for inspectors; the public sees no small cell."""

from __future__ import annotations

import pytest
from django.test import Client

from maklumat.kernel import clock
from maklumat.modules.dashboards.queries.figures import seen
from maklumat.modules.dashboards.rules.measures import Sensitivity
from tests import world
from tests.proofs import scope
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def here():
    with clock.standing_at(MONDAY):
        yield world.build(("ktp-el-hilang-rusak",))


def sign_in(here, name: str) -> Client:
    client = Client()
    client.force_login(here.account(name), backend=BACKEND)
    return client


def test_a_sample_of_the_scope():
    assert scope.run(many=6)["wrong"] == 0


def test_a_measure_of_unknown_sensitivity_is_for_nobody(here, monkeypatch):
    from maklumat.modules.dashboards import access

    monkeypatch.setattr(access, "_NEEDS", {Sensitivity.PUBLIC: None})
    from maklumat.modules.units import api as units

    unit = units.tree().by_code["disdukcapil"].id
    assert {one.measure.sensitivity for one in seen(here.actor("bambang"), [unit], "2026")[unit]} == {
        Sensitivity.PUBLIC
    }


def test_the_head_reads_and_comments_and_others_do_not(here):
    head, officer, stranger = sign_in(here, "bambang"), sign_in(here, "ani"), Client()
    path = "/petugas/angka/disdukcapil/"
    page = head.get(path).content.decode()
    assert "Melewati janji" in page and "Laporan pengawasan" not in page and "Tanggapan Anda" in page
    sent = head.post(path, {"text": "Server rusak tiga hari.", "masa": "2026"})
    assert sent.status_code == 302
    assert "Server rusak tiga hari." in stranger.get("/angka/unit/disdukcapil/").content.decode()
    too_long = head.post(path, {"text": "x" * 5000, "masa": "2026"})
    assert too_long.status_code == 422 and "x" * 5000 in too_long.content.decode()
    assert head.post(path, {"text": "apa", "masa": "1700"}).status_code == 404
    for client in (officer, stranger):
        assert client.get(path).status_code in (302, 404)
        assert client.get("/petugas/angka/").status_code in (302, 404)
    assert "Laporan pengawasan" in sign_in(here, "dewi").get(path).content.decode()
