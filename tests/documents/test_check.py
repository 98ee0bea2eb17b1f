"""The public pages: a number, a QR code, a file."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.limits import Limit
from maklumat.modules.documents import actions, api
from maklumat.modules.documents.actions import checking
from maklumat.modules.documents.rules import offline

from . import cases
from .mutations import mutants
from .test_issue import request_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(place, unit):
    row = actions.issue(request_for(unit), by=SYSTEM, at=cases.AT)
    actions.produce(row.id, at=cases.AT)
    return row


def upload(content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("surat.pdf", content, "application/pdf")}


def test_by_qr(client, signed) -> None:
    page = client.get(reverse("documents:verdict", args=[signed.token]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Dokumen ini asli" in text and signed.number in text and "C*** A*** L***" in text
    for word in ("Citra", "3299014506900001", "Muara"):
        assert word not in text
    other = signed.token[:-9] + signed.token[-9:][::-1]
    assert "Kode ini tidak asli." in client.get(reverse("documents:verdict", args=[other])).content.decode()


def test_by_number(client, signed) -> None:
    text = client.get(reverse("documents:check"), {"number": signed.number.lower()}).content.decode()
    assert "Dokumen ini asli" in text
    text = client.post(reverse("documents:check"), {"number": "470/9999/KEC-CDR/XI/2026"}).content.decode()
    assert "Nomor ini tidak ada dalam catatan kami." in text
    assert client.post(reverse("documents:check"), {}).status_code == 422


def test_by_file(client, signed) -> None:
    pdf = api.open_pdf(signed.subject)
    assert "Dokumen ini asli" in client.post(reverse("documents:check"), upload(pdf)).content.decode()
    for kind, content in mutants(pdf, 70, seed=5):
        text = client.post(reverse("documents:check"), upload(content)).content.decode()
        assert "Dokumen ini asli" not in text and 'id="hasil"' in text, kind


def test_before_signing(client, place, unit) -> None:
    row = actions.issue(request_for(unit), by=SYSTEM, at=cases.AT)
    text = client.get(reverse("documents:verdict", args=[row.token])).content.decode()
    assert "belum ditandatangani" in text


def test_published_keys_are_enough_without_us(client, signed) -> None:
    published = client.get(reverse("documents:keys")).json()
    root = client.get(reverse("documents:root_certificate")).content
    keys = {key["kid"]: key for key in published["keys"]}
    assert "d" not in keys and published["root_certificate"].encode() == root
    found = offline.check_pdf(api.open_pdf(signed.subject), root, keys)
    assert found.outcome == "genuine" and found.content and found.content.number == signed.number


def test_no_keys_yet(client, place) -> None:
    assert client.get(reverse("documents:root_certificate")).status_code == 404
    assert client.get(reverse("documents:keys")).json()["keys"] == []
    assert client.get(reverse("documents:check")).status_code == 200


def test_failing_again_and_again_has_to_wait_but_only_that_visitor(client, signed, monkeypatch, settings) -> None:
    monkeypatch.setattr(checking, "FAILURES", Limit("document", 3))
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    check, here = reverse("documents:check"), {"x-forwarded-for": "203.0.113.7"}
    for _n in range(3):
        assert client.post(check, {"number": signed.number}, headers=here).status_code == 200, "no failure, not counted"
        assert client.post(check, {"number": "470/9999"}, headers=here).status_code == 200
    answer = client.post(check, {"number": "470/9998"}, headers=here)
    text = answer.content.decode()
    assert answer.status_code == 429 and "Tunggu 15 menit" in text and "470/9998" in text
    assert client.post(check, upload(b"%PDF-1.7"), headers=here).status_code == 429
    page = client.get(reverse("documents:verdict", args=["AAAA"]), headers=here)
    assert page.status_code == 429 and "Tunggu 15 menit" in page.content.decode()
    elsewhere = {"x-forwarded-for": "203.0.113.7, 203.0.113.8"}
    assert client.post(check, {"number": signed.number}, headers=elsewhere).status_code == 200
