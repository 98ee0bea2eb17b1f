"""Pictures over a weak network: in parts, gone on with, cleaned at the end; nobody else's, nothing after sending."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from maklumat.kernel import clock
from maklumat.modules.complaints import actions
from maklumat.modules.complaints.models import Evidence, Upload
from tests import world
from tests.complaints.test_http import begin

pytestmark = pytest.mark.django_db
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def here():
    return world.build(("ktp-el-hilang-rusak",))


def announce(client, base: str, length: int):
    return client.post(f"{base}unggah/", headers=TUS | {"Upload-Length": str(length)})


def patch(client, place: str, offset: int, part: bytes):
    kind = "application/offset+octet-stream"
    return client.patch(place, part, content_type=kind, headers=TUS | {"Upload-Offset": str(offset)})


def test_parts_arrive_in_pieces_with_breaks_and_repeats_and_make_one_clean_picture(here, client):
    base, photo, chance = begin(client).removesuffix("cerita/"), world.photo(size=(900, 600)), random.Random(4)
    place = announce(client, base, len(photo))["Location"]
    offset = 0
    while offset < len(photo):
        part = photo[offset : offset + chance.randint(1, 20_000)]
        if (
            chance.random() < 0.3
        ):  # the answer got lost: the same part comes again, is refused, and the browser asks how far it is
            patch(client, place, offset, part)
            again = patch(client, place, offset, part)
            if again.status_code == 404:  # that was the last one
                break
            assert again.status_code == 409
            offset = int(client.head(place, headers=TUS)["Upload-Offset"])
            continue
        assert patch(client, place, offset, part).status_code == 204
        offset += len(part)
    assert Evidence.objects.count() == 1 and not Upload.objects.exists()
    assert "Berkas 1" in client.get(f"{base}foto/").content.decode()


def test_strangers_wrong_lengths_and_what_was_sent_are_refused(here, client, django_user_model):
    from django.test import Client

    base = begin(client).removesuffix("cerita/")
    assert announce(Client(), base, 100).status_code == 404
    assert client.post(f"{base}unggah/").status_code == 412
    for wrong in ("0", "-1", "99999999999", "x", "20000000"):
        assert client.post(f"{base}unggah/", headers=TUS | {"Upload-Length": wrong}).status_code == 422
    place = announce(client, base, 10)["Location"]
    assert patch(Client(), place, 0, b"x").status_code == 404
    assert patch(client, place, 5, b"x").status_code == 409
    assert patch(client, place, 0, b"x" * 11).status_code == 422
    assert client.patch(place, b"x", content_type="text/plain", headers=TUS).status_code == 415
    bad = patch(client, place, 0, b"kein Bild.")
    assert bad.status_code == 422 and bad.content.decode().endswith(".") and not Evidence.objects.exists()


def test_what_nobody_finished_is_swept(here, client):
    base = begin(client).removesuffix("cerita/")
    place = announce(client, base, 1000)["Location"]
    patch(client, place, 0, b"x" * 10)
    assert actions.sweep_uploads(clock.now()) == 0
    assert actions.sweep_uploads(clock.now() + timedelta(days=2)) == 1 and not Upload.objects.exists()
    assert patch(client, place, 10, b"x").status_code == 404
