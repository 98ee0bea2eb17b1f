"""What all web processes share lies in the database; pages for everybody never ask it."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import world

pytestmark = pytest.mark.django_db
PAGES = (
    "/", "/cari/?q=ktp", "/layanan/", "/layanan/ktp-el-hilang-rusak/", "/layanan/ktp-el-hilang-rusak/standar/",
    "/ajukan/ktp-el-hilang-rusak/", "/unit/", "/unit/disdukcapil/", "/lacak/", "/v/", "/masuk/login/", "/lambang.svg",
)  # fmt: skip


def shared_rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_cache")
        return cursor.fetchone()[0]


def test_pages_for_everybody_ask_no_shared_cache(client):
    world.build(("ktp-el-hilang-rusak",))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        for page in PAGES:
            assert client.get(page).status_code in (200, 404), page
    assert not [one["sql"] for one in seen.captured_queries if "kernel_cache" in one["sql"]]


def test_limits_of_the_entrance_are_shared(client):
    caches["default"].clear()
    client.post("/masuk/login/", {"login": "siapa@example.org", "password": "salah"})
    assert shared_rows() > 0


def test_a_code_used_at_one_process_is_used_at_all():
    """Two handlers stand for two processes: they have nothing in common but the database."""
    from django.core.cache import CacheHandler

    here, there = CacheHandler()["default"], CacheHandler()["default"]
    assert here is not there and here.add("mfa.totp.used", True, 60)
    assert there.get("mfa.totp.used") and not there.add("mfa.totp.used", True, 60)
