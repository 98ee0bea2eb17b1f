"""How the client's requests travel: over HTTP, or into Django's test client."""

from __future__ import annotations

import http.client
import json as json_module
from http.cookies import SimpleCookie
from typing import Any, Protocol
from urllib.parse import urlsplit

Answer = tuple[int, dict[str, str], bytes]


class Transport(Protocol):
    def call(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Status, headers (names in small letters) and body of the answer."""


def _content(json: Any, body: bytes | None) -> tuple[bytes, str]:
    if json is not None:
        return json_module.dumps(json, ensure_ascii=False).encode(), "application/json"
    return body or b"", "application/octet-stream"


class HttpTransport:
    """One kept connection to an origin as `https://host[:port]`; cookies only where they are asked for."""

    def __init__(
        self, origin: str, *, cookies: bool = False, headers: dict[str, str] | None = None, timeout: float = 30
    ):
        parts = urlsplit(origin)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self.connection = kind(parts.hostname or "", parts.port, timeout=timeout)
        self.origin, self.headers = f"{parts.scheme}://{parts.netloc}", dict(headers or {})
        self.jar: SimpleCookie | None = SimpleCookie() if cookies else None

    def call(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        content, kind = _content(json, body)
        sent = {**self.headers, **(headers or {})}
        if method not in ("GET", "HEAD"):
            sent.setdefault("Content-Type", kind)
        if self.jar is not None:
            sent |= {"Origin": self.origin, "Referer": self.origin + path}
            if self.jar:
                sent["Cookie"] = "; ".join(f"{one.key}={one.coded_value}" for one in self.jar.values())
        try:
            return self._once(method, path, content, sent)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.connection.close()  # a kept connection that the server has closed meanwhile
            return self._once(method, path, content, sent)

    def _once(self, method: str, path: str, content: bytes, headers: dict[str, str]) -> Answer:
        self.connection.request(method, path, body=None if method in ("GET", "HEAD") else content, headers=headers)
        response = self.connection.getresponse()
        body = response.read()
        if self.jar is not None:
            for line in response.headers.get_all("Set-Cookie") or []:
                self.jar.load(line)
        return response.status, {name.lower(): value for name, value in response.getheaders()}, body

    def close(self) -> None:
        self.connection.close()


class DjangoTransport:
    """Django's test client; it keeps its cookies itself, so log in with it for the desk."""

    def __init__(self, client: Any, *, secure: bool = False, headers: dict[str, str] | None = None):
        self.client, self.secure, self.headers = client, secure, dict(headers or {})

    def call(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        content, kind = _content(json, body)
        sent = {**self.headers, **(headers or {})}
        response = self.client.generic(method, path, content, content_type=kind, secure=self.secure, headers=sent)
        streamed = getattr(response, "streaming", False)
        whole = b"".join(response.streaming_content) if streamed else response.content
        return response.status_code, {name.lower(): value for name, value in response.items()}, whole
