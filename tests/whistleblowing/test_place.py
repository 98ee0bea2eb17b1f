"""The sealed channel's place: nothing of who comes reaches the program; under a host of its own nothing else is served."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from maklumat.site.sealing import TRACES, Seal

SENT = {
    "REMOTE_ADDR": "10.1.2.3", "HTTP_X_FORWARDED_FOR": "10.1.2.3", "HTTP_USER_AGENT": "peramban", "HTTP_COOKIE": "sessionid=abc", "HTTP_REFERER": "https://kantor.example/",
    "HTTP_X_REAL_IP": "10.1.2.3", "HTTP_FORWARDED": "for=10.1.2.3",
}  # fmt: skip


@pytest.mark.parametrize(
    "path", ("/lapor-aman/", "/lapor-aman/kirim", "/lapor-aman/unggah/x", "/lapor-aman/tanpa-skrip/surat/")
)
def test_who_comes_is_forgotten_first(path):
    seen = []
    Seal(lambda request: seen.append(request))(RequestFactory().get(path, **SENT))
    assert (
        not [name for name in TRACES if name in seen[0].META]
        and not seen[0].COOKIES
        and "User-Agent" not in seen[0].headers
    )


def test_other_pages_and_the_desk_know_their_visitor():
    for path in ("/layanan/", "/lapor-aman/meja/keadaan.json", "/lapor-amanah/"):
        seen = []
        Seal(lambda request, seen=seen: seen.append(request))(RequestFactory().get(path, **SENT))
        assert seen[0].META["REMOTE_ADDR"] == "10.1.2.3"


def test_its_own_host_serves_nothing_else(settings):
    settings.SEALED_HOST = "rahasia.example"
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"host": "rahasia.example"})
    assert client.get("/").status_code == 200 and b"Lapor Aman" in client.get("/").content
    assert client.get("/lapor-aman/").content == client.get("/").content
    for path in ("/layanan/", "/petugas/", "/masuk/login/", "/lapor/"):
        assert client.get(path).status_code == 404
