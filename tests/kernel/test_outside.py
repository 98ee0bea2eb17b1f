"""One request to a system outside ends, whatever the other side does."""

from __future__ import annotations

import socket
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from time import monotonic, sleep

import pytest

from maklumat.kernel import outside


@pytest.fixture
def dripping(settings):
    """A server that sends what it is told, piece by piece; the pause after each begins every timeout of a socket anew."""
    settings.OUTSIDE_MAY_BE_LOCAL = True
    listener = socket.create_server(("127.0.0.1", 0))

    def start(*pieces: bytes) -> str:
        def serve() -> None:
            link, _place = listener.accept()
            link.recv(65536)
            try:
                for piece in pieces:
                    link.sendall(piece)
                    sleep(0.2)
            except OSError:
                pass  # the other side went away, as it should
            link.close()

        threading.Thread(target=serve, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"

    yield start
    listener.close()


@pytest.mark.parametrize("first", [b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: ", b"HT"])  # fmt: skip
def test_an_answer_that_drips_ends(dripping, first):
    """With a length, without one, in the middle of the headers, in the middle of the first line."""
    url, began = dripping(first, *[b"x"] * 30), monotonic()
    with pytest.raises(outside.Unreachable, match="too slow"):
        outside.ask(url, seconds=5, in_all=0.7)
    assert monotonic() - began < 3


def test_an_answer_in_time_is_whole_and_a_long_one_refused(dripping):
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
    assert outside.ask(dripping(answer, b"abc", b"def", b"ghi"), in_all=5, most=9).body == b"abcdefghi"
    with pytest.raises(outside.Unreachable, match="too large"):
        outside.ask(dripping(answer, b"abcdefghi"), in_all=5, most=8)


def test_credentials_follow_no_redirect():
    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append((self.path, self.headers.get("Authorization")))
            self.send_response(302)
            self.send_header("Location", "/lain")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_given):
            """Nothing."""

    heard: list[tuple[str, str | None]] = []
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.server_port}/mitra", headers={"Authorization": "Basic rahasia"}
    )
    with pytest.raises(urllib.error.HTTPError):
        outside.straight(request, timeout=5)
    server.shutdown()
    assert heard == [("/mitra", "Basic rahasia")]
