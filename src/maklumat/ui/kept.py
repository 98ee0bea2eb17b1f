"""Pages kept for the next visitor, already rendered and packed. What is one visitor's own is a blank, filled in each time.

Rendering is most of what a page costs. A page that is the same for everybody is rendered once for each edition of what
it shows; the nonce, the token of its forms and the blanks named by the view are cut out and never kept.
"""

from __future__ import annotations

import re
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.template import Node
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

MOST_BYTES = 48_000_000  # per process, packed and unpacked together
LONGEST_QUERY = 120  # a longer address is nobody else's
SECONDS = 60  # whatever the edition says: times of day stand on some pages
LONG = 300  # bytes; a blank longer than this is a part of the page, not a secret
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_END = b"\x03\x00"  # an empty last block of deflate


@dataclass(frozen=True)
class Part:
    """Text between two blanks, plain and as whole blocks of deflate; then the name of the blank that follows."""

    plain: bytes
    packed: bytes
    blank: str


@dataclass(frozen=True)
class Sheet:
    """One kept page."""

    parts: tuple[Part, ...]
    status: int
    headers: tuple[tuple[str, str], ...]
    until: float

    @property
    def size(self) -> int:
        return sum(len(part.plain) + len(part.packed) for part in self.parts)


_sheets: OrderedDict[Hashable, Sheet] = OrderedDict()
_bytes = 0
_lock = threading.Lock()


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of one person: no browser and no proxy keeps it."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store, no-cache, must-revalidate, max-age=0"
        return response

    return wrapped


def kept(edition: Callable[[], Hashable]) -> Callable:
    """Keep a public page: the same address and language give the same page as long as ``edition`` stays the same.

    Only for pages that say nothing about who looks. Staff and residents with an account get their own rendering.
    """

    def around(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            address = request.get_full_path()
            if not _is_stranger(request) or len(address) > LONGEST_QUERY:
                return view(request, *args, **kwargs)
            key = (address, edition())
            return _served(request, key, {}, lambda: view(request, *args, **kwargs))

        return wrapped

    return around


def render_kept(
    request: HttpRequest, template: str, context: Callable[[], dict], *, key: Hashable, blanks: Mapping[str, str]
) -> HttpResponse:
    """``render`` for a page that differs between visitors only in its ``blanks``, by name: an id, a code, a part of the
    page. Each must stand on the page and be like nothing else on it. ``key`` holds everything else that the page shows.
    ``context`` is asked for only when the page is rendered.
    """
    if not _is_stranger(request):
        return render(request, template, context())
    return _served(request, (template, key), blanks, lambda: render(request, template, context()))


def _is_stranger(request: HttpRequest) -> bool:
    """Nobody's menu and nobody's messages are on the page."""
    actor = getattr(request, "actor", None)
    return (
        actor is not None
        and actor.kind == "anonymous"
        and request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and settings.KEEP_PAGES
    )


def _served(
    request: HttpRequest, key: Hashable, blanks: Mapping[str, str], make: Callable[[], HttpResponse]
) -> HttpResponse:
    key = (get_language(), key)
    sheet = _sheets.get(key)
    if sheet is None or sheet.until < time.monotonic():
        response = make()
        if response.status_code == 200 and not response.streaming and (sheet := _cut(request, response, blanks)):
            _keep(key, sheet)
        return response
    return _filled(request, sheet, blanks)


def _cut(request: HttpRequest, response: HttpResponse, blanks: Mapping[str, str]) -> Sheet | None:
    """None when a blank is not found: then what is one visitor's own may stand there in other words."""
    text = response.content.decode()
    if not all(value and value in text for value in blanks.values()):
        return None
    values = {value: name for name, value in blanks.items()}
    nonce = getattr(request, "_csp_nonce", None)
    if nonce:
        values[str(nonce)] = "nonce"
    values |= dict.fromkeys(_TOKEN.findall(text), "token")
    pieces = re.split("(" + "|".join(map(re.escape, values)) + ")", text) if values else [text]
    parts = [
        _part(plain.encode(), values[value] if value else "")
        for plain, value in zip(pieces[::2], [*pieces[1::2], ""], strict=True)
    ]
    headers = tuple((name, value) for name, value in response.items() if name not in ("Vary", "Content-Length"))
    return Sheet(tuple(parts), response.status_code, headers, time.monotonic() + SECONDS)


def _part(plain: bytes, blank: str) -> Part:
    return Part(plain, _deflated(plain, 6), blank)


def _deflated(plain: bytes, level: int) -> bytes:
    """As whole blocks that refer to nothing before them."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH)


def _keep(key: Hashable, sheet: Sheet) -> None:
    global _bytes
    with _lock:
        former = _sheets.pop(key, None)
        _bytes += sheet.size - (former.size if former else 0)
        _sheets[key] = sheet
        while _bytes > MOST_BYTES:
            _bytes -= _sheets.popitem(last=False)[1].size


def forget() -> None:
    """Throw all kept pages away."""
    global _bytes
    with _lock:
        _sheets.clear()
        _bytes = 0


def _filled(request: HttpRequest, sheet: Sheet, blanks: Mapping[str, str]) -> HttpResponse:
    wanted = {part.blank for part in sheet.parts}
    own = {name: value.encode() for name, value in blanks.items()} | {"": b""}
    if "nonce" in wanted:
        own["nonce"] = str(request._csp_nonce).encode()  # type: ignore[attr-defined]
    if "token" in wanted:
        own["token"] = _token(request).encode()
    plain = b"".join(piece for part in sheet.parts for piece in (part.plain, own[part.blank]))
    packed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    response = HttpResponse(_packed(sheet, own, plain) if packed else plain, status=sheet.status)
    for name, value in sheet.headers:
        response[name] = value
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


def _token(request: HttpRequest) -> str:
    """For a form of this visitor. Not masked anew each time: it goes in unpacked, see below, so no length tells it."""
    if "CSRF_COOKIE" not in request.META:
        rotate_token(request)  # a first one
    return request.META["CSRF_COOKIE"]


def _packed(sheet: Sheet, own: Mapping[str, bytes], plain: bytes) -> bytes:
    """The page as gzip (RFC 1952). Short blanks go in unpacked: the length tells nothing about a secret (BREACH)."""
    pieces = [b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"]
    for part in sheet.parts:
        pieces.append(part.packed)
        value = own[part.blank]
        if len(value) > LONG:
            pieces.append(_deflated(value, 1))
        elif value:
            size = len(value).to_bytes(2, "little")
            pieces += [b"\x00", size, bytes(255 - byte for byte in size), value]
    pieces += [_END, zlib.crc32(plain).to_bytes(4, "little"), (len(plain) & 0xFFFFFFFF).to_bytes(4, "little")]
    return b"".join(pieces)


class SameForAll(Node):
    """A part of the page that is the same on every page with the same ``face``; no face, no keeping."""

    MOST = 500
    child_nodelists = ("nodes",)

    def __init__(self, nodes):
        self.nodes, self.texts = nodes, {}

    def render(self, context):
        face = context.get("face")
        if face is None:
            return self.nodes.render(context)
        key = (get_language(), face)
        text = self.texts.get(key)
        if text is None:
            if len(self.texts) >= self.MOST:
                self.texts.clear()
            text = self.texts[key] = self.nodes.render(context)
        return text


def same_for_all(parser, token):
    """`{% same_for_all %} … {% end_same_for_all %}`: rendered once for each `face` of the site (see site.context)."""
    nodes = parser.parse(("end_same_for_all",))
    parser.delete_first_token()
    return SameForAll(nodes)
