"""Webhooks: signed, once per fact, again until taken, never a word that is not public."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from maklumat.kernel import ledger, outside
from maklumat.kernel.actor import SYSTEM
from maklumat.kernel.errors import Invalid, Missing
from maklumat.modules.complaints import actions as complaints
from maklumat.modules.complaints import api as reports
from maklumat.modules.exchange import actions, api
from maklumat.modules.exchange.actions.subscribing import NotTaken
from maklumat.modules.exchange.models import Sending, Subscriber
from tests import world
from tests.complaints.cast import act, coordinator, file
from tests.exchange.counterpart import Listener
from tests.world import MONDAY

HOUR = timedelta(hours=1)


@pytest.fixture
def here(db, settings):
    settings.OUTSIDE_MAY_BE_LOCAL = True
    return world.build(("ktp-el-hilang-rusak",))


@pytest.fixture
def client_id(here):
    return reports.client_of(complaints.add_client(by=SYSTEM, name="Uji", at=MONDAY))


@pytest.fixture
def listener():
    with Listener() as one:
        yield one


def announced(one) -> None:
    for fact in ledger.facts_about(one.id):
        if fact.kind in api.EVENTS:
            actions.announce(fact)


def delivered(at=MONDAY) -> None:
    for sending in Sending.objects.filter(state="waiting").order_by("id"):
        actions.deliver(sending_id=sending.id, at=at)


def test_a_public_report_is_told_once_and_signed(here, client_id, listener):
    made = actions.subscribe(client_id=client_id, url=listener.url, unit="", at=MONDAY)
    one = file()
    announced(one)
    assert not Sending.objects.exists()  # not public yet
    act("verify", one, coordinator(here), MONDAY + HOUR)
    for _again in range(2):
        announced(one)
        delivered()
    ((headers, body),) = listener.taken
    seconds, signature = (part.partition("=")[2] for part in headers["X-Maklumat-Signature"].split(","))
    assert hmac.new(made.secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest() == signature
    told = json.loads(body)
    assert told["event"] == "report.published" and told["service_request_id"] == one.number
    assert told["request"]["extended_attributes"]["history"]
    assert "Suryadi" not in body.decode() and "3456-7890" not in body.decode() and "Citra" not in body.decode()


def test_secret_reports_are_never_told_and_withdrawn_ones_are_taken_back(here, client_id, listener):
    actions.subscribe(client_id=client_id, url=listener.url, unit="", at=MONDAY)
    secret, one, desk = file(secret=True), file(), coordinator(here)
    for report in (secret, one):
        act("verify", report, desk, MONDAY + HOUR, secret=report is secret)
        announced(report)
    delivered()
    assert [json.loads(body)["service_request_id"] for _head, body in listener.taken] == [one.number]
    complaints.narrow(
        by=desk, report_id=one.id, anonymous=False, secret=True, revision=one.row.revision, at=MONDAY + 2 * HOUR
    )
    announced(one)
    delivered()
    told = json.loads(listener.taken[-1][1])
    assert told["event"] == "report.withdrawn" and told["request"] is None


def test_what_became_secret_before_it_was_sent_is_not_sent(here, client_id, listener):
    actions.subscribe(client_id=client_id, url=listener.url, unit="", at=MONDAY)
    one, desk = file(), coordinator(here)
    act("verify", one, desk, MONDAY + HOUR)
    announced(one)
    complaints.narrow(
        by=desk, report_id=one.id, anonymous=False, secret=True, revision=one.row.revision, at=MONDAY + 2 * HOUR
    )
    delivered()
    assert json.loads(listener.taken[0][1])["request"] is None


def test_only_of_the_unit_that_was_asked_for(here, client_id, listener):
    actions.subscribe(client_id=client_id, url=listener.url, unit="dpmptsp", at=MONDAY)
    one = file()
    act("verify", one, coordinator(here), MONDAY + HOUR)
    announced(one)
    assert not Sending.objects.exists()


def test_it_is_tried_again_until_taken_and_given_up_at_last(here, client_id, listener, monkeypatch):
    actions.subscribe(client_id=client_id, url=listener.url, unit="", at=MONDAY)
    one = file()
    act("verify", one, coordinator(here), MONDAY + HOUR)
    announced(one)
    listener.answers = [500, 503]
    for _try in range(2):
        with pytest.raises(NotTaken):
            delivered()
    delivered()
    sending = Sending.objects.get()
    assert (sending.state, sending.attempts, sending.status) == ("taken", 3, 204)
    assert len({headers["Idempotency-Key"] for headers, _body in listener.taken}) == 1
    monkeypatch.setattr("maklumat.modules.exchange.actions.subscribing.MOST_TRIES", 1)
    listener.answers = [500]
    act("take_on", one, here.actor("bambang"), MONDAY + HOUR)
    act("answer", one, here.actor("bambang"), MONDAY + HOUR)
    announced(one)
    delivered()
    assert Sending.objects.filter(state="given_up").count() == 1


def test_a_program_that_is_gone_is_told_no_more(here, client_id, listener):
    actions.subscribe(client_id=client_id, url=listener.url, unit="", at=MONDAY)
    one = file()
    act("verify", one, coordinator(here), MONDAY + HOUR)
    announced(one)
    listener.answers = [410]
    delivered()
    assert Subscriber.objects.get().ended_at is not None


def test_addresses_inside_and_plain_http_are_refused(here, client_id, settings, listener):
    settings.OUTSIDE_MAY_BE_LOCAL = False
    for url in (listener.url, "ftp://example.org", "https://exa mple.org", "javascript:alert(1)"):
        with pytest.raises(Invalid):
            actions.subscribe(client_id=client_id, url=url, unit="", at=MONDAY)
    for url in (
        listener.url,
        listener.url.replace("http:", "https:"),
        "https://localhost/x",
        "https://[::1]/x",
        "file:///etc/passwd",
    ):
        with pytest.raises(outside.Unreachable):
            outside.ask(url)
    assert listener.taken == []


def test_only_its_own_program_ends_a_webhook(here, client_id, listener):
    made = actions.subscribe(client_id=client_id, url=listener.url, unit="", at=MONDAY)
    other = reports.client_of(complaints.add_client(by=SYSTEM, name="Lain", at=MONDAY))
    with pytest.raises(Missing):
        actions.unsubscribe(client_id=other, subscriber_id=made.id, at=MONDAY)
    actions.unsubscribe(client_id=client_id, subscriber_id=made.id, at=MONDAY)
