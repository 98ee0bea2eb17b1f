"""Taking in what a visitor sends before giving him a seat: a slow network keeps nobody else waiting.

Each process works on as many requests at once as it has seats; more of them would only pass the interpreter's lock
around. A thread that waits for a photo to arrive over a weak network sits outside.
"""

from __future__ import annotations

import io
import tempfile
import threading
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

DOORS = 32  # threads of a process: so many visitors at once, most of them waiting for their network
MOST = 100_000_000  # bytes taken in; up to here the page itself says what is too large, with all that was typed
IN_MEMORY = 500_000
_PIECE = 65_536
_TOO_LARGE = b"""<!doctype html><html lang="id"><meta charset="utf-8"><title>Terlalu besar</title>
<p>Kiriman ini terlalu besar. Kembalilah ke halaman sebelumnya dan pilih berkas yang lebih kecil.</p>
<p lang="en">This is too large. Go back to the page before and choose a smaller file.</p></html>"""

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Seats:
    """A WSGI application around another one: at most ``seats`` requests inside at once, each with its body complete."""

    def __init__(self, application: Application, seats: int) -> None:
        self.application, self.seats = application, threading.BoundedSemaphore(seats)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = _announced(environ)
        if length > MOST:
            return _refused(start_response, "413 Content Too Large", _TOO_LARGE)
        if length:
            body = _taken_in(environ["wsgi.input"], length)
            if body is None:  # half a form must not pass for a whole one
                return _refused(start_response, "400 Bad Request", b"")
            environ["wsgi.input"] = body
        with self.seats:
            return self.application(environ, start_response)


def _refused(start_response: Callable[..., Any], status: str, page: bytes) -> list[bytes]:
    start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))])
    return [page]


def _announced(environ: dict[str, Any]) -> int:
    text = environ.get("CONTENT_LENGTH") or ""
    return int(text[:18]) if text.isascii() and text.isdigit() else 0  # eighteen digits are too many already


def _taken_in(source: BinaryIO, length: int) -> BinaryIO | None:
    """The whole body, at its beginning; None when the visitor went away meanwhile."""
    body: BinaryIO = io.BytesIO() if length <= IN_MEMORY else tempfile.TemporaryFile()  # noqa: SIM115 - closed with the request
    left = length
    while left:
        try:
            piece = source.read(min(left, _PIECE))
        except OSError:
            piece = b""
        if not piece:
            body.close()
            return None
        body.write(piece)
        left -= len(piece)
    body.seek(0)
    return body
