"""The tree of categories on its page, and what follows when the organisation changes."""

from __future__ import annotations

import pytest
from django.test import Client

from maklumat.kernel import ledger
from maklumat.kernel.actor import SYSTEM
from maklumat.modules.accounts.models import Account
from maklumat.modules.complaints.models import Category
from maklumat.modules.units import api as units
from maklumat.site.flows import FLOWS
from tests import world
from tests.complaints.cast import coordinator, file
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
PAGE = "/petugas/laporan/kategori/"


@pytest.fixture
def here():
    return world.build(("ktp-el-hilang-rusak",))


@pytest.fixture
def desk(here):
    client = Client()
    account = Account.objects.get(id=coordinator(here, "tirtamulya").account_id)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_categories_are_added_below_others_changed_and_closed(desk, client):
    asked = '[{"code": "tiang", "datatype": "string", "required": true, "description": "Nomor tiang"}]'
    assert desk.post(PAGE, {"code": "jalan", "name": "Jalan", "unit": "dpupr"}).status_code == 302
    assert desk.post(PAGE, {"code": "lampu", "name": "Lampu", "parent": "jalan", "questions": asked}).status_code == 302
    assert Category.objects.get(code="lampu").path == "/jalan/lampu/"
    assert (
        desk.post(
            f"{PAGE}?kode=lampu", {"name": "Lampu jalan", "questions": "", "stopper": "Hubungi PLN 123."}
        ).status_code
        == 302
    )
    row = Category.objects.get(code="lampu")
    assert (row.name, row.is_open, row.questions, row.stopper) == ("Lampu jalan", False, [], "Hubungi PLN 123.")
    assert "Tidak dipakai lagi" in desk.get(PAGE).content.decode()
    assert {"complaints.category_added", "complaints.category_changed"} == {
        fact.kind for fact in ledger.facts_about(row.id)
    }


@pytest.mark.parametrize(
    "wrong",
    [{"code": "Jalan Raya", "name": "x"}, {"code": "jalan", "name": ""}, {"code": "jalan", "name": "Jalan kita", "questions": "{"},
     {"code": "jalan", "name": "Jalan kita", "questions": "[1]"}, {"code": "jalan", "name": "Jalan kita", "questions": '{"a": 1}'}],
)  # fmt: skip
def test_what_is_wrong_is_said_and_kept(desk, wrong):
    answer = desk.post(PAGE, wrong)
    assert answer.status_code == 422 and wrong["name"] in answer.content.decode() and not Category.objects.exists()


def test_only_the_governments_coordinator_changes_them(here, client):
    client.force_login(
        Account.objects.get(id=coordinator(here).account_id),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    assert client.post(PAGE, {"code": "jalan", "name": "Jalan"}).status_code == 403 and not Category.objects.exists()


def test_a_new_unit_below_the_named_one_sees_no_more_than_it(here):
    one = file(oversight=True)
    before = set(one.row.hidden)
    added = units.add_unit(
        by=SYSTEM,
        code="dukcapil-baru",
        kind="service_unit",
        name="Loket baru",
        parent_id=units.tree().by_code["disdukcapil"].id,
        at=MONDAY,
    )
    follow = next(f for f in FLOWS if f.kind == "units.added" and f.name == "follow_the_tree")
    for _again in range(2):
        follow.function(next(fact for fact in ledger.facts_about(added) if fact.kind == "units.added"))
    assert set(one.row.hidden) >= before
    hidden = [fact for fact in ledger.facts_about(one.id) if fact.kind == "complaints.hidden"]
    assert added in one.row.hidden and added not in before and len(hidden) == 1
