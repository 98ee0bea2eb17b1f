"""One request to a system outside, over HTTP: short, without redirects, and never into our own network."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

MOST_BYTES = 20_000_000
LONGEST = 120.0  # seconds for a whole answer, however it drips
MOST_PLACES = 4  # addresses of one name that are tried


class Unreachable(Exception):
    """No answer: not found, refused, too slow, or not to be asked at all. The message holds no secret."""


@dataclass(frozen=True)
class Answer:
    """What came back; ``headers`` by their names in small letters."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def ask(
    url: str, *, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None,
    seconds: float = 15, in_all: float = LONGEST, most: int = MOST_BYTES,
) -> Answer:  # fmt: skip
    """Send one request. Raises :class:`Unreachable`; an answer of any status is an answer.

    ``seconds``: for each step (a whole connection, a piece of an answer); ``in_all``: for the answer from its request to its last byte; ``most``: bytes of it.
    """
    try:
        parts = urlsplit(url)
        connection = _connection(parts.scheme, parts.hostname or "", parts.port, seconds)
    except ValueError as error:
        raise Unreachable("not an address") from error
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    late = threading.Event()
    watch: threading.Timer | None = None
    try:
        connection.connect()
        watch = threading.Timer(in_all, _end, (connection.sock, late))
        watch.daemon = True
        watch.start()
        connection.request(method, target, body, dict(headers or {}))
        response = connection.getresponse()
        content = response.read(most + 1)
    except (OSError, HTTPException) as error:
        raise Unreachable("too slow" if late.is_set() else type(error).__name__) from error
    finally:
        if watch is not None:
            watch.cancel()
        connection.close()
    if late.is_set():  # an answer without a length ends where its connection is ended
        raise Unreachable("too slow")
    if len(content) > most:
        raise Unreachable("answer too large")
    return Answer(response.status, content, {name.lower(): value for name, value in response.getheaders()})


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A partner that the operator named is asked where it was named: credentials follow it nowhere else."""

    def redirect_request(self, *_given: Any) -> None:
        return None


straight = urllib.request.build_opener(
    _NoRedirect
).open  # as urlopen, for partners of the settings; a redirect is an HTTPError


def _end(link: socket.socket, late: threading.Event) -> None:
    """The time is over: whoever reads from it gets nothing more. A timeout of the socket alone begins anew with each byte."""
    late.set()
    with suppress(OSError):  # it may be closed by now
        socket.socket.shutdown(link, socket.SHUT_RDWR)  # below TLS, which would wait for a farewell


def _connection(scheme: str, host: str, port: int | None, seconds: float) -> HTTPConnection:
    if not host or scheme not in ("https", "http") or (scheme == "http" and not settings.OUTSIDE_MAY_BE_LOCAL):
        raise Unreachable("only https")
    if scheme == "http":
        found: HTTPConnection = HTTPConnection(host, port, timeout=seconds)
    else:
        found = HTTPSConnection(host, port, timeout=seconds, context=_trust())
    # The address is looked at where the connection is made: a name that changes in between cannot lead inside.
    found._create_connection = _connected  # type: ignore[attr-defined]
    return found


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _connected(address: tuple[str, int], timeout: float, source: Any = None) -> socket.socket:
    error: OSError = OSError("no address")
    for family, kind, protocol, _name, place in socket.getaddrinfo(*address, type=socket.SOCK_STREAM)[:MOST_PLACES]:
        if not settings.OUTSIDE_MAY_BE_LOCAL and not ipaddress.ip_address(place[0]).is_global:
            error = OSError("an address inside")
            continue
        link = socket.socket(family, kind, protocol)
        link.settimeout(timeout)
        try:
            link.connect(place)
        except OSError as refused:
            link.close()
            error = refused
            continue
        return link
    raise error
