"""Citra the citizen and Ani the officer, with passwords; and a look at any page."""

from __future__ import annotations

import re

from allauth.account.models import EmailAddress
from django.test import Client
from lxml import html

from maklumat.kernel import notify
from maklumat.kernel.models import Message
from maklumat.modules.accounts.models import Account

CITRA = "citra@example.org"
ANI = "ani@tirtamulya.example"
PASSWORD = "kebun teh di lereng"


def account(
    email: str = CITRA, kind: str = "resident", name: str = "Citra Lestari", password: str | None = PASSWORD
) -> Account:
    made = Account.objects.create_user(email, password, name=name, kind=kind)
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    return made


def log_in(client: Client, email: str = CITRA, password: str = PASSWORD, **extra):
    return client.post("/masuk/login/", {"login": email, "password": password}, **extra)


def letters() -> list[notify.Letter]:
    """Everything that waits to be sent, oldest first."""
    return [notify.letter_of(row) for row in Message.objects.order_by("created_at")]


def link_in(text: str) -> str:
    return re.search(r"https?://[^/\s]+(/\S+)", text).group(1)


def look(response) -> html.HtmlElement:
    """The page, once it has one heading, labels for its controls and nothing inline."""
    assert response.content, response.get("Location", "no content")
    page = html.fromstring(response.content.decode())
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//h1")[0].text_content().strip()
    assert page.xpath("//title")[0].text_content().strip()
    assert page.get("lang")
    for script in page.xpath("//script"):
        assert script.get("src") or script.get("type") == "application/json"
    assert not page.xpath("//*[@style] | //*[@onclick] | //style[not(@nonce)]")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    for control in page.xpath("//input[not(@type='hidden')] | //select | //textarea[not(@hidden)]"):
        assert control.get("aria-label") or page.xpath(f"//label[@for='{control.get('id')}']"), control.get("name")
    for form in page.xpath("//form[@method='post'][not(@action='/bahasa/setlang/')]"):  # it only chooses words
        assert form.xpath(".//input[@name='csrfmiddlewaretoken']")
    return page
