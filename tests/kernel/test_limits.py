"""Where a visitor comes from behind proxies, and tries that are counted for all processes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import RequestFactory

from maklumat.kernel import callers, limits
from maklumat.kernel.models import Try
from tests.world import MONDAY

PEER = "10.0.0.9"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", PEER),
        (0, "203.0.113.7", PEER),  # nobody in front: anyone may write that
        (1, "", PEER),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "127.0.0.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (2, "203.0.113.7", "203.0.113.7"),  # it came past the outer one; the inner one wrote this
        (1, "203.0.113.7:4711", "203.0.113.7"),
        (1, "[2001:DB8::1]:4711", "2001:db8::1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "unknown", None),
        (1, "\0", None),
    ],
)
def test_the_visitor_counts_not_the_proxy(settings, proxies, forwarded, expected):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert callers.address_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=PEER)) == expected


@pytest.mark.parametrize(
    ("address", "place"),
    [(PEER, PEER), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:db8:1:2::9", "2001:db8:1:2::/64"), ("", "")],
)
def test_a_household_counts_as_one(address, place):
    assert callers.place_of(RequestFactory().get("/", REMOTE_ADDR=address)) == place


def test_a_unix_socket_has_no_address():
    request = RequestFactory().get("/", REMOTE_ADDR="")
    assert callers.address_of(request) is None and not callers.is_this_computer(request)


@pytest.mark.django_db
def test_tries_are_counted_per_key_and_window():
    limit = limits.Limit("test", 2)
    assert [limits.count(limit, "a", MONDAY) for _n in range(3)] == [False, False, True]
    assert limits.spent(limit, "a", MONDAY) and not limits.spent(limit, "b", MONDAY)
    assert not limits.spent(limits.Limit("other", 2), "a", MONDAY), "limits of other names count apart"
    assert not limits.spent(limit, "a", MONDAY + timedelta(minutes=15))
    assert bytes(Try.objects.first().key) != b"a"


@pytest.mark.django_db
def test_tries_are_forgotten_after_a_day(monkeypatch):
    limits.count(limits.Limit("test", 2), "a", MONDAY)
    monkeypatch.setattr("maklumat.kernel.clock._frozen", MONDAY + timedelta(hours=12))
    limits.sweep()
    assert Try.objects.exists()
    monkeypatch.setattr("maklumat.kernel.clock._frozen", MONDAY + timedelta(hours=25))
    limits.sweep()
    assert not Try.objects.exists()
