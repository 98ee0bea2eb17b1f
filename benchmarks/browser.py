"""A very small browser on a raw socket: keep-alive, cookies, CSRF, redirects followed by the caller. No Django."""

from __future__ import annotations

import gzip
import re
import socket
from urllib.parse import urlencode

HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: *([^=]+)=([^;\r]*)", re.IGNORECASE)
CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
BOUNDARY = "----MaklumatBench7d1f"


class Answer:
    """Status, raw head, body."""

    __slots__ = ("body", "head", "status")

    def __init__(self, status: int, head: bytes, body: bytes) -> None:
        self.status, self.head, self.body = status, head, body

    @property
    def location(self) -> str:
        found = LOCATION.search(self.head)
        return found[1].decode() if found else ""

    @property
    def clear(self) -> bytes:
        """The body as a browser reads it: unpacked."""
        return gzip.decompress(self.body) if b"\r\ncontent-encoding: gzip" in self.head.lower() else self.body


class Browser:
    """One visitor: one connection, own cookies."""

    def __init__(self, port: int, encoding: str = "gzip, deflate, br") -> None:
        self.port, self.cookies, self.token = port, {}, ""
        self.common = (
            f"Host: localhost:{port}\r\nUser-Agent: Mozilla/5.0 (Linux; Android 13)\r\nAccept: text/html\r\n"
            f"Accept-Encoding: {encoding}\r\nAccept-Language: id\r\n"
        )
        self.socket: socket.socket | None = None

    def get(self, path: str, etag: str = "") -> Answer:
        return self._ask(f"GET {path} HTTP/1.1\r\n" + (f"If-None-Match: {etag}\r\n" if etag else ""), b"")

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """A form as a browser sends it, with the token of the page before."""
        body = urlencode({"csrfmiddlewaretoken": self.token, **fields}).encode()
        return self._send(path, body, "application/x-www-form-urlencoded")

    def upload(self, path: str, files: dict[str, bytes]) -> Answer:
        """A form with pictures."""
        parts = [_part('name="csrfmiddlewaretoken"', self.token.encode())]
        for name, content in files.items():
            parts.append(_part(f'name="{name}"; filename="foto.jpg"\r\nContent-Type: image/jpeg', content))
        body = b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])
        return self._send(path, body, f"multipart/form-data; boundary={BOUNDARY}")

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def _send(self, path: str, body: bytes, kind: str) -> Answer:
        head = f"Origin: http://localhost:{self.port}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        return self._ask(f"POST {path} HTTP/1.1\r\n{head}", body)

    def _ask(self, start: str, body: bytes) -> Answer:
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = (start + self.common + (f"Cookie: {jar}\r\n" if jar else "") + "\r\n").encode() + body
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(sent)
        answer = self._receive()
        for name, value in COOKIE.findall(answer.head):
            self.cookies[name.decode()] = value.decode()
        found = TOKEN.search(answer.clear)
        if found:
            self.token = found[1].decode()
        return answer

    def _receive(self) -> Answer:
        assert self.socket is not None
        got = b""
        while HEAD_END not in got:
            part = self.socket.recv(65536)
            if not part:
                raise ConnectionError("the server closed the connection")
            got += part
        head, _end, body = got.partition(HEAD_END)
        found = LENGTH.search(head)
        if found is None and head[9:12] not in (b"204", b"304"):
            raise ConnectionError("an answer without Content-Length")
        wanted = int(found[1]) if found else 0
        parts, have = [body], len(body)
        while have < wanted:
            part = self.socket.recv(min(65536, wanted - have))
            if not part:
                raise ConnectionError("the server closed the connection")
            parts.append(part)
            have += len(part)
        if CLOSES.search(head):
            self.close()
        return Answer(int(head[9:12]), head, b"".join(parts))


def _part(disposition: str, content: bytes) -> bytes:
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n".encode() + content + b"\r\n"
