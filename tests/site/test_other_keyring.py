"""A database that belongs to another keyring: pages say so politely, and the log says it to those who can mend it."""

from __future__ import annotations

import json
import logging

import pytest
from django.urls import reverse

from maklumat.kernel import clock, crypto
from maklumat.kernel.crypto import Keyring
from tests import world
from tests.world import MONDAY

pytestmark = pytest.mark.django_db
SLUG = "ktp-el-hilang-rusak"


@pytest.fixture
def case(client):
    """A case that was sealed by another keyring, and an officer who opens it."""
    with clock.standing_at(MONDAY):
        here, draft = world.build((SLUG,)), world.fill(SLUG)
        world.submit(draft)
        client.force_login(here.account("ani"))
        yield reverse("applications:case", args=[draft.id])


@pytest.fixture
def lost(case, monkeypatch, tmp_path):
    other = Keyring(tmp_path / "other.json")
    monkeypatch.setattr(crypto, "keyring", lambda: other)
    return case


def test_a_case_says_that_it_does_not_open_for_now(client, lost, caplog):
    with caplog.at_level(logging.ERROR, "maklumat.web"):
        answer = client.get(lost)
    text = answer.content.decode()
    assert answer.status_code == 503 and int(answer["Retry-After"]) > 0
    assert "Sementara tidak dapat dibuka" in text and "tidak ada yang hilang" in text
    said = [record for record in caplog.records if record.levelno == logging.ERROR and record.name == "maklumat.web"]
    assert [(one.getMessage(), one.route) for one in said] == [
        ("sealed by another keyring; run maklumat doctor", "applications:case")
    ]
    assert "Citra" not in caplog.text and "3273014107900003" not in caplog.text


def test_the_mailbox_says_so_too(client, lost, settings):
    from django.db import transaction

    from maklumat.kernel import notify

    settings.DEMO = True
    with transaction.atomic():
        notify.send(channel="email", address="a@example.org", subject="Halo", text="Isi", at=MONDAY)
    assert notify.Message.objects.update(carrier="mailbox")
    notify.Message.objects.update(content=b"\1" * 40)
    assert client.get("/kotak-surat/").status_code == 503


def test_programs_get_it_as_json(client, lost):
    answer = client.get(lost, headers={"Accept": "application/json"})
    assert answer.status_code == 503 and "sementara" in json.loads(answer.content)["error"]


def test_pages_that_need_nothing_sealed_go_on(client, lost):
    assert client.get("/").status_code == 200
    assert client.get(f"/layanan/{SLUG}/").status_code == 200
