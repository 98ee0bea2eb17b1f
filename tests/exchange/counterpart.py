"""A small SP4N-LAPOR! on this computer: real HTTP, everything that was asked is recorded. It knows only the shape of rules.lapor,
which is our own; it says nothing about the real system."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass
class Lapor:
    """``rows``: its reports by tracking id. ``recorded``: (method, path, key, body) of each request. ``broken``: answers 503 so
    often; ``lost``: does what it is asked and breaks the connection before it answers, so often."""

    token: str = "rahasia"
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    recorded: list[tuple[str, str, str, Any]] = field(default_factory=list)
    broken: int = 0
    lost: int = 0
    page: int = 2

    def report(self, tracking_id: str, text: str, at: datetime, **more: Any) -> dict[str, Any]:
        self.rows[tracking_id] = {
            "tracking_id": tracking_id, "judul": "", "isi": text, "kategori": "", "lokasi": "", "status": "diteruskan", "anonim": False,
            "rahasia": False, "dibuat": at.isoformat(), "diubah": at.isoformat(), "tanggapan": [], "tindak_lanjut": [],
        } | more  # fmt: skip
        return self.rows[tracking_id]

    def respond(self, tracking_id: str, kind: str, text: str, at: datetime) -> None:
        row = self.rows[tracking_id]
        row["tanggapan"].append({"jenis": kind, "isi": text, "waktu": at.isoformat()})
        row["diubah"] = at.isoformat()

    def __enter__(self) -> Lapor:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(lapor: Lapor) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._recorded("GET", None)
            if self._refused():
                return
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            since = query.get("diubah_sejak")
            rows = sorted(
                lapor.rows.values(), key=lambda row: (datetime.fromisoformat(row["diubah"]), row["tracking_id"])
            )
            if since:
                rows = [row for row in rows if datetime.fromisoformat(row["diubah"]) >= datetime.fromisoformat(since)]
            start = (int(query["halaman"]) - 1) * lapor.page
            self._answer(
                200, {"laporan": rows[start : start + lapor.page], "berikutnya": start + lapor.page < len(rows)}
            )

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._recorded("POST", body)
            if self._refused():
                return
            row = lapor.rows.get(unquote(urlsplit(self.path).path.split("/")[2]))
            if row is None:
                self._answer(404, {})
                return
            if body["kunci"] not in [one["kunci"] for one in row["tindak_lanjut"]]:
                row["tindak_lanjut"].append({"kunci": body["kunci"], "isi": body["isi"]})
                row["status"] = body["status"]
            if lapor.lost:
                lapor.lost -= 1
                self.close_connection = True
                self.connection.close()
                return
            self._answer(201, {})

        def _recorded(self, method: str, body: Any) -> None:
            lapor.recorded.append((method, self.path, self.headers.get("Idempotency-Key", ""), body))

        def _refused(self) -> bool:
            if self.headers.get("Authorization") != f"Bearer {lapor.token}":
                self._answer(401, {})
                return True
            if lapor.broken:
                lapor.broken -= 1
                self._answer(503, {})
                return True
            return False

        def _answer(self, status: int, content: Any) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            pass

    return Handler


@dataclass
class Listener:
    """Takes webhooks: every body with its headers. ``answers``: the next statuses, then 204."""

    answers: list[int] = field(default_factory=list)
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def __enter__(self) -> Listener:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.taken.append((dict(self.headers), body))
                self.send_response(listener.answers.pop(0) if listener.answers else 204)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *words: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/kabar"
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class Neighbour:
    """Another city's Open311 on this computer: the reference server of tests/open311, over real HTTP."""

    def __init__(self) -> None:
        from tests.open311.reference import JURISDICTION, KEY, PREFIX, Reference

        self.city, self.key, self.jurisdiction, self.service = Reference(), KEY, JURISDICTION, "001"
        self._prefix = PREFIX

    def settle_all(self) -> None:
        for one in self.city.reports:
            self.city.settle(one.key)

    def close_all(self) -> None:
        for one in self.city.reports:
            self.city.close(one.key)

    def __enter__(self) -> Neighbour:
        city = self.city

        class Handler(BaseHTTPRequestHandler):
            def _do(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                parts = urlsplit(self.path)
                status, headers, content = city.handle(self.command, parts.path, parts.query, dict(self.headers), body)
                self.send_response(status)
                for name, value in {**headers, "content-length": str(len(content))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = _do

            def log_message(self, *words: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}{self._prefix}"
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
