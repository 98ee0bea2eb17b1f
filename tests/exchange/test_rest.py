"""The REST interface: as its own description says, for who holds a key or a code, polite to all others."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maklumat.kernel.actor import SYSTEM
from maklumat.modules.accounts.models import Account
from maklumat.modules.complaints import actions as complaints
from maklumat.modules.complaints.models import Report
from maklumat.modules.exchange import actions as exchange
from tests import world
from tests.complaints.cast import Filed, act, coordinator, file
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
V1, HOUR = "/api/v1", timedelta(hours=1)
TEXT = "Lampu jalan di depan pasar mati sudah dua minggu."


@pytest.fixture
def here():
    return world.build(("ktp-el-hilang-rusak",))


@pytest.fixture
def key(here):
    return complaints.add_client(by=SYSTEM, name="Uji", at=MONDAY)


def post(client, path, content, **headers):
    return client.post(f"{V1}{path}", json.dumps(content), content_type="application/json", headers=headers)


def test_a_report_is_filed_once_and_followed_to_its_end(client, here, key):
    filing = {
        "text": TEXT,
        "place": "Pasar",
        "name": "Citra Lestari",
        "phone": "0812 3456 7890",
        "lat": -7.4,
        "long": 110.2,
    }
    answers = [post(client, "/reports", filing, **{"X-API-Key": key, "Idempotency-Key": "k1"}) for _again in range(2)]
    assert [one.status_code for one in answers] == [201, 201] and answers[0].json() == answers[1].json()
    row, code = Report.objects.get(), answers[0].json()["code"]
    following = {"X-Report-Code": code}
    assert client.get(f"{V1}/following", headers=following).json()["state"] == "received"
    one, desk = Filed(row.id, row.number, code), coordinator(here, "tirtamulya")
    act("verify", one, desk, row.filed_at)
    act("take_on", one, desk, row.filed_at)
    act("answer", one, desk, row.filed_at)
    told = client.get(f"{V1}/following", headers=following).json()
    assert told["acts"] == ["confirm", "object"] and told["thread"][0]["kind"] == "answer"
    assert post(client, "/following", {"act": "confirm"}, **following).json()["state"] == "closed"
    public = client.get(f"{V1}/reports/{row.number}").json()
    assert public["status"] == "closed" and public["extended_attributes"]["history"]
    assert [one["service_request_id"] for one in client.get(f"{V1}/reports").json()] == [row.number]


def test_without_a_key_or_a_code_nothing_is_had(client, here):
    assert post(client, "/reports", {"text": TEXT}).status_code == 401
    assert post(client, "/reports", {"text": TEXT}, **{"X-API-Key": "salah"}).status_code == 401
    assert client.get(f"{V1}/webhooks").status_code == 401
    assert client.post(f"{V1}/following", {"act": "confirm"}, headers={"X-Report-Code": "ZZ"}).status_code == 400
    assert client.get(f"{V1}/following").status_code == 422
    secret = file(secret=True)
    for code in ("ZZZZ", secret.number, "ADU-26-000001"):
        assert client.get(f"{V1}/following", headers={"X-Report-Code": code}).status_code == 404
    act("verify", secret, coordinator(here), MONDAY, secret=True)
    assert client.get(f"{V1}/reports/{secret.number}").status_code == 404
    assert client.get(f"{V1}/reports", {"first": "2026-01-01T00:00:00Z"}).json() == []


@pytest.mark.parametrize(
    "wrong",
    [{}, {"text": "x"}, {"text": TEXT, "lat": 900}, {"text": TEXT, "phone": "abc"}, {"text": TEXT, "category": "entah"}, {"text": None}, [], "x"],
)  # fmt: skip
def test_what_is_wrong_is_said_in_whole_sentences(client, here, key, wrong):
    answer = post(client, "/reports", wrong, **{"X-API-Key": key})
    assert answer.status_code in (404, 422) and answer.json()["message"].endswith(".")


def test_webhooks_are_added_listed_and_ended(client, here, key):
    head = {"X-API-Key": key}
    made = post(client, "/webhooks", {"url": "https://contoh.id/kabar", "unit": "disdukcapil"}, **head)
    assert made.status_code == 201 and len(made.json()["secret"]) > 30
    (one,) = client.get(f"{V1}/webhooks", headers=head).json()
    assert one["unit"] == "disdukcapil" and "secret" not in one
    assert client.delete(f"{V1}/webhooks/{one['id']}", headers=head).status_code == 204
    assert client.delete(f"{V1}/webhooks/{one['id']}", headers=head).status_code == 404
    assert post(client, "/webhooks", {"url": "http://contoh.id/kabar"}, **head).status_code == 422


def test_the_description_names_everything_and_its_page_is_for_people(client, here):
    described = client.get(f"{V1}/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    operations = [(path, method) for path, methods in described["paths"].items() for method in methods]
    assert len(operations) == 12 and all(path.startswith("/api/v1/") for path, _method in operations)
    page = client.get("/api/").content.decode()
    assert all(path in page for path, _method in operations)


def test_figures_and_categories_are_public(client, here):
    complaints.compute_figures(MONDAY)
    assert client.get(f"{V1}/categories").status_code == 200
    assert client.get(f"{V1}/figures").json()["units"]


def test_the_page_of_the_exchange_is_for_who_looks_after_it(client, here):
    assert client.get("/petugas/pertukaran/").status_code in (302, 403)
    root = Account.objects.get(id=coordinator(here, "tirtamulya").account_id)
    client.force_login(root, backend="allauth.account.auth_backends.AuthenticationBackend")
    exchange.add_partner(by=SYSTEM, name="Kota", protocol="open311", url="https://contoh.id", at=MONDAY)
    exchange.add_partner(by=SYSTEM, name="LAPOR!", protocol="lapor", url="https://contoh.id", at=MONDAY)
    page = client.get("/petugas/pertukaran/").content.decode()
    assert "belum dicoba dengan sistem aslinya" in page and "Kirim laporan ke pemerintah lain" in page
    refused = client.post(
        "/petugas/pertukaran/kirim/", {"number": "ADU-26-999999", "partner": "x", "service_code": "jalan"}
    )
    assert refused.status_code == 404 and "ADU-26-999999" in refused.content.decode()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
NAMES = (
    "text",
    "lat",
    "long",
    "phone",
    "category",
    "answers",
    "region",
    "email",
    "act",
    "url",
    "unit",
    "language",
    "place",
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    path=st.sampled_from(("/reports", "/following", "/webhooks")),
    content=st.dictionaries(st.sampled_from(NAMES), JSON),
    text=st.text(max_size=40),
)
def test_junk_is_answered_politely(client, here, key, path, content, text):
    head = {"X-API-Key": key, "X-Report-Code": "ZZZZ"}
    assert post(client, path, {"text": TEXT, **content}, **head).status_code < 500
    assert client.get(f"{V1}/reports", {"first": text, "category": text, "page": text}).status_code < 500
    assert (
        client.get(
            f"{V1}/following",
            headers={"X-Report-Code": text.encode("ascii", "ignore").decode().replace("\r", "").replace("\n", "")},
        ).status_code
        < 500
    )
