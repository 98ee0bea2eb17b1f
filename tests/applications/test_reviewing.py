"""Looking through before sending: everybody's own answers, also when the page around them is kept for the next one."""

from __future__ import annotations

import gzip
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from maklumat.kernel import clock
from maklumat.modules.applications.forms import ResumeForm
from maklumat.modules.applications.models import Application
from maklumat.modules.applications.views import reviewing
from maklumat.ui import kept
from tests import world
from tests.applications.test_http import SLUG, begin, form_data, walk
from tests.world import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    kept.forget()
    with clock.standing_at(MONDAY):
        yield world.build()
    kept.forget()


def filled(name: str) -> tuple[Client, str]:
    """A browser with a complete draft, and the address of its review."""
    browser = Client()
    application = walk(browser)
    for task in browser.get(reverse("applications:overview", args=[application.id])).context["tasks"]:
        if "isian" in task["href"]:
            sent = form_data(browser.get(task["href"]).context["form"])
            assert browser.post(task["href"], sent | {"nama": name}).status_code == 302
    return browser, reverse("applications:review", args=[application.id])


@pytest.fixture
def keeping(settings):
    """From here on pages are kept."""

    def on() -> None:
        settings.KEEP_PAGES = True

    return on


def text_of(browser: Client, address: str) -> str:
    packed = browser.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    return gzip.decompress(packed.content).decode()


def test_each_sees_his_own_answers_on_a_kept_page(here, keeping, monkeypatch):
    people = {"Citra Lestari": "081234567890", "Doni Rahmat": "085211112222", "Eka <b>Putri</b> & Co": "081399998888"}
    # No sample asks for a telephone number in its form.
    monkeypatch.setattr(reviewing, "_phone", lambda draft: people[draft.answers["nama"]])
    seen, drafts = {}, {name: filled(name) for name in people}
    keeping()
    for name, phone in people.items():
        browser, address = drafts[name]
        first, again = text_of(browser, address), browser.get(address).content.decode()
        assert name in unescape(first) and f'value="{phone}"' in first
        assert "<b>Putri" not in first
        seen[name] = (address, first)
        assert re.sub(r'(nonce=|value=)"[^"]*"', "", first) == re.sub(r'(nonce=|value=)"[^"]*"', "", again)
    sheets = [key for key in kept._sheets if "review" in str(key)]
    assert len(sheets) == 1, "one page is kept for all of them"
    for name, (address, text) in seen.items():
        for other, (theirs, _text) in seen.items():
            if other != name:
                assert other not in unescape(text) and people[other] not in text and theirs not in text
        assert address.split("/")[2] in text


def test_nothing_of_a_person_stands_in_what_is_kept(here, keeping):
    browser, address = filled("Citra Lestari")
    application = Application.objects.get()
    keeping()
    code = re.search(r"[A-Z2-9]{4} [A-Z2-9]{4} [A-Z2-9]{4}", browser.get(address).content.decode())[0]
    plain = b"".join(part.plain for sheet in kept._sheets.values() for part in sheet.parts).decode()
    assert "Periksa dan kirim" in plain
    for own in ("Citra", str(application.id), code, code.replace(" ", "")):
        assert own not in plain, own


def test_an_incomplete_review_says_so_and_is_not_kept(here, keeping):
    keeping()
    browser = Client()
    address = reverse("applications:review", args=[begin(browser).id])
    assert "Masih ada yang belum lengkap" in browser.get(address).content.decode()
    assert not [key for key in kept._sheets if "review" in str(key)]


def test_a_page_on_which_a_blank_is_not_found_is_not_kept(here, keeping):
    browser, address = filled("Citra Lestari")
    keeping()
    request = browser.get(address).wsgi_request
    kept.forget()
    answer = kept.render_kept(
        request,
        "applications/resume.html",
        lambda: {"form": ResumeForm()},
        key=SLUG,
        blanks={"id": "1234-somebody-5678"},
    )
    assert answer.status_code == 200 and not kept._sheets
